"""Who leads the enquiry, what is recommended and decided, and a child who is missing meanwhile."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from agencies.models import User
from audit.history import kept, tracked
from s47.models.enquiry import Enquiry
from s47.vocabulary import ONWARD, Outcome
from strategy.models import StrategyDiscussion


@tracked()
class Allocation(models.Model):
    """Who led the enquiry from when until when. A new one ends the last; none is overwritten."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="allocations")
    lead_social_worker = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(ended_at=None), name="one_lead_social_worker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_social_worker}"


@tracked()
class Recommendation(models.Model):
    """What the team manager recommends, with the four conditions as they were then [003].

    The head of service decides it, or returns it with reasons.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="recommendations")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reasons = models.TextField()
    conditions = models.JSONField()  # [[the condition in words, why it is not met or ""], …]
    override = models.TextField(blank=True)  # why it goes on although a condition is not met
    explained = models.JSONField(default=list)  # [[what it contradicts, why nevertheless], …]
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="recommendation_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="recommendation_returned_by_somebody",
                condition=Q(returned_at=None, returned_by=None, returned_because="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_because=""),
            ),
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(returned_at=None), name="one_recommendation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}"

    @property
    def unmet(self) -> list[tuple[str, str]]:
        return [(what, why) for what, why in self.conditions if why]


class OutcomeDecision(models.Model):
    """What the head of service decided, in their own sign-in. The last one counts; none is altered."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="decisions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    onward = models.CharField(max_length=12, choices=ONWARD, blank=True)
    reasons = models.TextField()
    capacity = models.CharField(max_length=200)  # position as it was
    explained = models.JSONField(default=list)  # [[what it contradicts, why nevertheless], …]
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="outcome_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="outcome_leads_on",
                condition=Q(outcome=Outcome.CONFERENCE, onward="")
                | ~Q(outcome=Outcome.CONFERENCE) & ~Q(onward=""),
            ),
        ]
        triggers: ClassVar = kept("outcome_kept")

    def __str__(self) -> str:
        return f"{self.outcome}"


@tracked()
class Missing(models.Model):
    """The child’s whereabouts are unknown, or the child cannot be reached [003].

    Over when a further discussion was held with the police *and* the head of service agreed the plan; or when
    the child is found.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="missing")
    since = models.DateTimeField()
    what = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_plan = models.TextField(blank=True)
    over_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)
    found_how = models.TextField(blank=True, db_default="")
    found_noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(over_at=None, found_at=None), name="missing_once"
            ),
            models.CheckConstraint(
                name="missing_found_after_and_how",
                condition=Q(found_at=None, found_how="", found_noted_by=None)
                | Q(found_at__gte=F("since"), found_noted_by__isnull=False) & ~Q(found_how=""),
            ),
            models.CheckConstraint(
                name="missing_agreed_by_somebody",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="missing_over_when_both",
                condition=Q(over_at=None) | Q(discussion__isnull=False, agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Missing since {self.since:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        """Which of the times the clock is of."""
        return f"missing:{self.pk}"
