from datetime import date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import (
    LONDON,
    AmbiguousTime,
    Calendar,
    OutOfRange,
    bank_holidays,
    calendar_with,
    due_moment,
    in_london,
)

CALENDAR = calendar_with()
DAYS = st.dates(date(2012, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        (date(2026, 3, 20), ["2026-03-23", "2026-03-25", "2026-03-27", "2026-04-07", "2026-04-14"]),
        (date(2026, 4, 2), ["2026-04-07", "2026-04-09", "2026-04-13", "2026-04-20", "2026-04-27"]),
        (date(2026, 4, 4), ["2026-04-07", "2026-04-09", "2026-04-13", "2026-04-20", "2026-04-27"]),
        (date(2026, 8, 28), ["2026-09-01", "2026-09-03", "2026-09-07", "2026-09-14", "2026-09-21"]),
        (date(2026, 11, 20), ["2026-11-23", "2026-11-25", "2026-11-27", "2026-12-04", "2026-12-11"]),
        (date(2026, 12, 18), ["2026-12-21", "2026-12-23", "2026-12-29", "2027-01-06", "2027-01-13"]),
        (date(2026, 12, 23), ["2026-12-24", "2026-12-30", "2027-01-04", "2027-01-11", "2027-01-18"]),
        (date(2026, 12, 24), ["2026-12-29", "2026-12-31", "2027-01-05", "2027-01-12", "2027-01-19"]),
        (date(2026, 12, 31), ["2027-01-04", "2027-01-06", "2027-01-08", "2027-01-15", "2027-01-22"]),
        (date(2027, 3, 25), ["2027-03-30", "2027-04-01", "2027-04-05", "2027-04-12", "2027-04-19"]),
    ],
)
def test_working_days_end_when_the_procedure_says(start, ends):
    found = [CALENDAR.add_working_days(start, n).isoformat() for n in (1, 3, 5, 10, 15)]

    assert found == ends


@given(DAYS, st.integers(1, 300))
def test_the_nth_working_day_is_a_working_day_and_counting_back_gives_n(start, n):
    end = CALENDAR.add_working_days(start, n)

    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == n


@given(DAYS, DAYS, st.integers(1, 100))
def test_a_later_start_never_ends_earlier(one, other, n):
    first, second = sorted((one, other))

    assert CALENDAR.add_working_days(first, n) <= CALENDAR.add_working_days(second, n)


@given(DAYS, st.integers(1, 40))
def test_the_explanation_counts_what_the_arithmetic_counted(start, n):
    end = CALENDAR.add_working_days(start, n)

    days = list(CALENDAR.days_after(start, end))

    assert [d.number for d in days if not d.skipped] == list(range(1, n + 1))
    assert days[-1].day == end


def test_bank_holidays_equal_the_official_days():
    official = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    days = {h["date"] for h in official}

    # The package also names the feast that falls on a weekend; that day is none in any case.
    ours = {d for d in bank_holidays() if 2012 <= d.year <= 2028 and d.weekday() < 5}

    assert (min(days).year, max(days).year) == (2012, 2028)
    assert ours == {d for d in days if d.weekday() < 5}


@pytest.mark.parametrize("day", ["2012-06-05", "2022-06-03", "2022-09-19", "2023-05-08", "2028-08-28"])
def test_extraordinary_and_late_bank_holidays_are_known(day):
    assert not CALENDAR.is_working_day(date.fromisoformat(day))


def test_a_day_that_an_administrator_adds_is_skipped_and_says_so():
    jubilee = date(2026, 6, 12)
    calendar = Calendar(frozenset({jubilee}))

    assert calendar.add_working_days(date(2026, 6, 11), 1) == date(2026, 6, 15)
    assert calendar.why_skipped(jubilee) == "added by the administrator"


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-03-28T14:00+00:00", 24, "hours", "2026-03-29T15:00:00+01:00"),
        ("2026-10-24T14:00+01:00", 24, "hours", "2026-10-25T13:00:00+00:00"),
        ("2026-10-25T01:30+01:00", 24, "hours", "2026-10-26T00:30:00+00:00"),
        ("2026-10-25T01:30+00:00", 24, "hours", "2026-10-26T01:30:00+00:00"),
        ("2026-07-01T23:30+00:00", 0, "same_day", "2026-07-02T23:59:59+01:00"),
        ("2026-12-24T23:50+00:00", 0, "same_day", "2026-12-24T23:59:59+00:00"),
        ("2026-12-24T23:50+00:00", 24, "hours", "2026-12-25T23:50:00+00:00"),
        ("2026-12-18T15:00+00:00", 15, "days", "2027-01-02T23:59:59+00:00"),
        ("2026-11-30T10:00+00:00", 3, "months", "2027-02-26T23:59:59+00:00"),
        ("2026-12-11T10:00+00:00", 3, "months", "2027-03-11T23:59:59+00:00"),
        ("2026-11-21T10:00+00:00", 1, "working_days", "2026-11-23T23:59:59+00:00"),
    ],
)
def test_the_due_moment_of_each_unit(start, length, unit, due):
    assert due_moment(CALENDAR, datetime.fromisoformat(start), length, unit).isoformat() == due


@pytest.mark.parametrize("moment", ["2026-03-29T01:30", "2026-10-25T01:30"])
def test_a_local_time_that_is_skipped_or_runs_twice_is_refused(moment):
    with pytest.raises(AmbiguousTime, match=r"did not exist|happened twice"):
        in_london(datetime.fromisoformat(moment))


def test_a_naive_time_is_londons():
    assert in_london(datetime(2026, 7, 1, 12)).utcoffset() == timedelta(hours=1)
    assert in_london(datetime(2026, 7, 1, 12)).tzinfo == LONDON


def test_beyond_its_years_the_calendar_says_so():
    with pytest.raises(OutOfRange, match="2000 to 2100"):
        CALENDAR.add_working_days(date(2100, 12, 30), 15)
