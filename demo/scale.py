"""Much data with bulk SQL, shaped like 150 local authorities of 40 agencies. For bin/bench only.

Triggers and checks of foreign keys are off while it writes, as for a restore; needs a superuser.
"""

from collections.abc import Callable

from django.db import connection

AUTHORITIES, AGENCIES = 150, 40


def load(discussions: int, say: Callable[[str], None]) -> None:
    """Make `discussions` discussions with five clocks and five actions each."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for title, statement in STATEMENTS:
            cursor.execute(statement, {"n": discussions, "authorities": AUTHORITIES, "agencies": AGENCIES})
            say(f"{title}: {cursor.rowcount}")
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


TABLES = ("auth_group", "agencies_agency", "agencies_team", "agencies_user", "agencies_membership",
          "children_person", "records_record", "deadlines_deadline", "actions_action", "actions_actionon")  # fmt: skip

# The base of every number keeps clear of what a demonstration has loaded.
B = 10_000_000
STATEMENTS = (
    (
        "partnerships",
        f"INSERT INTO agencies_partnership (id, name) SELECT {B} + a, 'Scale ' || a FROM generate_series(1, %(authorities)s) a",
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
        f" SELECT {B} + (a - 1) * 10 + t, {B} + (a - 1) * %(agencies)s + 1, 'Team ' || t"
        f" FROM generate_series(1, %(authorities)s) a, generate_series(1, 10) t",
    ),
    (
        "people who work there",
        f"INSERT INTO agencies_user (id, password, is_superuser, email, name, is_active, is_staff)"
        f" SELECT {B} + u, '!', false, 'scale' || u || '@demo.invalid', 'Worker ' || u, true, false"
        f" FROM generate_series(1, %(authorities)s * 40) u",
    ),
    (
        "memberships",
        f"INSERT INTO agencies_membership (id, user_id, agency_id, team_id, role, position, rank, decides, qualified)"
        f" SELECT {B} + u, {B} + u, {B} + (u - 1) / 40 * %(agencies)s + 1,"
        f" CASE WHEN u %% 40 < 2 THEN NULL ELSE {B} + (u - 1) / 40 * 10 + u %% 10 + 1 END,"
        f" CASE WHEN u %% 40 = 0 THEN 'service_manager' WHEN u %% 40 = 1 THEN 'head_of_service'"
        f" WHEN u %% 40 < 12 THEN 'team_manager' ELSE 'social_worker' END, '', '', true, true"
        f" FROM generate_series(1, %(authorities)s * 40) u",
    ),
    (
        "children",
        f"INSERT INTO children_person (id, ref, authority_id, is_child, given_names, family_name, also_known_as, born_on, sex,"
        f" address, address_withheld, nhs_number, case_number, ethnicity, first_language, interpreter_needed, religion, disability,"
        f" communication, looked_after, on_plan, search_keys, created_at, created_by_id)"
        f" SELECT {B} + n, 'CH-S-' || n, {B} + n %% %(authorities)s * %(agencies)s + 1, true, 'Given' || n, 'Family' || n, '',"
        f" date '2008-01-01' + (n %% 6500), 'U', '', false, '', 'S' || n, '', '', false, '', '', '', false, false, '{{}}',"
        f" timestamptz '2024-01-01' + n * interval '3 minutes', {B} + 1 FROM generate_series(1, %(n)s) n",
    ),
    (
        "records",
        f"INSERT INTO records_record (id, kind, ref, child_id, authority_id, team_id, together, state, revision, created_at, created_by_id)"
        f" SELECT {B} + n, 'discussion', 'SD-S-' || n, {B} + n, {B} + n %% %(authorities)s * %(agencies)s + 1,"
        f" {B} + n %% %(authorities)s * 10 + (n / %(authorities)s) %% 10 + 1, gen_random_uuid(), 'signed', 1,"
        f" timestamptz '2024-01-01' + n * interval '3 minutes', {B} + 1 FROM generate_series(1, %(n)s) n",
    ),
    (
        "discussions",
        f"INSERT INTO strategy_strategydiscussion (record_ptr_id, concern_id, chair_id, social_worker_id, mode, place, planned_at,"
        f" planned_minutes, late_reason, cancelled_reason)"
        f" SELECT {B} + n, {B} + n, {B} + n %% %(authorities)s * 40 + 2 + n %% 10, {B} + n %% %(authorities)s * 40 + 20, 'video', '',"
        f" timestamptz '2024-01-01' + n * interval '3 minutes', 60, '', '' FROM generate_series(1, %(n)s) n",
    ),
    (
        "clocks",
        f"INSERT INTO deadlines_deadline (id, record_id, code, subject, started_at, due_at, length, unit, source, because, owner_id,"
        f" agency_id, authority_id, team_id, met_at, dropped_because, delay_cause, delay_mitigation, step_at, step_names, step_to)"
        f" SELECT {B} + n * 5 + c, {B} + n, (ARRAY['record_circulated','record_filed','minutes_acknowledged','action_review','action'])[c + 1],"
        f" CASE WHEN c = 4 THEN 'action:' || ({B} + n) ELSE '' END, r.created_at, r.created_at + interval '5 days', 5, 'working_days', '[003]', '',"
        f" {B} + n %% %(authorities)s * 40 + 2 + n %% 10, r.authority_id, r.authority_id, r.team_id,"
        f" CASE WHEN n %% 40 = 0 THEN NULL ELSE r.created_at + interval '2 days' END, '', '', '', '{{}}', '{{}}', '{{}}'"
        f" FROM generate_series(1, %(n)s) n JOIN records_record r ON r.id = {B} + n, generate_series(0, 4) c",
    ),
    (
        "actions",
        f"INSERT INTO actions_action (id, what, why, owner_id, agency_id, reviewer_id, due_on, state, agreed_at, agreed_by_id, completed_at,"
        f" completed_by_id, outcome, evidence, evidence_name)"
        f" SELECT {B} + n * 5 + c, 'Do something', '', {B} + n %% %(authorities)s * 40 + 2 + n %% 10, r.authority_id,"
        f" {B} + n %% %(authorities)s * 40 + 2 + n %% 10, r.created_at::date + 5, CASE WHEN n %% 40 = 0 THEN 'open' ELSE 'reviewed' END,"
        f" r.created_at, {B} + 1, CASE WHEN n %% 40 = 0 THEN NULL ELSE r.created_at END,"
        f" CASE WHEN n %% 40 = 0 THEN NULL ELSE {B} + 1 END, '', '', ''"
        f" FROM generate_series(1, %(n)s) n JOIN records_record r ON r.id = {B} + n, generate_series(0, 4) c",
    ),
    (
        "actions on records",
        f"INSERT INTO actions_actionon (id, action_id, record_id) SELECT {B} + n * 5 + c, {B} + n * 5 + c, {B} + n"
        f" FROM generate_series(1, %(n)s) n, generate_series(0, 4) c",
    ),
)
