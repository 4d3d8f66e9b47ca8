"""The enquiry itself."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from audit.history import tracked
from children.models import Person
from records.contents import rows_of
from records.models import Record, RecordQuerySet
from s47.vocabulary import Outcome
from strategy.models import StrategyDiscussion, of_the_discussion

if TYPE_CHECKING:
    from s47.models.course import Allocation, OutcomeDecision, Recommendation


@tracked()
class Enquiry(Record):
    """The section 47 enquiry about one child, from the discussion that decided it (§6)."""

    KIND, PREFIX = "enquiry", "EN"
    READ_WITH = (*Record.READ_WITH, *of_the_discussion("initiating_discussion"))
    ROWS: ClassVar = {
        "checks": ("agency",),
        "sightings": (),
        "visits": (),
        "refusals": (),
        "other_children": (),
        "missing": ("by", "agreed_by"),
        "allocations": ("lead_social_worker", "by"),
        "recommendations": ("by",),
        "decisions": ("by",),
    }
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_enquiry"
    )
    # A fact, never "the latest discussion": its clocks are counted from it (§11).
    initiating_discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="enquiries")
    # The child while the enquiry is open, then empty: the database refuses a second open one.
    open_for = models.OneToOneField(Person, models.PROTECT, null=True, related_name="open_enquiry")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)  # as last decided

    objects = RecordQuerySet["Enquiry"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    @property
    def allocation(self) -> "Allocation | None":
        return next((a for a in rows_of(self, "allocations") if a.ended_at is None), None)

    @property
    def recommendation(self) -> "Recommendation | None":
        """The one that waits for the head of service, or was decided."""
        return next((r for r in reversed(rows_of(self, "recommendations")) if r.returned_at is None), None)

    @property
    def decision(self) -> "OutcomeDecision | None":
        """As it was last decided, with what was recommended."""
        decided = rows_of(self, "decisions")
        if not decided:
            return None
        last: OutcomeDecision = decided[-1]
        last.recommendation = next(
            r for r in rows_of(self, "recommendations") if r.pk == last.recommendation_id
        )
        return last
