"""What saving a section changes besides its answers; called inside the saving transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agencies.models import User
from records.contents import contents_of
from records.states import State
from strategy import after_breach
from strategy.facts import Facts, facts_from, joint_investigation
from strategy.models import Concern, Decision, StrategyDiscussion
from strategy.signals import decisions_changed
from strategy.vocabulary import Decided


def facts_of(concern: Concern) -> Facts:
    return facts_in(concern, {section: content.fields for section, content in contents_of(concern).items()})


def facts_in(concern: Concern, contents: Mapping[str, Mapping[str, Any]]) -> Facts:
    """The facts of a concern, from what stands in its sections."""
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
    advice = {joint_investigation(facts_of(concern)) for concern in discussion.concerns}
    if "required" in advice:
        return "A joint investigation is required for the offence that is suspected."
    if "consider" in advice:
        return "A joint investigation must be considered: minor injury to a child on a plan or looked after."
    return ""


def held(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    """The recorded start stops the strategy clock, also when it is corrected later (§11)."""
    discussion.mode = cleaned["mode"] or discussion.mode
    discussion.place = cleaned["place"]
    discussion.started_at, discussion.ended_at = cleaned["started_at"], cleaned["ended_at"]
    if discussion.started_at and discussion.state == State.CONVENED:
        discussion.step_to(State.HELD)
    elif not discussion.started_at and discussion.state == State.HELD:
        discussion.step_to(State.CONVENED)  # typed by mistake, and taken back
    discussion.save()


def decisions(discussion: StrategyDiscussion, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    chosen = cleaned["decisions"]
    discussion.decisions.exclude(kind__in=chosen).delete()
    for kind in chosen:
        Decision.objects.update_or_create(
            discussion=discussion,
            kind=Decided(kind),
            defaults={"reason": cleaned.get(f"reason_{kind}") or ""},
        )
    if discussion.state == State.CONCLUDED:
        decisions_changed.send(StrategyDiscussion, discussion=discussion, by=by, at=at)


def concern_facts(concern: Concern, cleaned: dict[str, Any], *, by: User, at: datetime) -> None:
    """Facts of a recorded concern were corrected: it was received and identified when they say."""
    if concern.recorded_at:
        note_moments(concern)
        concern.save()
        after_breach.explain(concern, reason=cleaned.get(after_breach.QUESTION) or "", by=by, at=at)


def note_moments(concern: Concern) -> None:
    facts = facts_of(concern)
    concern.received_at, concern.identified_at = facts.received_at, facts.identified_at
