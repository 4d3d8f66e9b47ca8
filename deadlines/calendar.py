"""Working-day arithmetic of England and Wales. Pure functions, Europe/London, no Django.

A table numbers every day from 2000 to 2100 with the count of working days up to it, so
that adding working days is two look-ups. Bank holidays come from the `holidays` package
(checked against the official list in the tests) plus the days an administrator adds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
END_OF_DAY = time(23, 59, 59)


class OutOfRange(ValueError):
    """A date outside the calendar's years."""


class AmbiguousTime(ValueError):
    """A local time that the clocks skip or run through twice."""


@cache
def bank_holidays() -> dict[date, str]:
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    return dict(found)  # a plain dict is faster


class Calendar:
    """The working days of one partnership: `extra` are its own non-working days."""

    def __init__(self, extra: frozenset[date] = frozenset()) -> None:
        self.extra = extra
        closed = bank_holidays().keys() | extra
        counts: list[int] = []
        self._days: list[date] = []
        for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() < 5 and day not in closed:
                self._days.append(day)
            counts.append(len(self._days))
        # Keyed by the day itself: one hash instead of toordinal and a subtraction.
        self._count = {date.fromordinal(FIRST.toordinal() + i): n for i, n in enumerate(counts)}

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is day 0 even when it is not one (§3).

        :raises OutOfRange: outside 2000 to 2100.
        """
        try:
            return self._days[self._count[start] + n - 1]
        except (KeyError, IndexError):
            raise OutOfRange(f"The calendar knows {FIRST.year} to {LAST.year} only.") from None

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days after `start`, up to and including `end`."""
        try:
            return self._count[end] - self._count[start]
        except KeyError:
            raise OutOfRange(f"The calendar knows {FIRST.year} to {LAST.year} only.") from None

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.extra and day not in bank_holidays()

    def working_day_at_or_before(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def why_skipped(self, day: date) -> str:
        """Why a day does not count, or nothing when it does."""
        if day in self.extra:
            return "added by the administrator"
        if name := bank_holidays().get(day):
            return f"bank holiday: {name}"
        return f"{day:%A}" if day.weekday() >= 5 else ""

    def days_after(self, start: date, end: date) -> Iterator["CountedDay"]:
        """Each day after `start` up to `end`: its number, or why it was skipped."""
        number = 0
        day = start
        while day < end:
            day += timedelta(days=1)
            why = self.why_skipped(day)
            number += not why
            yield CountedDay(day, None if why else number, why)


@dataclass(frozen=True)
class CountedDay:
    day: date
    number: int | None
    skipped: str


@lru_cache(maxsize=64)  # of each 100 years
def calendar_with(extra: frozenset[date] = frozenset()) -> Calendar:
    return Calendar(extra)


def end_of(day: date) -> datetime:
    """The last second of a day in London."""
    return datetime.combine(day, END_OF_DAY, LONDON)


def in_london(moment: datetime) -> datetime:
    """Read a naive moment as London's time.

    :raises AmbiguousTime: for a time that the clocks skip or run through twice.
    """
    if moment.tzinfo:
        return moment.astimezone(LONDON)
    first, second = (moment.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment:
        raise AmbiguousTime(
            f"{moment:%d %B %Y %H:%M} did not exist in London: the clocks went forward. "
            "Give the time with its offset."
        )
    raise AmbiguousTime(
        f"{moment:%d %B %Y %H:%M} happened twice in London: the clocks went back. "
        "Give the time with its offset, +01:00 for the first and +00:00 for the second."
    )


def due_moment(calendar: Calendar, start: datetime, length: int, unit: str) -> datetime:
    """The last instant that is still in time (§3).

    `start` is aware; `unit` is hours, working_days, days, same_day or months. Hours are
    elapsed; the rest end with the day. Months clip to the month's end and fall back to a
    working day.
    """
    local = start.astimezone(LONDON)
    if unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=length)).astimezone(LONDON)
    if unit == "working_days":
        return end_of(calendar.add_working_days(local.date(), length))
    if unit == "days":
        return end_of(local.date() + timedelta(days=length))
    if unit == "months":
        return end_of(calendar.working_day_at_or_before(add_months(local.date(), length)))
    if unit == "same_day":
        return end_of(local.date())
    raise ValueError(f"Unknown unit {unit!r}.")


def add_months(day: date, n: int) -> date:
    months = day.year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))
