"""The clocks of records are put as their facts give them: the one place that writes to the table (§3).

1. Each app says beside its timescales how facts give clocks (`derive`): the facts of many records are read at
   once, into frozen dataclasses, and `wanted` is a pure function of them.
2. `settle` reads facts and rows of all of these records, and writes the difference in a few statements,
   however many there are. Nothing differs: nothing is written.
3. It is called when a verb is done, for the records that it locked and for those whose clocks hang on their
   facts; nobody else has to. `deadlines.recounting` compares in the same way, with the rules of now.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from agencies.models import User
from deadlines.calendar import LONDON
from deadlines.models import Breach, Deadline
from deadlines.timescales import TIMESCALES, Timescale, Unit, rules_of
from deadlines.wanted import (
    Counting,
    Difference,
    End,
    Replace,
    Set,
    Start,
    Wanted,
    after_a_death,
    capital,
    differences,
    in_words,
    ladder,
)
from deadlines.workflow import calendars_of
from records.models import Record
from records.refusals import Refusal, refuse_if
from records.verbs import FACT_SECTIONS, put_right_already, verb


@dataclass(frozen=True)
class Derivation:
    """How the clocks of one kind of record follow from its facts."""

    of: type[Record]
    codes: frozenset[str]
    facts: Callable[[Sequence[Any]], Mapping[int, Any]]  # of these records, by key; read at once
    wanted: Callable[[Any, Counting], Iterable[Wanted]]  # pure

    def clocks(self, record: Record, facts: Any, counting: Counting) -> Iterator[Wanted]:
        """Those that ought to stand on a record, by its facts and by whether the child lives."""
        return after_a_death(self.wanted(facts, counting), record.child.died_on, counting)


Found = list[tuple[Record, Difference]]
DERIVATIONS: list[Derivation] = []
KINDS: dict[type[Record], set[str]] = {}  # what is read with a record of each kind


def derive(
    of: type[Record],
    *codes: str,
    facts: Any,
    wanted: Any,
    sections: Iterable[str] = (),
    read_with: tuple[str, ...] = (),
) -> None:
    """Say how these clocks follow; `sections`: those whose answers are among the facts."""
    DERIVATIONS.append(Derivation(of, frozenset(codes), facts, wanted))
    FACT_SECTIONS.update(sections)
    if of is not Record:
        KINDS[of] = {*KINDS.get(of, ()), "child", "authority", *read_with}


class Area:
    """The rules and the calendars of one partnership."""

    def __init__(self, partnership_id: int) -> None:
        self.rules = rules_of(partnership_id)
        self.calendar, self.statutory = calendars_of(partnership_id)

    def counting(self, codes: Iterable[str], rows: Sequence[Deadline]) -> Counting:
        """A clock that stands keeps the rule that it began with, whatever has been changed since."""
        rules = {code: self.rules[code] for code in codes}
        for row in rows:
            began_with: dict[str, Any] = {
                "length": row.length, "unit": Unit(row.unit), "source": row.source,
                "from_last": row.from_last,
            }  # fmt: skip
            rules[row.code] = replace(rules[row.code], **began_with, on=True)
        days = {row.code: row.due_at.astimezone(LONDON).date() for row in rows if row.unit == Unit.DATE}
        return Counting(self.calendar, self.statutory, rules, days)


class Areas(dict[int, Area]):
    """Read when they are asked for, once."""

    def __missing__(self, partnership_id: int) -> Area:
        area = self[partnership_id] = Area(partnership_id)
        return area

    def of(self, record: Record) -> Area:
        return self[record.authority.partnership_id]


def settle(records: Sequence[Record], *, by: User | None, at: datetime) -> int:
    """Write what differs between the clocks of these records and their facts; how much that was.

    The caller has locked the records.

    :raises Refused: when somebody records an event before its cause (§3).
    """
    areas = Areas()
    found = what_differs(records, areas)
    if by is not None:
        refuse_if(_before_their_causes(found, at=at))
    write(found, areas, by=by, at=at)
    return len(found)


def _before_their_causes(found: Found, *, at: datetime) -> Iterator[Refusal]:
    """What stops a clock cannot have happened before what starts it.

    What stood so before is left; and what is done at this moment is no moment that anybody typed.
    """
    for _, difference in found:
        match difference:
            case Start(wanted) | Replace(_, wanted):
                code, started_at, stopped_at = wanted.code, wanted.started_at, wanted.stopped_at
            case Set(row):
                code, started_at, stopped_at = row.code, row.started_at, difference.columns.get("met_at")
            case _:
                continue
        if stopped_at and stopped_at < started_at and stopped_at != at:
            rule = TIMESCALES[code]
            yield Refusal(
                f"“{capital(rule.stops)}” would be {in_words(stopped_at)}, before “{rule.starts}”, "
                f"{in_words(started_at)}. Correct one of the two moments."
            )


def what_differs(records: Sequence[Record], areas: Areas) -> Found:
    """The clocks of these records that are not as the facts give them."""
    found: Found = []
    rows = standing(records)
    for derivation in DERIVATIONS:
        of_it = [record for record in records if isinstance(record, derivation.of)]
        facts = derivation.facts(of_it) if of_it else {}
        for record in of_it:
            if record.pk in facts:
                own = [row for row in rows[record.pk] if row.code in derivation.codes]
                counting = areas.of(record).counting(derivation.codes, own)
                wanted = derivation.clocks(record, facts[record.pk], counting)
                found += [(record, each) for each in differences(wanted, own, counting)]
    return found


def standing(records: Sequence[Record]) -> dict[int, list[Deadline]]:
    """The clocks that apply, running or stopped, by record."""
    rows = Deadline.objects.filter(record__in=[record.pk for record in records])
    found: dict[int, list[Deadline]] = defaultdict(list)
    rows = rows.filter(superseded_by=None, dropped_at=None).defer("step_at", "step_names", "step_to")
    for row in rows.order_by("pk"):
        found[row.record_id].append(row)
    return found


# --- written --------------------------------------------------------------------------------


def write(found: Found, areas: Areas, *, by: User | None, at: datetime) -> None:
    writing = Writing(areas, by, at)
    for record, difference in found:
        writing.note(record, difference)
    writing.done()


@dataclass
class Writing:
    """The rows that differ, gathered so that they are written in a few statements."""

    areas: Areas
    by: User | None
    at: datetime
    fresh: list[Deadline] = field(default_factory=list)
    changed: list[Deadline] = field(default_factory=list)
    late: list[tuple[Deadline, datetime]] = field(default_factory=list)

    def note(self, record: Record, difference: Difference) -> None:
        match difference:
            case Start(wanted, due_at):
                self._starts(self._made(record, wanted, due_at, self.areas.of(record).rules[wanted.code]))
            case Replace(row, wanted, due_at, why, rule):
                successor = self._made(record, wanted, due_at, rule)
                _goes_on(successor, row, self.at)
                self._ends(row, superseded_at=self.at, superseded_by=successor)
                row.superseded_because = f"{why}, by {self.by}." if self.by else f"{why}."
                self._starts(successor)
            case Set(row, columns):
                for name, value in columns.items():
                    setattr(row, name, value)
                if "met_at" in columns:
                    self._ends(row)
                else:
                    self.changed.append(row)
            case End(row, because, never):
                self._ends(row, dropped_at=self.at, dropped_because=because[:300], never_applied=never)
                row.met_at = None

    def _made(self, record: Record, wanted: Wanted, due_at: datetime, rule: Timescale) -> Deadline:
        return made(record, wanted, rule, due_at, self.areas.of(record))

    def _starts(self, row: Deadline) -> None:
        self.fresh.append(row)
        if row.met_at:
            row.settled_by = self.by
            self._passed(row)

    def _ends(self, row: Deadline, **columns: Any) -> None:
        self._passed(row)
        for name, value in columns.items():
            setattr(row, name, value)
        row.settled_by = self.by
        self.changed.append(row)

    def _passed(self, row: Deadline) -> None:
        """Whether it had run out until now, or until it was met, no sweep having come by."""
        until = row.met_at or self.at
        if until > row.due_at:
            self.late.append((row, max(until, self.at)))

    def done(self) -> None:
        _give_keys(self.fresh)
        for row in self.changed:
            if row.superseded_by:
                row.superseded_by_id = row.superseded_by.pk
        # The old ones step aside first: one clock of a kind runs. Their successors are looked for at the end.
        Deadline.objects.bulk_update(self.changed, WRITTEN, batch_size=500)
        Deadline.objects.bulk_create(self.fresh, batch_size=500)
        breaches = [breach_of(row, at=at) for row, at in self.late]
        # Most were noticed already, by the sweep.
        Breach.objects.bulk_create(breaches, ignore_conflicts=True, batch_size=500)


def breach_of(row: Deadline, *, at: datetime) -> Breach:
    """That this clock ran out, as it was noticed at `at`; not saved."""
    whose = {f"{name}_id": getattr(row, f"{name}_id") for name in ("agency", "authority", "team")}
    return Breach(clock_id=row.pk, due_at=row.due_at, at=at, code=row.code, **whose)


WRITTEN = (
    "owner", "because", "met_at", "dropped_at", "dropped_because", "superseded_by", "superseded_at",
    "superseded_because", "never_applied", "settled_by", "delay_cause", "delay_mitigation",
)  # fmt: skip


def _give_keys(fresh: Sequence[Deadline]) -> None:
    if not fresh:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('deadlines_deadline', 'id')) FROM generate_series(1, %s)",
            [len(fresh)],
        )
        for deadline, (key,) in zip(fresh, cursor.fetchall(), strict=True):
            deadline.pk = key


def made(record: Record, wanted: Wanted, rule: Timescale, due_at: datetime, area: Area) -> Deadline:
    """A clock as it is wanted, with its ladder of reminders; not saved."""
    calendar = area.statutory if rule.statutory else area.calendar
    steps = sorted(ladder(rule, wanted.started_at, due_at, calendar))
    first, last = (moment.astimezone(LONDON).date() for moment in (wanted.started_at, due_at))
    deadline = Deadline(
        record_id=record.pk,
        code=wanted.code,
        subject=wanted.subject,
        started_at=wanted.started_at,
        due_at=due_at,
        length=rule.length,
        unit=rule.unit,
        source=rule.source,
        from_last=rule.from_last,
        extra_days=sorted(day for day in calendar.extra if first <= day <= last),
        because=wanted.because[:300],
        owner_id=wanted.owner,
        agency_id=wanted.agency or record.authority_id,
        authority_id=record.authority_id,
        team_id=record.team_id,
        met_at=wanted.stopped_at,
        step_at=[step for step, _, _ in steps],
        step_names=[name for _, name, _ in steps],
        step_to=[to for _, _, to in steps],
        next_step_at=steps[0][0] if steps else None,
    )
    if deadline.met_late:
        deadline.delay_cause, deadline.delay_mitigation = wanted.cause, wanted.mitigation
    return deadline


def _goes_on(made: Deadline, after: Deadline, at: datetime) -> None:
    """What was said of the lateness stays said; nobody is told twice what they were told before."""
    if made.met_at is None or made.met_late:
        made.delay_cause = made.delay_cause or after.delay_cause
        made.delay_mitigation = made.delay_mitigation or after.delay_mitigation
    told_late = after.due_at < at
    to_come = [
        step
        for step, name in zip(made.step_at, made.step_names, strict=True)
        if step > at or (name == "breach" and not told_late)
    ]
    made.next_step_at = min(to_come, default=None)


def settle_after(keys: Sequence[int], *, by: User | None, at: datetime) -> None:
    """When a verb is done: the records that it locked, as they are now."""
    settle(of_their_kinds(keys), by=by, at=at)


def of_their_kinds(keys: Sequence[int]) -> list[Record]:
    """These records, each as what it is, with what the facts of all are read from."""
    kinds = set(Record.objects.filter(pk__in=keys).order_by().values_list("kind", flat=True))
    found: list[Record] = []
    for model, read_with in KINDS.items():
        if model.KIND in kinds:
            found += model._default_manager.filter(pk__in=keys).select_related(*read_with)
    return found


# --- all of them, by command ----------------------------------------------------------------

BATCH = 500  # records at once


def keys_after(last: int, batch: int = BATCH) -> list[int]:
    """The keys of the records that come after this one, so many at most."""
    return list(Record.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch])


def every_batch() -> Iterator[list[int]]:
    """The keys of all records, a batch at a time."""
    last = 0
    while keys := keys_after(last):
        yield keys
        last = keys[-1]


@verb
def settle_batch(keys: Sequence[int], areas: Areas, *, at: datetime) -> Found:
    """Put the clocks of these records as their facts give them; what differed."""
    Record.objects.lock_all(keys)
    found = what_differs(of_their_kinds(keys), areas)
    write(found, areas, by=None, at=at)
    put_right_already(keys)
    return found
