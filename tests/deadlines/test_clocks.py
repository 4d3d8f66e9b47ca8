from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from deadlines import workflow
from deadlines.calendar import LONDON
from deadlines.explain import Explanation
from deadlines.models import Deadline, ExtraHoliday, TimescaleSetting
from deadlines.recounting import Anew, recalculate
from tests.clocks import put_right, standing
from tests.stories import recorded


@pytest.fixture
def clock(cast):
    _, concern = recorded(cast, flags={"flags": [], "circumstances": []})
    return Deadline.objects.get(record=concern.pk, code="strategy_3wd")


def setting(clock, **changed):
    facts = {
        "partnership": clock.record.authority.partnership,
        "code": "strategy_3wd",
        "length": 2,
        "unit": "working_days",
        "source_note": "Local procedure",
    }
    return TimescaleSetting.objects.create(**facts | changed)


def test_the_database_refuses_a_second_running_clock(clock):
    with pytest.raises(IntegrityError, match="one_running_clock"):
        Deadline.objects.create(
            record=clock.record, code=clock.code, started_at=clock.started_at, due_at=clock.due_at,
            length=3, unit="working_days", source="x", agency=clock.agency, authority=clock.authority,
        )  # fmt: skip


def test_an_open_clock_keeps_the_rule_it_started_with(clock):
    setting(clock)

    clock.refresh_from_db()
    assert (clock.length, clock.due_at.date()) == (3, date(2026, 6, 15))


def test_recalculation_supersedes_and_keeps_the_earlier_one_visible(clock, cast):
    setting(clock)

    anew = Anew("The timescale was changed (Local procedure)", code="strategy_3wd")
    moved = recalculate(clock.authority.partnership_id, anew, by=cast["admin"], at=clock.started_at)

    clock.refresh_from_db()
    assert moved == 1
    assert clock.status(at=clock.started_at) == "superseded"
    assert clock.superseded_by.due_at.date() == date(2026, 6, 12)
    assert clock.superseded_by.source == "Local procedure"
    assert clock.superseded_because == f"The timescale was changed (Local procedure), by {cast['admin']}."


@pytest.mark.parametrize(("late", "due"), [(False, date(2026, 6, 16)), (True, date(2026, 6, 15))])
def test_a_holiday_added_later_moves_open_clocks_and_leaves_what_has_run_out(clock, late, due):
    partnership = clock.authority.partnership
    fair = ExtraHoliday.objects.create(
        partnership=partnership, day=date(2026, 6, 11), name="Jubilee", source_note="x"
    )
    at = clock.due_at + timedelta(days=1) if late else clock.started_at

    recalculate(partnership.pk, Anew("Jubilee"), by=None, at=at)

    assert standing(clock.record, "strategy_3wd").due_at.astimezone(LONDON).date() == due
    ExtraHoliday.objects.filter(pk=fair.pk).update(counts=False)
    assert put_right(clock.record, at=at) == 0  # a clock keeps the calendar of its day
    recalculate(partnership.pk, Anew("Taken back"), by=None, at=at)
    assert standing(clock.record, "strategy_3wd").due_at.astimezone(LONDON).date() == date(2026, 6, 15)


def test_a_clock_is_explained_with_the_calendar_it_was_counted_with(clock):
    before = workflow.explanation(clock).lines()
    ExtraHoliday.objects.create(
        partnership=clock.authority.partnership, day=date(2026, 6, 11), name="Jubilee", source_note="x"
    )

    assert workflow.explanation(clock).lines() == before


def test_a_timescale_that_is_switched_off_starts_no_clock(cast):
    TimescaleSetting.objects.create(
        partnership=cast["worker"].hats()[0].agency.partnership, code="police_liaison", unit="hours", length=24,
        on=False, source_note="Local procedure",
    )  # fmt: skip

    _, concern = recorded(cast)

    assert set(Deadline.objects.values_list("code", flat=True)) == {"strategy_same_day"}
    assert put_right(concern, at=concern.received_at) == 0


def test_a_clock_explains_itself_in_words(clock):
    found = workflow.explanation(clock)

    assert isinstance(found, Explanation)
    assert found.in_words == "by the end of Monday 15 June 2026 (3 working days)"
    assert [d.day for d in found.skipped] == [date(2026, 6, 13), date(2026, 6, 14)]


@pytest.mark.parametrize("steps", [["sometime:owner"], ["half"], ["half:nobody"], ["+xwd:owner"]])
def test_reminder_steps_that_mean_nothing_are_refused(clock, steps):
    from django.core.exceptions import ValidationError

    wrong = setting(clock, steps=steps)

    with pytest.raises(ValidationError, match="Not a reminder step"):
        wrong.full_clean()
