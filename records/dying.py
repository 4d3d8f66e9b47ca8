"""The day on which a child died: recorded once, for every record about the child (§11)."""

from datetime import date, datetime

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from children.models import Person
from children.signals import death_noted
from config.clock import LONDON
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb


def why_not_record_death(child: Person, *, by: User) -> WhyNot:
    """A manager of the authority: what was to be done with or for the child ends by it."""
    if not by.holds(*CSC_MANAGERS, agency_id=child.authority_id):
        yield Refusal(f"Only a manager of {child.authority} records that a child died.")
    if child.withdrawn_at:
        yield Refusal("This file is withdrawn.")
    elif child.unborn:
        yield Refusal("This child is not born. Enter the birth first, under “Change details”.")


def _why_not_this_day(child: Person, day: date | None, *, today: date) -> WhyNot:
    if day is None and child.died_on is None:
        yield Refusal("Enter the day on which the child died.", mend="day")
    elif day and day > today:
        yield Refusal("This day is still to come. Check the date.", mend="day")
    elif day and child.born_on and day < child.born_on:
        yield Refusal(f"The child was born on {child.born_on:%-d %B %Y}, after that day.", mend="day")


@verb
def record_death(child: Person, *, day: date | None, note: str, by: User, at: datetime) -> Person:
    """Record the day, or correct it; without a day, that the child lives. Each time it is said why."""
    (child,) = Person.objects.lock([child])
    refuse_if(why_not_record_death(child, by=by))
    refuse_if(_why_not_this_day(child, day, today=at.astimezone(LONDON).date()))
    if not note.strip():
        refuse_if([Refusal("Say how this is known, or what is corrected.", mend="note")])
    child.died_on, child.death_note = day, note.strip()
    child.death_recorded_at, child.death_recorded_by = at, by
    child.save()
    death_noted.send(sender=None, child=child, by=by, at=at)
    return child
