"""That the report was shared with the family: when, by whom, with whom; only what was approved (§7)."""

from datetime import datetime
from typing import Any

from conference.models import Conference
from deadlines.calendar import LONDON
from records import second_reading
from records.models import FamilyPaper, Product
from records.refusals import Refusal, WhyNot
from records.states import PaperState


def papers(conference: Conference) -> Any:
    found = FamilyPaper.objects.filter(version__record=conference.pk, version__product=Product.FAMILY_REPORT)
    return found.select_related("version__record", "addressee", "asked", "by").prefetch_related("steps")


def why_not_so(conference: Conference, facts: dict[str, Any], at: datetime) -> WhyNot:
    """Shared is only what a second person had approved for this person by then."""
    day = facts.get("shared_on")
    if not day:
        return
    approved = [
        step.at.astimezone(LONDON).date()
        for paper in papers(conference).filter(addressee=facts["person"])
        for step in paper.steps.all()
        if step.step == PaperState.APPROVED and paper.state in (PaperState.APPROVED, PaperState.GIVEN)
    ]
    if not approved:
        yield Refusal(
            f"There is no approved copy of the report for {facts['person']}. Make the family’s copy first.",
            mend="shared_on",
        )
    elif day < min(approved):
        yield Refusal("It is shared after a second person approved it. Check the day.", mend="shared_on")


def follow(conference: Conference) -> None:
    """The copy that was shared is given from then on."""
    for row in conference.shared_with.exclude(shared_on=None).select_related("added_by").order_by("pk"):
        for paper in papers(conference).filter(addressee=row.person_id):
            if paper.state == PaperState.APPROVED:
                second_reading.note_given(paper, by=row.added_by, at=row.added_at)
