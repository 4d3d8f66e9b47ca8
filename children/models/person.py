"""A child, or somebody in a child’s life, and who is what to whom."""

import secrets
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from audit import door
from audit.history import tracked
from children import names
from children.models.access import hidden_from
from config.numbers import digits_of

LETTERS = "23456789BCDFGHJKMNPQRTVWXY"  # none that is read as another, no vowels


def new_ref(prefix: str) -> str:
    """An unguessable reference (46 bits) that can be read out on the telephone."""
    code = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{prefix}-{code[:5]}-{code[5:]}"


def new_person_ref() -> str:
    return new_ref("CH")


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known"


# National codes of the children in need census.
ETHNICITIES = {
    "WBRI": "White British", "WIRI": "White Irish", "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma", "WOTH": "Any other White background",
    "MWBC": "White and Black Caribbean", "MWBA": "White and Black African",
    "MWAS": "White and Asian", "MOTH": "Any other mixed background", "AIND": "Indian",
    "APKN": "Pakistani", "ABAN": "Bangladeshi", "AOTH": "Any other Asian background",
    "BCRB": "Caribbean", "BAFR": "African", "BOTH": "Any other Black background",
    "CHNE": "Chinese", "OOTH": "Any other ethnic group", "REFU": "Refused",
    "NOBT": "Not yet obtained",
}  # fmt: skip


class PersonQuerySet(models.QuerySet["Person"]):
    def children(self) -> Self:
        return self.filter(is_child=True)

    def known_to(self, user: User) -> Self:
        """Children's social care searches its own authority's people; nobody else searches."""
        return self.filter(authority__in=user.case_work_ids()).exclude(hidden_from(user))

    def on_file(self) -> Self:
        """Without those put on file by mistake and withdrawn (§10)."""
        return self.filter(withdrawn_at=None)

    def lock(self, people: Sequence["Person"]) -> list["Person"]:
        """These people as they stand, in the order given, locked until the transaction ends."""
        wanted = self.filter(pk__in=[person.pk for person in people]).select_related("authority")
        found = {person.pk: person for person in wanted.order_by("pk").select_for_update(of=("self",))}
        return [found[person.pk] for person in people]

    def numbered(self, number: str) -> "Person | None":
        """The one with this reference, case number or NHS number, exactly: no search by name."""
        number = number.strip()
        if not number:
            return None
        numbers = [self.filter(ref__iexact=number), self.filter(case_number__iexact=number)]
        if bare := digits_of(number):
            numbers.append(self.filter(nhs_number=bare))
        return next((found for each in numbers if (found := each.first())), None)


@tracked(exclude=["search_keys", "restricted"])
class Person(models.Model):
    """A child, or somebody in a child's life, as one authority knows them.

    An unborn child has an expected date and no date of birth; on birth the same row gets
    its name and date (§10).
    """

    ref = models.CharField(max_length=20, unique=True, editable=False, default=new_person_ref)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="people")
    is_child = models.BooleanField(default=False)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    also_known_as = models.CharField(max_length=250, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    expected_on = models.DateField("expected date of delivery", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    address = models.TextField(max_length=500, blank=True)
    address_withheld = models.BooleanField("withhold this address from the family", default=False)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    case_number = models.CharField(max_length=30, blank=True)
    ethnicity = models.CharField(max_length=4, choices=list(ETHNICITIES.items()), blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    religion = models.CharField(max_length=60, blank=True)
    disability = models.CharField(max_length=250, blank=True)
    communication = models.CharField("how the child communicates", max_length=250, blank=True)
    looked_after = models.BooleanField(default=False)
    on_plan = models.BooleanField("on a child protection plan", default=False)
    restricted = models.BooleanField(db_default=False, editable=False)  # by the trigger of Restriction
    search_keys = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    died_on = models.DateField("day of death", null=True, editable=False)
    death_recorded_at = models.DateTimeField(null=True, editable=False)
    death_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    death_note = models.TextField(
        blank=True, db_default="", editable=False
    )  # how it is known; what was corrected
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    withdrawn_reason = models.TextField(blank=True, db_default="", editable=False)  # put on file by mistake

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="child_born_or_expected",
                condition=Q(is_child=False) | (Q(born_on__isnull=True) ^ Q(expected_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="unborn_has_no_sex", condition=Q(expected_on=None) | Q(sex=Sex.UNKNOWN)
            ),
            models.CheckConstraint(
                name="died_after_birth",
                condition=Q(died_on=None)
                | Q(death_recorded_at__isnull=False, death_recorded_by__isnull=False, expected_on=None)
                & (Q(born_on=None) | Q(died_on__gte=F("born_on"))),
            ),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(given_names="", family_name="")),
            models.UniqueConstraint(
                fields=["authority", "case_number"],
                condition=~Q(case_number="") & Q(withdrawn_at=None),
                name="case_number_once",
            ),
            models.UniqueConstraint(
                fields=["authority", "nhs_number"],
                condition=~Q(nhs_number="") & Q(withdrawn_at=None),
                name="nhs_number_once",
            ),
            models.CheckConstraint(
                name="person_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_reason__gt=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="stays_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                & (
                    pgtrigger.Q(old__withdrawn_at__df=pgtrigger.F("new__withdrawn_at"))
                    | pgtrigger.Q(old__withdrawn_reason__df=pgtrigger.F("new__withdrawn_reason"))
                ),
            )
        ]
        indexes: ClassVar = [
            GinIndex(name="person_search", fields=["search_keys"]),
            # For the counts of boards, which take away what is hidden.
            models.Index(name="person_restricted", fields=["authority"], condition=Q(restricted=True)),
        ]

    def __str__(self) -> str:
        """The name; whichever page of a child it stands on, the access log hears of it."""
        told = self.__dict__  # what a list left out is not read for this
        if told.get("is_child", True):
            door.named(self.pk, told.get("ref", ""))
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name for whoever looks for it in a text: nobody is shown it by this."""
        return f"{self.given_names} {self.family_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_keys = names.keys_of(
            [self.given_names, self.family_name, self.also_known_as],
            [self.born_on, self.expected_on],
            [self.nhs_number, self.case_number],
        )
        if update_fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*update_fields, "search_keys"}
        super().save(*args, **kwargs)

    @property
    def unborn(self) -> bool:
        return self.expected_on is not None

    @property
    def birth(self) -> str:
        if self.expected_on:
            return f"expected {self.expected_on:%-d %B %Y}"
        born = f"born {self.born_on:%-d %B %Y}" if self.born_on else "date of birth not known"
        return f"{born}, died {self.died_on:%-d %B %Y}" if self.died_on else born


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def siblings(self) -> Self:
        return self.filter(person__is_child=True)

    def on_file(self) -> Self:
        return self.filter(person__withdrawn_at=None)

    def known_to(self, user: User) -> Self:
        return self.on_file().exclude(hidden_from(user, "person"))


@tracked()
class Relationship(models.Model):
    """Who somebody is to a child. Between two children it is written both ways."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step_parent", "Step-parent or parent’s partner"
        SIBLING = "sibling", "Brother or sister"
        HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
        GRANDPARENT = "grandparent", "Grandparent"
        CARER = "carer", "Carer"
        OTHER_CHILD = "other_child", "Other child of the household"
        FREQUENT_VISITOR = "visitor", "Frequent visitor"
        OTHER = "other", "Other significant adult"

    child = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships_to")
    kind = models.CharField(max_length=20, choices=Kind)
    parental_responsibility = models.BooleanField(default=False)
    same_household = models.BooleanField("lives with the child", default=False)
    note = models.CharField(max_length=250, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "person", "kind"], name="relationship_once"),
            models.CheckConstraint(name="nobody_is_their_own_relative", condition=~Q(child=F("person"))),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display().lower()}"
