from datetime import date, datetime
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.models import Agency, Partnership, Team, User
from audit.history import kept, tracked
from children.models import hidden_from
from config.numbers import whole
from deadlines.calendar import LONDON
from deadlines.rounds import ClockRound as ClockRound
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

# Whose verbs a clock and those that came after it were stopped, ended and replaced by.
CORRECTED_BY = """
    WITH RECURSIVE later AS (
        SELECT id, superseded_by_id, settled_by_id FROM deadlines_deadline WHERE id = {clock}
        UNION ALL
        SELECT d.id, d.superseded_by_id, d.settled_by_id FROM deadlines_deadline d
        JOIN later ON d.id = later.superseded_by_id
    ) SELECT settled_by_id FROM later WHERE settled_by_id IS NOT NULL
"""

OF_THE_BREACH = "(SELECT clock_id FROM deadlines_breach WHERE id = NEW.breach_id)"

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


class BreachQuerySet(models.QuerySet["Breach"]):
    def unhidden(self, user: User) -> Self:
        """Without those of restricted cases that this person may not know of."""
        return self.exclude(hidden_from(user, "clock__record__child"))

    def of_no_late_clock(self) -> Self:
        """Those whose clock stands late no more: it was corrected, or applies no longer."""
        return self.filter(
            Q(clock__superseded_by__isnull=False)
            | Q(clock__dropped_at__isnull=False)
            | Q(clock__met_at__lte=F("due_at"))
        )

    def to_answer(self) -> Self:
        """Those that a correction shows never to have been late, and of which no manager has said so.

        A day that a person set was passed, whatever day was set afterwards; and while the clock that came
        after it is late itself, that one is asked about.
        """
        moved = Q(clock__superseded_by__isnull=False) & ~Q(clock__unit=Unit.DATE)
        late_again = Breach.objects.filter(clock=OuterRef("clock__superseded_by"), answer=None)
        never_late = (
            moved & ~Exists(late_again)
            | Q(clock__superseded_by=None, clock__met_at__lte=F("due_at"))
            | Q(clock__never_applied=True)
        )
        return self.filter(never_late, answer=None)


class Breach(models.Model):
    """A clock ran out before it was met (§3). Written once: no correction takes it back.

    It passed at `due_at`, the last instant that was in time. Whose it is stands here as on the clock, so
    that a board counts it from one table.
    """

    clock = models.OneToOneField(Deadline, models.PROTECT, related_name="breach")
    due_at = models.DateTimeField()
    at = (
        models.DateTimeField()
    )  # when it was noticed, by the sweep or by whoever stopped or corrected the clock
    code = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "breaches"
        constraints: ClassVar = [
            models.CheckConstraint(name="breach_after_due", condition=Q(at__gt=F("due_at"))),
        ]
        indexes: ClassVar = [
            models.Index(name=f"breach_{whose}_due", fields=[whose, "due_at"])
            for whose in ("team", "authority", "agency")
        ]
        triggers: ClassVar = kept("breach_kept")

    def __str__(self) -> str:
        return f"{self.code} #{self.clock_id}"


class BreachAnswer(models.Model):
    """A manager says why a breach was none, once a correction shows it. Written once, beside the breach."""

    breach = models.OneToOneField(Breach, models.PROTECT, related_name="answer")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="breach_answered_with_reason", condition=~Q(reason="")),
        ]
        triggers: ClassVar = [
            *kept("breach_answer_kept"),
            pgtrigger.Trigger(
                name="breach_answered_by_another",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.by_id IN ({CORRECTED_BY.format(clock=OF_THE_BREACH)}) THEN
                        RAISE EXCEPTION 'Whoever corrected it does not answer it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.breach_id}"


def _step_is_known(step: str) -> bool:
    name, _, to = step.partition(":")
    offset = name.removeprefix("+").removesuffix("wd")
    known = name in ("half", "last_working_day", "breach") or (
        name.startswith("+") and name.endswith("wd") and whole(offset, most=366) is not None
    )
    people = {"owner", "team_manager", "service_manager", "head_of_service"}
    return known and bool(to) and set(to.split(",")) <= people


@tracked()
class TimescaleSetting(models.Model):
    """A partnership's own length, unit, switch or reminder steps, with its source."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="timescales")
    code = models.CharField(max_length=40)
    length = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, choices=Unit)
    on = models.BooleanField(default=True)
    from_last = models.BooleanField(
        "count from the last discussion",
        default=False,
        db_default=False,
        help_text="Of the initial conference alone: from the last discussion before it, instead of the one "
        "that decided section 47. The return to the Department counts from the latter in any case.",
    )
    steps = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Like “half:owner, breach:owner,team_manager, +1wd:service_manager”; "
        "empty for the usual steps.",
    )
    source_note = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "code"], name="timescale_set_once")
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if self.code not in TIMESCALES:
            raise ValidationError({"code": "There is no timescale of this code."})
        if wrong := [s for s in self.steps if not _step_is_known(s)]:
            raise ValidationError({"steps": f"Not a reminder step: {', '.join(wrong)}"})
        if self.from_last and self.code != "icpc":
            raise ValidationError(
                {"from_last": "Only the initial conference can count from the last discussion."}
            )
        if self.unit in (Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS) and not self.length:
            raise ValidationError({"length": "Enter a length of at least 1."})


@tracked()
class ExtraHoliday(models.Model):
    """A non-working day that is not in the national list, such as a one-off bank holiday."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="extra_holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)
    source_note = models.CharField(max_length=200)
    local = models.BooleanField(
        "local closure",
        default=False,
        db_default=False,
        help_text="The offices are closed here, and it is no bank holiday: it lengthens no statutory clock.",
    )
    counts = models.BooleanField(
        "is not a working day",
        default=True,
        db_default=True,
        help_text="Untick to take it back. Open clocks are counted anew either way.",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "day"], name="extra_holiday_once")
        ]

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}, {self.name}"

    @classmethod
    def days_of(cls, partnership_id: Any) -> dict[date, bool]:
        """The extra days that count, and whether each is a closure of this area alone."""
        days = cls.objects.filter(partnership=partnership_id, counts=True)
        return dict(days.values_list("day", "local"))
