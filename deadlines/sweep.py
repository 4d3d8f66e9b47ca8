"""The sweep: every running clock whose next step has come is marked, and its notices written.

1. Take a batch of clocks whose step is due, skipping those another sweep holds.
2. Write down the breach of each that has run out, and move each to its next step that is still to come.
3. Write a notice a step and person; the key makes a repeated one impossible.
In a restricted case those alone are told who are named; where a manager is to be told, the managers of
them. Breaches and notices are one statement: a killed worker leaves both or neither. Steps missed
while the worker was down are all told, once, marked late. It never runs ahead of the database’s own clock: a
breach stays, and a reminder is told once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from config import opaque, punctual
from deadlines.models import Deadline
from notices.workflow import beat

BATCH = 5000
LATE = timedelta(minutes=15)

SWEEP = """
WITH due AS (
    SELECT id, next_step_at
    FROM deadlines_deadline
    WHERE next_step_at <= %(at)s
      AND met_at IS NULL AND superseded_by_id IS NULL AND dropped_at IS NULL
    ORDER BY next_step_at
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE deadlines_deadline d
    SET next_step_at = (SELECT min(s) FROM unnest(d.step_at) s WHERE s > %(at)s)
    FROM due
    WHERE d.id = due.id
    RETURNING d.id, d.record_id, d.owner_id, d.agency_id, d.authority_id, d.team_id, d.due_at, d.code,
              d.step_at, d.step_names, d.step_to, due.next_step_at AS since
), breached AS (
    INSERT INTO deadlines_breach (clock_id, due_at, at, code, agency_id, authority_id, team_id)
    SELECT id, due_at, %(at)s, code, agency_id, authority_id, team_id FROM moved WHERE due_at < %(at)s
    ON CONFLICT (clock_id) DO NOTHING
    RETURNING 1
), steps AS (
    SELECT m.*, s.step_due, s.step, s.told
    FROM moved m,
         LATERAL unnest(m.step_at, m.step_names, m.step_to) AS s(step_due, step, told)
    WHERE s.step_due BETWEEN m.since AND %(at)s
), restricted AS (
    SELECT m.record_id, ARRAY(SELECT n.user_id FROM children_named n
                              WHERE n.restriction_id = x.id AND n.ended_at IS NULL) AS named
    FROM (SELECT DISTINCT record_id FROM moved) m
    JOIN records_record r ON r.id = m.record_id
    JOIN children_restriction x ON x.child_id = r.child_id AND x.lifted_at IS NULL
), told AS (
    SELECT s.*, s.owner_id AS user_id FROM steps s
    WHERE s.owner_id IS NOT NULL AND s.told LIKE '%%owner%%'
    UNION
    SELECT s.*, m.user_id FROM steps s
    JOIN agencies_membership m ON m.agency_id = s.authority_id AND m.ended_at IS NULL
     AND m.role IN ('team_manager', 'service_manager', 'head_of_service')
     AND s.told LIKE '%%' || m.role || '%%'
     AND (m.role <> 'team_manager' OR s.team_id IS NULL OR m.team_id = s.team_id)
    UNION
    SELECT s.*, m.user_id FROM steps s
    JOIN restricted x ON x.record_id = s.record_id
    JOIN agencies_membership m ON m.user_id = ANY (x.named) AND m.agency_id = s.authority_id
     AND m.ended_at IS NULL AND m.role IN ('team_manager', 'service_manager', 'head_of_service')
     AND s.told ~ 'manager|head_of_service'
), written AS (
    INSERT INTO notices_notice (key, kind, to_email, to_user_id, reference, path, facts,
                                created_at, send_at, attempts, failure)
    SELECT 'deadline:' || t.id || ':' || t.step || ':' || u.id,
           CASE WHEN t.due_at < %(at)s THEN 'overdue' ELSE 'reminder' END,
           u.email, u.id, r.ref, '/clocks/' || {tagged} || '/',
           jsonb_build_object('due', to_char(t.due_at AT TIME ZONE 'UTC',
                                             'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
                              'late', t.step_due < %(late)s),
           %(at)s, %(at)s, 0, ''
    FROM told t
    JOIN agencies_user u ON u.id = t.user_id AND u.is_active
    JOIN records_record r ON r.id = t.record_id
    WHERE NOT EXISTS (SELECT FROM restricted x WHERE x.record_id = r.id AND u.id <> ALL (x.named))
    ON CONFLICT (key) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM breached),
       (SELECT count(*) FROM written)
""".replace("{tagged}", opaque.in_sql("t.id"))


@dataclass(frozen=True)
class Swept:
    clocks: int
    breached: int
    notices: int


def sweep(*, at: datetime, batch: int = BATCH) -> Swept:
    """Mark and notify everything that is due at `at`; safe to run any number at once.

    :raises AheadOfTheClock: when `at` has not come yet.
    """
    punctual.refuse_ahead(at)
    swept = _swept(at, batch)
    beat("sweep", at=at)  # seen in /health/, and by the administrator
    return swept


def rehearse(*, at: datetime, batch: int = BATCH) -> tuple[Swept, list[Deadline]]:
    """What a sweep would do at `at`, whenever that is, and the clocks it would mark; changes nothing."""
    with transaction.atomic():
        swept = _swept(at, batch)
        breached = Deadline.objects.filter(breach__at=at).select_related("record").most_urgent_first()
        found = list(breached)
        transaction.set_rollback(True)
    return swept, found


def _swept(at: datetime, batch: int) -> Swept:
    clocks = breached = notices = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SWEEP, {"at": at, "late": at - LATE, "batch": batch, **opaque.given_to_sql()})
            row = cursor.fetchone()
        clocks, breached, notices = clocks + row[0], breached + row[1], notices + row[2]
        if row[0] < batch:
            return Swept(clocks, breached, notices)
