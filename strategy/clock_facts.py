"""The facts that the clocks of concerns and discussions hang on, read for many of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q

from actions.models import Action, Happening
from deadlines.settling import derive
from records.models import Product, SectionContent, Version
from records.states import State
from records.verbs import FACT_SECTIONS
from strategy.apply import facts_in
from strategy.models import Concern, StrategyDiscussion
from strategy.timescales import (
    OF_A_CONCERN,
    OF_A_DISCUSSION,
    ConcernFacts,
    DiscussionFacts,
    Held,
    Sent,
    clocks_of_a_concern,
    clocks_of_a_discussion,
)

OVER = (State.CONCLUDED, State.SIGNED, State.CORRECTING)
SENT = (Product.ACTION_LIST, Product.RECORD, Product.OUTCOME)

Said = Mapping[str, Mapping[str, Any]]


def said_in(records: Sequence[int], *sections: str) -> Mapping[int, Said]:
    """What stands in these sections of many records: by record, by section."""
    assert FACT_SECTIONS.issuperset(sections), (
        "Name them where it is said how clocks follow: derive(sections=…)"
    )
    found: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    contents = SectionContent.objects.filter(record__in=records, section__in=sections)
    for record, section, fields in contents.values_list("record", "section", "fields"):
        found[record][section] = fields
    return found


def of_concerns(concerns: Sequence[Concern]) -> dict[int, ConcernFacts]:
    """Of those that were recorded."""
    recorded = {concern.pk: concern for concern in concerns if concern.recorded_at}
    said = said_in(list(recorded), "referral", "said", "flags", "place")
    about: dict[int, list[StrategyDiscussion]] = defaultdict(list)
    every: dict[int, list[StrategyDiscussion]] = defaultdict(list)
    joined = defaultdict(list)
    for concern in recorded.values():
        joined[concern.joined_id].append(concern)
    for discussion in (
        StrategyDiscussion.objects.filter(Q(concern__in=recorded) | Q(pk__in=filter(None, joined)))
        .exclude(state=State.CANCELLED)
        .select_related("follows")
        .order_by("pk")
    ):
        for concern in joined[discussion.pk]:
            if _covers(discussion, concern):
                about[concern.pk].append(discussion)
                every[concern.pk].append(discussion)
        every[discussion.concern_id].append(discussion)
        if discussion.follows is None or discussion.follows.concern_id != discussion.concern_id:
            about[discussion.concern_id].append(discussion)
    held = _held(discussion for each in every.values() for discussion in each)
    return {
        pk: ConcernFacts(
            facts=facts_in(concern, said[pk]),
            recorder=concern.recorded_by_id or concern.created_by_id,
            chair=about[pk][-1].chair_id if about[pk] else None,
            liaison_at=concern.liaison_at,
            held=_first(held.get(discussion.pk) for discussion in about[pk]),
            begun=_in_order(held.get(discussion.pk) for discussion in every[pk]),
            no_discussion=concern.hold_reason if concern.hold is False else "",
            withdrawn=concern.withdrawn_reason,
        )
        for pk, concern in recorded.items()
    }


def _covers(discussion: StrategyDiscussion, joined: Concern) -> bool:
    """What was held before the concern was received did not cover it, whatever has been corrected since."""
    begun, received = discussion.started_at, joined.received_at
    return begun is None or received is None or begun >= received


def of_discussions(discussions: Sequence[StrategyDiscussion]) -> dict[int, DiscussionFacts]:
    """Of those that are over."""
    over = {each.pk: each for each in discussions if each.state in OVER and each.ended_at}
    said = said_in(list(over), "further", "examination", "actions")
    with_plan = [pk for pk, each in said.items() if each.get("examination", {}).get("abe_plan") == "yes"]
    planned = _changed(with_plan, "examination")
    followed = _followed(list(over))
    versions, reviewed = _versions(list(over)), _reviewed(list(over))
    found = {}
    for pk, discussion in over.items():
        further, examination = said[pk].get("further", {}), said[pk].get("examination", {})
        asked, complete = examination.get("abe") == "yes", examination.get("abe_plan") == "yes"
        assert discussion.ended_at
        found[pk] = DiscussionFacts(
            ended_at=discussion.ended_at,
            chair=discussion.chair_id,
            versions=tuple(versions[pk]),
            follow_up_on=_day(further.get("follow_up_on")) if further.get("follow_up") == "yes" else None,
            followed=followed.get(pk),
            interview_by=_day(examination.get("abe_by_when")) if asked and not complete else None,
            interview_planned_at=planned[pk] if asked and complete else None,
            review_on=_day(said[pk].get("actions", {}).get("review_on")),
            reviewed_at=reviewed.get(pk),
        )
    return found


def _changed(records: Sequence[int], section: str) -> dict[int, datetime]:
    """When this section of each was last saved."""
    contents = SectionContent.objects.filter(record__in=records, section=section)
    return dict(contents.values_list("record", "changed_at"))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _first(held: Any) -> Held | None:
    return min(filter(None, held), key=lambda each: each.at, default=None)


def _in_order(held: Any) -> tuple[Held, ...]:
    return tuple(sorted(filter(None, held), key=lambda each: each.at))


def _held(discussions: Any) -> dict[int, Held]:
    """When each of those that began did, and what it says of its delay."""
    begun = {each.pk: each for each in discussions if each.started_at}
    said = said_in(list(begun), "reason")
    found = {}
    for pk, discussion in begun.items():
        reason = said[pk].get("reason", {})
        cause, mitigation = reason.get("delay_cause") or "", reason.get("delay_mitigation") or ""
        found[pk] = Held(discussion.started_at, cause, mitigation)
    return found


def _followed(discussions: Sequence[int]) -> dict[int, Held]:
    after = StrategyDiscussion.objects.filter(follows__in=discussions).exclude(state=State.CANCELLED)
    after = after.exclude(started_at=None).order_by("-started_at", "-pk")
    held = _held(list(after))
    # The first comes last, and stays.
    return {each.follows_id: held[each.pk] for each in after if each.follows_id}


def _versions(discussions: Sequence[int]) -> Mapping[int, list[Sent]]:
    found: dict[int, list[Sent]] = defaultdict(list)
    rows = (
        Version.objects.filter(record__in=discussions, product__in=SENT)
        .order_by("number")
        .annotate(
            to=Count("receipts"),
            sent=Count("receipts", filter=~Q(receipts__sent_at=None)),
            acknowledged=Count("receipts", filter=~Q(receipts__acknowledged_at=None)),
            last_sent=Max("receipts__sent_at"),
            last_acknowledged=Max("receipts__acknowledged_at"),
        )
        .values_list(
            "record",
            "product",
            "number",
            "made_at",
            "to",
            "sent",
            "last_sent",
            "acknowledged",
            "last_acknowledged",
        )
    )
    for record, product, number, made_at, to, sent, last_sent, acknowledged, last in rows:
        # With nobody to wait for it is done when it is made.
        everywhere = _done(to, sent, last_sent, made_at)
        version = Sent(product, number, made_at, everywhere, _done(to, acknowledged, last, made_at))
        found[record].append(version)
    return found


def _done(to: int, done: int, last: datetime | None, made_at: datetime) -> datetime | None:
    return (last or made_at) if done == to else None


def _reviewed(discussions: Sequence[int]) -> dict[int, datetime]:
    """When the last of its actions was reviewed or cancelled, where none waits any more."""
    waiting = Q(state__in=[Action.State.OPEN, Action.State.DONE])
    ended = Q(happenings__kind__in=[Happening.Kind.REVIEWED, Happening.Kind.CANCELLED])
    rows = (
        Action.objects.filter(records__in=discussions)
        .values("records")
        .annotate(wait=Count("pk", filter=waiting), last=Max("happenings__at", filter=ended))
        .values_list("records", "wait", "last")
    )
    return {record: last for record, wait, last in rows if not wait and last}


derive(
    Concern, *OF_A_CONCERN, facts=of_concerns, wanted=clocks_of_a_concern,
    sections=("referral", "said", "flags", "place", "reason"),
)  # fmt: skip
derive(
    StrategyDiscussion, *OF_A_DISCUSSION, facts=of_discussions, wanted=clocks_of_a_discussion,
    sections=("further", "examination", "actions"),
)  # fmt: skip
