"""Clocks as they are read: of a record, running, explained. What writes them is `deadlines.settling`."""

from collections.abc import Iterable

from config.read_once import read_once
from deadlines.calendar import Calendar, calendar_with
from deadlines.explain import Explanation, explained
from deadlines.models import Deadline, ExtraHoliday
from deadlines.timescales import TIMESCALES, Timescale, Unit
from records.contents import rows_of
from records.models import Record


def calendar_of(partnership_id: int, *, statutory: bool = False) -> Calendar:
    """The working days of an area; for a statutory clock without its local closures, which lengthen none."""
    return calendars_of(partnership_id)[statutory]


def calendars_of(partnership_id: int) -> tuple[Calendar, Calendar]:
    """That of the area, and that of its statutory clocks."""
    days = read_once(lambda: ExtraHoliday.days_of(partnership_id), "extra days", partnership_id)
    national = frozenset(day for day, local in days.items() if not local)
    return calendar_with(frozenset(days)), calendar_with(national)


def clocks_of(*records: Record) -> list[Deadline]:
    """Every clock of these records, whatever became of it; the first due first."""
    found = [clock for record in records for clock in rows_of(record, "deadlines")]
    return sorted(found, key=lambda clock: (clock.due_at, clock.pk))


def running_on(*records: Record) -> list[Deadline]:
    """Those that run, the most urgent first."""
    return [clock for clock in clocks_of(*records) if clock.running]


def explanations(deadlines: Iterable[Deadline], record: Record) -> list[tuple[Deadline, Explanation]]:
    """The clocks on one page about `record`, each with how it was counted."""
    return [(deadline, explanation(deadline)) for deadline in deadlines]


def explanation(deadline: Deadline) -> Explanation:
    """How it was counted, with the calendar that it was counted with, for ever."""
    rule = Timescale(
        **TIMESCALES[deadline.code].__dict__ | {"length": deadline.length, "unit": Unit(deadline.unit)}
    )
    return explained(
        calendar_with(frozenset(deadline.extra_days)),
        deadline.started_at,
        deadline.due_at,
        deadline.unit,
        rule.in_words,
        deadline.source,
    )
