from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from deadlines import workflow
from deadlines.explain import Explanation
from deadlines.models import Deadline, ExtraHoliday, TimescaleSetting
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


def test_starting_a_clock_that_runs_gives_the_running_one(clock):
    again = workflow.start(clock.record, "strategy_3wd", started_at=clock.started_at)

    assert again == clock


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


def test_recalculation_supersedes_and_keeps_the_earlier_one_visible(clock):
    setting(clock)

    moved = workflow.recalculate(
        clock.authority.partnership_id, code="strategy_3wd", because="Local procedure", at=clock.started_at
    )

    clock.refresh_from_db()
    assert moved == 1
    assert clock.status(at=clock.started_at) == "superseded"
    assert clock.superseded_by.due_at.date() == date(2026, 6, 12)
    assert clock.superseded_by.source == "Local procedure"


def test_a_holiday_added_later_moves_open_clocks_and_leaves_past_breaches(clock):
    late = Deadline.objects.create(
        record=clock.record, code="strategy_3wd", subject="past", started_at=clock.started_at - timedelta(days=30),
        due_at=clock.started_at - timedelta(days=25), length=3, unit="working_days", source="x",
        agency=clock.agency, authority=clock.authority,
    )  # fmt: skip
    ExtraHoliday.objects.create(
        partnership=clock.authority.partnership, day=date(2026, 6, 11), name="Jubilee", source_note="x"
    )

    workflow.recalculate(clock.authority.partnership_id, code=None, because="Jubilee", at=clock.started_at)

    clock.refresh_from_db()
    late.refresh_from_db()
    assert clock.superseded_by.due_at.date() == date(2026, 6, 16)
    assert late.running


def test_a_timescale_that_is_switched_off_starts_no_clock(clock):
    setting(clock, code="action_review", on=False)

    started = workflow.start(
        clock.record, "action_review", started_at=clock.started_at, due_on=date(2026, 7, 1)
    )

    assert started is None


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
