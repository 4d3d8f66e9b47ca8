import secrets
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from audit.history import tracked
from children import names

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
        mine = [h.agency_id for h in user.hats() if h.agency.kind == "csc" and user.works_in_csc]
        return self.filter(authority__in=mine)


@tracked(exclude=["search_keys"])
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
    search_keys = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

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
            models.CheckConstraint(name="person_has_a_name", condition=~Q(given_names="", family_name="")),
            models.UniqueConstraint(
                fields=["authority", "case_number"],
                condition=~Q(case_number=""),
                name="case_number_once",
            ),
            models.UniqueConstraint(
                fields=["authority", "nhs_number"],
                condition=~Q(nhs_number=""),
                name="nhs_number_once",
            ),
        ]
        indexes: ClassVar = [GinIndex(name="person_search", fields=["search_keys"])]

    def __str__(self) -> str:
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
        return f"born {self.born_on:%-d %B %Y}" if self.born_on else "date of birth not known"


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def siblings(self) -> Self:
        return self.filter(person__is_child=True)


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
