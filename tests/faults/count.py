"""What was lost or doubled: counted in the database, on the disk and at the mail server, never in the application."""

import hashlib
import json

# What a form that was taken has done, once. %s is what it said and no other did.
EFFECTS = {
    "child": "SELECT count(*) FROM children_person WHERE family_name = %s",
    "action": "SELECT count(*) FROM actions_action WHERE what = %s",
    "section": "SELECT count(*) FROM records_sectioncontentevent WHERE fields::text LIKE '%%' || %s || '%%'",
    "evidence": "SELECT count(*) FROM actions_happening h JOIN actions_action a ON a.id = h.action_id"
    " WHERE h.kind = 'completed' AND h.text = %s AND a.outcome = h.text AND a.evidence <> ''",
    "signature": "SELECT count(*) FROM records_version v JOIN records_record r ON r.id = v.record_id"
    " WHERE r.ref = %s AND v.product = 'record' AND v.signed_at IS NOT NULL AND r.state = 'signed'",
    "acknowledgement": "SELECT count(*) FROM circulation_receipt"
    " WHERE id = split_part(split_part(%s, '/', 3), '-', 1)::bigint AND acknowledged_at IS NOT NULL",
}
FILES = """
import json
from django.core.files.storage import default_storage
from config.clock import now
from datetime import timedelta
from retention import orphans
columns = orphans.fields_with_files()
def strays():
    folders = {str(f.upload_to).split("/")[0] for _, f in columns if f.upload_to}
    stored = {name for folder in folders for name in orphans._stored(folder)}
    return stored - orphans._known(stored, columns)
known = {str(n) for m, f in columns for n in m._base_manager.values_list(f.name, flat=True) if n}
before = len(strays())
orphans.erase_orphans(at=now() + timedelta(days=2))
print(json.dumps([before, len(strays()), [n for n in known if not default_storage.exists(n)]]))
"""


def unsent(run):
    run.system.keep()
    return run.system.sql("SELECT count(*) FROM notices_notice WHERE sent_at IS NULL AND failed_at IS NULL")[
        0
    ][0]


def send_again(run):
    """What the mail server refused for good is sent again, as a person would. Returns how many these were."""
    given_up = run.system.sql(
        "SELECT id FROM notices_notice WHERE failed_at IS NOT NULL AND failure NOT LIKE %s", "It was over%"
    )
    run.system.manage(
        "shell", "--no-imports", "-c",
        "from config.clock import now; from notices.models import Notice; from notices.workflow import send_again\n"
        f"[send_again(n.pk, to_email=n.to_email, at=now()) for n in Notice.objects.filter(pk__in={[i for i, in given_up]})]",
    )  # fmt: skip
    return len(given_up)


RUNNING = "met_at IS NULL AND dropped_at IS NULL AND superseded_by_id IS NULL"


def overdue(run):
    """Clocks that a sweep should have marked by now."""
    run.system.keep()
    return run.system.sql(
        f"SELECT id FROM deadlines_deadline WHERE {RUNNING} AND (next_step_at < now() - interval '5 s'"
        " OR (due_at < now() - interval '5 s' AND NOT EXISTS"
        " (SELECT FROM deadlines_breach b WHERE b.clock_id = deadlines_deadline.id)))"
    )


def told(run):
    """Print what came of it; whether nothing was lost or doubled."""
    counted = [*_forms(run), _mails(run), _clocks(run), _files(run)]
    _proof(run)
    _print(run, counted)
    return not (any(lost or doubled for _, _, lost, doubled in counted) or run.wrong or run.journal.odd)


def _forms(run):
    for verb, query in EFFECTS.items():
        lost = doubled = 0
        entries = [s for s in run.journal.sent if s.verb == verb]
        for entry in entries:
            times = run.system.sql(query, entry.mark)[0][0]
            lost += entry.accepted and not times
            doubled += times > 1
            if times != 1 and (entry.accepted or times):
                run.wrong.append(f"{verb} {entry.mark}: {times} times, {entry}")
        yield verb, len(entries), lost, doubled
    taken = [s for s in run.journal.sent if s.verb == "PDF" and s.accepted]
    noted = run.system.sql("SELECT count(*) FROM audit_accessevent WHERE verb = 'download'")[0][0]
    yield "PDF taken, and noted", len(taken), max(len(taken) - noted, 0), 0


def _mails(run):
    """Each notice is one mail, by its Message-ID."""
    rows = run.system.sql("SELECT key, failure FROM notices_notice")
    sent = [
        f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@fortyseven>"
        for key, why in rows
        if "over before" not in why
    ]
    lost = [name for name in sent if name not in run.system.post.taken]
    run.excused, doubled = run.system.post.doubled(run.system.mail_kills)
    run.wrong += [f"mail {name} lost" for name in lost]
    run.wrong += [f"mail {name} doubled: {run.system.post.taken[name]}" for name in doubled]
    return "mail", len(sent), len(lost), len(doubled)


def _clocks(run):
    """Marked when they had run out and not before; the step is told to its owner, once."""
    early = run.system.sql("SELECT clock_id FROM deadlines_breach WHERE at < due_at OR due_at > now()")
    told = (
        "SELECT d.id, (SELECT count(*) FROM notices_notice n WHERE n.key = 'deadline:' || d.id || ':' || s.step || ':' ||"
        " d.owner_id) FROM deadlines_deadline d JOIN records_record r ON r.id = d.record_id,"
        " LATERAL unnest(d.step_at, d.step_names, d.step_to) AS s(at, step, who)"
        " WHERE r.ref = ANY(%s) AND d.code = 'police_liaison' AND s.at > d.due_at AND s.at < now() - interval '5 s'"
        " AND s.who LIKE '%%owner%%' AND d.owner_id IS NOT NULL"
    )
    rows = run.system.sql(told, run.traffic.cases["clocks"])
    lost = [pk for pk, times in rows if not times]
    run.wrong += [f"clock {pk} was marked ahead of time" for (pk,) in early]
    run.wrong += [f"clock {pk}: its step was not told" for pk in lost]
    return "clock run out, and told", len(rows), len(lost), len(early)


def _files(run):
    said = run.system.manage("shell", "--no-imports", "-c", FILES).stdout
    run.strays, left, missing = json.loads(said.strip().splitlines()[-1])
    run.wrong += [f"file {name} is gone" for name in missing]
    if left:
        run.wrong.append(f"{left} files that no row knows are left by the upkeep")
    return "file", run.strays, len(missing), left


def _proof(run):
    """What is kept is as it was sealed."""
    done = run.system.manage("verify_audit", may_fail=True)
    if done.returncode:
        run.wrong.append(f"verify_audit: {done.stdout[-800:]}{done.stderr[-300:]}")


def _print(run, counted):
    say = run.say
    say(f"\n{'fault':34}{'injected':>9}{'met':>7}")
    for name, times in sorted(run.injected.items()):
        say(f"{name:34}{times:9}{run.met[name]:7}")
    say(f"{'all':34}{run.injected.total():9}{run.met.total():7}")
    say(f"\n{'what was done':34}{'times':>9}{'lost':>7}{'doubled':>9}")
    for name, times, lost, doubled in [*counted, ("all", *(sum(c[n] for c in counted) for n in (1, 2, 3)))]:
        say(f"{name:34}{times:9}{lost:7}{doubled:9}")
    say(
        f"\nTaken by a mail server that died without a word, or by one whose answer nobody lived to note, and"
        f" therefore sent again: {len(run.excused)}. Given up and sent again: {run.given_up}.\n"
        f"Files left by what was taken back, and removed by the upkeep: {run.strays}. Disk: {run.system.disk.how}.\n"
        f"Longest wait for /health/ {run.longest['/health/']:.1f} s, for the way in {run.longest['sign-in']:.1f} s,"
        " while something stood still."
    )
    for (who, what), times in sorted(run.journal.put_off.items()):
        say(f"  {who} was told {times} times: {what}")
    for wrong in [*run.wrong, *run.journal.odd]:
        say(f"WRONG {wrong}")
    say(f"Seed {run.seed}.")
