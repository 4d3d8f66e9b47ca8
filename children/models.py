import secrets
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from agencies.models import Agency, User
from audit import door
from audit.history import kept, tracked
from children import names
from config.compiled import Given
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


class Hidden(Func):
    """Whether the case of a child is restricted and a person neither named nor in an emergency.

    Who is named is asked only of a restricted one, once a statement: the plan of a list stays what it was.
    """

    output_field = models.BooleanField()
    SQL = """{restricted} AND {child} = ANY (ARRAY(
        SELECT x.child_id FROM children_restriction x
        WHERE x.lifted_at IS NULL
        AND NOT EXISTS (SELECT FROM children_named n
            WHERE n.restriction_id = x.id AND n.ended_at IS NULL AND n.user_id = {user})
        AND NOT EXISTS (SELECT FROM children_glass g
            WHERE g.child_id = x.child_id AND g.ended_at IS NULL AND g.user_id = {user}
            AND g.until > statement_timestamp())
    ))"""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        restricted, child, user = (compiler.compile(part) for part in self.get_source_expressions())
        sql = self.SQL.format(restricted=restricted[0], child=child[0], user=user[0])
        return f"({sql})", (*restricted[1], *child[1], *user[1], *user[1])


def hidden_from(user: User | Given, child: str = "") -> Q:
    """The one predicate by which lists, pages, search and exports leave out what is hidden (§9).

    `child` is the path from the row that is asked about to the child.
    """
    who = user if isinstance(user, Given) else Value(user.pk)
    restricted = f"{child}__restricted" if child else "restricted"
    return Q(Hidden(F(restricted), F(child or "pk"), who))


class PersonQuerySet(models.QuerySet["Person"]):
    def children(self) -> Self:
        return self.filter(is_child=True)

    def known_to(self, user: User) -> Self:
        """Children's social care searches its own authority's people; nobody else searches."""
        return self.filter(authority__in=user.case_work_ids()).exclude(hidden_from(user))

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
        return f"born {self.born_on:%-d %B %Y}" if self.born_on else "date of birth not known"


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def siblings(self) -> Self:
        return self.filter(person__is_child=True)

    def known_to(self, user: User) -> Self:
        return self.exclude(hidden_from(user, "person"))


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


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)


@tracked()
class Restriction(models.Model):
    """A case that named people alone may know of: a colleague’s family, a public figure (§9)."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="restrictions")
    reason = models.TextField(max_length=2000)
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_because = models.TextField(max_length=2000, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(lifted_at=None), name="restricted_once"),
            models.CheckConstraint(name="restricted_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="lifted_with_reason",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="mark_child",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="UPDATE children_person SET restricted = NEW.lifted_at IS NULL WHERE id = NEW.child_id;"
                " RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"


@tracked()
class Named(models.Model):
    """Somebody who may know of a restricted case, until it ends."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="named")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    why = models.CharField(max_length=100)
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: by taking part
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["restriction", "user"], condition=Q(ended_at=None), name="named_once"
            )
        ]

    def __str__(self) -> str:
        return f"Named {self.pk}"


class GlassQuerySet(models.QuerySet["Glass"]):
    def live(self) -> Self:
        return self.filter(until__gt=Now(), ended_at=None)

    def to_review(self) -> Self:
        return self.filter(reviewed_at=None)


@tracked()
class Glass(models.Model):
    """Emergency access to the file of one child: a reason, a limited time, a review (§9)."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified: the child needed it"
        REMINDED = "reminded", "Not needed, no harm meant: reminded of the rules"
        BREACH = "breach", "Not justified: handled as a breach"

    child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000)
    at = models.DateTimeField()
    until = models.DateTimeField()
    # The last instant at which its review is in time; of those before there was one, the upgrade.
    review_due_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)  # given back before its time
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(max_length=5000, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GlassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "glasses"
        constraints: ClassVar = [
            models.CheckConstraint(name="glass_broken_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="glass_ends_after_it_begins", condition=Q(until__gt=F("at"))),
            models.CheckConstraint(
                name="glass_reviewed_by_somebody_else",
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(note="")
                & ~Q(reviewed_by=F("user")),
            ),
        ]
        indexes: ClassVar = [
            # For hidden_from and Record.objects.visible_to.
            models.Index(name="glass_of", fields=["user", "child", "until"]),
            models.Index(name="glass_to_review", fields=["at"], condition=Q(reviewed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Glass {self.pk}"


@tracked()
class LookReason(models.Model):
    """Why somebody with whom the child has no work opened the file, or changed it (§9). Written once."""

    class Kind(models.TextChoices):
        NEWS = "news", "Someone has told us something new about the child"
        FAMILY = "family", "The child belongs to a family or household that I work with"
        DUTY = "duty", "I am on duty, or stand in for the child’s team"
        ASKED = "asked", "Another agency asks whether we know the child"
        COMING = "coming", "The case is coming to me or to my team"
        OTHER = "other", "Another reason"

    child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(max_length=500)
    at = models.DateTimeField()
    until = models.DateTimeField()  # so long it holds for this child

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="look_reason_in_words", condition=~Q(words="")),
            models.CheckConstraint(name="look_reason_holds", condition=Q(until__gt=F("at"))),
        ]
        indexes: ClassVar = [models.Index(name="look_reason_of", fields=["child", "user", "until"])]
        triggers: ClassVar = kept("look_reason_kept")

    def __str__(self) -> str:
        return f"Reason {self.pk}"
