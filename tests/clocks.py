"""Clocks for tests that are about clocks, whatever record they run on."""

from deadlines.models import Deadline
from deadlines.settling import Areas, made, of_their_kinds, settle
from deadlines.wanted import Wanted


def clock_on(record, code, *, owner=None, **facts):
    """A clock that no fact of the record has asked for."""
    wanted = Wanted(code, owner=owner.pk if owner else None, **facts)
    area = Areas().of(record)
    due_at = area.counting([code], []).due(wanted)
    clock = made(record, wanted, area.rules[code], due_at, area)
    clock.save()
    return clock


def standing(record, code):
    """The one clock of a code that stands on a record, whatever it has superseded."""
    return Deadline.objects.get(record=record.pk, code=code, superseded_by=None, dropped_at=None)


def put_right(*records, at):
    """As when a verb is done that has locked these records."""
    return settle(of_their_kinds([record.pk for record in records]), by=None, at=at)


def met(clock, at):
    """The clock, stopped at that moment."""
    Deadline.objects.filter(pk=clock.pk).update(met_at=at)
    clock.refresh_from_db()
    return clock
