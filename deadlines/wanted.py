"""A clock is a function of facts: which ought to stand, and how that differs from those that do (§3, §11).

Pure: no query, no `now`. The facts of a record give `Wanted` clocks, beside each app’s timescales;
`differences` compares them with the rows of the record; `deadlines.settling` writes the difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from config.clock import time_in_london
from deadlines.calendar import LONDON, Calendar, calendar_with, due_moment, end_of
from deadlines.timescales import TIMESCALES, Timescale, Unit

if TYPE_CHECKING:
    from deadlines.models import Deadline

# Clocks that take each other’s place: of those that apply, one runs.
SLOTS: dict[str, str] = {}


def slot_of(code: str) -> str:
    return SLOTS.get(code, code)


@dataclass(frozen=True)
class Wanted:
    """A clock that ought to stand, by the facts of its record.

    `stopped_at`: when what stops it happened. `ended`: why it applies no longer; then it only stays readable.
    """

    code: str
    started_at: datetime
    subject: str = ""
    stopped_at: datetime | None = None
    due_on: date | None = None  # for a timescale whose day is set by a person
    owner: int | None = None
    agency: int | None = None  # the authority of the record, unless said
    because: str = ""
    ended: str = ""
    never: bool = False  # it ends because a correction shows that it had no cause to run
    again: str = ""  # why it runs again, when it had stopped
    cause: str = ""  # of its delay, when the form that stops it asks [002]
    mitigation: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return slot_of(self.code), self.subject


@dataclass(frozen=True)
class Counting:
    """How days are counted for one record, and by which rule: that which its clock began with, or today’s."""

    calendar: Calendar
    statutory: Calendar  # without the days on which this area alone is closed
    rules: Mapping[str, Timescale]
    days: Mapping[str, date] = field(default_factory=dict)  # which day a person set for a clock that stands

    def day(self, code: str) -> date | None:
        return self.days.get(code)

    def on(self, code: str) -> bool:
        return self.rules[code].on

    def due(self, wanted: Wanted, calendar: Calendar | None = None) -> datetime:
        """The last instant that is in time; by the calendar of now, or another.

        :raises ValueError: without the day that a person sets.
        """
        rule = self.rules[wanted.code]
        if rule.unit == Unit.DATE:
            if wanted.due_on is None:
                raise ValueError(f"{wanted.code} needs the date that a person set.")
            return end_of(wanted.due_on)
        own = self.statutory if rule.statutory else self.calendar
        return due_moment(calendar or own, wanted.started_at, rule.length, rule.unit)


def after_a_death(wanted: Iterable[Wanted], died_on: date | None, counting: Counting) -> Iterator[Wanted]:
    """What was to be done with or for a child who died applies no longer (§11); what was done stays."""
    for each in wanted:
        if died_on and not each.stopped_at and not each.ended and counting.rules[each.code].living:
            in_time = end_of(died_on) <= counting.due(each)
            yield replace(each, ended=f"The child died on {died_on:%-d %B %Y}.", never=in_time)
        else:
            yield each


# --- what differs ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """No clock stands that ought to."""

    wanted: Wanted
    due_at: datetime

    @property
    def in_words(self) -> str:
        return f"{self.wanted.code} ought to stand, due {in_words(self.due_at)}"

    @property
    def moved(self) -> "Moved":
        return Moved(self.wanted.code, None, self.due_at, "It ought to have been running.")


@dataclass(frozen=True)
class Replace:
    """The facts that set it are others now: the row stays readable as superseded, with what changed."""

    row: Any
    wanted: Wanted
    due_at: datetime
    changed: str
    rule: Timescale

    @property
    def in_words(self) -> str:
        return f"{self.row.code} of {in_words(self.row.due_at)}: {self.changed}"

    @property
    def moved(self) -> "Moved":
        return Moved(self.row.code, self.row.due_at, self.due_at, f"{self.changed}.")


@dataclass(frozen=True)
class Set:
    """It goes on, or stops for the first time: these columns of the row change."""

    row: Any
    columns: dict[str, Any] = field(hash=False)

    @property
    def in_words(self) -> str:
        return f"{self.row.code}: {', '.join(self.columns)}"

    @property
    def moved(self) -> "Moved":
        """It has the same day; what is said of it, or that it has stopped, is new."""
        stopped = self.columns.get("met_at")
        why = f"Stopped {in_words(stopped)}." if stopped else "Its owner, or why it runs, is another."
        return Moved(self.row.code, self.row.due_at, self.row.due_at, why)


@dataclass(frozen=True)
class End:
    """It applies no longer."""

    row: Any
    because: str
    never: bool = False

    @property
    def in_words(self) -> str:
        return f"{self.row.code} applies no longer: {self.because}"

    @property
    def moved(self) -> "Moved":
        return Moved(self.row.code, self.row.due_at, None, self.because)


@dataclass(frozen=True)
class Moved:
    """For a list of what was put right: a clock, its earlier and its new day, and why."""

    code: str
    was: datetime | None  # None: it did not stand
    now: datetime | None  # None: it applies no longer
    why: str

    def row(self) -> tuple[str, ...]:
        was, now = (f"{day.astimezone(LONDON):%-d %B %Y}" if day else "none" for day in (self.was, self.now))
        return TIMESCALES[self.code].title, was, now, self.why


Difference = Start | Replace | Set | End
NO_LONGER = "What it was for is no longer recorded."


def differences(
    wanted: Iterable[Wanted], rows: "Iterable[Deadline]", counting: Counting
) -> Iterator[Difference]:
    """What to write so that the standing rows of a record are the clocks that its facts give.

    `rows`: those that stand, in order. Of a slot and subject there is one; where an earlier version left two
    (an action that was sent back had its stopped clock and another one) the later is meant.
    """
    asked = {each.key: each for each in wanted}
    for key, row in {(slot_of(row.code), row.subject): row for row in rows}.items():
        each = asked.pop(key, None)
        if each is None:
            yield End(row, NO_LONGER, never=True)
        elif each.ended:
            yield End(row, each.ended, never=each.never)
        else:
            yield from _of_one(each, row, counting)
    for each in asked.values():
        if not each.ended and counting.on(each.code):
            yield Start(each, counting.due(each))


def recounted(
    wanted: Iterable[Wanted], rows: "Iterable[Deadline]", counting: Counting, because: str
) -> Iterator[Replace]:
    """Those of these rows whose end is another one by the rules and the calendar of now."""
    asked = {each.key: each for each in wanted}
    for row in rows:
        each = asked.get((slot_of(row.code), row.subject))
        if each is None or each.code != row.code or not counting.on(row.code):
            continue
        rule, due_at = counting.rules[row.code], counting.due(each)
        if rule.unit != Unit.DATE and due_at != row.due_at:
            yield Replace(row, each, due_at, because, rule)


def _of_one(wanted: Wanted, row: "Deadline", counting: Counting) -> Iterator[Difference]:
    # A clock that stands was counted with the calendar of its day, whatever has become of that since.
    due_at = counting.due(wanted, calendar_with(frozenset(row.extra_days)))
    if changed := _changed(wanted, row, due_at, counting):
        yield Replace(row, wanted, counting.due(wanted), changed, counting.rules[wanted.code])
        return
    columns: dict[str, Any] = {}
    if row.met_at is None:
        columns = {"owner_id": wanted.owner, "because": wanted.because[:300], "met_at": wanted.stopped_at}
        columns = {name: value for name, value in columns.items() if getattr(row, name) != value}
    stopped = wanted.stopped_at
    if stopped and stopped > due_at and wanted.cause:
        told = {"delay_cause": wanted.cause, "delay_mitigation": wanted.mitigation}
        columns |= {name: value for name, value in told.items() if getattr(row, name) != value}
    if columns:
        yield Set(row, columns)


def _changed(wanted: Wanted, row: "Deadline", due_at: datetime, counting: Counting) -> str:
    """Which of the facts is another one, in words; empty when none is."""
    rule = counting.rules[wanted.code]
    if wanted.code != row.code:
        return f"The facts were corrected: {wanted.because or rule.when}"
    if wanted.started_at != row.started_at:
        return f"{capital(rule.starts)}: {_corrected(row.started_at, wanted.started_at)}"
    if due_at != row.due_at:
        if rule.unit == Unit.DATE:
            was, now = (moment.astimezone(LONDON).date() for moment in (row.due_at, due_at))
            return wanted.because or f"The day was corrected from {was:%-d %B %Y} to {now:%-d %B %Y}"
        return f"It was counted anew: {rule.in_words}"
    if row.met_at and wanted.stopped_at is None:
        return wanted.again or f"{capital(rule.stops)}: no longer recorded"
    if row.met_at and wanted.stopped_at and wanted.stopped_at != row.met_at:
        return f"{capital(rule.stops)}: {_corrected(row.met_at, wanted.stopped_at)}"
    return ""


def _corrected(was: datetime, now: datetime) -> str:
    return f"corrected from {in_words(was)} to {in_words(now)}"


def in_words(moment: datetime) -> str:
    """ "12 June 2026 at 09:30", as London's clock has it."""
    return f"{moment.astimezone(LONDON):%-d %B %Y} at {time_in_london(moment)}"


def capital(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


def ladder(
    rule: Timescale, started_at: datetime, due: datetime, calendar: Calendar
) -> Iterator[tuple[datetime, str, str]]:
    """The reminders of a clock: when, which step, and who is told. That it ran out is always noticed."""
    day = due.astimezone(LONDON).date()
    short = due - started_at <= timedelta(hours=25)
    told_nobody = () if any(step.startswith("breach") for step in rule.steps) else ("breach",)
    for step in (*rule.steps, *told_nobody):
        name, _, to = step.partition(":")
        if name == "half":
            if not short:
                yield started_at + (due - started_at) / 2, name, to
        elif name == "last_working_day":
            last = calendar.working_day_at_or_before(day)
            nine = datetime(last.year, last.month, last.day, 9, tzinfo=LONDON)
            yield max(started_at, due - timedelta(hours=4) if short else nine), name, to
        elif name == "breach":
            yield due + timedelta(seconds=1), name, to
        else:
            later = calendar.add_working_days(day, int(name[1:-2]))
            yield datetime(later.year, later.month, later.day, 9, tzinfo=LONDON), name, to
