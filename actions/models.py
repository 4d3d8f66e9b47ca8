from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.models import Agency, User
from audit.history import kept, tracked
from children.models import Person, hidden_from
from records.models import Record
from records.passages import NOT_FAMILY, RESTRICTIONS


class ActionQuerySet(models.QuerySet["Action"]):
    def lock(self, pk: int) -> "Action":
        """The action, and the records in which it stands, locked until the transaction ends."""
        Record.objects.lock_all(ActionOn.objects.filter(action=pk).values_list("record", flat=True))
        return self.select_for_update().get(pk=pk)

    def open(self) -> Self:
        return self.filter(state=Action.State.OPEN)

    def standing(self) -> Self:
        return self.exclude(state=Action.State.CANCELLED)

    def on(self, record: Record) -> Self:
        return self.filter(records=record.pk)

    def visible_to(self, user: User) -> Self:
        """Those of the records that somebody works on; and what their agency has to do itself (§9).

        A partner’s own, for the agency they act for: its owner’s, and its lead’s. Who received the record
        reads in it what was agreed and how far it was, and not what another agency has handed in since.
        """
        on = ActionOn.objects.filter(action=OuterRef("pk"))
        worked_on = Exists(on.filter(record__in=Record.objects.worked_on_by(user)))
        own = Q(owner=user, agency__in=user.agency_ids()) | Q(agency__in=user.lead_ids())
        of_a_partner = ~Exists(on.filter(record__authority=OuterRef("agency")))
        return self.filter(Q(worked_on) | own & Q(of_a_partner)).unhidden(user)

    def unhidden(self, user: User) -> Self:
        """Without those that speak of a restricted case this person may not know of."""
        hidden = ActionOn.objects.filter(hidden_from(user, "record__child"), action=OuterRef("pk"))
        return self.exclude(Exists(hidden))

    def soonest_first(self) -> Self:
        return self.order_by("due_on", "pk")


@tracked()
class ChildPlan(models.Model):
    """The plan a child has already, or starts, when no section 47 or no conference follows [000]."""

    class Kind(models.TextChoices):
        INITIAL = "initial", "Initial plan"
        CHILD = "child", "Child’s plan"
        CARE = "care", "Care plan"

    child = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=10, choices=Kind)
    dated = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "kind", "dated"], name="child_plan_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.dated:%-d %B %Y}, {self.owner}"


@tracked()
class Action(models.Model):
    """What somebody has agreed to do by a day. One action, however many children it is for."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done, to be reviewed"
        REVIEWED = "reviewed", "Done and reviewed"
        CANCELLED = "cancelled", "Cancelled"

    records = models.ManyToManyField(Record, through="ActionOn", related_name="actions")
    what = models.TextField(max_length=2000)
    why = models.TextField(max_length=2000, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="actions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="actions")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    since = models.DateTimeField(null=True)  # when it was agreed; None: when it was written down, `agreed_at`
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(max_length=5000, blank=True)
    evidence = models.FileField(upload_to="evidence/%Y/%m", blank=True)
    evidence_name = models.CharField(max_length=120, blank=True)
    # Until then it is in quarantine where a scanner is configured: stored before there was one.
    evidence_clean_at = models.DateTimeField(null=True)
    # Who of those who read the record may read what was done: said by the agency that did it (§9).
    restriction = models.CharField(
        max_length=12, choices=list(RESTRICTIONS.items()), default=NOT_FAMILY, db_default=NOT_FAMILY
    )
    plan = models.ForeignKey(ChildPlan, models.PROTECT, null=True, related_name="actions")

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="action_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="action_completed_by_somebody",
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="action_done_when_completed",
                condition=Q(state__in=["open", "cancelled"]) | Q(completed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            # For "my actions" and an agency's open actions, soonest first.
            models.Index(name="action_owner_open", fields=["owner", "due_on"], condition=Q(state="open")),
            models.Index(name="action_agency_open", fields=["agency", "due_on"], condition=Q(state="open")),
            models.Index(name="action_to_review", fields=["reviewer"], condition=Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"

    @property
    def subject(self) -> str:
        return f"action:{self.pk}"

    @property
    def waits_for_time(self) -> "Happening | None":
        """An unanswered request for more time."""
        last = self.happenings.filter(
            kind__in=[Happening.Kind.TIME_ASKED, Happening.Kind.TIME_ANSWERED]
        ).last()
        return last if last and last.kind == Happening.Kind.TIME_ASKED else None


@tracked()
class ActionOn(models.Model):
    """The action stands in this record."""

    action = models.ForeignKey(Action, models.PROTECT)
    record = models.ForeignKey(Record, models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "record"], name="action_on_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.action_id} on {self.record_id}"


class Happening(models.Model):
    """What happened to an action, and who did it. Never altered."""

    class Kind(models.TextChoices):
        AGREED = "agreed", "Agreed"
        HANDED_OVER = "handed_over", "Handed over"
        TIME_ASKED = "time_asked", "Asked for more time"
        TIME_ANSWERED = "time_answered", "Answered the request for more time"
        COMPLETED = "completed", "Completed"
        RETURNED = "returned", "Sent back by the reviewer"
        REVIEWED = "reviewed", "Reviewed"
        CANCELLED = "cancelled", "Cancelled"

    action = models.ForeignKey(Action, models.PROTECT, related_name="happenings")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField(blank=True)
    day = models.DateField(null=True)  # asked for, or granted
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = kept("action_event_kept")

    def __str__(self) -> str:
        return self.get_kind_display()
