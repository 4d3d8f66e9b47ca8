"""What a board, a list and the file of a child show: of whom, and as far as the reader may know."""

from dataclasses import dataclass
from typing import Any

from actions.models import Action
from agencies.models import User
from agencies.roles import Role
from deadlines.models import Breach, BreachQuerySet, Deadline, DeadlineQuerySet
from records.models import Record, RecordQuerySet
from records.states import UNFINISHED, State


@dataclass(frozen=True)
class Scope:
    """Whose clocks a board shows: a team's, a service's or an agency's own actions."""

    key: str
    name: str
    authority: int | None  # of the records; none when they may be of several


def scopes(user: User) -> list[Scope]:
    found = []
    for hat in user.hats():
        if hat.agency_id in user.whole_service_ids():
            found.append(Scope(f"authority-{hat.agency_id}", hat.agency.name, hat.agency_id))
            teams = hat.agency.teams.order_by("name")
            found += [Scope(f"team-{t.pk}", t.name, hat.agency_id) for t in teams]
        elif hat.team_id in user.team_ids() and hat.team:
            found.append(Scope(f"team-{hat.team_id}", hat.team.name, hat.agency_id))
        if hat.role == Role.SAFEGUARDING_LEAD:
            found.append(Scope(f"agency-{hat.agency_id}", hat.agency.name, None))
    return list(dict.fromkeys(found))


def clocks_of(scope: Scope) -> DeadlineQuerySet:
    kind, _, number = scope.key.partition("-")
    return Deadline.objects.filter(**{kind: int(number)})


def breaches_of(scope: Scope) -> BreachQuerySet:
    kind, _, number = scope.key.partition("-")
    return Breach.objects.filter(**{kind: int(number)})


def records_of(
    scope: Scope, user: User, *, kind: str = "", still_open: bool = False
) -> RecordQuerySet[Record]:
    """The records of a team or a service, newest first; each is read from the index of its scope."""
    which, _, number = scope.key.partition("-")
    records = Record.objects.filter(**{which: int(number)}).standing().unhidden(user)
    if kind:
        records = records.filter(kind=kind)
    if still_open:
        records = records.filter(state__in=UNFINISHED)
    return records.newest_first()


def file_of(child_id: int, user: User) -> dict[str, Any]:
    """Every record, deadline and action of a child that this person may see."""
    readable = Record.objects.worked_on_by(user).filter(child=child_id)
    records = readable.standing()
    return {
        "records": records.newest_first(),
        "withdrawn": readable.filter(state=State.WITHDRAWN).newest_first(),
        "unseen": Record.objects.filter(child=child_id).standing().exclude(pk__in=records).exists(),
        "deadlines": Deadline.objects.filter(record__in=records).select_related("record"),
        "actions": Action.objects.filter(records__in=records)
        .unhidden(user)
        .select_related("owner", "agency")
        .distinct()
        .soonest_first(),
    }
