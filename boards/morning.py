"""What the day team finds in the morning: the concerns that came since the offices closed (§4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from agencies.models import User
from boards.scopes import Scope
from deadlines.calendar import Calendar
from deadlines.models import Deadline
from deadlines.office import out_of_hours
from deadlines.workflow import calendar_of
from records.models import RecordQuerySet
from records.states import State
from strategy.models import Concern


def calendar_for(user: User, scope: Scope) -> Calendar:
    """The working days of the area whose records these are."""
    hat = next(hat for hat in user.hats() if hat.agency_id == scope.authority)
    return calendar_of(hat.agency.partnership_id)


def arrived(scope: Scope, user: User, *, since: datetime) -> RecordQuerySet[Concern]:
    """The concerns of a team or a service that came since then, the oldest first.

    A draft too: what somebody has begun at night and not recorded waits for nobody else.
    """
    which, _, number = scope.key.partition("-")
    came = Q(received_at__gte=since) | Q(state=State.DRAFT, created_at__gte=since)
    found = Concern.objects.filter(came, **{which: int(number)}).standing().unhidden(user)
    return found.select_related("child", "team").order_by(Coalesce("received_at", "created_at"), "pk")


def told_of(concerns: Iterable[Any], calendar: Calendar) -> None:
    """Beside each: whether it came out of hours, and its most urgent clock that runs."""
    concerns = list(concerns)
    running = Deadline.objects.running().filter(record__in=[each.pk for each in concerns])
    first: dict[int, Deadline] = {}
    for clock in running.most_urgent_first():
        first.setdefault(clock.record_id, clock)
    for each in concerns:
        each.clock, each.came_at = first.get(each.pk), each.received_at or each.created_at
    mark(concerns, "came_at", calendar)


def mark(records: Iterable[Any], when: str, calendar: Calendar) -> None:
    """Whether each came out of hours; what is no concern, or says no moment yet, did not."""
    for each in records:
        moment = getattr(each, when)
        each.out_of_hours = moment is not None and out_of_hours(moment, calendar)
