"""Reads over people and what they are."""

from collections import defaultdict
from collections.abc import Iterable

from agencies.models import Agency, Membership, User
from agencies.roles import Role


def with_hats(people: Iterable[User]) -> list[User]:
    """These people, with the memberships of all of them: read in one statement, however many they are."""
    found = list(people)
    unread = [user for user in found if not user.hats_are_read]
    worn: dict[int, list[Membership]] = defaultdict(list)
    if unread:
        in_force = Membership.objects.filter(user__in=[user.pk for user in unread], ended_at=None)
        for hat in in_force.select_related("agency"):
            worn[hat.user_id].append(hat)
    for user in unread:
        user.wear(worn[user.pk])
    return found


def leads_of(agencies: Iterable[Agency]) -> dict[int, list[User]]:
    """Who leads on safeguarding in each of these agencies, by its key, as `Agency.leads` says of one."""
    reached = {agency.pk: agency.reached_at() for agency in agencies}
    asked = {key for keys in reached.values() for key in keys}
    live = Membership.objects.live().filter(
        agency__in=asked, role=Role.SAFEGUARDING_LEAD, user__is_active=True
    )
    held = list(live.select_related("user").order_by("user__name", "pk"))
    return {
        pk: list(dict.fromkeys(m.user for m in held if m.agency_id in keys)) for pk, keys in reached.items()
    }
