"""Nobody reads what is not theirs: every text marked, every address, every object, every role, both methods.

What is expected comes from who_reads.txt, which is written from the domain. A page that shows a mark whose class is
not the reader’s, a POST that writes about a case that is not theirs, and a page that breaks, are all told at once.
"""

import logging
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction

from actions.models import Action
from agencies.models import Agency, Membership, User
from children.models import Person
from circulation.models import Receipt
from config.clock import now
from demo.people import PASSWORD
from records.models import Record, SectionContent, Version
from tests.clocks import put_right
from tests.entering import confirm
from tests.oracle import marks, world
from tests.oracle.addresses import administration, every_address

pytestmark = pytest.mark.once

TABLE = Path(__file__).parent / "who_reads.txt"
CASES = ("Ada", "Ada2", "Ben", "Cy", "Far")
ROLES = [line.split()[0] for line in TABLE.read_text().split("## people")[1].splitlines()[1:] if line.split()]
PARTS = 4
GP = "Moorgate Surgery"
# Found while walking: the method is looked at before who asks is.
TAKES_POST_ALONE: set[str] = set()
TAKES_GET_ALONE: set[str] = set()
FORM = "application/x-www-form-urlencoded"  # read in a fifth of the time of one with files


def table():
    """Class → who reads it; who → what they may write about a case; person → case → what they are to it."""
    reads, writes, people = (
        part.split("\n## ")[0]
        for part in re.split(r"\n## (?:reads|writes|people).*\n", TABLE.read_text())[1:]
    )

    def lines(text):
        return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]

    return (
        {words[0]: set(words[1:]) for words in lines(reads)},
        {words[0]: set(words[1:]) for words in lines(writes)},
        {
            words[0]: {c: set(cell.split(",")) - {"-"} for c, cell in zip(CASES, words[1:], strict=True)}
            for words in lines(people)
        },
    )


READS, WRITES, PEOPLE = table()
# Whoever does case work may ask for a file in an emergency, by its number (§9).
EMERGENCY = {"worker", "worker2", "manager", "manager2", "service", "head", "support"}


class Reader:
    """Somebody, and what they are to each marked text."""

    def __init__(self, role, user, found):
        self.role, self.user = role, user
        self.agencies = {h.agency_id for h in user.memberships.filter(ended_at=None)}
        self.kinds = set(Agency.objects.filter(pk__in=self.agencies).values_list("kind", flat=True))
        leads = set(
            user.memberships.filter(ended_at=None, role="safeguarding_lead").values_list("agency", flat=True)
        )
        if role == "both":
            self.agencies, leads = set(Agency.objects.filter(name=GP).values_list("pk", flat=True)), set()
        named = Receipt.objects.filter(people=user, agency__in=self.agencies)
        self.received = {*named.values_list("version", flat=True)}
        self.received |= {*Receipt.objects.filter(agency__in=leads).values_list("version", flat=True)}
        versions = Version.objects.filter(pk__in=self.received).values_list("record", flat=True)
        self.received_cases = {found.records.get(record) for record in versions}

    def relations(self, case, *, agency=None, version=None):
        found = set(PEOPLE[self.role][case])
        if "invited" in found and agency in self.agencies:
            found.add("owner")
        hidden = case == "Ben" and not found & {"named", "governance"}
        if not hidden and (version in self.received if version else case in self.received_cases):
            found |= {"received", *(f"received+{kind}" for kind in self.kinds)}
        return found

    def may_read(self, mark):
        if mark.kind in ("restriction", "glass", "typed") and mark.user == self.user.pk:
            return True
        return bool(self.relations(mark.case, agency=mark.agency, version=mark.version) & READS[mark.kind])

    def may_write(self, case, label, agency):
        if label == "children.Glass" and case != "Far":
            return self.role in EMERGENCY
        for relation in self.relations(case, agency=agency):
            allowed = WRITES.get(relation, set())
            if "*" in allowed or label in allowed or f"{label.split('.')[0]}.*" in allowed:
                return True
        return False


def watch_writes():
    """Note the rows that a request writes about a case, whatever wrote them."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE wrote (name text, key bigint, record bigint)")
        cursor.execute("""
            CREATE FUNCTION pg_temp.note_write() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE row jsonb := to_jsonb(coalesce(NEW, OLD));
            BEGIN
                INSERT INTO wrote VALUES (TG_TABLE_NAME, coalesce(row->>'id', row->>'record_ptr_id')::bigint,
                    coalesce(row->>'record_id', row->>'discussion_id', row->>'enquiry_id', row->>'conference_id')::bigint);
                RETURN NULL;
            END $$""")
        for model in dict.fromkeys((*marks.leading_to_a_child(), Membership)):
            cursor.execute(
                f"CREATE TRIGGER zz_oracle AFTER INSERT OR UPDATE OR DELETE ON {model._meta.db_table}"
                " FOR EACH ROW EXECUTE FUNCTION pg_temp.note_write()"
            )


def forget_writes():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wrote")


def written(found):
    """(model label, case, agency) of each row that was written since the beginning of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT name, key, record FROM wrote")
        rows = cursor.fetchall()
    if not rows:
        return
    paths = marks.leading_to_a_child()
    models = {m._meta.db_table: m for m in (*paths, Membership)}
    marker = marks.Marker(found)
    for name, key, record in rows:
        model = models[name]
        row = model._base_manager.filter(pk=key).first()
        if model is Membership:
            yield model._meta.label, "people", row.agency_id
            continue
        if row is None:  # taken out
            yield model._meta.label, found.records.get(record), None
            continue
        action = (
            row
            if model is Action
            else getattr(row, "action", None)
            if model.__name__ in ("Happening", "ActionOn")
            else None
        )
        if action:
            for record in action.records.all():
                yield model._meta.label, found.records.get(record.pk), action.agency_id
        else:
            yield model._meta.label, marker.case_of(row, paths[model]), getattr(row, "agency_id", None)


def revisions():
    """What a form of a section, and of a record, would have seen."""
    contents = SectionContent.objects.values_list("record__ref", "section", "revision")
    found = {(ref, section): str(revision) for ref, section, revision in contents}
    return found | {
        (ref, ""): str(revision) for ref, revision in Record.objects.values_list("ref", "revision")
    }


def body():
    """A form that any verb of the project could take something from: for the children of every case."""
    doctor = User.objects.get_queryset().get(email="doctor@demo.invalid")
    refs = list(Record.objects.values_list("ref", flat=True))
    children = list(Person.objects.filter(is_child=True).values_list("ref", flat=True))
    day = {
        f"{name}_{n}": str(v) for name in ("due_on", "day", "given_on") for n, v in enumerate((1, 9, 2026))
    }
    return {
        "also": refs, "child": children, "other": children, "password": PASSWORD, "reason": "A reason that is long enough.",
        "to": str(doctor.pk), "owner": str(doctor.pk), "what": "To be done", "why": "Because of it", "note": "A note", "text": "A text",
        "answer": "An answer", "outcome": "An outcome", "accepted": "no", "granted": "yes", "agreed": "yes", "hold": "no", "do": "send",
        "information": "What is known", "source": "record", "analysis": "What it means", "restriction": "all", "facts": "Facts",
        "agency": str(doctor.memberships.first().agency_id), "risk": "A risk", "says": "Says", "how": "Seen", "email": "new@oracle.invalid",
        "name": "New Person", "new_name": "New Person", "new_email": "new2@oracle.invalid", "q": "Oracle", "sibling": "Oracle",
        "number": "O-Ben", "invite": [str(pk) for pk in Membership.objects.values_list("pk", flat=True)],
        "new_agency": str(doctor.memberships.first().agency_id), "kind": "mother", "given_names": "Given", "family_name": "Family",
        "because": "Because of it", "whose": str(doctor.pk), "user": str(doctor.pk), "people": [str(doctor.pk)], **day,
    }  # fmt: skip


def text_of(answer):
    """What an answer says, also one that is a file."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    for name, value in answer.headers.items():
        text += f"\n{name}: {value}"
    if content.startswith(b"%PDF-") and len(content) > 2000:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            text += subprocess.run(
                ["pdftotext", file.name, "-"], capture_output=True, check=True
            ).stdout.decode()
    return text


class Walk:
    """One person at every address."""

    def __init__(self, client, reader, marked, found):
        self.client, self.reader, self.marked, self.found = client, reader, marked, found
        self.wrong, self.requests, self.read = Counter(), 0, Counter()
        self.body, self.revisions = urlencode(body(), doseq=True), revisions()

    def seen(self, path):
        ref, section = ([*path.strip("/").split("/")[1:3], "", ""])[:2]
        return self.revisions.get((ref, section)) or self.revisions.get((ref, ""), "0")

    def at(self, name, path):
        """Both methods; what has said of itself that it takes the one alone is not asked for the other again."""
        if name not in TAKES_POST_ALONE:
            answer = self.client.get(path)
            self.look(name, "GET", answer)
            if answer.status_code == 405 and "GET" not in answer.headers["Allow"]:
                TAKES_POST_ALONE.add(name)
        if name != "admin" and name not in TAKES_GET_ALONE:
            self.post(name, path)

    def post(self, name, path):
        with transaction.atomic():
            forget_writes()  # of pages that were looked at before: a PDF is made when somebody first asks
            seen = urlencode({"seen": self.seen(path)})
            answer = self.client.post(path, f"{self.body}&{seen}", FORM)
            self.look(name, "POST", answer)
            if answer.status_code == 405:
                TAKES_GET_ALONE.add(name)
            for label, case, agency in written(self.found):
                if case == "people":
                    if self.reader.role not in ("admin", "people", "far_admin"):
                        self.wrong[name, "POST", f"writes {label}"] += 1
                elif case and not self.reader.may_write(case, label, agency):
                    self.wrong[name, "POST", f"writes {label} of {case}"] += 1
            transaction.set_rollback(True)

    def look(self, name, method, answer):
        self.requests += 1
        if answer.status_code >= 500:
            self.wrong[name, method, answer.status_code] += 1
            return
        for mark in set(marks.MARK.findall(text_of(answer))):
            of = self.marked[mark]
            self.read[of.case, of.kind] += 1
            if not self.reader.may_read(of):
                self.wrong[name, method, f"{of.kind} of {of.case}: {of.where}"] += 1


def keep_files_in(place, settings):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": place}}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_reads_or_writes_what_the_domain_does_not_give_them(cast, client, settings, part, tmp_path):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 100_000
    settings.ACCOUNT_RATE_LIMITS = {}
    keep_files_in(tmp_path, settings)
    client.raise_request_exception = False
    logging.disable(logging.CRITICAL)  # thirty thousand pages that are not there
    found = world.make(cast)
    marked = marks.mark_all(found)
    # What clocks say is made of the facts: of the marked ones now, or whoever writes next would put it right.
    put_right(*Record.objects.all(), at=now())
    watch_writes()
    addresses = [*every_address(), *administration()]
    wrong, requests = {}, 0
    for role in ROLES[part::PARTS]:
        user = User.objects.get_queryset().get(pk=found.people[role].pk)
        client.force_login(user)
        confirm(client)
        if role == "both":
            client.post("/account/hat/", {"agency": Agency.objects.get(name=GP).pk})
        walk = Walk(client, Reader(role, user, found), marked, found)
        for name, path in addresses:
            walk.at(name, path)
        requests += walk.requests
        wrong |= {(role, *what): times for what, times in walk.wrong.items()}
        print(
            role,
            walk.requests,
            dict(walk.read),
            "\n".join(f"{n:4} {w}" for w, n in walk.wrong.items()),
            sep="\n",
            flush=True,
        )
    logging.disable(logging.NOTSET)
    assert requests > 30_000 / PARTS
    assert wrong == {}, "\n".join(
        f"{times:4} {' '.join(map(str, what))}" for what, times in sorted(wrong.items(), key=str)
    )


def test_every_text_of_every_model_that_leads_to_a_child_is_in_the_world(cast, settings, tmp_path):
    """Whoever adds a model decides in `marks.KINDS` of which class its texts are, or takes them for the record’s."""
    keep_files_in(tmp_path, settings)
    found = world.make(cast)
    marked = marks.mark_all(found)

    stand = {mark.where for mark in marked.values()}
    texts = {f"{m._meta.label}.{f.name}" for m in marks.leading_to_a_child() for f in marks.texts_of(m)}
    assert texts - stand == set()
    # Without a text: a seat that waits for somebody who is no member yet.
    assert found.lacking == {"strategy.AskedSeat"}
    assert set(READS) >= set(marks.KINDS.values())
