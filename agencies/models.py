from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from agencies.addresses import FOLDED, Address, folded
from agencies.links import PasswordLink, PasswordRequest
from agencies.offers import MembershipOffer
from agencies.providers import IdentityProvider, SignInAllowed
from agencies.roles import (
    CASE_WORKERS,
    DUTIES,
    RANKS_THAT_AGREE,
    RECORD_WORKERS,
    WHOLE_SERVICE,
    Kind,
    Rank,
    Role,
)
from audit.history import kept, tracked

__all__ = [
    "AccessReview",
    "Agency",
    "IdentityProvider",
    "Membership",
    "MembershipOffer",
    "Partnership",
    "PasswordLink",
    "PasswordRequest",
    "SignInAllowed",
    "Team",
    "User",
]


@tracked()
class Partnership(models.Model):
    """A safeguarding partnership: the agencies of one area and their local procedure."""

    name = models.CharField(max_length=120, unique=True)
    discussions_conclude = models.BooleanField(
        "strategy discussions also record a conclusion",
        default=False,
        help_text="Not substantiated; substantiated, no continuing risk; substantiated and likely to suffer"
        " significant harm. In most areas only the section 47 enquiry concludes.",
    )

    def __str__(self) -> str:
        return self.name


@tracked()
class Agency(models.Model):
    """One that is merged into another keeps what it received; the other one’s people answer for it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    # A record is shared with this group: with whoever leads on safeguarding in the agency (`User.lead_ids`).
    group = models.OneToOneField(Group, models.PROTECT, editable=False, related_name="agency")
    active = models.BooleanField(default=True)
    # Members have an address of one of these, if there are any; a provider is believed of them.
    domains = ArrayField(
        models.CharField(max_length=120),
        default=list,
        db_default=[],
        blank=True,
        help_text="Mail domains that belong to the agency, separated by commas. If there are any, nobody with"
        " another address is made a member.",
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    # A system administrator has asked that it be merged into this one; a second agrees (boards/merging.py).
    merging_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    merger_asked_at = models.DateTimeField(null=True, editable=False)
    merger_asked_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The keys of those merged into this one: read with every membership.
    formerly = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)

    class Meta:
        verbose_name_plural = "agencies"
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", Lower("name"), name="agency_name_once"),
            models.CheckConstraint(
                name="merger_asked_by_somebody",
                condition=Q(merging_into=None, merger_asked_at=None, merger_asked_by=None)
                | Q(merging_into__isnull=False, merger_asked_at__isnull=False, merger_asked_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            # Its cases, its receipts and the roles of its people rest on both.
            pgtrigger.Protect(
                name="agency_keeps_kind_and_partnership",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                | pgtrigger.Q(old__partnership__df=pgtrigger.F("new__partnership")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.group_id is None:
            self.group = Group.objects.create(name=f"agency:{self.partnership_id}:{self.name}"[:150])
        super().save(*args, **kwargs)

    def reached_at(self) -> list[int]:
        """The keys of the agencies whose people answer for this one: itself, or what it was merged into."""
        return [self.pk, *([self.merged_into_id] if self.merged_into_id else [])]

    def leads(self) -> "UserQuerySet":
        return User.objects.holding(Role.SAFEGUARDING_LEAD, agency_ids=self.reached_at())


@tracked()
class Team(models.Model):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def holding(self, *roles: Role, agency_ids: Iterable[int] | None = None) -> Self:
        live = Membership.objects.live().filter(role__in=roles)
        if agency_ids is not None:
            live = live.filter(agency__in=agency_ids)
        return self.filter(is_active=True, memberships__in=live).distinct()

    def of(self, agency: Agency) -> Self:
        live = Membership.objects.live().filter(agency__in=agency.reached_at())
        return self.filter(is_active=True, memberships__in=live).distinct()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def holding(self, *roles: Role, agency_ids: Iterable[int] | None = None) -> UserQuerySet:
        return self.get_queryset().holding(*roles, agency_ids=agency_ids)

    def of(self, agency: Agency) -> UserQuerySet:
        return self.get_queryset().of(agency)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=folded(username))

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        user = User(email=folded(email), name=name)
        user.set_password(password)
        user.save()
        return user


@tracked(exclude=["password", "last_login", "home_postcode", "glass_until", "sessions_end_before"])
class User(AbstractBaseUser, PermissionsMixin):
    email = Address(unique=True)
    name = models.CharField(max_length=120)
    # Told by the employer, to find whoever looks at a neighbour’s file; the administrator alone sees it.
    home_postcode = models.CharField(max_length=10, blank=True, db_default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Until when emergency access lasts (children.models.Glass): read with the person, for the banner.
    glass_until = models.DateTimeField(null=True, editable=False)
    # Whatever began before is over: one click ends every session.
    sessions_end_before = models.DateTimeField(null=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="user_address_folded", condition=Q(email__regex=FOLDED))
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Not Django’s, which makes other letters ASCII ones."""
        return folded(username)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What was shared with this person. A flag gives nothing: `is_superuser` is not asked anywhere."""
        plain = copy(self)
        plain.is_superuser = False
        return bool(super(User, plain).has_perm(perm, obj))

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def hats(self) -> "list[Membership]":
        """The memberships in force, read once a request: with the person, by `agencies.backends`."""
        if not self.hats_are_read:
            self.wear(Membership.objects.filter(user=self.pk, ended_at=None).select_related("agency"))
        return self._hats

    @property
    def hats_are_read(self) -> bool:
        return hasattr(self, "_hats")

    def wear(self, memberships: "Iterable[Membership]") -> None:
        """Take these memberships, all that have not ended, for the rest of the request."""
        self._hats = sorted((hat for hat in memberships if hat.agency.active), key=lambda hat: hat.pk)
        self._agencies = {hat.agency_id: hat.agency for hat in self._hats}

    def agencies(self) -> dict[int, Agency]:
        """Every agency this person works for, by key, whichever they act for now."""
        self.hats()
        return self._agencies

    def act_for(self, agency_id: int | None) -> None:
        """For the rest of the request wear the hats of this agency only; none, if they work there no more."""
        self._hats = [hat for hat in self.hats() if hat.agency_id == agency_id]

    def holds(self, *roles: Role, agency_id: int | None = None) -> bool:
        return any(
            hat.role in roles and (agency_id is None or agency_id in hat.answers_for()) for hat in self.hats()
        )

    def agency_ids(self) -> list[int]:
        """The agencies that this person acts for, those merged into them among them."""
        return [key for hat in self.hats() for key in hat.answers_for()]

    def agency_ids_as(self, *roles: Role) -> list[int]:
        """The agencies in which this person holds one of these roles."""
        return [hat.agency_id for hat in self.hats() if hat.role in roles]

    def administered_ids(self) -> list[int]:
        """The partnerships of which this person is a system administrator, acting as such."""
        return [hat.agency.partnership_id for hat in self.hats() if hat.role == Role.ADMINISTRATOR]

    def governed_ids(self) -> list[int]:
        """The authorities whose information governance this person is."""
        return self.agency_ids_as(Role.INFORMATION_GOVERNANCE)

    def lead_ids(self) -> list[int]:
        """The agencies all of whose receipts and shares this person sees."""
        leading = (hat for hat in self.hats() if hat.role == Role.SAFEGUARDING_LEAD)
        return [key for hat in leading for key in hat.answers_for()]

    def hat_in(self, agency_id: int) -> "Membership | None":
        return next((hat for hat in self.hats() if agency_id in hat.answers_for()), None)

    @property
    def works_in_csc(self) -> bool:
        return bool(self.case_work_ids())

    def team_ids(self) -> list[int]:
        return [hat.team_id for hat in self.hats() if hat.team_id and hat.role in CASE_WORKERS]

    def case_work_ids(self) -> list[int]:
        """The authorities in whose children’s social care this person does case work."""
        return [h.agency_id for h in self.hats() if h.agency.kind == Kind.CSC and h.role in CASE_WORKERS]

    def record_work_ids(self) -> list[int]:
        """The authorities whose records this person may open and write, where they are theirs."""
        return [h.agency_id for h in self.hats() if h.agency.kind == Kind.CSC and h.role in RECORD_WORKERS]

    def whole_service_ids(self) -> list[int]:
        return [
            hat.agency_id
            for hat in self.hats()
            if hat.role in WHOLE_SERVICE or (hat.role in (Role.BUSINESS_SUPPORT,) and hat.team_id is None)
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self) -> Self:
        return self.filter(ended_at=None, agency__active=True)


_HELD_IN = ", ".join(f"('{role}', '{kind}')" for role, duty in DUTIES.items() for kind in sorted(duty.kinds))
ROLE_BELONGS = f"""
    IF NEW.ended_at IS NOT NULL THEN RETURN NEW; END IF;
    SELECT kind INTO kind_ FROM agencies_agency WHERE id = NEW.agency_id;
    IF (NEW.role, kind_) NOT IN ({_HELD_IN}) THEN
        RAISE EXCEPTION 'the role % is not held in an agency of the kind %', NEW.role, kind_
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.rank <> '' AND kind_ <> '{Kind.POLICE}' THEN
        RAISE EXCEPTION 'only the police have ranks' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.team_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM agencies_team WHERE id = NEW.team_id AND agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'a team of another agency' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@tracked()
class Membership(models.Model):
    """A person in a role in an agency, until it ends. Never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    position = models.CharField("job title", max_length=120, blank=True)
    rank = models.CharField("police rank", max_length=20, choices=Rank, blank=True)
    decides = models.BooleanField("senior enough to decide for the agency", default=False)
    qualified = models.BooleanField("qualified and experienced social worker", default=False)
    since = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(ended_at=None),
                name="membership_role_once",
            )
        ]
        triggers: ClassVar = [
            # The kind is on another table. What has ended stays as it was.
            pgtrigger.Trigger(
                name="role_belongs_to_the_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("kind_", "text")],
                func=ROLE_BELONGS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.position or self.get_role_display()}, {self.agency}"

    def answers_for(self) -> list[int]:
        """The key of the agency, and of those that were merged into it."""
        return [self.agency_id, *self.agency.formerly]

    @property
    def title(self) -> str:
        return self.position or self.get_role_display()

    @property
    def agrees_for_police(self) -> bool:
        """[001 §5] sergeant or above, [003] or the dedicated decision maker."""
        return self.agency.kind == Kind.POLICE and self.rank in RANKS_THAT_AGREE


class AccessReview(models.Model):
    """Somebody has confirmed, by name, that a role is still needed in a quarter; or has ended it."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="reviews")
    quarter = models.DateField()  # its first day
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "quarter"], name="access_review_once")
        ]
        triggers: ClassVar = kept("access_review_kept")

    def __str__(self) -> str:
        return f"{self.membership}, quarter of {self.quarter}"
