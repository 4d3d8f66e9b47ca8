from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from audit.history import kept, tracked
from children.models import Person
from conference.vocabulary import AGENCY_VIEWS
from records.models import Record, RecordQuerySet
from s47.added import Added, Lines
from s47.models import Enquiry
from strategy.models import Meeting, of_the_discussion
from strategy.vocabulary import Attendance


@tracked()
class Conference(Meeting):
    """The initial child protection conference about one child: its report and its record (§7)."""

    KIND, PREFIX = "conference", "IC"
    READ_WITH = (
        *Record.READ_WITH,
        "chair",
        "enquiry__child",
        *of_the_discussion("enquiry__initiating_discussion"),
    )
    ROWS: ClassVar = {
        "shared_with": ("person",),
        "family": ("person",),
        "views": ("agency",),
        "core_group": ("agency",),
        "edits": (),
        "sittings": ("chair", "by"),
    }
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_conference"
    )
    enquiry = models.OneToOneField(Enquiry, models.PROTECT, related_name="conference")
    chair = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True)
    plan_made = models.BooleanField(null=True)
    categories = ArrayField(models.CharField(max_length=3), default=list)
    core_group_on = models.DateField(null=True)  # planned
    review_on = models.DateField(null=True)  # planned
    core_group_held_at = models.DateTimeField(null=True)
    review_held_at = models.DateTimeField(null=True)

    objects = RecordQuerySet["Conference"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="conference_held_was_convened",
                condition=Q(started_at=None) | Q(chair__isnull=False, planned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="conference_plan_has_categories", condition=~Q(plan_made=True) | ~Q(categories=[])
            ),
        ]


class Sitting(models.Model):
    """One sitting that was adjourned and decided nothing, as it was; the conference is held again."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="sittings")
    chair = models.ForeignKey(User, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    late_reason = models.TextField(blank=True)  # why it was planned after the clock, if it was
    present = models.JSONField(default=list)  # [[who, how they took part, another child whom it names], …]
    reason = models.TextField()
    goes_on_at = models.DateTimeField(null=True)  # as far as it was known
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="sitting_adjourned_with_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(fields=["conference", "began_at"], name="sitting_once"),
        ]
        triggers: ClassVar = kept("sitting_kept")

    def __str__(self) -> str:
        return f"Sitting {self.pk}"


@tracked()
class FamilyMember(Added):
    """A parent, carer or the child: invited and told, or excluded with the reason."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="family")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited = models.BooleanField()
    told_on = models.DateField(null=True)
    told_how = models.CharField(max_length=250, blank=True)
    excluded_because = models.TextField(blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance, blank=True)
    supporter = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "person"], name="family_member_once"),
            models.CheckConstraint(
                name="excluded_with_a_reason", condition=Q(invited=True) | ~Q(excluded_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"Family member {self.pk}"

    @property
    def heading(self) -> str:
        if not self.invited:
            return f"{self.person}: not invited"
        came = self.get_attendance_display()
        return f"{self.person}: invited{f', {came.lower()}' if came else ''}"

    @property
    def lines(self) -> Lines:
        told = f"{self.told_on:%-d %B %Y}, {self.told_how}" if self.told_on else self.told_how
        return [("Told", told), ("Supported by", self.supporter), ("Why not invited", self.excluded_because)]


@tracked()
class AgencyView(Added):
    """What one agency thinks: a plan or none, and why."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="views")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    view = models.CharField(max_length=10, choices=AGENCY_VIEWS)
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "agency"], name="agency_view_once")
        ]

    def __str__(self) -> str:
        return f"View of {self.agency}"

    @property
    def heading(self) -> str:
        return f"{self.agency}: {self.get_view_display().lower()}"

    @property
    def lines(self) -> Lines:
        return [("Why", self.reason)]


@tracked()
class CoreGroupMember(Added):
    """Who works the plan, with the lead social worker."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="core_group")
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")  # none: family

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "name"], name="core_group_member_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def heading(self) -> str:
        return ", ".join(filter(None, [self.name, self.position, str(self.agency or "family")]))

    @property
    def lines(self) -> Lines:
        return []


@tracked()
class ReportShared(Added):
    """The report was shared with somebody of the family before the conference, or why not."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="shared_with")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    shared_on = models.DateField(null=True)
    by_whom = models.CharField(max_length=250, blank=True)
    why_not = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_shared_by_somebody_or_why_not",
                condition=Q(shared_on__isnull=False) & ~Q(by_whom="") | ~Q(why_not=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Shared {self.pk}"

    @property
    def heading(self) -> str:
        if self.shared_on:
            return f"{self.person}: {self.shared_on:%-d %B %Y}, by {self.by_whom}"
        return f"{self.person}: not shared"

    @property
    def lines(self) -> Lines:
        return [("Why not", self.why_not)]


@tracked()
class Edit(models.Model):
    """The author’s hand on a passage that was gathered: other words, or left out.

    Until then the passage stays linked to its source and says what the source says.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="edits")
    key = models.CharField(max_length=200)  # where it comes from: reference, section, label
    text = models.TextField(blank=True)  # empty while only left out
    left_out = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conference", "key"], name="edit_once")]

    def __str__(self) -> str:
        return f"Edit {self.pk}"
