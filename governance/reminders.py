"""The month within which a request for a file is answered: who is told when it runs out.

UK GDPR Article 12(3): one month from the day on which the request was complete, three if it is extended.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from agencies.models import User
from agencies.roles import Role
from config.clock import LONDON
from deadlines.calendar import end_of
from governance.models import SubjectAccess
from notices import outbox


def steps(request: SubjectAccess) -> Iterator[tuple[str, date, tuple[Role, ...]]]:
    """Name, day and whom it tells, in order: at half the time, a week and a day before, once it is over."""
    governance, whole = (Role.INFORMATION_GOVERNANCE,), (Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
    half = request.received_on + (request.due_on - request.received_on) / 2
    yield "half", half, governance
    yield "week", request.due_on - timedelta(days=7), governance
    yield "day", request.due_on - timedelta(days=1), whole
    yield "overdue", request.due_on + timedelta(days=1), whole


def _who(request: SubjectAccess, roles: tuple[Role, ...]) -> list[User]:
    """Those who see the request: nobody is told of a restricted case who may not know of it."""
    people = User.objects.holding(*roles, agency_ids=[request.child.authority_id]).order_by("pk")
    return [user for user in people if SubjectAccess.objects.visible_to(user).filter(pk=request.pk).exists()]


def remind(*, at: datetime) -> int:
    """Tell of the latest step that has come, once each. Returns how many requests were told of."""
    today, told = at.astimezone(LONDON).date(), 0
    for request in SubjectAccess.objects.unanswered().select_related("child"):
        come = [step for step in steps(request) if step[1] <= today]
        if not come:
            continue
        step, _, roles = come[-1]
        outbox.tell_each(
            _who(request, roles),
            key=f"subject-access:{request.pk}:{step}:{request.due_on}",
            kind="overdue" if step == "overdue" else "reminder",
            reference=request.ref,
            path=f"/subject-access/{request.ref}/",
            at=at,
            facts={"due": end_of(request.due_on).isoformat()},
        )
        told += 1
    return told
