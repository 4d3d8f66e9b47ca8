"""Clocks: started, met, dropped and superseded by what happens; swept once a minute."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from agencies.models import Agency, User
from deadlines.calendar import LONDON, Calendar, calendar_with, due_moment, end_of
from deadlines.explain import Explanation, explained
from deadlines.models import Deadline, ExtraHoliday
from deadlines.timescales import TIMESCALES, Timescale, Unit, rule_for
from records.models import Record


def calendar_of(partnership_id: int) -> Calendar:
    return calendar_with(ExtraHoliday.days_of(partnership_id))


def start(
    record: Record,
    code: str,
    *,
    started_at: datetime,
    owner: User | None = None,
    agency: Agency | None = None,
    due_on: date | None = None,
    subject: str = "",
    because: str = "",
) -> Deadline | None:
    """Start a clock, or leave the one that runs. None when the partnership has switched it off.

    `due_on` is for timescales whose date a person sets.
    """
    partnership = record.authority.partnership_id
    rule = rule_for(code, partnership)
    if not rule.on:
        return None
    running = Deadline.objects.running().filter(record=record.pk, code=code, subject=subject)
    if found := running.first():
        return found
    deadline = _made(record, rule, started_at, due_on, calendar_of(partnership))
    deadline.owner, deadline.subject, deadline.because = owner, subject, because
    deadline.agency = agency or record.authority
    deadline.save()
    return deadline


def _made(
    record: Record, rule: Timescale, started_at: datetime, due_on: date | None, calendar: Calendar
) -> Deadline:
    if rule.unit == Unit.DATE:
        if due_on is None:
            raise ValueError(f"{rule.code} needs the date that a person set.")
        due = end_of(due_on)
    else:
        due = due_moment(calendar, started_at, rule.length, rule.unit)
    steps = sorted(_ladder(rule, started_at, due, calendar))
    return Deadline(
        record_id=record.pk,
        code=rule.code,
        started_at=started_at,
        due_at=due,
        length=rule.length,
        unit=rule.unit,
        source=rule.source,
        authority=record.authority,
        team=record.team,
        step_at=[at for at, _, _ in steps],
        step_names=[name for _, name, _ in steps],
        step_to=[to for _, _, to in steps],
        next_step_at=steps[0][0] if steps else None,
    )


def _ladder(
    rule: Timescale, started_at: datetime, due: datetime, calendar: Calendar
) -> Iterable[tuple[datetime, str, str]]:
    day = due.astimezone(LONDON).date()
    short = due - started_at <= timedelta(hours=25)
    for step in rule.steps:
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


def meet(
    record: Record,
    *codes: str,
    at: datetime,
    subject: str | None = None,
    cause: str = "",
    mitigation: str = "",
) -> int:
    """Stop running clocks at the moment `at`, and return how many ran."""
    running = Deadline.objects.running().filter(record=record.pk, code__in=codes)
    if subject is not None:
        running = running.filter(subject=subject)
    met = 0
    for deadline in running.select_for_update():
        deadline.met_at = at
        if deadline.met_late:
            deadline.delay_cause, deadline.delay_mitigation = cause, mitigation
        deadline.save(update_fields=["met_at", "delay_cause", "delay_mitigation"])
        met += 1
    return met


def stopped_at(record: Record, code: str, moment: datetime | None) -> None:
    """What stops the clock was recorded or corrected: it stands at `moment`, or runs when there is none."""
    standing = Deadline.objects.filter(record=record.pk, code=code, superseded_by=None, dropped_at=None)
    standing.update(met_at=moment)


def meet_each(code: str, moments: Mapping[int, datetime]) -> int:
    """Stop the clock `code` of many records, each at its own moment, in two statements."""
    running = Deadline.objects.running().filter(code=code, record__in=moments).order_by("pk")
    stopped = list(running.select_for_update())
    for deadline in stopped:
        deadline.met_at = moments[deadline.record_id]
    return Deadline.objects.bulk_update(stopped, ["met_at"], batch_size=500)


def drop(record: Record, *codes: str, because: str, at: datetime, subject: str | None = None) -> int:
    """The clock no longer applies; it stays readable with the reason."""
    running = Deadline.objects.running().filter(record=record.pk, code__in=codes)
    if subject is not None:
        running = running.filter(subject=subject)
    return running.update(dropped_at=at, dropped_because=because[:300])


@transaction.atomic
def supersede(
    deadline: Deadline,
    *,
    rule: Timescale | None = None,
    started_at: datetime | None = None,
    due_on: date | None = None,
    because: str,
    owner: User | None = None,
    agency: Agency | None = None,
) -> Deadline:
    """Replace a running clock whose facts were corrected. Both stay visible."""
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    record = deadline.record
    calendar = calendar_of(record.authority.partnership_id)
    if rule is None:
        kept = TIMESCALES[deadline.code]
        rule = Timescale(
            **kept.__dict__
            | {"length": deadline.length, "unit": Unit(deadline.unit), "source": deadline.source}
        )
    if due_on is None and rule.unit == Unit.DATE:
        due_on = deadline.due_at.astimezone(LONDON).date()
    fresh = _made(record, rule, started_at or deadline.started_at, due_on, calendar)
    fresh.subject, fresh.because = deadline.subject, because[:300]
    fresh.owner, fresh.agency = owner or deadline.owner, agency or deadline.agency
    # The old one steps aside first: only one clock of a kind may run.
    Deadline.objects.filter(pk=deadline.pk).update(dropped_at=deadline.started_at, dropped_because="-")
    fresh.save()
    Deadline.objects.filter(pk=deadline.pk).update(superseded_by=fresh, dropped_at=None, dropped_because="")
    return fresh


def recalculate(partnership_id: int, *, code: str | None, because: str, at: datetime) -> int:
    """Apply the rules and the calendar in force to the open clocks of a partnership.

    Breaches that have happened stay. Returns how many clocks moved.
    """
    running = Deadline.objects.running().filter(record__authority__partnership=partnership_id, due_at__gte=at)
    if code:
        running = running.filter(code=code)
    calendar = calendar_of(partnership_id)
    moved = 0
    for deadline in running.exclude(unit=Unit.DATE).iterator():
        rule = rule_for(deadline.code, partnership_id) if code else None
        length, unit = (rule.length, rule.unit) if rule else (deadline.length, deadline.unit)
        if rule and (not rule.on or rule.unit == Unit.DATE):
            continue
        if due_moment(calendar, deadline.started_at, length, unit) != deadline.due_at:
            supersede(deadline, rule=rule, because=because)
            moved += 1
    return moved


def explanation(deadline: Deadline) -> Explanation:
    calendar = calendar_of(deadline.record.authority.partnership_id)
    rule = Timescale(
        **TIMESCALES[deadline.code].__dict__ | {"length": deadline.length, "unit": Unit(deadline.unit)}
    )
    return explained(
        calendar,
        deadline.started_at,
        deadline.due_at,
        deadline.unit,
        rule.in_words,
        deadline.source,
    )
