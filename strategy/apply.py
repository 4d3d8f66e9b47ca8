"""What saving a section changes besides its answers; called inside the saving transaction."""

from datetime import date, datetime
from typing import Any

from django.db.models import F

from agencies.models import User
from deadlines import workflow as clocks
from deadlines.models import Deadline
from deadlines.timescales import rule_for
from records.states import State
from strategy.facts import Facts, facts_from, governing, joint_investigation, strategy_clocks
from strategy.models import Concern, Decision, StrategyDiscussion, said_of
from strategy.timescales import CONCERN_CLOCKS
from strategy.vocabulary import Decided


def facts_of(concern: Concern) -> Facts:
    contents = dict(concern.contents.values_list("section", "fields"))
    referral = dict(contents.get("referral", {}))
    if not referral.get("received_at") and concern.received_at:
        # Emptied afterwards: what it was recorded with stands until somebody says another moment.
        referral["received_at"] = concern.received_at.isoformat()
    return facts_from(
        referral=referral,
        said=contents.get("said", {}),
        flags=contents.get("flags", {}),
        place=contents.get("place", {}),
        child=concern.child,
    )


def joint_advice(discussion: StrategyDiscussion) -> str:
    advice = joint_investigation(facts_of(discussion.concern))
    if advice == "required":
        return "A joint investigation is required for the offence that is suspected."
    if advice == "consider":
        return "A joint investigation must be considered: minor injury to a child on a plan or looked after."
    return ""


def held(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    """The recorded start stops the strategy clock, also when it is corrected later (§11)."""
    discussion.mode = cleaned["mode"] or discussion.mode
    discussion.place = cleaned["place"]
    discussion.started_at, discussion.ended_at = cleaned["started_at"], cleaned["ended_at"]
    if discussion.started_at and discussion.state == State.CONVENED:
        discussion.step_to(State.HELD)
    discussion.save()
    if discussion.started_at:
        stop_strategy_clocks(discussion, at=discussion.started_at)


def stop_strategy_clocks(discussion: StrategyDiscussion, *, at: datetime) -> None:
    reason = said_of(discussion, "reason")
    told = {
        "cause": reason.get("delay_cause") or "",
        "mitigation": reason.get("delay_mitigation") or "",
    }
    concern = discussion.concern
    if not clocks.meet(concern, *CONCERN_CLOCKS, at=at, **told):
        # The start was corrected: what it stopped is stopped at the corrected moment.
        Deadline.objects.filter(record=concern.pk, code__in=CONCERN_CLOCKS, met_at__isnull=False).update(
            met_at=at
        )
    if discussion.follows:
        clocks.meet(discussion.follows, "follow_up_discussion", at=at)


def reason(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    """A clock that was met late carries the cause of the delay and its mitigation [002]."""
    late = Deadline.objects.filter(
        record=discussion.concern_id, code__in=CONCERN_CLOCKS, met_at__gt=F("due_at")
    )
    late.update(delay_cause=cleaned["delay_cause"] or "", delay_mitigation=cleaned["delay_mitigation"] or "")


def decisions(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    chosen = cleaned["decisions"]
    discussion.decisions.exclude(kind__in=chosen).delete()
    for kind in chosen:
        Decision.objects.update_or_create(
            discussion=discussion,
            kind=Decided(kind),
            defaults={"reason": cleaned.get(f"reason_{kind}") or ""},
        )


def actions(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    set_date_clock(discussion, "action_review", cleaned["review_on"], owner=discussion.chair)


def set_date_clock(discussion: StrategyDiscussion, code: str, day: date | None, *, owner: User) -> None:
    """After the discussion has ended, a date that a person set is a clock; corrected, it moves."""
    if discussion.ended_at is None or discussion.state in (State.CONVENED, State.HELD):
        return
    running = Deadline.objects.running().filter(record=discussion.pk, code=code).first()
    if day is None:
        return
    if running is None:
        clocks.start(discussion, code, started_at=discussion.ended_at, due_on=day, owner=owner)
    elif running.due_at.date() != day:
        clocks.supersede(running, due_on=day, because=f"The date was corrected by {owner}.")


def start_strategy_clock(concern: Concern, *, owner: User) -> None:
    """Start the clock that governs, or supersede the one that no longer does (§11)."""
    partnership = concern.authority.partnership_id
    facts = facts_of(concern)
    candidates = strategy_clocks(facts)
    rules = {code: rule_for(code, partnership) for code in CONCERN_CLOCKS}
    chosen = governing(candidates, rules, clocks.calendar_of(partnership))
    if (
        chosen is None
        or Deadline.objects.filter(record=concern.pk, code__in=CONCERN_CLOCKS, met_at__isnull=False).exists()
    ):
        return
    running = Deadline.objects.running().filter(record=concern.pk, code__in=CONCERN_CLOCKS).first()
    if running is None:
        clocks.start(
            concern,
            chosen.code,
            started_at=chosen.started_at,
            owner=owner,
            because=chosen.because,
        )
    elif (running.code, running.started_at) != (chosen.code, chosen.started_at):
        clocks.supersede(
            running,
            rule=rules[chosen.code],
            started_at=chosen.started_at,
            because=f"The facts were corrected: {chosen.because}",
        )
    concern.received_at, concern.identified_at = facts.received_at, facts.identified_at


def concern_facts(concern: Concern, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    """Facts of a recorded concern were corrected: its clocks follow, the earlier stay visible."""
    if concern.state not in (State.RECORDED, State.DECIDED) or concern.hold is False:
        return
    start_strategy_clock(concern, owner=by)
    liaison = Deadline.objects.running().filter(record=concern.pk, code="police_liaison").first()
    if liaison and concern.received_at and liaison.started_at != concern.received_at:
        clocks.supersede(liaison, started_at=concern.received_at, because="The time of receipt was corrected")
    concern.save()


def further(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    day = cleaned["follow_up_on"] if cleaned["follow_up"] == "yes" else None
    set_date_clock(discussion, "follow_up_discussion", day, owner=discussion.chair)


def examination(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    if cleaned["abe"] == "yes" and cleaned["abe_plan"] == "no":
        set_date_clock(discussion, "interview_plan", cleaned["abe_by_when"], owner=discussion.chair)
    elif cleaned["abe_plan"] == "yes":
        clocks.meet(discussion, "interview_plan", at=at)
