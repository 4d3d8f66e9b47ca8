"""Conclude, sign, correct: and what is then circulated to whom (§8)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from actions.models import Action
from agencies.models import Agency, User
from circulation import workflow as circulation
from circulation.workflow import Recipient
from records import sections
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Product
from records.passages import Chapter, Passage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy import apply, permissions
from strategy.models import StrategyDiscussion
from strategy.sections.discussion import ACTION_COLUMNS, DISCUSSION, action_table
from strategy.signals import discussion_concluded, discussion_signed
from strategy.vocabulary import HOW_HELD
from strategy.workflow.agreeing import agreements, ask_to_agree, asked_instead

# --- conclude -----------------------------------------------------------------------


def why_not_conclude(discussion: StrategyDiscussion, *, by: User) -> WhyNot:
    """Never blocked by missing prose: only by what the clocks and the action list need."""
    yield from permissions.why_not_the_chair(discussion, by=by)
    if discussion.state not in (State.CONVENED, State.HELD):
        yield Refusal("This discussion is already concluded.")
    if discussion.started_at is None:
        yield Refusal("Say when the discussion began.", mend="held")
    if discussion.ended_at is None:
        yield Refusal("Say when the discussion ended.", mend="held")
    if not rows_of(discussion, "decisions"):
        yield Refusal("Record at least one decision.", mend="decisions")


@verb
def conclude(pk: int, *, by: User, at: datetime) -> StrategyDiscussion:
    """The discussion is over: its clocks start from its end and the action list goes out."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_conclude(discussion, by=by))
    assert discussion.ended_at
    discussion.step_to(State.CONCLUDED)
    discussion.save()
    _issue_action_list(discussion, by=by, at=at)
    ask_to_agree(discussion, by=by, at=at)
    discussion_concluded.send(StrategyDiscussion, discussion=discussion, by=by, at=at)
    return discussion


def _issue_action_list(discussion: StrategyDiscussion, *, by: User, at: datetime) -> None:
    """To every agency with an action and all who took part; not yet signed, and says so."""
    chapter = Chapter("actions", "Actions", (), ACTION_COLUMNS, action_table(discussion))
    last = discussion.versions.filter(product=Product.ACTION_LIST).order_by("-number").first()
    if last and last.content["chapters"] == [_plain(chapter)]:
        return
    version = records.freeze(
        discussion,
        Product.ACTION_LIST,
        head=head_of(discussion, "Action list") | {"unsigned": last is None},
        chapters=[chapter],
        by=by,
        at=at,
        signed=False,
    )
    circulation.circulate(version, to=who_takes_part(discussion), by=by, at=at)


def _plain(chapter: Chapter) -> dict[str, Any]:
    return {
        "key": chapter.key,
        "title": chapter.title,
        "passages": [],
        "columns": list(chapter.columns),
        "rows": [list(row) for row in chapter.rows],
    }


# --- recipients ---------------------------------------------------------------------


def who_takes_part(discussion: StrategyDiscussion) -> list[Recipient]:
    """Attendees and action owners of other agencies: they receive the full record (§8)."""
    own = discussion.authority_id
    found = [
        Recipient(p.agency, (p.user,), "took part")
        for p in discussion.participants.select_related("agency", "user").order_by("pk")
        if p.took_part and p.agency_id != own
    ]
    found += [
        Recipient(a.agency, (a.owner,), "has an action")
        for a in Action.objects.on(discussion).standing().select_related("agency", "owner")
        if a.agency_id != own
    ]
    return circulation.merge(found)


def who_was_absent(discussion: StrategyDiscussion) -> list[Recipient]:
    """The referrer and the invited who did not come: they are told the outcome, no detail."""
    present = {r.agency.pk for r in who_takes_part(discussion)} | {discussion.authority_id}
    found = [
        Recipient(p.agency, (p.user,), "was invited")
        for p in discussion.participants.select_related("agency", "user").order_by("pk")
        if p.agency_id not in present
    ]
    referrers = {apply.facts_of(concern).referrer_agency for concern in discussion.concerns} - present
    agencies = Agency.objects.filter(pk__in=filter(None, referrers)).order_by("pk")
    found += [Recipient(agency, (), "made the referral") for agency in agencies]
    return circulation.merge(found)


# --- sign ---------------------------------------------------------------------------


def why_not_sign(discussion: StrategyDiscussion, *, by: User) -> WhyNot:
    """[000] The chair signs, once everything is recorded and agreed."""
    yield from permissions.why_not_the_chair(discussion, by=by)
    yield from permissions.why_not_chair(discussion.chair, discussion.authority)
    if discussion.state == State.SIGNED:
        yield Refusal("This record is already signed.")
        return
    if discussion.state not in (State.CONCLUDED, State.CORRECTING):
        yield Refusal("Conclude the discussion first.", mend="conclude")
    for section in DISCUSSION:
        for sentence in sections.missing(discussion, section):
            yield Refusal(sentence, mend=section.key)
    yield from _not_agreed(discussion)


def _not_agreed(discussion: StrategyDiscussion) -> Iterator[Refusal]:
    names = {"csc": "a manager of children’s social care", "police": "the police"}
    for gate, agreement in agreements(discussion).items():
        if agreement is None:
            asked = any(given.gate == gate for given in rows_of(discussion, "agreements"))
            again = " again: the record changed" if asked else ""
            yield Refusal(f"The decision must be agreed by {names[gate]}{again}.", mend="agree")
        elif not agreement.agreed:
            yield Refusal(f"{agreement.by} does not agree: {agreement.comment}", mend="agree")
        elif agreement.by == discussion.chair:
            yield Refusal("The chair signs; another manager must agree.", mend="agree")


@verb
def sign(pk: int, *, by: User, at: datetime, seen: int, reason: str = "") -> StrategyDiscussion:
    """Sign the record as the chair saw it at revision `seen`: it freezes and circulates.

    :raises Refused: when it changed meanwhile, or for any reason of `why_not_sign`.
    """
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_sign(discussion, by=by))
    if discussion.revision != seen:
        refuse_if([Refusal("The record changed since you opened this page. Read it again.")])
    first = not discussion.versions.filter(product=Product.RECORD).exists()
    discussion.step_to(State.SIGNED)
    discussion.save()
    version = records.freeze(
        discussion,
        Product.RECORD,
        head=head_of(discussion, discussion.paper),
        chapters=[*(sections.reads(discussion, s) for s in DISCUSSION), signatures(discussion, at)],
        by=by,
        at=at,
        signed=True,
        reason=reason or records.why_corrected(discussion),
    )
    circulation.circulate(version, to=who_takes_part(discussion), by=by, at=at)
    _issue_action_list(discussion, by=by, at=at)
    if first:
        _tell_outcome(discussion, by=by, at=at)
    discussion_signed.send(StrategyDiscussion, discussion=discussion, by=by, at=at)
    return discussion


def _tell_outcome(discussion: StrategyDiscussion, *, by: User, at: datetime) -> None:
    assert discussion.started_at
    passages = (
        Passage("Held", moment_in_words(discussion.started_at)),
        Passage(
            "Outcome",
            "\n".join(str(d.get_kind_display()) for d in discussion.decisions.order_by("pk")),
        ),
    )
    version = records.freeze(
        discussion,
        Product.OUTCOME,
        head=head_of(discussion, "Outcome of strategy discussion"),
        chapters=[Chapter("outcome", "Outcome", passages)],
        by=by,
        at=at,
        signed=True,
    )
    circulation.circulate(version, to=who_was_absent(discussion), by=by, at=at)


def head_of(discussion: StrategyDiscussion, title: str) -> dict[str, Any]:
    child = discussion.child
    return {
        "title": title,
        "child": str(child),
        "birth": child.birth,
        "authority": discussion.authority.name,
        "chair": discussion.chair.name,
        "held": moment_in_words(discussion.started_at) if discussion.started_at else "",
        "how": HOW_HELD[discussion.mode],
    }


def signatures(discussion: StrategyDiscussion, at: datetime | None) -> Chapter:
    """Who agreed and who signed, with capacity and time."""
    names = {"csc": "Agreed for children’s social care", "police": "Agreed for the police"}
    passages = [
        Passage(names[gate], f"{a.by.name}, {a.capacity}, {moment_in_words(a.at)}")
        for gate, a in agreements(discussion).items()
        if a and a.agreed
    ]
    passages += [*asked_instead(discussion), *records.handed_over(discussion)]
    if at:
        chair = f"{discussion.chair.name}, {moment_in_words(at)}"
        passages.append(Passage("Signed by the chair", chair))
    return Chapter("signatures", "Agreement and signature", tuple(passages))


# --- correct ------------------------------------------------------------------------


def why_not_correct(discussion: StrategyDiscussion, *, by: User, reason: str = "-") -> WhyNot:
    yield from permissions.why_not_the_chair(discussion, by=by)
    if discussion.state != State.SIGNED:
        yield Refusal("Only a signed record is corrected; this one can still be changed.")
    if not reason.strip():
        yield Refusal("Say what is corrected and why.", mend="reason")


@verb
def correct(pk: int, *, reason: str, by: User, at: datetime) -> StrategyDiscussion:
    """Open a signed record for a correction. The signed version stays; signing makes the next."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_correct(discussion, by=by, reason=reason))
    records.open_correction(discussion, reason=reason, by=by, at=at)
    return discussion
