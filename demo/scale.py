"""Much data with bulk SQL, shaped like 150 local authorities of 40 agencies. For bin/bench only.

The first authority is a large one: a fifth of all discussions is its, spread over nine teams; a tenth
team has 60. Its police force is sent all of them, its first school the 60. So there are people who see
60 records and people who see a fifth of all, in social care and outside it:

    scale-60@demo.invalid        a social worker of the team that has 60
    scale-fifth@demo.invalid     the manager of the large service
    scale-school@demo.invalid    the lead of the school that was sent 60
    scale-police@demo.invalid    the lead of the force that was sent a fifth

Every thousandth child is of a restricted case. Every second discussion decided an enquiry, and every second enquiry a conference; those of a running
discussion are running too. Every clock follows from the facts that are written beside it, by the calendar and the rules of the program:
`./manage.py settle --check` finds nothing, and a breach stands for each that ran out. The areas have switched off what nobody here does (`OFF`).

Triggers and checks of foreign keys are off while it writes, as for a restore; needs a superuser.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from config.clock import today
from deadlines.calendar import LONDON, calendar_with, due_moment
from deadlines.timescales import TIMESCALES, Unit
from s47.timescales import PROVISIONAL

AUTHORITIES, AGENCIES, WITH_SIXTY = 150, 40, 60
WHO = {"scale-60": 20, "scale-fifth": 40, "scale-school": 6001, "scale-police": 6002}


def load(discussions: int, say: Callable[[str], None]) -> None:
    """Make `discussions` discussions with three actions and five clocks each, over three years up to yesterday.

    Half as many enquiries and a quarter as many conferences follow them, with the clocks that are theirs.
    """
    sizes = {"n": discussions, "sixty": WITH_SIXTY, "authorities": AUTHORITIES, "agencies": AGENCIES}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _lay_out_rules(cursor)
        for title, statement in STATEMENTS:
            cursor.execute(statement, sizes)
            say(f"{title}: {cursor.rowcount}")
        for key, number in WHO.items():
            cursor.execute(
                "UPDATE agencies_user SET email = %s WHERE id = %s", [f"{key}@demo.invalid", B + number]
            )
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        # Whoever asks in this transaction too: without it the planner takes the tables for empty.
        cursor.execute("ANALYZE")


USED = ("record_filed", "minutes_acknowledged", "s47_outcome", "icpc", "action")
OFF = (
    "actions_received",
    "record_circulated",
    "outcome_notified",
    "child_seen",
    "core_group",
    "review_conference",
)


def _lay_out_rules(cursor: CursorWrapper) -> None:
    """The rules that the clocks carry, and for each day of the three years when a clock that starts on it is due."""
    rules, calendar = [TIMESCALES[code] for code in USED], calendar_with()
    days = [today() - timedelta(days=n) for n in range(3 * 366 + 7)]
    noon = {day: datetime.combine(day, time(12), LONDON) for day in days}
    due = [
        (rule.code, day, due_moment(calendar, noon[day], rule.length, rule.unit))
        for rule in rules
        if rule.unit != Unit.DATE
        for day in days
    ]
    cursor.execute(
        "CREATE TEMPORARY TABLE scale_rule ON COMMIT DROP AS SELECT * FROM"
        " unnest(%s::text[], %s::int[], %s::text[], %s::text[]) AS r(code, length, unit, source);"
        "CREATE TEMPORARY TABLE scale_due ON COMMIT DROP AS SELECT * FROM"
        " unnest(%s::text[], %s::date[], %s::timestamptz[]) AS d(code, day, due)",
        [*map(list, zip(*((r.code, r.length, str(r.unit), r.source) for r in rules), strict=True)),
         *map(list, zip(*due, strict=True))],
    )  # fmt: skip


def _london(moment: str) -> str:
    return f"({moment} AT TIME ZONE 'Europe/London')::date"


TABLES = ("auth_group", "agencies_agency", "agencies_team", "agencies_user", "agencies_membership",
          "children_person", "records_record", "records_version", "records_share", "circulation_receipt",
          "deadlines_deadline", "actions_action", "actions_actionon", "s47_allocation")  # fmt: skip

# The base of every number keeps clear of what a demonstration has loaded.
B = 10_000_000
E, C = 2 * B, 3 * B  # of enquiries and of conferences
STATEMENTS = (
    (
        # One row a discussion: whose it is, when it began and ended (`at`), whether it is still running; when its
        # enquiry was decided and its conference held. `a` counts authorities
        # and `t` teams from nought; `p` is the person of that authority it belongs to (2–11 are managers).
        "plan",
        "CREATE TEMPORARY TABLE scale ON COMMIT DROP AS SELECT *, at - interval '1 hour' AS begun, open AND n %% 4 <> 0 AS enquiring,"
        " least(now(), at + interval '12 days' + n %% 5 * interval '1 day') AS decided,"
        " CASE WHEN NOT open THEN least(now(), at + interval '19 days' + n %% 5 * interval '1 day')"
        " WHEN n %% 8 = 0 THEN at + least(interval '20 days', (now() - at) / 2) END AS conferred FROM (SELECT n, a, t, k,"
        " CASE WHEN k THEN 20 WHEN a = 0 AND n %% 2 = 0 THEN 40 ELSE 2 + t END AS p,"
        " CASE WHEN k THEN n / greatest(%(n)s / %(sixty)s, 1) %% 4 = 0 ELSE n / 5 %% 40 = 0 END AS open,"
        " CASE WHEN k THEN 3 ELSE 4 + n / 5 %% (%(agencies)s - 3) END AS school,"
        " now() - interval '1 day' - (%(n)s - n) * (interval '3 years' / %(n)s) AS at"
        " FROM (SELECT n, k, CASE WHEN k OR n %% 5 = 0 THEN 0 ELSE n %% (%(authorities)s - 1) + 1 END AS a,"
        "   CASE WHEN k THEN 0 WHEN n %% 5 = 0 THEN 1 + n / 5 %% 9 ELSE n / %(authorities)s %% 10 END AS t"
        "   FROM (SELECT n, n %% greatest(%(n)s / %(sixty)s, 1) = 0 AS k FROM generate_series(1, %(n)s) n) one) two) three",
    ),
    (
        "partnerships",
        f"INSERT INTO agencies_partnership (id, name, discussions_conclude) SELECT {B} + a, 'Scale ' || a, false FROM generate_series(1, %(authorities)s) a",
    ),
    (
        "timescales switched off",
        f'INSERT INTO deadlines_timescalesetting (partnership_id, code, length, unit, "on", steps, source_note)'
        f" SELECT {B} + a, code, 1, 'working_days', false, '{{}}', 'Not measured' FROM generate_series(1, %(authorities)s) a,"
        f" unnest(ARRAY{list(OFF)}) code",
    ),
    (
        "groups",
        f"INSERT INTO auth_group (id, name) SELECT {B} + g, 'scale ' || g FROM generate_series(1, %(authorities)s * %(agencies)s) g",
    ),
    (
        "agencies",
        f"INSERT INTO agencies_agency (id, partnership_id, name, kind, group_id, active)"
        f" SELECT {B} + g, {B} + (g - 1) / %(agencies)s + 1, 'Agency ' || g,"
        f" CASE WHEN g %% %(agencies)s = 1 THEN 'csc' WHEN g %% %(agencies)s = 2 THEN 'police' ELSE 'school' END, {B} + g, true"
        f" FROM generate_series(1, %(authorities)s * %(agencies)s) g",
    ),
    (
        "teams",
        f"INSERT INTO agencies_team (id, agency_id, name)"
        f" SELECT {B} + a * 10 + t, {B} + a * %(agencies)s + 1, 'Team ' || t + 1"
        f" FROM generate_series(0, %(authorities)s - 1) a, generate_series(0, 9) t",
    ),
    (
        "people who work there",
        f"INSERT INTO agencies_user (id, password, is_superuser, email, name, is_active, is_staff)"
        f" SELECT {B} + u, '!', false, 'scale' || u || '@demo.invalid', 'Worker ' || u, true, false"
        f" FROM generate_series(1, %(authorities)s * 40 + 2) u",
    ),
    (
        "memberships",
        f"INSERT INTO agencies_membership (id, user_id, agency_id, team_id, role, position, rank, decides, qualified)"
        f" SELECT {B} + u, {B} + u, {B} + (u - 1) / 40 * %(agencies)s + 1,"
        f" CASE WHEN u %% 40 < 2 THEN NULL WHEN u = 20 THEN {B} ELSE {B} + (u - 1) / 40 * 10 + u %% 10 END,"
        f" CASE WHEN u %% 40 = 0 THEN 'service_manager' WHEN u %% 40 = 1 THEN 'head_of_service'"
        f" WHEN u %% 40 < 12 THEN 'team_manager' ELSE 'social_worker' END, '', '', true, true"
        f" FROM generate_series(1, %(authorities)s * 40) u UNION ALL VALUES"
        f" ({B} + 6001, {B} + 6001, {B} + 3, NULL::int, 'safeguarding_lead', '', '', true, false),"
        f" ({B} + 6002, {B} + 6002, {B} + 2, NULL::int, 'safeguarding_lead', '', '', true, false)",
    ),
    (
        "children",
        f"INSERT INTO children_person (id, ref, authority_id, is_child, restricted, given_names, family_name, also_known_as, born_on, sex,"
        f" address, address_withheld, nhs_number, case_number, ethnicity, first_language, interpreter_needed, religion, disability,"
        f" communication, looked_after, on_plan, search_keys, created_at, created_by_id)"
        f" SELECT {B} + n, 'CH-S-' || n, {B} + a * %(agencies)s + 1, true, n %% 1001 = 0, 'Given' || n, 'Family' || n, '',"
        f" date '2008-01-01' + (n %% 6500), 'U', '', false, '', 'S' || n, '', '', false, '', '', '', false, false, '{{}}',"
        f" at, {B} + 1 FROM scale",
    ),
    (
        # With nobody named: hidden from everybody whose pages are measured.
        "restricted cases",
        f"INSERT INTO children_restriction (child_id, reason, since, by_id, lifted_because)"
        f" SELECT {B} + n, 'A colleague', at, {B} + 1, '' FROM scale WHERE n %% 1001 = 0",
    ),
    (
        "records",
        f"INSERT INTO records_record (id, kind, ref, child_id, authority_id, team_id, together, state, revision, created_at, created_by_id)"
        f" SELECT {B} + n, 'discussion', 'SD-S-' || n, {B} + n, {B} + a * %(agencies)s + 1,"
        f" {B} + a * 10 + t, gen_random_uuid(),"
        f" CASE WHEN open THEN 'correcting' ELSE 'signed' END, 1, at, {B} + 1 FROM scale",
    ),
    (
        "discussions",
        f"INSERT INTO strategy_strategydiscussion (record_ptr_id, concern_id, chair_id, social_worker_id, mode, place, planned_at,"
        f" planned_minutes, started_at, ended_at, late_reason, cancelled_reason)"
        f" SELECT {B} + n, {B} + n, {B} + a * 40 + 2 + t, {B} + a * 40 + 20, 'video', '', begun, 60, begun, at, '', '' FROM scale",
    ),
    (
        "versions",
        f"INSERT INTO records_version (id, record_id, product, number, content, sha256, made_at, made_by_id, signed_at, signed_by_id, reason)"
        f" SELECT {B} + n, {B} + n, 'record', 1, jsonb_build_object('head', '{{}}'::jsonb, 'chapters',"
        f" (SELECT jsonb_agg(jsonb_build_object('key', 's' || i, 'title', 'Section ' || i, 'text', repeat(md5(n::text), 8)))"
        f"  FROM generate_series(1, 12) i)),"
        f" encode(sha256(n::text::bytea), 'hex'), at, {B} + a * 40 + 2 + t, at, {B} + a * 40 + 2 + t, '' FROM scale",
    ),
    (
        # i = 2 is the police force; the other one a school.
        "receipts",
        f"INSERT INTO circulation_receipt (id, version_id, agency_id, why, queued_at, sent_at, acknowledged_at, acknowledged_by_id, chased)"
        f" SELECT {B} + n * 2 + i, {B} + n, {B} + a * %(agencies)s + CASE i WHEN 0 THEN 2 ELSE school END, 'took part', at, at,"
        f" CASE WHEN open THEN NULL ELSE at + interval '1 day' END, CASE WHEN open THEN NULL ELSE {B} + 6001 + i END, 0"
        f" FROM scale, generate_series(0, 1) i",
    ),
    (
        "actions",
        f"INSERT INTO actions_action (id, what, why, owner_id, agency_id, reviewer_id, due_on, state, agreed_at, agreed_by_id, completed_at,"
        f" completed_by_id, outcome, evidence, evidence_name)"
        f" SELECT {B} + n * 3 + c, 'Do something', '', {B} + a * 40 + p, {B} + a * %(agencies)s + 1,"
        f" {B} + a * 40 + 2 + t, at::date + 5, CASE WHEN open THEN 'open' ELSE 'reviewed' END,"
        f" at, {B} + 1, CASE WHEN open THEN NULL ELSE at END,"
        f" CASE WHEN open THEN NULL ELSE {B} + 1 END, '', '', ''"
        f" FROM scale, generate_series(0, 2) c",
    ),
    (
        "enquiries",
        f"INSERT INTO records_record (id, kind, ref, child_id, authority_id, team_id, together, state, revision, created_at, created_by_id)"
        f" SELECT {E} + n, 'enquiry', 'EN-S-' || n, {B} + n, {B} + a * %(agencies)s + 1, {B} + a * 10 + t, gen_random_uuid(),"
        f" CASE WHEN enquiring THEN 'opened' ELSE 'signed' END, 1, at, {B} + 1 FROM scale WHERE n %% 2 = 0",
    ),
    (
        "what they enquire",
        f"INSERT INTO s47_enquiry (record_ptr_id, initiating_discussion_id, open_for_id, outcome)"
        f" SELECT {E} + n, {B} + n, CASE WHEN enquiring THEN {B} + n END,"
        f" CASE WHEN n %% 4 = 0 THEN 'conference' WHEN open THEN '' ELSE 'not_substantiated' END FROM scale WHERE n %% 2 = 0",
    ),
    (
        "who leads them",
        f"INSERT INTO s47_allocation (id, enquiry_id, lead_social_worker_id, reason, at, by_id)"
        f" SELECT {B} + n, {E} + n, {B} + a * 40 + CASE WHEN k THEN 20 ELSE 21 + t END, '', at, {B} + a * 40 + 2 + t FROM scale WHERE n %% 2 = 0",
    ),
    (
        "outcomes decided",
        f"INSERT INTO s47_outcomedecision (enquiry_id, recommendation_id, outcome, onward, reasons, capacity, explained, at, by_id)"
        f" SELECT {E} + n, {E} + n, CASE WHEN n %% 4 = 0 THEN 'conference' ELSE 'not_substantiated' END,"
        f" CASE WHEN n %% 4 = 0 THEN '' ELSE 'close' END, 'As found', '', '[]', decided,"
        f" {B} + a * 40 + 1 FROM scale WHERE n %% 2 = 0 AND NOT enquiring",
    ),
    (
        "outcomes signed",
        f"INSERT INTO records_version (id, record_id, product, number, content, sha256, made_at, made_by_id, signed_at, signed_by_id, reason)"
        f" SELECT {E} + n, {E} + n, 'record', 1, v.content, v.sha256, at, {B} + a * 40 + 1, at, {B} + a * 40 + 1, ''"
        f" FROM scale JOIN records_version v ON v.id = {B} + n WHERE n %% 2 = 0 AND NOT enquiring",
    ),
    (
        "receipts of outcomes by the police",
        f"INSERT INTO circulation_receipt (id, version_id, agency_id, why, queued_at, sent_at, acknowledged_at, acknowledged_by_id, chased)"
        f" SELECT {E} + n, {E} + n, {B} + a * %(agencies)s + 2, 'took part', at, at, at + interval '1 day', {B} + 6002, 0"
        f" FROM scale WHERE n %% 2 = 0 AND NOT enquiring",
    ),
    (
        "shares",
        f"INSERT INTO records_share (id, permission_id, group_id, content_object_id, since, purpose)"
        f" SELECT r.id, p.id, r.agency_id, r.version_id, r.queued_at, r.why FROM circulation_receipt r,"
        f" auth_permission p JOIN django_content_type c ON c.id = p.content_type_id"
        f" WHERE r.id > {B} AND p.codename = 'read_record' AND c.app_label = 'records'",
    ),
    (
        "conferences",
        f"INSERT INTO records_record (id, kind, ref, child_id, authority_id, team_id, together, state, revision, created_at, created_by_id)"
        f" SELECT {C} + n, 'conference', 'IC-S-' || n, {B} + n, {B} + a * %(agencies)s + 1, {B} + a * 10 + t, gen_random_uuid(),"
        f" CASE WHEN NOT open THEN 'signed' WHEN n %% 8 = 0 THEN 'held' ELSE 'planned' END, 1, at, {B} + 1 FROM scale WHERE n %% 4 = 0",
    ),
    (
        "what they confer on",
        f"INSERT INTO conference_conference (record_ptr_id, enquiry_id, chair_id, mode, place, planned_at, planned_minutes,"
        f" started_at, ended_at, late_reason, cancelled_reason, categories, plan_made)"
        f" SELECT {C} + n, {E} + n, {B} + a * 40 + 2 + t, 'video', '', coalesce(conferred, at + interval '20 days'), 90,"
        f" conferred, conferred + interval '90 minutes', '', '',"
        f" CASE WHEN open THEN '{{}}'::varchar[] ELSE '{{NEG}}' END, NOT open"
        f" FROM scale WHERE n %% 4 = 0",
    ),
    (
        # In the order in which they were started, as they lie in a database in use.
        "clocks",
        f"INSERT INTO deadlines_deadline (id, record_id, code, subject, started_at, due_at, length, unit, source, because, owner_id,"
        f" agency_id, authority_id, team_id, met_at, dropped_because, delay_cause, delay_mitigation, step_at, step_names, step_to)"
        f" SELECT {B} + row_number() OVER (ORDER BY since, n, code, subject), record, code, subject, since, due, length, unit, source,"
        f" because, {B} + a * 40 + owner, {B} + a * %(agencies)s + 1, {B} + a * %(agencies)s + 1, {B} + a * 10 + t, met, '', '', '',"
        f" '{{}}', '{{}}', '{{}}' FROM (SELECT n, a, t, {B} + n AS record, code, '' AS subject, at AS since, due, '' AS because,"
        f" 2 + t AS owner, CASE WHEN code = 'record_filed' THEN at WHEN open THEN NULL ELSE at + interval '1 day' END AS met"
        f" FROM scale JOIN scale_due ON day = {_london('at')} WHERE code IN ('record_filed', 'minutes_acknowledged')"
        f" UNION ALL"
        f" SELECT n, a, t, {B} + n, 'action', 'action:' || ({B} + n * 3 + c), at,"
        f" (at::date + 5 + time '23:59:59') AT TIME ZONE 'Europe/London', '', p, CASE WHEN open THEN NULL ELSE at END"
        f" FROM scale, generate_series(0, 2) c"
        f" UNION ALL"
        f" SELECT n, a, t, {E} + n, code, '', begun, due, CASE WHEN code = 'icpc' AND enquiring THEN '{PROVISIONAL}' ELSE '' END,"
        f" CASE WHEN k THEN 20 ELSE 21 + t END,"
        f" CASE WHEN code = 'icpc' THEN conferred WHEN NOT enquiring THEN decided END"
        f" FROM scale JOIN scale_due ON day = {_london('begun')} WHERE n %% 2 = 0"
        f" AND (code = 's47_outcome' OR code = 'icpc' AND (n %% 4 = 0 OR enquiring))) one JOIN scale_rule USING (code)"
        f" ORDER BY since, n, code, subject",
    ),
    (
        # Each noticed by a sweep, a minute after, or by whoever stopped it.
        "breaches",
        f"INSERT INTO deadlines_breach (clock_id, due_at, at, code, agency_id, authority_id, team_id)"
        f" SELECT id, due_at, least(due_at + interval '1 minute', met_at, now()), code, agency_id, authority_id, team_id FROM deadlines_deadline"
        f" WHERE id > {B} AND due_at < coalesce(met_at, now()) ORDER BY id",
    ),
    (
        "actions on records",
        f"INSERT INTO actions_actionon (id, action_id, record_id) SELECT {B} + n * 3 + c, {B} + n * 3 + c, {B} + n"
        f" FROM scale, generate_series(0, 2) c",
    ),
)
