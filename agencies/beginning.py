"""The first people of a partnership, made in the shell by whoever runs the system; the others by them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agencies import passwords
from agencies.addresses import folded
from agencies.models import Agency, Membership, Partnership, User
from agencies.roles import Kind, Role
from config.refusals import Refusal, WhyNot, refuse_if

FIRST = 2  # so many that one asks and another confirms


def administrators(care: Agency) -> list[str]:
    return [user.name for user in _administrators(care.partnership).order_by("name")]


def _administrators(partnership: Partnership) -> "QuerySet[User]":
    agencies = Agency.objects.filter(partnership=partnership).values_list("pk", flat=True)
    return User.objects.holding(Role.ADMINISTRATOR, agency_ids=agencies)


def why_not_begin(partnership: Partnership | None, people: Sequence[tuple[str, str]]) -> WhyNot:
    addresses = {folded(address) for address, _ in people}
    there = list(_administrators(partnership)) if partnership else []
    if len(there) >= FIRST:
        yield Refusal("This partnership has its system administrators: they make others, two of them each.")
        return
    known = {user.email for user in there}
    if len(known | addresses) < FIRST:
        yield Refusal("Give two people: one alone could never give anybody a role.")
    if len(known | addresses) > FIRST:
        yield Refusal("Give two people and no more; they make the others.")


@transaction.atomic
def begin(partnership: str, social_care: str, *, people: Sequence[tuple[str, str]], at: datetime) -> Agency:
    """The partnership, its social care, and its first administrators: what of it is missing.

    :raises Refused: when there are two already, or would not be.
    """
    known = Partnership.objects.select_for_update().filter(name=partnership).first()
    refuse_if(why_not_begin(known, people))
    area = known or Partnership.objects.create(name=partnership)
    care = Agency.objects.filter(partnership=area, name=social_care, kind=Kind.CSC, active=True).first()
    care = care or Agency.objects.create(partnership=area, name=social_care, kind=Kind.CSC)
    for address, name in people:
        user = User.objects.get_queryset().filter(email=folded(address)).first()
        user = user or User.objects.create_user(address, name)
        if not user.memberships.filter(agency=care, role=Role.ADMINISTRATOR, ended_at=None).exists():
            Membership.objects.create(user=user, agency=care, role=Role.ADMINISTRATOR, since=at)
        if not user.has_usable_password():
            passwords.offer(user, at=at, invited=True)
    return care
