"""How long files are kept, what stops that they go, and what is left when one has gone."""

from typing import ClassVar, Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.models import Agency, Partnership, User
from agencies.roles import Role
from audit.history import kept, tracked
from children.models import Person, hidden_from, new_ref
from records.frozen import FrozenText, Whose
from retention.schedule import SCHEDULE


def new_hold_ref() -> str:
    return new_ref("LH")


def new_destruction_ref() -> str:
    return new_ref("DE")


@tracked()
class RetentionSetting(models.Model):
    """A partnership's own length for one row of the schedule, with its source."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="retention")
    code = models.CharField(max_length=20, choices=[(r.code, r.title) for r in SCHEDULE.values()])
    years = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(150)])
    source_note = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "code"], name="retention_set_once"),
            models.CheckConstraint(name="retention_has_years", condition=Q(years__gte=1, years__lte=150)),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}, {self.years} years"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """Information governance all of its authority’s; a head of service what somebody asks to end."""
        asked = Q(authority__in=user.agency_ids_as(Role.HEAD_OF_SERVICE), ending_asked_at__isnull=False)
        known = Q(child=None) | ~Exists(Person.objects.filter(hidden_from(user), pk=OuterRef("child")))
        return self.filter(Q(authority__in=user.governed_ids()) | asked & known)

    def on(self, child: Person) -> Self:
        """Those that stop this file: its own, and those of the whole authority."""
        return self.standing().filter(Q(child=child) | Q(child=None, authority=child.authority_id))


@tracked()
class LegalHold(models.Model):
    """Nothing is destroyed while it stands: of one child, or of everything an authority keeps.

    One person asks that it ends, with the reason, and a second one ends it.
    """

    ref = models.CharField(max_length=20, unique=True, editable=False, default=new_hold_ref)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # none: every file
    why = models.TextField(max_length=2000)
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ending_asked_at = models.DateTimeField(null=True)
    ending_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(max_length=2000, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="hold_with_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="hold_ended_with_reason",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
            ),
            models.CheckConstraint(
                name="hold_ending_asked_with_reason",
                condition=Q(ending_asked_at=None, ending_asked_by=None)
                | Q(ending_asked_at__isnull=False, ending_asked_by__isnull=False) & ~Q(ended_because=""),
            ),
            # Not of those that one person ended before two were needed.
            models.CheckConstraint(
                name="hold_ended_by_a_second_person",
                condition=Q(ended_at=None)
                | Q(ending_asked_by__isnull=False) & ~Q(ended_by=F("ending_asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


@tracked()
class KeptLonger(models.Model):
    """Somebody looked at a file whose time was over, and decided that it stays until a day."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "kept longer"
        constraints: ClassVar = [
            models.CheckConstraint(name="kept_longer_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Until {self.until:%-d %B %Y}"


class DueFile(models.Model):
    """A file whose time is over, for the list: found by the worker, asked again before anything is done."""

    child = models.OneToOneField(Person, models.CASCADE, related_name="+")
    due_on = models.DateField()
    rule = models.CharField(max_length=200)
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="due_file_first", fields=["due_on"])]

    def __str__(self) -> str:
        return f"Due {self.due_on:%-d %B %Y}"


class DestructionQuerySet(models.QuerySet["Destruction"]):
    def under_way(self) -> Self:
        return self.filter(state__in=[Destruction.State.PROPOSED, Destruction.State.AGREED])

    def visible_to(self, user: User) -> Self:
        """Information governance all of its authority’s; a head of service those they may know of."""
        child = Person.objects.filter(pk=OuterRef("child_id"))
        headed = user.agency_ids_as(Role.HEAD_OF_SERVICE)
        known = Exists(child.exclude(hidden_from(user))) | Q(agreed_by=user)
        return self.filter(Q(authority__in=user.governed_ids()) | Q(authority__in=headed) & known)


@tracked()
class Destruction(models.Model):
    """A file is proposed to be destroyed, a second person agrees, and it goes.

    Without a foreign key to the child: it outlives it. Frozen by the database once the file has gone.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        AGREED = "agreed", "Agreed, and not yet destroyed"
        DESTROYED = "destroyed", "Destroyed"
        ENDED = "ended", "Kept"

    ref = models.CharField(max_length=20, unique=True, editable=False, default=new_destruction_ref)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    child_id = models.BigIntegerField()
    child_ref = models.CharField(max_length=20)
    due_on = models.DateField()
    reason = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    not_before = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # destroyed, or kept after all
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: by the program
    ended_because = models.TextField(max_length=2000, blank=True)

    objects = DestructionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child_id"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="destruction_once",
            ),
            models.CheckConstraint(
                name="destruction_agreed_by_somebody_else",
                condition=Q(state__in=["proposed", "ended"])
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, not_before__isnull=False)
                & ~Q(agreed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="destruction_ended_at",
                condition=Q(state__in=["proposed", "agreed"], ended_at=None)
                | Q(state__in=["destroyed", "ended"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_kept_because", condition=~Q(state="ended") | ~Q(ended_because="")
            ),
            models.CheckConstraint(name="destruction_with_reason", condition=~Q(reason="")),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="destruction_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="destroyed_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="destroyed"),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def child(self) -> Person | None:
        """The child, while there still is a row of it."""
        return Person.objects.filter(pk=self.child_id, ref=self.child_ref, is_child=True).first()


class Certificate(models.Model):
    """What is left of a file: what went, by which rule, who agreed; nobody of the family. Written once."""

    destruction = models.OneToOneField(Destruction, models.PROTECT, related_name="certificate")
    content = FrozenText()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = kept("certificate_kept")

    def __str__(self) -> str:
        return f"Certificate {self.destruction_id}"

    @property
    def whose(self) -> Whose:
        return Whose("destruction", self.destruction.ref, self.destruction.authority_id)


class FileToErase(models.Model):
    """A stored file of a child whose rows are gone: tried until it is gone too."""

    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="files")
    name = models.CharField(max_length=250)

    class Meta:
        verbose_name_plural = "files to erase"

    def __str__(self) -> str:
        return f"File {self.pk}"
