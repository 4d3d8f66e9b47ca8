"""A deadline in words: where it started, which rule, which days were counted and skipped."""

from dataclasses import dataclass
from datetime import datetime

from config.clock import time_in_london
from deadlines.calendar import LONDON, Calendar, CountedDay, due_moment


@dataclass(frozen=True)
class Explanation:
    start: datetime
    due: datetime
    rule: str
    source: str
    days: tuple[CountedDay, ...]

    @property
    def counted(self) -> int:
        return sum(1 for d in self.days if d.number is not None)

    @property
    def skipped(self) -> list[CountedDay]:
        return [d for d in self.days if d.skipped]

    @property
    def in_words(self) -> str:
        """As a person reads it: "by the end of Wednesday 13 January 2027 (15 working days)"."""
        local = self.due.astimezone(LONDON)
        moment = f"{local:%A %-d %B %Y}"
        if (local.hour, local.minute) == (23, 59):
            return f"by the end of {moment} ({self.rule})"
        return f"by {time_in_london(local)} on {moment} ({self.rule})"

    def lines(self) -> list[str]:
        start = f"Start: {self.start.astimezone(LONDON):%A %-d %B %Y} {time_in_london(self.start)}, day 0"
        lines = [start, f"Rule: {self.rule}" + (f", source {self.source}" if self.source else "")]
        lines += [f"Skipped: {d.day:%A %-d %B %Y}, {d.skipped}" for d in self.skipped]
        if self.days:
            lines.append(f"Counted: {self.counted}, skipped: {len(self.skipped)}")
        lines.append(f"Due {self.in_words}")
        return lines


def explain(
    calendar: Calendar, start: datetime, length: int, unit: str, *, rule: str, source: str = ""
) -> Explanation:
    return explained(calendar, start, due_moment(calendar, start, length, unit), unit, rule, source)


def explained(
    calendar: Calendar, start: datetime, due: datetime, unit: str, rule: str, source: str
) -> Explanation:
    days: tuple[CountedDay, ...] = ()
    if unit == "working_days":
        days = tuple(calendar.days_after(start.astimezone(LONDON).date(), due.astimezone(LONDON).date()))
    return Explanation(start, due, rule, source, days)
