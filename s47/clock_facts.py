"""The facts that the clocks of enquiries hang on, read for many of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Min, Q
from django.db.models.functions import Greatest

from deadlines.calendar import LONDON
from deadlines.settling import derive
from records.models import Explanation
from records.states import State
from s47.models import Allocation, Enquiry, Missing, OutcomeDecision, Sighting
from s47.timescales import OUTCOME_CLOCKS, Away, EnquiryFacts, clocks_of_an_enquiry
from strategy.clock_facts import OVER
from strategy.models import StrategyDiscussion


def of_enquiries(enquiries: Sequence[Enquiry]) -> dict[int, EnquiryFacts]:
    keys = [enquiry.pk for enquiry in enquiries]
    fast = _fast(enquiries)
    seen = Sighting.objects.filter(Sighting.COUNTS, enquiry__in=keys)
    seen_at: dict[int, list[datetime]] = defaultdict(list)
    for key, moment in seen.values_list("enquiry", "seen_at"):
        seen_at[key].append(moment)
    decided = OutcomeDecision.objects.filter(enquiry__in=keys)
    decided_at = dict(decided.values_list("enquiry").annotate(Min("at")))
    overrides = dict(decided.order_by("pk").values_list("enquiry", "recommendation__override"))
    away, withdrawn, owners = _away(keys), withdrawn_of(enquiries), owners_of(enquiries)
    return {
        enquiry.pk: EnquiryFacts(
            begun=begun,
            owner=owners[enquiry.pk],
            unborn=enquiry.child.unborn,
            born_at=began(enquiry.child.born_on) if enquiry.child.born_on else None,
            fast_at=fast.get(enquiry.pk),
            seen=tuple(seen_at[enquiry.pk]),
            away=tuple(away[enquiry.pk]),
            decided_at=decided_at.get(enquiry.pk),
            withdrawn=withdrawn.get(enquiry.pk, ""),
            closed_because=overrides.get(enquiry.pk, ""),
        )
        for enquiry in enquiries
        if (begun := enquiry.initiating_discussion.started_at)
    }


def began(day: date) -> datetime:
    """When this day began in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def owners_of(enquiries: Sequence[Enquiry]) -> dict[int, int]:
    """The lead social worker of each, or whoever chaired the discussion while there is none."""
    lead = Allocation.objects.filter(enquiry__in=[enquiry.pk for enquiry in enquiries], ended_at=None)
    leads = dict(lead.values_list("enquiry", "lead_social_worker"))
    return {e.pk: leads.get(e.pk, e.initiating_discussion.chair_id) for e in enquiries}


def withdrawn_of(enquiries: Sequence[Enquiry]) -> dict[int, str]:
    """Why section 47 is no longer decided, of those that are withdrawn."""
    ended = [enquiry.pk for enquiry in enquiries if enquiry.state == State.WITHDRAWN]
    said = Explanation.objects.filter(record__in=ended, about="decided").order_by("pk") if ended else ()
    return {each.record_id: f"{each.sentence} {each.words}" for each in said}


def _fast(enquiries: Sequence[Enquiry]) -> dict[int, datetime]:
    """When a conference or legal planning was first decided: with section 47, by a correction, or later on.

    What is discussed about the child while the enquiry runs belongs to it (§11).
    """
    first = {enquiry.initiating_discussion_id for enquiry in enquiries}
    of_it = Q(pk__in=first) | Q(child__in={enquiry.child_id for enquiry in enquiries}, state__in=OVER)
    asked = StrategyDiscussion.objects.filter(of_it).exclude(started_at=None).exclude(fast_since=None)
    decided = asked.values_list("child", "started_at", Greatest("fast_since", "started_at"))
    found: dict[int, datetime] = {}
    for enquiry in enquiries:
        begun = enquiry.initiating_discussion.started_at
        moments = [
            at for child, start, at in decided if child == enquiry.child_id and begun and start >= begun
        ]
        if moments:
            found[enquiry.pk] = min(moments)
    return found


def _away(keys: Sequence[int]) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    for missing in Missing.objects.filter(enquiry__in=keys).order_by("pk"):
        found[missing.enquiry_id].append(
            Away(missing.subject, missing.since, missing.over_at, missing.found_at)
        )
    return found


derive(
    Enquiry,
    "child_seen",
    "missing_child",
    *OUTCOME_CLOCKS,
    facts=of_enquiries,
    wanted=clocks_of_an_enquiry,
    sections=("decisions",),
    read_with=("initiating_discussion",),
)
