from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from children.models import Person
from records.models import Record, RecordQuerySet
from s47.vocabulary import EXCEPTIONS
from strategy.models import StrategyDiscussion


@pghistory.track()
class Enquiry(Record):
    """The section 47 enquiry about one child, from the discussion that decided it (§6)."""

    KIND, PREFIX = "enquiry", "EN"
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_enquiry"
    )
    # A fact, never "the latest discussion": its clocks are counted from it (§11).
    initiating_discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="enquiries")
    # The child while the enquiry is open, then empty: the database refuses a second open one.
    open_for = models.OneToOneField(Person, models.PROTECT, null=True, related_name="open_enquiry")

    objects = RecordQuerySet["Enquiry"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    @property
    def allocation(self) -> "Allocation | None":
        return self.allocations.filter(ended_at=None).select_related("lead_social_worker", "by").first()


@pghistory.track()
class Sighting(models.Model):
    """One time the child was seen: when, by whom, alone or why not (§6)."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=250)
    alone = models.BooleanField()
    exception = models.CharField(max_length=10, choices=EXCEPTIONS, blank=True)
    why = models.TextField(blank=True)
    present = models.CharField(max_length=250, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sighting_alone_or_why_not",
                condition=Q(alone=True, exception="") | Q(alone=False) & ~Q(exception=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Seen {self.seen_at:%Y-%m-%d}"


@pghistory.track()
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
