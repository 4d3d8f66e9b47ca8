from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Team, User
from audit.history import tracked
from children.models import hidden_from
from deadlines.calendar import LONDON
from deadlines.timescales import TIMESCALES, Timescale, Unit
from records.models import Record


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        return self.filter(met_at=None, superseded_by=None, dropped_at=None)

    def breached(self, *, at: datetime) -> Self:
        return self.running().filter(due_at__lt=at)

    def late_without_a_cause(self) -> Self:
        """Those that ended late, and of which nobody has said why."""
        return self.filter(ENDED_LATE, superseded_by=None, delay_cause="")

    def was_late(self) -> Self:
        """Those that ran out before they were met, whatever was corrected since; the latest first."""
        return self.filter(breach__isnull=False).order_by("-due_at", "-pk")

    def visible_to(self, user: User) -> Self:
        """Those of the records that somebody works on; and of what their agency has to do itself (§9)."""
        own = Q(owner=user, agency__in=user.agency_ids()) | Q(agency__in=user.lead_ids())
        worked_on = Q(record__in=Record.objects.worked_on_by(user))
        return self.filter(worked_on | own & ~Q(agency=F("authority"))).unhidden(user)

    def unhidden(self, user: User) -> Self:
        """Without those of restricted cases that this person may not know of."""
        return self.exclude(hidden_from(user, "record__child"))

    def most_urgent_first(self) -> Self:
        return self.order_by("due_at", "pk")

    def listed(self, *, late: bool = False) -> Self:
        """With what a list says of each: its state, whose it is, and the child; `late`: and of its breach."""
        state = ("due_at", "met_at", "superseded_by", "dropped_at")
        child = [f"record__child__{column}" for column in ("ref", "is_child", "given_names", "family_name")]
        wide = self.select_related("record__child", "owner", "agency", *(["breach__answer"] if late else []))
        breach = ("breach__due_at", "breach__answer__at") if late else ()
        return wide.only(
            "code", "subject", *state, "record__ref", *child, "owner__name", "agency__name", *breach
        )


# Met late, or no longer to be met once it was late; never one that had no cause to run.
ENDED_LATE = Q(met_at__gt=F("due_at")) | Q(dropped_at__gt=F("due_at"), never_applied=False)

# What a clock started with. Whoever corrects it supersedes the clock by another one.
FIXED = (
    "record", "code", "subject", "started_at", "due_at", "length", "unit", "source", "from_last",
    "extra_days", "step_at", "step_names", "step_to",
)  # fmt: skip


@tracked(exclude=["next_step_at"], by_program=True)  # what the sweep writes
class Deadline(models.Model):
    """One clock running on one record.

    Never moved: when the facts that set it are corrected, another deadline supersedes it
    and both stay readable. Stays open after it is breached: `Breach` says that it was. Carries
    the rule it started with, so that it can explain itself whatever the administrator changes.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=40)  # a key of timescales.TIMESCALES
    subject = models.CharField(max_length=40, blank=True)  # "action:7", when there are several
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()  # the last instant that is still in time
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=Unit)
    source = models.CharField(max_length=200)
    from_last = models.BooleanField(default=False, db_default=False)  # by a setting of the area, then
    # The days beside the national calendar that were counted as no working days, between start and end.
    extra_days = ArrayField(models.DateField(), default=list, db_default=[])
    because = models.CharField(max_length=300, blank=True)
    # Whose clock it is, copied here so that boards and the sweep read one table.
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="deadlines")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")

    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # no longer applies
    dropped_because = models.CharField(max_length=300, blank=True)
    # A correction shows that it never had a cause to run.
    never_applied = models.BooleanField(default=False, db_default=False)
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="supersedes")
    superseded_at = models.DateTimeField(null=True)
    superseded_because = models.TextField(blank=True, db_default="")  # which fact was corrected, and by whom
    # Whose verb stopped it, ended it or gave it a successor.
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    delay_cause = models.TextField(blank=True)  # [002]
    delay_mitigation = models.TextField(blank=True)

    # The ladder of reminders, laid out when the clock starts; the sweep climbs it.
    step_at = ArrayField(models.DateTimeField(), default=list)
    step_names = ArrayField(models.CharField(max_length=40), default=list)
    step_to = ArrayField(models.CharField(max_length=120), default=list)
    next_step_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="deadline_due_after_start", condition=Q(due_at__gte=F("started_at"))),
            models.CheckConstraint(
                name="deadline_dropped_with_reason",
                condition=Q(dropped_at=None) | ~Q(dropped_because=""),
            ),
            models.CheckConstraint(
                name="deadline_met_or_dropped", condition=Q(met_at=None) | Q(dropped_at=None)
            ),
            models.CheckConstraint(
                name="deadline_never_applied_is_dropped",
                condition=Q(never_applied=False) | Q(dropped_at__isnull=False),
            ),
            models.CheckConstraint(
                name="deadline_superseded_by_another",
                condition=Q(superseded_at=None) | Q(superseded_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["record", "code", "subject"],
                condition=Q(met_at=None, superseded_by=None, dropped_at=None),
                name="one_running_clock",
            ),
        ]
        indexes: ClassVar = [
            # For the sweep, which asks every minute which steps have come.
            models.Index(
                name="deadline_next_step",
                fields=["next_step_at"],
                condition=Q(met_at=None, superseded_by=None, dropped_at=None),
            ),
            # For a board: its rows, most urgent first, and its six numbers.
            *(
                models.Index(
                    name=f"deadline_{whose}_board",
                    fields=[whose, "due_at", "id"],
                    include=["code"],
                    condition=Q(met_at=None, superseded_by=None, dropped_at=None),
                )
                for whose in ("team", "authority", "agency")
            ),
            # For the chart of a board: how those that ran out in the last weeks ended.
            *(
                models.Index(
                    name=f"deadline_{whose}_due",
                    fields=[whose, "due_at"],
                    include=["met_at"],
                    condition=Q(superseded_by=None, dropped_at=None),
                )
                for whose in ("team", "authority", "agency")
            ),
            # For "my work".
            models.Index(
                name="deadline_owner_running",
                fields=["owner", "due_at", "id"],
                condition=Q(met_at=None, superseded_by=None, dropped_at=None),
            ),
            # For whoever still has to say why theirs was late.
            models.Index(
                name="deadline_owner_why",
                fields=["owner"],
                condition=ENDED_LATE & Q(superseded_by=None, delay_cause=""),
            ),
        ]
        triggers: ClassVar = [
            # Of these columns only: the sweep sets others, ten thousand at once, and must wake no trigger.
            # After, not before: before would lock each of those rows once more.
            pgtrigger.ReadOnly(
                name="clock_never_moved",
                fields=list(FIXED),
                operation=pgtrigger.UpdateOf("record_id", *FIXED[1:]),
                when=pgtrigger.After,
            ),
            pgtrigger.Protect(name="clock_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"

    @property
    def standing(self) -> bool:
        """It applies, whether it runs or was met."""
        return self.superseded_by_id is None and self.dropped_at is None

    @property
    def rule(self) -> Timescale:
        return TIMESCALES[self.code]

    @property
    def title(self) -> str:
        return self.rule.title

    @property
    def running(self) -> bool:
        return self.met_at is None and self.superseded_by_id is None and self.dropped_at is None

    def days_late(self, *, at: datetime) -> int:
        """Days in London from the day it was due to the day it was met, or to now; 0 when it is not late."""
        end = self.met_at or (at if self.running else self.due_at)
        return max((end.astimezone(LONDON).date() - self.due_at.astimezone(LONDON).date()).days, 0)

    @property
    def met_late(self) -> bool:
        return self.met_at is not None and self.met_at > self.due_at

    def status(self, *, at: datetime) -> str:
        """What it is now: computed, never stored. Due today is not overdue."""
        if self.superseded_by_id:
            return "superseded"
        if self.dropped_at:
            return "not applicable"
        if self.met_at:
            return "met late" if self.met_late else "met"
        if at > self.due_at:
            return "overdue"
        today, due = at.astimezone(LONDON).date(), self.due_at.astimezone(LONDON).date()
        return "due today" if due == today else "running"

    @property
    def ended_late(self) -> bool:
        """As `ENDED_LATE`."""
        dropped_late = self.dropped_at is not None and self.dropped_at > self.due_at
        return self.met_late or (dropped_late and not self.never_applied)


Record.ROWS["deadlines"] = ("breach",)
