"""However transactions lie across each other, every row comes under a seal, and none is called inserted."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import seals
from audit.models import SealedRows
from config.clock import now
from tests.audit.behind import by_hand, found, seal_all
from tests.audit.test_seals import look
from tests.together import until

INSERT = (
    "INSERT INTO audit_accessevent (at, verb, kind, ref, detail) VALUES (%s, 'view', 'discussion', '', '')"
    " RETURNING id"
)
pytestmark = pytest.mark.django_db(transaction=True)


def count_again(cursor):
    """PostgreSQL tells what was counted at the end of the next transaction, not some seconds later."""
    cursor.execute("SELECT pg_stat_force_next_flush()")


@pytest.fixture(autouse=True)
def _counted(transactional_db):
    with connection.cursor() as cursor:
        count_again(cursor)


class Slow:
    """A transaction that somebody else has open."""

    def __init__(self):
        params = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        self.other = psycopg2.connect(**{name: params[name] for name in names if params.get(name)})

    def writes(self, at):
        with self.other.cursor() as cursor:
            cursor.execute(INSERT, [at])
            return cursor.fetchone()[0]

    def ends(self, *, well=True):
        (self.other.commit if well else self.other.rollback)()


@pytest.fixture
def slow():
    one = Slow()
    yield one
    one.other.close()


def all_are_over():
    """Wait until whatever is open now, of whatever database of this server, is over.

    Only then does a link settle those before it; the tests that run beside this one have theirs open too.
    """
    begun = seals.transactions()[1]
    until(lambda: seals.transactions()[0] >= begun, seconds=400, what="the transactions of other tests")


def sealed():
    return [
        key
        for keys in SealedRows.objects.filter(table="audit_accessevent").values_list("keys", flat=True)
        for key in keys
    ]


def test_the_slow_first_row_of_a_quiet_hour_is_sealed_by_a_later_link(slow):
    begin = now() - timedelta(days=2)
    first = slow.writes(begin)
    second = look(at=begin + timedelta(seconds=20))
    seal_all(begin + timedelta(minutes=2))  # the second alone
    slow.ends()

    later = begin + timedelta(hours=5)  # nothing else came meanwhile
    assert seal_all(later)

    assert sealed() == [second.pk, first]
    assert found() == []


def test_a_transaction_that_is_open_for_hours_while_others_are_sealed_is_no_intruder(slow):
    begin = now() - timedelta(days=2)
    first = slow.writes(begin)
    for hour in range(4):
        look(at=begin + timedelta(hours=hour))
        seal_all(begin + timedelta(hours=hour, minutes=2))
    slow.ends()
    assert found() == []  # seen before the next link is made

    seal_all(begin + timedelta(hours=4))

    assert first in sealed()
    assert found() == []


def test_a_worker_that_was_off_for_a_day_seals_what_came_meanwhile():
    begin = now() - timedelta(days=2)
    look(at=begin)
    seal_all(begin + timedelta(minutes=2))
    for hour in range(20):
        look(at=begin + timedelta(hours=hour))
    assert found() == []

    seal_all(begin + timedelta(days=1))

    assert len(sealed()) == 21
    assert found() == []


def test_a_row_of_tomorrow_is_sealed_today():
    begin = now() - timedelta(days=2)
    look(at=begin)
    ahead = look(at=begin + timedelta(days=1000))
    seal_all(begin + timedelta(minutes=2))
    assert ahead.pk in sealed()


def test_a_row_under_a_key_that_was_passed_long_ago_is_named(slow):
    begin = now() - timedelta(days=2)
    gap = slow.writes(begin)
    slow.ends(well=False)
    for hour in range(3):
        look(at=begin + timedelta(hours=hour))
        seal_all(begin + timedelta(hours=hour, minutes=2))
        all_are_over()
    with by_hand() as cursor:
        cursor.execute(
            "INSERT INTO audit_accessevent (id, at, verb, kind, ref, detail) OVERRIDING SYSTEM VALUE"
            " VALUES (%s, %s, 'view', 'discussion', '', '')",
            [gap, begin + timedelta(hours=3)],
        )
    look(at=begin + timedelta(hours=4))
    seal_all(begin + timedelta(hours=4, minutes=2))
    look(at=begin + timedelta(hours=5))
    seal_all(begin + timedelta(hours=5, minutes=2))

    assert found() == [f"A row was inserted and is under no seal: audit_accessevent, row {gap}"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "commit", "roll back", "seal", "wait"]), st.integers(0, 3),
        st.sampled_from([1, 20, 61, 600, 4000, 90_000]),
    ),
    min_size=4, max_size=40,
)  # fmt: skip


def test_whatever_lies_across_whatever_each_row_is_sealed_once_and_none_is_an_intruder():
    clock = now() - timedelta(days=2000)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def run(steps):
        people = [Slow() for _ in range(4)]
        try:
            interleaved(people, steps)
        finally:
            for person in people:
                person.other.close()

    def interleaved(people, steps):
        nonlocal clock
        written: list[set[int]] = [set() for _ in people]
        standing: set[int] = set()
        for what, who, seconds in steps:
            clock += timedelta(seconds=seconds)
            if what == "write":
                written[who].add(people[who].writes(clock))
            elif what in ("commit", "roll back"):
                people[who].ends(well=what == "commit")
                standing |= written[who] if what == "commit" else set()
                written[who] = set()
            elif what == "seal":
                seal_all(clock)
        for person, keys in zip(people, written, strict=True):
            person.ends()
            standing |= keys
        clock += timedelta(minutes=2)
        seal_all(clock)
        under = sealed()
        assert standing <= set(under)
        assert len(under) == len(set(under))
        assert found() == []

    run()


# --- taken out before it was sealed -------------------------------------------------------


def taken_out(statement, *given):
    with by_hand() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, given)
        count_again(cursor)


def test_a_row_that_was_taken_out_within_its_minute_is_named():
    begin = now() - timedelta(days=2)
    look(at=begin)
    seal_all(begin + timedelta(minutes=2))
    gone = look(at=begin + timedelta(minutes=3))
    look(at=begin + timedelta(minutes=3))
    taken_out("DELETE FROM audit_accessevent WHERE id = %s", gone.pk)
    seal_all(begin + timedelta(minutes=5))

    said = found()
    assert said[0] == "A row was taken out. Rows that were never sealed are missing: audit_accessevent"
    assert said[1:] == [
        f"A row was taken out before it was sealed, or came to nothing: audit_accessevent, row {gone.pk}"
    ]


def test_the_only_row_of_its_minute_is_missed_too_before_the_next_link_is_made():
    begin = now() - timedelta(days=2)
    look(at=begin)
    seal_all(begin + timedelta(minutes=2))
    gone = look(at=begin + timedelta(minutes=3))
    taken_out("DELETE FROM audit_accessevent WHERE id = %s", gone.pk)

    assert any(f"audit_accessevent, row {gone.pk}" in line for line in found())
    seal_all(begin + timedelta(minutes=5))
    assert any(f"audit_accessevent, row {gone.pk}" in line for line in found())


def test_a_row_that_was_altered_within_its_minute_is_noticed():
    begin = now() - timedelta(days=2)
    look(at=begin)
    seal_all(begin + timedelta(minutes=2))
    other = look(at=begin + timedelta(minutes=3))
    taken_out("UPDATE audit_accessevent SET user_id = 99 WHERE id = %s", other.pk)
    seal_all(begin + timedelta(minutes=5))

    assert found() == ["A row was altered, whatever they say now: audit_accessevent"]


def test_a_transaction_that_was_rolled_back_is_not_reported(slow):
    begin = now() - timedelta(days=2)
    look(at=begin)
    seal_all(begin + timedelta(minutes=2))
    slow.writes(begin + timedelta(minutes=3))
    slow.ends(well=False)
    look(at=begin + timedelta(minutes=3))
    seal_all(begin + timedelta(minutes=5))

    assert found() == []
