"""Who may do what with concerns and discussions. When it may happen is in workflow.py."""

from typing import Any

from agencies.models import Agency, Membership, User
from agencies.roles import CHAIRS, Kind, Role
from records.permissions import csc_hat, why_not_manage, why_not_see, why_not_work_on
from records.refusals import Refusal, WhyNot


def why_not_chair(user: User | None, authority: Agency) -> WhyNot:
    """[003] A team manager or service manager chairs."""
    if user is None or not user.holds(*CHAIRS, agency_id=authority.pk):
        yield Refusal("A team manager or service manager must chair.", mend="chair")


def why_not_the_chair(discussion: Any, *, by: User) -> WhyNot:
    if by != discussion.chair:
        yield Refusal(f"Only the chair, {discussion.chair}, can do this.")
    else:
        yield from why_not_see(discussion, by=by)


def police_hat(user: User) -> Membership | None:
    """[001 §5] sergeant or above, [003] or the dedicated decision maker; in the role."""
    return next(
        (h for h in user.hats() if h.role == Role.POLICE_DECISION_MAKER and h.agrees_for_police),
        None,
    )


def works_for_police(user: User) -> bool:
    return any(h.agency.kind == Kind.POLICE for h in user.hats())


__all__ = ["csc_hat", "police_hat", "why_not_chair", "why_not_manage", "why_not_see", "why_not_work_on"]
