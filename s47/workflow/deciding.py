"""The manager’s gate, the decision of the head of service, and the record it makes (§6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from agencies.roles import Role
from children.restriction import who_may_know
from circulation import workflow as circulation
from circulation.workflow import Recipient
from deadlines import late
from deadlines.models import Deadline
from notices import outbox
from records import sections
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Product
from records.passages import Chapter, Passage
from records.permissions import why_not_manage, why_not_see
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import put_right, verb
from s47 import contradictions
from s47.models import Enquiry, OutcomeDecision, Recommendation
from s47.sections import ENQUIRY, GATED, checks_of
from s47.signals import outcome_signed
from s47.timescales import OUTCOME_CLOCKS
from s47.vocabulary import LEADS_TO, SETTLED, Outcome
from s47.workflow import missing
from strategy.workflow.signing import who_takes_part, who_was_absent

# --- the manager’s gate ---------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """One of the four conditions of [003]; `why_not` is empty when it is met."""

    words: str
    why_not: str
    mend: str


def conditions(enquiry: Enquiry) -> list[Condition]:
    """[003] Computed from the record, each with a link to what is missing."""
    return [
        Condition("All actions of the discussion are completed", *_missing(enquiry, "came_of")),
        Condition("The child has been seen", *_seen(enquiry)),
        Condition("Police and agency checks are complete", *_checks(enquiry)),
        Condition("The analysis is complete", *_missing(enquiry, "analysis")),
    ]


def _seen(enquiry: Enquiry) -> tuple[str, str]:
    if lost := missing.current(enquiry):
        return f"The child is missing since {moment_in_words(lost.since)}.", "visits"
    since = enquiry.initiating_discussion.started_at
    seen = (s for s in rows_of(enquiry, "sightings") if s.counts and (since is None or s.seen_at >= since))
    if enquiry.child.unborn or any(seen):
        return "", "visits"
    return "The child has not been seen since the enquiry was decided.", "visits"


def _checks(enquiry: Enquiry) -> tuple[str, str]:
    checks = checks_of(enquiry)
    waiting = [c.agency.name for c in checks if c.answer not in SETTLED]
    if not any(c.agency.kind == "police" for c in checks):
        return "The police have not been asked.", "checks"
    return f"No answer yet from {', '.join(waiting)}." if waiting else "", "checks"


def _missing(enquiry: Enquiry, key: str) -> tuple[str, str]:
    """What the section itself says is missing; many sentences as their number."""
    section = next(s for s in ENQUIRY if s.key == key)
    found = sections.missing(enquiry, section)
    return f"{len(found)} answers are missing." if len(found) > 2 else " ".join(found), key


def why_not_recommend(enquiry: Enquiry, *, by: User, override: str = "-") -> WhyNot:
    """[003] A team manager, not the one who leads the enquiry; nothing missing but what is overridden."""
    yield from why_not_manage(enquiry, by=by)
    lead = enquiry.allocation
    if lead is None:
        yield Refusal("Allocate a lead social worker first.")
    elif lead.lead_social_worker == by:
        yield Refusal("Who leads the enquiry cannot recommend its outcome. Another manager must.")
    if enquiry.state not in (State.OPENED, State.CORRECTING):
        yield Refusal("This enquiry waits for the head of service, or is signed.")
    for section in ENQUIRY:
        if section.key not in GATED:
            for sentence in sections.missing(enquiry, section):
                yield Refusal(sentence, mend=section.key)
    if not override.strip():
        for c in conditions(enquiry):
            if c.why_not:
                yield Refusal(f"{c.words}: not yet. {c.why_not} Complete it, or say why it goes on.", c.mend)


@verb
def recommend(
    pk: int, *, outcome: str, reasons: str, override: str, explained: str, by: User, at: datetime
) -> Recommendation:
    """Pass the gate: the head of service is asked to decide.

    `explained` says why the outcome is right although the record concludes something else.
    """
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_recommend(enquiry, by=by, override=override))
    against = contradictions.of(enquiry, outcome)
    refuse_if(_why_not_recommended(outcome, reasons))
    refuse_if(contradictions.why_not(against, explained=explained))
    found = conditions(enquiry)
    # One that was decided makes room when a signed outcome is corrected.
    enquiry.recommendations.filter(returned_at=None).update(
        returned_at=at, returned_by=by, returned_because="The outcome is corrected."
    )
    made = Recommendation(
        enquiry=enquiry,
        outcome=outcome,
        reasons=reasons.strip(),
        conditions=[[c.words, c.why_not] for c in found],
        override=override.strip() if any(c.why_not for c in found) else "",
        explained=contradictions.in_words(against, explained),
        at=at,
        by=by,
    )
    made.save()
    enquiry.step_to(State.RECOMMENDED)
    enquiry.save()
    _ask_to_decide(enquiry, made, by=by, at=at)
    return made


def _why_not_recommended(outcome: str, reasons: str) -> Iterator[Refusal]:
    if outcome not in Outcome.values:
        yield Refusal("Choose what you recommend.", mend="outcome")
    if not reasons.strip():
        yield Refusal("Give your reasons.", mend="reasons")


def _ask_to_decide(enquiry: Enquiry, made: Recommendation, *, by: User, at: datetime) -> None:
    heads = User.objects.of(enquiry.authority).holding(Role.HEAD_OF_SERVICE)
    outbox.tell_each(
        who_may_know(enquiry.child_id, heads),
        key=f"decide:{made.pk}",
        kind="decide_outcome",
        sender=by,
        reference=enquiry.ref,
        path=f"/enquiries/{enquiry.ref}/decide/",
        at=at,
    )


# --- the head of service -----------------------------------------------------------------


def why_not_decide(enquiry: Enquiry, *, by: User) -> WhyNot:
    """[003] The head of service, who is neither the manager who recommends nor the lead."""
    if not by.holds(Role.HEAD_OF_SERVICE, agency_id=enquiry.authority_id):
        yield Refusal(f"Only the head of service of {enquiry.authority} decides the outcome.")
    else:
        yield from why_not_see(enquiry, by=by)
    made, lead = enquiry.recommendation, enquiry.allocation
    if enquiry.state != State.RECOMMENDED or made is None:
        yield Refusal("A team manager must recommend an outcome first.")
    elif made.by == by:
        yield Refusal("You recommended this outcome. Another head of service must decide it.")
    if lead and lead.lead_social_worker == by:
        yield Refusal("You lead this enquiry. Another head of service must decide it.")


@verb
def send_back(pk: int, *, because: str, by: User, at: datetime) -> Recommendation:
    """The head of service returns the recommendation with what must be done first."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_decide(enquiry, by=by))
    if not because.strip():
        refuse_if([Refusal("Say what must be done first.", mend="because")])
    made = enquiry.recommendation
    assert made
    made.returned_at, made.returned_by, made.returned_because = at, by, because.strip()
    made.save()
    signed_before = enquiry.versions.filter(product=Product.RECORD).exists()
    enquiry.step_to(State.CORRECTING if signed_before else State.OPENED)
    enquiry.save()
    lead = enquiry.allocation
    told = [made.by, lead.lead_social_worker] if lead else [made.by]
    outbox.tell_each(
        told,
        key=f"sent back:{made.pk}",
        kind="sent_back",
        sender=by,
        reference=enquiry.ref,
        path=f"/records/{enquiry.ref}/",
        at=at,
    )
    return made


@dataclass(frozen=True)
class Verdict:
    """What the head of service says: the outcome, and why, where something speaks against it."""

    outcome: str
    onward: str = ""
    reasons: str = ""
    explained: str = ""  # why, against what the record concludes
    delay_cause: str = ""  # when it is later than its clock [002]
    delay_mitigation: str = ""


@verb
def decide(pk: int, *, verdict: Verdict, by: User, at: datetime, seen: int) -> OutcomeDecision:
    """Decide and sign: the Record of Outcome freezes and circulates, the clocks stop (§3, §6).

    `seen` is the revision that was read.
    """
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_decide(enquiry, by=by))
    outcome, onward, explained = verdict.outcome, verdict.onward, verdict.explained
    against = contradictions.of(enquiry, outcome, onward)
    refuse_if([*_why_not_so(enquiry, verdict, at=at), *contradictions.why_not(against, explained=explained)])
    if enquiry.revision != seen:
        refuse_if([Refusal("The record changed since you opened this page. Read it again.")])
    made, hat = enquiry.recommendation, by.hat_in(enquiry.authority_id)
    assert made
    decision = OutcomeDecision.objects.create(
        enquiry=enquiry,
        recommendation=made,
        outcome=outcome,
        onward="" if outcome == Outcome.CONFERENCE else onward,
        reasons=verdict.reasons.strip(),
        capacity=f"{hat.title if hat else ''}, {enquiry.authority}",
        explained=contradictions.in_words(against, explained),
        at=at,
        by=by,
    )
    enquiry.outcome, enquiry.open_for = outcome, None
    enquiry.step_to(State.SIGNED)
    enquiry.save()
    put_right(by=by, at=at)  # the record says which of its clocks were late
    late.tell(enquiry, *OUTCOME_CLOCKS, cause=verdict.delay_cause, mitigation=verdict.delay_mitigation, at=at)
    _circulate(enquiry, decision, by=by, at=at)
    outcome_signed.send(Enquiry, enquiry=enquiry, at=at)
    return decision


def _why_not_so(enquiry: Enquiry, verdict: Verdict, *, at: datetime) -> Iterator[Refusal]:
    if verdict.outcome not in Outcome.values:
        yield Refusal("Choose what you decide.", mend="outcome")
    elif verdict.outcome != Outcome.CONFERENCE and not verdict.onward:
        yield Refusal("Say what follows when there is no conference.", mend="onward")
    if not verdict.reasons.strip():
        yield Refusal("Give your reasons.", mend="reasons")
    if Deadline.objects.breached(at=at).filter(record=enquiry.pk, code__in=OUTCOME_CLOCKS).exists():
        yield from late.why_not_told(verdict.delay_cause, verdict.delay_mitigation)


# --- what is signed, and to whom it goes ---------------------------------------------------


def head_of(enquiry: Enquiry, decision: OutcomeDecision, title: str) -> dict[str, str]:
    child = enquiry.child
    return {
        "title": title,
        "child": str(child),
        "birth": child.birth,
        "authority": enquiry.authority.name,
        "responsible": f"Decided by {decision.by.name}, {decision.capacity}.",
        "held": "",
    }


def outcome_chapter(enquiry: Enquiry, decision: OutcomeDecision | None) -> Chapter:
    """What was recommended and decided, by whom, with the conditions as they were."""
    made = decision.recommendation if decision else enquiry.recommendation
    passages = []
    if made:
        passages += [
            Passage("Recommended", f"{made.get_outcome_display()}\n{made.reasons}"),
            Passage("Recommended by", f"{made.by.name}, {moment_in_words(made.at)}"),
        ]
        passages += [Passage("Condition not met", f"{what}. {why}") for what, why in made.unmet]
        if made.override:
            passages.append(Passage("Why it went on", made.override))
        passages += _explained(made)
    if decision:
        onward = decision.get_onward_display() if decision.onward else LEADS_TO[Outcome(decision.outcome)]
        passages += [
            Passage("Decided", f"{decision.get_outcome_display()}\n{onward}"),
            Passage("Reasons", decision.reasons),
            *_explained(decision),
            *late.reads(enquiry, *OUTCOME_CLOCKS),
            Passage(
                "Decided and signed by",
                f"{decision.by.name}, {decision.capacity}, {moment_in_words(decision.at)}",
            ),
        ]
    return Chapter("outcome", "Outcome", tuple(passages))


def _explained(said: Recommendation | OutcomeDecision) -> list[Passage]:
    """What it contradicts in the record, and why it is so nevertheless."""
    return [Passage(f"{sentence} Why?", why) for sentence, why in said.explained]


def _circulate(enquiry: Enquiry, decision: OutcomeDecision, *, by: User, at: datetime) -> None:
    first = not enquiry.versions.filter(product=Product.RECORD).exists()
    chapters = [sections.reads(enquiry, s) for s in ENQUIRY]
    version = records.freeze(
        enquiry,
        Product.RECORD,
        head=head_of(enquiry, decision, enquiry.paper),
        chapters=[*chapters, outcome_chapter(enquiry, decision)],
        by=by,
        at=at,
        signed=True,
        reason="" if first else records.why_corrected(enquiry),
    )
    circulation.circulate(version, to=who_receives(enquiry), by=by, at=at)
    if not first:
        return
    told = (Passage("Outcome", f"{decision.get_outcome_display()}"),)
    notice = records.freeze(
        enquiry,
        Product.OUTCOME,
        head=head_of(enquiry, decision, "Outcome of section 47 enquiry"),
        chapters=[Chapter("outcome", "Outcome", told)],
        by=by,
        at=at,
        signed=True,
    )
    receive = {r.agency.pk for r in who_receives(enquiry)}
    absent = [r for r in who_was_absent(enquiry.initiating_discussion) if r.agency.pk not in receive]
    circulation.circulate(notice, to=absent, by=by, at=at)


def who_receives(enquiry: Enquiry) -> list[Recipient]:
    """Who took part in the discussion, and every agency that contributed to the enquiry."""
    found = who_takes_part(enquiry.initiating_discussion)
    for check in enquiry.checks.filter(answer="answered").select_related("agency").order_by("pk"):
        if check.agency_id != enquiry.authority_id:
            found.append(Recipient(check.agency, (), "contributed"))
    return circulation.merge(found)


# --- correct ------------------------------------------------------------------------


def why_not_correct(enquiry: Enquiry, *, by: User, reason: str = "-") -> WhyNot:
    yield from why_not_manage(enquiry, by=by)
    if enquiry.state != State.SIGNED:
        yield Refusal("Only a signed record is corrected; this one can still be changed.")
    if not reason.strip():
        yield Refusal("Say what is corrected and why.", mend="reason")


@verb
def correct(pk: int, *, reason: str, by: User, at: datetime) -> Enquiry:
    """Open a signed outcome for a correction. It is recommended and decided again; no clock restarts."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_correct(enquiry, by=by, reason=reason))
    records.open_correction(enquiry, reason=reason, by=by, at=at)
    return enquiry
