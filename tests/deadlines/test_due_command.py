import json

import pytest
from django.core.management import CommandError, call_command

from deadlines.models import ExtraHoliday, TimescaleSetting

pytestmark = pytest.mark.django_db


def due(capsys, *args):
    call_command("due", *args)
    return capsys.readouterr().out.splitlines()


def test_the_first_line_is_the_moment_and_each_skipped_day_has_its_line(capsys):
    lines = due(capsys, "2026-12-18T15:00", "--working-days", "15")

    assert lines[0] == "2027-01-13T23:59:59+00:00"
    assert "Skipped: Monday 28 December 2026, bank holiday: Boxing Day (observed)" in lines
    assert sum(line.startswith("Skipped:") for line in lines) == 11


def test_json_says_the_same(capsys):
    call_command("due", "2026-04-02T15:00", "--working-days", "1", "--json")

    found = json.loads(capsys.readouterr().out)

    assert found["due"] == "2026-04-07T23:59:59+01:00"
    assert [s["day"] for s in found["skipped"]] == ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"]


@pytest.mark.parametrize(
    ("args", "moment"),
    [
        (("2026-03-28T14:00", "--hours", "24"), "2026-03-29T15:00:00+01:00"),
        (("2026-06-10T09:00", "--days", "15"), "2026-06-25T23:59:59+01:00"),
        (("2026-06-10T09:00", "--same-day"), "2026-06-10T23:59:59+01:00"),
        (("2026-06-10T09:00", "--timescale", "strategy_3wd"), "2026-06-15T23:59:59+01:00"),
    ],
)
def test_each_way_to_count(capsys, args, moment):
    assert due(capsys, *args)[0] == moment


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("2026-03-29T01:30", "--same-day"), "did not exist"),
        (("2026-10-25T01:30", "--hours", "24"), "happened twice"),
        (("2026-02-30T09:00", "--same-day"), "is not a moment"),
        (("yesterday", "--same-day"), "is not a moment"),
        (("2026-06-10T09:00", "--working-days", "0"), "at least 1"),
        (("2026-06-10T09:00", "--working-days", "999999999"), "2000 to 2100"),
        (("2026-06-10T09:00", "--hours", "99999999999"), "is not a moment|OutOfRange|2000"),
        (("2026-06-10T09:00", "--timescale", "nonsense"), "No timescale"),
        (("2026-06-10T09:00", "--timescale", "action"), "set by a person"),
    ],
)
def test_impossible_input_is_a_clear_error(args, error):
    with pytest.raises(CommandError, match=error):
        call_command("due", *args)


def test_a_partnerships_own_length_and_holiday_are_used(capsys, cast):
    partnership = cast["worker"].hats()[0].agency.partnership
    TimescaleSetting.objects.create(
        partnership=partnership, code="strategy_3wd", length=2, unit="working_days", source_note="local"
    )
    ExtraHoliday.objects.create(partnership=partnership, day="2026-06-11", name="Moor fair", source_note="x")

    lines = due(capsys, "2026-06-10T09:00", "--timescale", "strategy_3wd")

    assert lines[0] == "2026-06-15T23:59:59+01:00"
    assert "Skipped: Thursday 11 June 2026, added by the administrator" in lines


def test_the_table_of_timescales_shows_what_is_in_force(capsys, cast):
    partnership = cast["worker"].hats()[0].agency.partnership
    TimescaleSetting.objects.create(
        partnership=partnership, code="strategy_5wd", length=5, unit="working_days", on=False, source_note="l"
    )

    call_command("timescales")

    out = capsys.readouterr().out
    assert "police_liaison | concern received | police liaison recorded | 24 hours" in out
    assert "strategy_5wd | concern identified | discussion held | switched off" in out
