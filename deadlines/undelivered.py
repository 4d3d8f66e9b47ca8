"""A mail about a clock that was given up is told to somebody else: those on the next rung of the ladder.

The rung above whoever it did not reach; when that mail is given up too, the one above that. Above the last
rung nobody is left to tell: `/health/` counts it, as every mail that was given up.
"""

from collections.abc import Iterator
from datetime import datetime

from agencies.models import Membership, User
from agencies.roles import Role
from children.restriction import named_in, standing
from config.opaque import tagged
from deadlines.models import Deadline
from notices import outbox
from notices.models import Notice

LADDER = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)


def tell_the_next(notice: Notice, at: datetime) -> None:
    """In the transaction that gives `notice` up. Nobody is told of a clock that has stopped meanwhile.

    What else has a time to be reminded of is told to several people at once, and is no clock of a record.
    """
    cause, clock, step, *_ = notice.key.split(":")
    if cause not in ("deadline", "undelivered"):
        return
    deadline = Deadline.objects.running().select_related("record").filter(pk=clock).first()
    if deadline is None:
        return
    unreached = User.objects.get_queryset().filter(pk=notice.to_user_id or 0).first()
    outbox.tell_each(
        next(_rungs_above(unreached, deadline), []),
        key=f"undelivered:{deadline.pk}:{step}:{notice.to_user_id}",
        kind="undelivered",
        reference=deadline.record.ref,
        path=f"/clocks/{tagged(deadline.pk)}/",
        facts={"due": deadline.due_at.isoformat(), "who": unreached.name if unreached else ""},
        at=at,
    )


def _rungs_above(unreached: User | None, deadline: Deadline) -> Iterator[list[User]]:
    """Who stands on each rung above, the lowest first; empty rungs are left out."""
    held = Membership.objects.live().filter(agency=deadline.authority_id)
    theirs = set(held.filter(user=unreached).values_list("role", flat=True))
    highest = max((n for n, role in enumerate(LADDER) if role in theirs), default=-1)
    for role in LADDER[highest + 1 :]:
        standing_there = held.filter(role=role, user__is_active=True).exclude(user=unreached)
        if role == Role.TEAM_MANAGER and deadline.team_id:
            standing_there = standing_there.filter(team=deadline.team_id)
        people = [each.user for each in standing_there.select_related("user").order_by("user_id")]
        if people := _who_may_know(deadline, people):
            yield people


def _who_may_know(deadline: Deadline, people: list[User]) -> list[User]:
    """Of a restricted case those alone who are named in it."""
    restriction = standing(deadline.record.child_id)
    if restriction is None:
        return people
    named = {entry.user_id for entry in named_in(restriction)}
    return [user for user in people if user.pk in named]
