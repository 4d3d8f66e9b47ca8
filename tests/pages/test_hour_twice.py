"""The hour that runs twice when the clocks go back is asked for, and read as it was meant."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from config.clock import time_in_london
from config.dates import EARLIEST, MomentField
from deadlines.calendar import OutOfRange, calendar_with
from records.fields import moment_in_words

BACK = ("25", "10", "2026")
FORWARD = ("29", "3", "2026")


def typed(day, time):
    return MomentField().clean([*day, time])


@pytest.mark.parametrize("time", ["01:00", "01:30", "1.59"])
def test_which_of_the_two_is_asked_for(time):
    with pytest.raises(
        ValidationError, match=r"came twice that night.*BST for the first.*GMT for the second"
    ):
        typed(BACK, time)


@pytest.mark.parametrize(
    ("time", "hour"), [("01:30 BST", 0), ("01:30 gmt", 1), ("01:30GMT", 1), ("02:00", 2), ("00:59", -1)]
)
def test_it_is_the_moment_that_was_meant(time, hour):
    at = typed(BACK, time).astimezone(UTC)
    assert (at.day, at.hour) == ((25, hour) if hour >= 0 else (24, 23))


def test_it_is_shown_again_as_it_was_typed_and_read_without_doubt():
    for zone in ("BST", "GMT"):
        at = typed(BACK, f"01:30 {zone}")
        assert MomentField().widget.decompress(at)[3] == f"01:30 {zone}"
        assert typed(BACK, time_in_london(at)) == at
        assert moment_in_words(at) == f"25 October 2026 at 01:30 {zone}"
    assert time_in_london(datetime(2026, 10, 25, 2, 30, tzinfo=UTC)) == "02:30"


def test_a_moment_before_the_calendar_begins_is_refused():
    """Typed for 2026: no clock could be counted from it."""
    with pytest.raises(ValidationError, match="Enter a year from 2000 on"):
        typed(("25", "11", "1926"), "10:00")
    assert typed(("1", "1", "2000"), "10:00")
    with pytest.raises(OutOfRange):
        calendar_with().add_working_days(date(EARLIEST - 1, 12, 31), 1)


def test_an_hour_that_was_not_and_a_zone_that_was_not_are_refused():
    with pytest.raises(ValidationError, match="did not exist"):
        typed(FORWARD, "01:30")
    with pytest.raises(ValidationError, match="London had no GMT"):
        typed(("10", "6", "2026"), "09:00 GMT")
