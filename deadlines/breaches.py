"""A clock that ran out stays counted as such (§3); a manager answers it when a correction shows otherwise.

Who corrected the facts does not say so alone: another manager does, with a reason. Both are read beside the
breach from then on, in lists, counts and exports; nothing takes it out of them.
"""

from datetime import datetime

from django.db import connection

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from deadlines.models import CORRECTED_BY, Breach, BreachAnswer, BreachQuerySet, Deadline
from records.models import Record
from records.permissions import why_not_manage
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb


def waiting_for(user: User) -> BreachQuerySet:
    """Those that this manager may answer, but for what they corrected themselves; the latest first."""
    managed = user.agency_ids_as(*CSC_MANAGERS)
    theirs = Record.objects.worked_on_by(user).filter(authority__in=managed).values("pk")
    found = Breach.objects.to_answer().filter(clock__record__in=theirs)
    return found.exclude(clock__settled_by=user).unhidden(user)


def why_not_answer(breach: Breach, *, by: User) -> WhyNot:
    """A manager who works with the case and did not correct it; once, and only what a correction shows."""
    yield from why_not_manage(breach.clock.record, by=by)
    if BreachAnswer.objects.filter(breach=breach.pk).exists():
        yield Refusal("This is answered already.")
    elif not Breach.objects.to_answer().filter(pk=breach.pk).exists():
        yield Refusal(
            "No correction shows that this was in time. Say on the clock what caused the delay instead."
        )
    elif by.pk in corrected_by(breach.clock):
        yield Refusal("You corrected this yourself, so another manager answers it.")


def corrected_by(deadline: Deadline) -> set[int]:
    """Who stopped, ended or corrected this clock and those that took its place."""
    with connection.cursor() as cursor:
        cursor.execute(CORRECTED_BY.format(clock="%s"), [deadline.pk])
        return {key for (key,) in cursor.fetchall()}


@verb
def answer(pk: int, *, reason: str, by: User, at: datetime) -> BreachAnswer:
    """Say why a clock that ran out never was late. `pk`: of the breach."""
    breach = Breach.objects.select_related("clock__record").get(pk=pk)
    Record.objects.lock(breach.clock.record_id)
    refuse_if(why_not_answer(breach, by=by))
    if not reason.strip():
        refuse_if([Refusal("Say what shows that it was in time.", mend="reason")])
    return BreachAnswer.objects.create(breach=breach, by=by, reason=reason.strip(), at=at)
