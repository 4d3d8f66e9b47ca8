"""That a clock ran out, and what a manager answers once a correction shows otherwise."""

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.models import Agency, Team, User
from audit.history import kept
from children.models import hidden_from
from deadlines.models.deadline import Deadline
from deadlines.timescales import Unit

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
