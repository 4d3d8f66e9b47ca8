"""The facts that the clocks of conferences hang on, read for many of them at once."""

from collections.abc import Sequence
from datetime import datetime

from conference.models import Conference
from conference.timescales import OF_A_PLAN, PlanFacts, clocks_of_a_plan
from deadlines.settling import derive
from records.states import State
from s47.clock_facts import began, owners_of, withdrawn_of
from s47.models import Allocation, Enquiry
from s47.timescales import ConferenceClockFacts, clock_of_the_conference
from strategy.clock_facts import OVER, said_in
from strategy.models import StrategyDiscussion


def of_plans(conferences: Sequence[Conference]) -> dict[int, PlanFacts]:
    """Of those that are signed; in one that is being corrected stands what was signed until it is anew."""
    signed = {each.pk: each for each in conferences if each.state == State.SIGNED and each.started_at}
    enquiries = [each.enquiry_id for each in signed.values()]
    lead = Allocation.objects.filter(enquiry__in=enquiries, ended_at=None)
    leads = dict(lead.values_list("enquiry", "lead_social_worker"))
    found = {}
    for pk, conference in signed.items():
        assert conference.started_at and conference.chair_id
        found[pk] = PlanFacts(
            begun=conference.started_at,
            chair=conference.chair_id,
            lead=leads.get(conference.enquiry_id, conference.chair_id),
            plan_made=bool(conference.plan_made),
            core_group_at=conference.core_group_held_at,
            review_at=conference.review_held_at,
            born_at=began(conference.child.born_on) if conference.child.born_on else None,
        )
    return found


def of_conference_clocks(enquiries: Sequence[Enquiry]) -> dict[int, ConferenceClockFacts]:
    held = Conference.objects.filter(enquiry__in=[e.pk for e in enquiries]).exclude(state=State.CANCELLED)
    conferences = {each.enquiry_id: each for each in held.exclude(started_at=None)}
    said = said_in([each.pk for each in conferences.values()], "held") if conferences else {}
    owners, withdrawn = owners_of(enquiries), withdrawn_of(enquiries)
    discussed = _discussed(enquiries)
    found = {}
    for enquiry in enquiries:
        begun, conference = enquiry.initiating_discussion.started_at, conferences.get(enquiry.pk)
        if begun is None:
            continue
        told = said[conference.pk].get("held", {}) if conference else {}
        found[enquiry.pk] = ConferenceClockFacts(
            begun=begun,
            owner=owners[enquiry.pk],
            outcome=enquiry.outcome,
            last_begun=_last(discussed[enquiry.pk], begun, conference.started_at if conference else None),
            held_at=conference.started_at if conference else None,
            decided=conference is not None and conference.plan_made is not None,
            cause=told.get("delay_cause") or "",
            mitigation=told.get("delay_mitigation") or "",
            withdrawn=withdrawn.get(enquiry.pk, ""),
        )
    return found


def _discussed(enquiries: Sequence[Enquiry]) -> dict[int, list[datetime]]:
    """When each discussion about the child of an enquiry began, without those that decided another one."""
    over = StrategyDiscussion.objects.filter(child__in=[e.child_id for e in enquiries], state__in=OVER)
    rows = list(over.exclude(started_at=None).values_list("child", "started_at", "enquiries"))
    return {
        enquiry.pk: [
            at for child, at, of in rows if child == enquiry.child_id and of in (None, enquiry.pk) and at
        ]
        for enquiry in enquiries
    }


def _last(moments: Sequence[datetime], begun: datetime, held_at: datetime | None) -> datetime:
    """The last discussion since section 47 was decided, and before the conference (§11)."""
    return max((at for at in moments if at >= begun and (held_at is None or at <= held_at)), default=begun)


derive(Conference, *OF_A_PLAN, facts=of_plans, wanted=clocks_of_a_plan)
derive(
    Enquiry,
    "icpc",
    facts=of_conference_clocks,
    wanted=clock_of_the_conference,
    sections=("held",),
    read_with=("initiating_discussion",),
)
