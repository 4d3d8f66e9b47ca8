"""A concern: begun, recorded, police spoken with, decided, corrected."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from agencies.models import User
from children.models import Person
from notices import outbox
from records import sections
from records import workflow as records
from records.fields import moment_in_words
from records.models import Product, Version
from records.passages import Chapter, Passage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy import apply, permissions
from strategy.models import Concern, StrategyDiscussion
from strategy.queries import managers_of


def why_not_begin(child: Person, *, by: User) -> WhyNot:
    if not permissions.csc_hat(by, child.authority_id):
        yield Refusal(f"Only {child.authority} records concerns about this child.")
    elif not Person.objects.known_to(by).filter(pk=child.pk).exists():
        yield Refusal("This child is not open to you. Ask information governance.")
    elif child.withdrawn_at:
        yield Refusal(f"{child} was put on file by mistake, and is withdrawn. Put the right child on file.")


@verb
def begin(children: Sequence[Person], *, by: User, at: datetime) -> list[Concern]:
    """Begin a concern about each child, in one go."""
    # Against their withdrawal: whoever comes second sees what the first has done.
    children = Person.objects.lock(children)
    for child in children:
        refuse_if(why_not_begin(child, by=by))
    hat = permissions.csc_hat(by, children[0].authority_id)
    together = uuid.uuid4()
    return [
        Concern.objects.create(
            child=child,
            authority=child.authority,
            team=hat.team if hat else None,
            together=together,
            state=State.DRAFT,
            created_at=at,
            created_by=by,
        )
        for child in children
    ]


def why_not_record(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(concern, by=by)
    if concern.state != State.DRAFT:
        yield Refusal("This concern is already recorded.")
    for section in sections.sections_of(concern):
        for sentence in sections.missing(concern, section):
            yield Refusal(sentence, mend=section.key)


@verb
def record(pk: int, *, by: User, at: datetime) -> Concern:
    """Record the concern: its clocks start, from when it was received and identified (§3)."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_record(concern, by=by))
    apply.note_moments(concern)
    concern.recorded_at, concern.recorded_by = at, by
    concern.step_to(State.RECORDED)
    concern.save()
    _tell_managers(concern, by=by, at=at)
    return concern


def _tell_managers(concern: Concern, *, by: User, at: datetime) -> None:
    """Nobody waits unknowingly: who decides hears of it in the transaction that records it (§4)."""
    outbox.tell_each(
        [manager for manager in managers_of(concern) if manager != by],
        key=f"concern:{concern.pk}",
        kind="concern",
        sender=by,
        reference=concern.ref,
        path=f"/records/{concern.ref}/",
        at=at,
    )


def why_not_liaise(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(concern, by=by)
    yield from _why_not_yet(concern)


def _why_not_yet(concern: Concern) -> WhyNot:
    if concern.state == State.DRAFT:
        yield Refusal("Record the concern first.")
    if concern.state == State.WITHDRAWN:
        yield Refusal("This concern was begun by mistake, and is withdrawn.")


@verb
def liaise(pk: int, *, when: datetime, officer: str, agreed: str, by: User, at: datetime) -> Concern:
    """Record that police and children's social care have spoken [001 §4]."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_liaise(concern, by=by))
    if concern.received_at and when < concern.received_at:
        refuse_if([Refusal("You cannot have spoken before the concern was received.", mend="at")])
    concern.liaison_at, concern.liaison_by = when, by
    concern.liaison_officer, concern.liaison_agreed = officer, agreed
    concern.revision += 1
    concern.save()
    return concern


def why_not_decide(concern: Concern, *, by: User, hold: bool = True) -> WhyNot:
    yield from permissions.why_not_manage(concern, by=by)
    yield from _why_not_yet(concern)
    own = concern.discussions.exclude(state=State.CANCELLED)
    convened = concern.covered_by is not None or own.exists()
    if concern.state == State.CORRECTING:
        if convened and not hold:
            yield Refusal("A discussion has been convened. Cancel it before you decide so.", mend="hold")
        for section in sections.sections_of(concern):
            for sentence in sections.missing(concern, section):
                yield Refusal(sentence, mend=section.key)
    elif convened:
        yield Refusal("A discussion has been convened; the decision stands.")


@verb
def decide(pk: int, *, hold: bool, reason: str, by: User, at: datetime) -> Concern:
    """A manager decides whether to hold a discussion; may be decided anew until one is convened.

    Of a concern that is being corrected this closes the correction (§4).
    """
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_decide(concern, by=by, hold=hold))
    if not reason.strip():
        refuse_if([Refusal("Give the reason for the decision.", mend="reason")])
    corrected = concern.state == State.CORRECTING
    concern.hold, concern.hold_reason = hold, reason.strip()
    concern.decided_at, concern.decided_by = at, by
    concern.step_to(State.DECIDED)
    concern.save()
    if corrected:
        _freeze(concern, reason=records.why_corrected(concern), by=by, at=at)
    return concern


# --- correct --------------------------------------------------------------------------------


def why_not_correct(concern: Concern, *, by: User, reason: str = "-") -> WhyNot:
    yield from permissions.why_not_manage(concern, by=by)
    yield from _why_not_yet(concern)
    if concern.state == State.CORRECTING:
        yield Refusal("This concern is being corrected already.")
    elif concern.state == State.RECORDED:
        yield Refusal("Nobody has decided this concern yet: what it says can still be changed.")
    if not reason.strip():
        yield Refusal("Say what is corrected and why.", mend="reason")


@verb
def correct(pk: int, *, reason: str, by: User, at: datetime) -> Concern:
    """Open a decided concern, so that what is found afterwards is written down and starts its clock (§4).

    What it said when it was decided is frozen first; a manager closes the correction by deciding again.
    """
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_correct(concern, by=by, reason=reason))
    _freeze(concern, reason="", by=by, at=at)
    records.open_correction(concern, reason=reason, by=by, at=at)
    return concern


def corrections(concern: Concern) -> list[Version]:
    """What it said each time that it was decided, the latest first; none while it was never corrected."""
    found = concern.versions.filter(product=Product.CONCERN).select_related("made_by")
    return list(found.order_by("-number"))


def _freeze(concern: Concern, *, reason: str, by: User, at: datetime) -> None:
    """Keep what it says now; once, when the last version says the same."""
    sections.forget(concern)
    chapters = [
        *(sections.reads(concern, section) for section in sections.sections_of(concern)),
        _decision(concern),
    ]
    last = next(iter(corrections(concern)), None)
    if last and last.content["chapters"] == json.loads(json.dumps([each.as_json() for each in chapters])):
        return
    child = concern.child
    head = {
        "title": concern.paper,
        "child": str(child),
        "birth": child.birth,
        "authority": concern.authority.name,
    }
    records.freeze(
        concern, Product.CONCERN, head=head, chapters=chapters, by=by, at=at, signed=False, reason=reason
    )


def _decision(concern: Concern) -> Chapter:
    assert concern.decided_at
    what = "A strategy discussion is held" if concern.hold else "No strategy discussion"
    passages = (
        Passage("Decided", what),
        Passage("Reason", concern.hold_reason),
        Passage("By", f"{concern.decided_by}, {moment_in_words(concern.decided_at)}"),
    )
    return Chapter("decision", "The manager’s decision", passages)


def why_not_withdraw(concern: Concern, *, by: User) -> WhyNot:
    """Begun by mistake, and nothing hangs on it. A draft is withdrawn by whoever may write it; one that is
    recorded, whose clocks run and that waits for a manager, by a manager."""
    if concern.state == State.DRAFT:
        yield from permissions.why_not_work_on(concern, by=by)
    else:
        yield from permissions.why_not_manage(concern, by=by)
    if concern.state == State.WITHDRAWN:
        yield Refusal("This concern is withdrawn already.")
    elif concern.state == State.DECIDED:
        yield Refusal("A manager has decided this concern, so it is no mistake. Decide it anew instead.")
    elif concern.liaison_at:
        yield Refusal("The police have been told of this concern. Decide it instead, with the reason.")
    elif concern.actions.exists():
        yield Refusal("Actions were agreed on this concern. Decide it instead, with the reason.")


@verb
def withdraw(pk: int, *, reason: str, by: User, at: datetime) -> Concern:
    """A concern begun by mistake: it leaves lists and clocks, and stays readable with the reason (§11)."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_withdraw(concern, by=by))
    if not reason.strip():
        refuse_if([Refusal("Say why it was a mistake.", mend="reason")])
    concern.withdrawn_at, concern.withdrawn_by, concern.withdrawn_reason = at, by, reason.strip()
    concern.step_to(State.WITHDRAWN)
    concern.save()
    return concern


def earlier_discussions(child: Person, *, at: datetime) -> int:
    """How many strategy discussions were held about the child in the last 12 months (§11)."""
    year = Q(started_at__gte=at - timedelta(days=365), started_at__lte=at)
    return StrategyDiscussion.objects.filter(year, child=child).count()
