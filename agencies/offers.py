"""How somebody comes to a role: asked for, confirmed by a second, accepted by the person, as is needed.

The tables alone; the verbs are in agencies/offering.py.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from agencies.addresses import Address
from agencies.roles import Rank, Role
from audit.history import tracked


class Standing(models.TextChoices):
    """As what somebody asks for a role, or confirms it."""

    AGENCY = "agency", "administrator of the agency"
    PARTNERSHIP = "partnership", "system administrator"
    CASE = "case", "children’s social care"


# How long a role that was asked for waits for its second person and for the person's own yes [ours].
LAPSES_AFTER = timedelta(days=28)


class OfferQuerySet(models.QuerySet["MembershipOffer"]):
    def waiting(self) -> Self:
        return self.filter(state__in=[MembershipOffer.State.ASKED, MembershipOffer.State.OFFERED])

    def lapsed(self, *, at: datetime) -> Self:
        return self.waiting().filter(asked_at__lt=at - LAPSES_AFTER)

    def awaiting_answer(self) -> Self:
        """Those that wait for the yes of the person."""
        return self.filter(state=MembershipOffer.State.OFFERED)

    def lock(self, pk: int) -> "MembershipOffer":
        """The offer, locked until the transaction ends: whoever answers it comes through here first."""
        MembershipOffer.objects.select_for_update().get(pk=pk)
        return self.select_related("agency", "user", "asked_by", "replaces__user").get(pk=pk)


@tracked()
class MembershipOffer(models.Model):
    """Somebody has asked that a person be given a role. Nobody has it before the state is *given*.

    Asked for by one, confirmed by another, accepted by the person; the database refuses that two of them be
    one. A person without an account is an address and a name until it is confirmed.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for confirmation"
        OFFERED = "offered", "Waiting for the person’s answer"
        GIVEN = "given", "Given"
        REFUSED = "refused", "Not confirmed"
        DECLINED = "declined", "Declined by the person"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed: nobody answered it in four weeks"

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="offers")
    email = Address()
    name = models.CharField(max_length=120)
    user = models.ForeignKey("agencies.User", models.PROTECT, null=True, related_name="offers")
    role = models.CharField(max_length=30, choices=Role)
    team = models.ForeignKey("agencies.Team", models.PROTECT, null=True, related_name="+")
    position = models.CharField("job title", max_length=120, blank=True)
    rank = models.CharField("police rank", max_length=20, choices=Rank, blank=True)
    decides = models.BooleanField(default=False)
    qualified = models.BooleanField(default=False)
    # A mover: this membership ends when the new one begins.
    replaces = models.ForeignKey("agencies.Membership", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    needs_second = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.User", models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=12, choices=Standing)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, related_name="+")
    confirmed_as = models.CharField(max_length=12, choices=Standing, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # refused, declined, withdrawn or lapsed
    closed_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, related_name="+")
    membership = models.OneToOneField("agencies.Membership", models.PROTECT, null=True, related_name="offer")

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="offer_known_state",
                condition=Q(
                    state__in=["asked", "offered", "given", "refused", "declined", "withdrawn", "lapsed"]
                ),
            ),
            # One that comes by an agency's own administrator has none; Django reads a NULL as kept.
            models.CheckConstraint(name="offer_not_to_oneself", condition=~Q(asked_by=F("user"))),
            models.CheckConstraint(
                name="offer_confirmed_by_a_second",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("asked_by"))
                    & ~Q(confirmed_by=F("user"))
                ),
            ),
            models.CheckConstraint(
                name="offer_accepted_by_the_person",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, user__isnull=False, accepted_by=F("user")),
            ),
            models.CheckConstraint(
                name="offer_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None, state__in=["asked", "offered", "given"])
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    state__in=["refused", "declined", "withdrawn"],
                )
                | Q(closed_at__isnull=False, closed_by=None, state="lapsed"),
            ),
            models.CheckConstraint(
                name="offer_goes_on_when_confirmed",
                condition=~Q(state__in=["offered", "given"])
                | Q(needs_second=False)
                | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_given_is_a_membership",
                condition=Q(state="given", membership__isnull=False, user__isnull=False)
                | (~Q(state="given") & Q(membership=None)),
            ),
            models.UniqueConstraint(
                "agency",
                Lower("email"),
                "role",
                condition=Q(state__in=["asked", "offered"]),
                name="offer_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency}"

    @property
    def title(self) -> str:
        return self.position or self.get_role_display()
