"""What is written when the clocks that stand differ from those that the facts give; no database."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from deadlines.calendar import LONDON, calendar_with
from deadlines.timescales import TIMESCALES
from deadlines.wanted import Counting, End, Replace, Set, Start, Wanted, differences, recounted

BEGUN = datetime(2026, 6, 10, 12, 14, tzinfo=LONDON)
NOW = Counting(calendar_with(), calendar_with(), TIMESCALES)


def row(wanted, **changed):
    """The row that this clock was, whole and as it began."""
    rule = NOW.rules[wanted.code]
    facts = {
        "code": wanted.code, "subject": wanted.subject, "started_at": wanted.started_at, "due_at": NOW.due(wanted),
        "length": rule.length, "unit": rule.unit, "extra_days": [], "met_at": wanted.stopped_at, "owner_id": wanted.owner,
        "because": wanted.because, "delay_cause": "", "delay_mitigation": "",
    }  # fmt: skip
    return SimpleNamespace(**facts | changed)


def compared(wanted, rows, counting=NOW):
    return list(differences(wanted, rows, counting))


SEEN = Wanted("child_seen", BEGUN, owner=7)


def test_nothing_differs_when_nothing_has_changed():
    wanted = [
        SEEN,
        Wanted("icpc", BEGUN),
        Wanted("action", BEGUN, subject="action:1", due_on=date(2026, 7, 1)),
    ]

    assert compared(wanted, [row(each) for each in wanted]) == []


def test_a_clock_that_is_not_there_starts_stopped_or_not():
    stopped = Wanted("child_seen", BEGUN, stopped_at=BEGUN + timedelta(hours=30))

    assert compared([stopped], []) == [Start(stopped, BEGUN + timedelta(hours=24))]


def test_one_that_is_over_before_it_stood_is_none():
    assert compared([Wanted("icpc", BEGUN, ended="The outcome is not a conference.")], []) == []


def test_one_that_is_switched_off_starts_not_and_runs_on_where_it_runs():
    off = Counting(NOW.calendar, NOW.statutory, {"child_seen": SimpleNamespace(on=False)})

    assert compared([SEEN], [], off) == []
    assert compared([SEEN], [row(SEEN)]) == []


def test_what_stops_it_is_written_on_it_and_the_owner_of_a_clock_that_runs():
    standing = row(SEEN)

    (found,) = compared(
        [Wanted("child_seen", BEGUN, owner=8, stopped_at=BEGUN + timedelta(hours=1))], [standing]
    )

    assert (found.row, found.columns) == (standing, {"owner_id": 8, "met_at": BEGUN + timedelta(hours=1)})
    assert isinstance(found, Set)


def test_the_owner_of_a_clock_that_has_stopped_stays():
    stopped = Wanted("child_seen", BEGUN, owner=7, stopped_at=BEGUN + timedelta(hours=1))

    assert (
        compared([Wanted("child_seen", BEGUN, owner=8, stopped_at=stopped.stopped_at)], [row(stopped)]) == []
    )


STOPPED = Wanted("child_seen", BEGUN, stopped_at=BEGUN + timedelta(hours=1))


@pytest.mark.parametrize(
    ("stood", "now", "words"),
    [
        (SEEN, Wanted("child_seen", BEGUN - timedelta(days=1)), "The discussion that decided section 47: corrected from 10 June 2026 at 12:14 to 9 June 2026 at 12:14"),
        (STOPPED, Wanted("child_seen", BEGUN - timedelta(days=1), stopped_at=STOPPED.stopped_at), "corrected from 10 June"),
        (STOPPED, Wanted("child_seen", BEGUN), "Child seen: no longer recorded"),
        (STOPPED, Wanted("child_seen", BEGUN, stopped_at=BEGUN + timedelta(hours=2)), "Child seen: corrected from 10 June 2026 at 13:14 to 10 June 2026 at 14:14"),
        (Wanted("s47_outcome", BEGUN), Wanted("s47_outcome_fast", BEGUN), "The facts were corrected: conference and/or legal planning decided"),
        (Wanted("action", BEGUN, due_on=date(2026, 7, 1)), Wanted("action", BEGUN, due_on=date(2026, 7, 3)), "The day was corrected from 1 July 2026 to 3 July 2026"),
    ],
)  # fmt: skip
def test_a_corrected_fact_replaces_it_and_says_which(stood, now, words):
    standing = row(stood)

    (found,) = compared([now], [standing])

    assert isinstance(found, Replace)
    assert (found.row, found.wanted, found.due_at) == (standing, now, NOW.due(now))
    assert words in found.changed


def test_what_no_fact_asks_for_ends_with_the_reason_if_there_is_one():
    ended = Wanted("icpc", BEGUN, ended="The outcome is not a conference.")

    assert compared([ended], [row(Wanted("icpc", BEGUN))])[0].because == "The outcome is not a conference."
    assert [type(found) for found in compared([], [row(SEEN)])] == [End]


def test_where_an_earlier_version_left_two_the_later_is_meant():
    wanted = Wanted(
        "action", BEGUN, subject="action:1", due_on=date(2026, 7, 1), again="Sent back by the reviewer"
    )
    stopped, again = row(wanted, met_at=BEGUN + timedelta(days=1)), row(wanted)

    assert compared([wanted], [stopped, again]) == []


def test_a_clock_keeps_the_calendar_it_was_counted_with_until_it_is_counted_anew():
    icpc, fair = Wanted("icpc", BEGUN), frozenset({date(2026, 6, 22)})
    closed = Counting(calendar_with(fair), calendar_with(fair), TIMESCALES)
    standing = row(icpc)

    assert compared([icpc], [standing], closed) == []
    (found,) = recounted([icpc], [standing], closed, "The moor fair")
    assert (found.due_at.date(), found.changed) == (date(2026, 7, 2), "The moor fair")
    after = row(icpc, due_at=found.due_at, extra_days=sorted(fair))
    assert compared([icpc], [after]) == []  # taken back, and nobody has counted anew yet
    (back,) = recounted([icpc], [after], NOW, "No fair after all")
    assert back.due_at.date() == date(2026, 7, 1)


def test_a_day_on_which_one_area_is_closed_lengthens_no_statutory_clock():
    fair = calendar_with(frozenset({date(2026, 6, 11)}))
    local = Counting(fair, calendar_with(), TIMESCALES)

    assert local.due(Wanted("icpc", BEGUN)) == NOW.due(Wanted("icpc", BEGUN))
    assert local.due(Wanted("record_circulated", BEGUN)).date() == date(2026, 6, 12)
