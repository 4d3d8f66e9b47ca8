"""Who may do what with a conference. When it may happen is in workflow."""

from agencies.models import User
from agencies.roles import Role
from conference.models import Conference
from records.permissions import why_not_see
from records.refusals import Refusal, WhyNot


def why_not_chair(user: User | None, conference: Conference) -> WhyNot:
    """[WT] The chair is independent: a conference chair who had no part in the enquiry."""
    if user is None or not user.holds(Role.CONFERENCE_CHAIR, agency_id=conference.authority_id):
        yield Refusal("A conference chair must chair.", mend="chair")
        return
    enquiry = conference.enquiry
    lead, made, decided = enquiry.allocation, enquiry.recommendation, enquiry.decision
    had_part = {lead.lead_social_worker_id if lead else None, made.by_id if made else None,
                decided.by_id if decided else None}  # fmt: skip
    if user.pk in had_part:
        yield Refusal(f"{user} had a part in the enquiry and cannot chair its conference.", mend="chair")


def why_not_the_chair(conference: Conference, *, by: User) -> WhyNot:
    if by != conference.chair:
        who = f", {conference.chair}," if conference.chair else ""
        yield Refusal(f"Only the conference chair{who} can do this.")
    else:
        yield from why_not_see(conference, by=by)
