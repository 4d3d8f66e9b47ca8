"""The people of an enquiry: who of them saw the child is chosen, never typed (§6)."""

from collections.abc import Iterable

from django.db.models import Q

from agencies.models import Membership, User
from agencies.roles import Role
from children.restriction import who_may_know
from s47.models import Enquiry

OF_THE_TEAM = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
OF_A_PARTNER = (Role.REPRESENTATIVE, Role.POLICE_DECISION_MAKER, Role.SAFEGUARDING_LEAD)


def people_of(enquiry: Enquiry) -> list[Membership]:
    """Who can have seen the child for the enquiry, each once, by name.

    Whoever leads or led it; the social workers of its team; and who works on cases in the agencies that took
    part in the discussion or were asked since.
    """
    led = enquiry.allocations.values("lead_social_worker")
    seats = enquiry.initiating_discussion.participants
    asked = Q(agency__in=seats.values("agency")) | Q(agency__in=enquiry.checks.values("agency"))
    own = Q(agency=enquiry.authority_id)
    team = Q(team=enquiry.team_id) if enquiry.team_id else Q()
    theirs = own & (Q(user__in=led) | Q(user__in=seats.values("user")) | team) & Q(role__in=OF_THE_TEAM)
    found = (
        Membership.objects.live()
        .filter(Q(user__is_active=True), theirs | asked & Q(role__in=OF_A_PARTNER))
        .select_related("user", "agency")
        .order_by("user__name", "pk")
    )
    return _once_each(enquiry, found)


def _once_each(enquiry: Enquiry, found: Iterable[Membership]) -> list[Membership]:
    """Without those who may not know of a restricted case."""
    each = {m.user_id: m for m in reversed(list(found))}
    knows = {u.pk for u in who_may_know(enquiry.child_id, [m.user for m in each.values()])}
    return sorted((m for m in each.values() if m.user_id in knows), key=lambda m: (m.user.name, m.pk))


def is_of(enquiry: Enquiry, user: User) -> bool:
    return any(m.user_id == user.pk for m in people_of(enquiry))
