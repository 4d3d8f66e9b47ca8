"""What goes to the family is read by a second person before it can be given; and can be withdrawn (§7, §8).

1. Somebody writes: the version is frozen, and one other person of social care is asked to read it.
2. That person, or another who may, approves it or sends it back with words; a new one is written then.
3. Only what was approved is noted as given. Until then its PDF says on every page that it is a draft.
4. It is withdrawn with a reason by a second person or a manager, also after it was given: what was handed
   over stays on record, marked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from agencies.models import Membership, User
from agencies.queries import with_hats
from agencies.roles import CSC_MANAGERS, RECORD_WORKERS, WHOLE_SERVICE, Role
from children.models import Person
from config.clock import LONDON
from notices import outbox
from records import workflow as records
from records.models import FamilyPaper, FamilyStep, NamedShare, Product, Record, Version
from records.passages import Chapter, chapter_from
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import PAPER_STEPS, PaperState
from records.verbs import verb

State = PaperState
# Business support types and sends, and never signs.
READERS = tuple(role for role in RECORD_WORKERS if role != Role.BUSINESS_SUPPORT)


def chapters_of(version: Version) -> list[Chapter]:
    return [chapter_from(c) for c in version.content["chapters"]]


def readers(record: Record, *, but: User) -> list[User]:
    """Who may read what `but` writes, managers first: people of the authority to whom the record is open."""
    # Few, whatever the size of the authority: each is asked then whether the record is open to them.
    named = NamedShare.objects.filter(content_object=record.pk).values("user")
    live = Membership.objects.live().filter(agency=record.authority_id)
    near = live.filter(Q(team=record.team_id) | Q(role__in=WHOLE_SERVICE) | Q(user__in=named)).values("user")
    holding = User.objects.holding(*READERS, agency_ids=[record.authority_id]).filter(pk__in=near)
    asked = with_hats(holding.exclude(pk=but.pk).order_by("name"))
    sees = Record.objects.seen_by(asked, record)
    found = [u for u in asked if u.pk in sees and u.holds(*READERS, agency_id=record.authority_id)]
    return sorted(found, key=lambda user: not _manages(record, user))


def _may_read(record: Record, user: User) -> bool:
    sees = Record.objects.visible_to(user).filter(pk=record.pk).exists()
    return sees and user.holds(*READERS, agency_id=record.authority_id)


def _manages(record: Record, user: User) -> bool:
    return user.holds(*CSC_MANAGERS, agency_id=record.authority_id)


# --- write -----------------------------------------------------------------------------------


def why_not_ask(record: Record, *, asked: User | None, by: User) -> WhyNot:
    if asked is None or asked == by or not _may_read(record, asked):
        yield Refusal("Choose who reads it before it is given: somebody else than you.", mend="reader")


def write(
    record: Record,
    product: Product,
    *,
    to: Person,
    head: dict[str, Any],
    chapters: Iterable[Chapter],
    asked: User,
    by: User,
    at: datetime,
) -> FamilyPaper:
    """Freeze it, the record locked by the caller, and ask the second person to read it."""
    version = records.freeze(record, product, head=head, chapters=chapters, by=by, at=at, signed=True)
    paper = FamilyPaper.objects.create(version=version, addressee=to, asked=asked, by=by, at=at)
    _tell(paper, "family_read", [asked], by=by, at=at)
    return paper


# --- the second person -----------------------------------------------------------------------


def why_not_read(paper: FamilyPaper, *, by: User) -> WhyNot:
    record = paper.version.record
    yield from why_not_work_on(record, by=by)
    if by == paper.by:
        yield Refusal("You wrote this. Somebody else must read it before it is given.")
    elif not by.holds(*READERS, agency_id=record.authority_id):
        yield Refusal("A social worker, a manager or the conference chair reads it. Ask one of them.")
    yield from _why_not_now(paper, State.APPROVED, "It was read already.")


def approve(pk: int, *, words: str = "", by: User, at: datetime) -> FamilyPaper:
    """The second person has read it: now it can be given."""
    return _step(pk, State.APPROVED, why_not_read, words=words, by=by, at=at)


def send_back(pk: int, *, words: str, by: User, at: datetime) -> FamilyPaper:
    """The second person says what is wrong with it; its writer is told and writes another."""
    return _step(pk, State.SENT_BACK, why_not_read, words=words, by=by, at=at)


def why_not_withdraw(paper: FamilyPaper, *, by: User) -> WhyNot:
    record = paper.version.record
    yield from why_not_work_on(record, by=by)
    if by == paper.by and not _manages(record, by):
        yield Refusal("You wrote this. Somebody else, or a manager, withdraws it.")
    elif not by.holds(*READERS, agency_id=record.authority_id):
        yield Refusal("A social worker, a manager or the conference chair withdraws it. Ask one of them.")
    yield from _why_not_now(paper, State.WITHDRAWN, "It is withdrawn already.")


def withdraw(pk: int, *, words: str, by: User, at: datetime) -> FamilyPaper:
    """It counts no more: not given any more, or handed over and marked so. It stays readable."""
    return _step(pk, State.WITHDRAWN, why_not_withdraw, words=words, by=by, at=at)


# --- whose work it is ------------------------------------------------------------------------


def _papers() -> "models.QuerySet[FamilyPaper]":
    """Whether the record is open to somebody the list of their work asks of all its lines at once."""
    found = FamilyPaper.objects.all()
    return found.select_related("version__record").defer("version__content").order_by("pk")


def waiting(record: Record) -> "models.QuerySet[FamilyPaper]":
    """What nobody but its writer has read yet."""
    found = FamilyPaper.objects.filter(version__record=record.pk, steps=None)
    return found.select_related("version__record", "addressee", "asked").order_by("pk")


def papers_waiting_for(user: User) -> "models.QuerySet[FamilyPaper]":
    """What this person is asked to read, and as a manager of the authority whatever waits there."""
    if not user.holds(*READERS):
        return FamilyPaper.objects.none()
    managed = [hat.agency_id for hat in user.hats() if hat.role in CSC_MANAGERS]
    mine = Q(asked=user) | Q(version__record__authority__in=managed)
    return _papers().filter(mine, steps=None).exclude(by=user)


def papers_of(user: User) -> "models.QuerySet[FamilyPaper]":
    """What this person wrote and must give now; and what was sent back and not written again."""
    later = FamilyPaper.objects.filter(
        addressee=OuterRef("addressee"),
        version__record=OuterRef("version__record"),
        version__product=OuterRef("version__product"),
        pk__gt=OuterRef("pk"),
    )
    last = FamilyStep.objects.filter(paper=OuterRef("pk")).order_by("-pk").values("step")[:1]
    own = _papers().filter(by=user).annotate(last=Subquery(last))
    waiting = Q(last=State.APPROVED) | Q(last=State.SENT_BACK) & ~Exists(later)
    return own.filter(waiting).prefetch_related("steps")


# --- given -----------------------------------------------------------------------------------


def why_not_give(paper: FamilyPaper, *, by: User) -> WhyNot:
    yield from why_not_work_on(paper.version.record, by=by)
    state = paper.state
    if state == State.WRITTEN:
        yield Refusal("A second person must read and approve it before it is given.")
    elif state in (State.GIVEN, State.KEPT_BACK):
        yield Refusal("It is noted already what became of it.")
    elif state != State.APPROVED:
        yield Refusal(f"It is {state.label.lower()} and is not given. Write a new one.")


def note_given(paper: FamilyPaper, *, kept_because: str = "", by: User, at: datetime) -> None:
    """That it was given, or why it was kept back; the caller has locked the record and keeps the details."""
    refuse_if(why_not_give(paper, by=by))
    step = State.KEPT_BACK if kept_because else State.GIVEN
    _add(paper, step, words=kept_because, by=by, at=at)


# --- what it says on paper -------------------------------------------------------------------


def notice_of(version: Version) -> str:
    """What stands on every page of a PDF that may not be given; empty when it may."""
    paper = FamilyPaper.objects.filter(version=version).first()
    if paper is None:
        return ""
    steps = {step.step: step for step in paper.steps.all()}
    if withdrawn := steps.get(State.WITHDRAWN):
        after = ", after it was given" if State.GIVEN in steps else ": do not give it to anybody"
        return f"WITHDRAWN on {withdrawn.at.astimezone(LONDON):%-d %B %Y}{after}"
    return {
        State.WRITTEN: "DRAFT: do not give it to anybody. A second person has not approved it yet",
        State.SENT_BACK: "SENT BACK: do not give it to anybody",
        State.KEPT_BACK: "KEPT BACK: it was decided not to give this",
    }.get(paper.state, "")


# --- how -------------------------------------------------------------------------------------


def _why_not_now(paper: FamilyPaper, step: PaperState, otherwise: str) -> WhyNot:
    if step not in PAPER_STEPS[paper.state]:
        yield Refusal(otherwise if paper.state != State.WITHDRAWN else "It is withdrawn.")


@verb
def _step(pk: int, step: PaperState, gate: Any, *, words: str, by: User, at: datetime) -> FamilyPaper:
    paper = FamilyPaper.objects.select_related("version__record", "by").get(pk=pk)
    Record.objects.lock(paper.version.record_id)
    if paper.state == step and paper.steps.filter(step=step, by=by).exists():
        return paper  # the same click twice
    refuse_if(gate(paper, by=by))
    if step != State.APPROVED and not words.strip():
        what = "what must be changed" if step == State.SENT_BACK else "why it is withdrawn"
        refuse_if([Refusal(f"Say {what}.", mend="words")])
    _add(paper, step, words=words.strip(), by=by, at=at)
    _tell(paper, f"family_{step}", [paper.by, *([paper.asked] if paper.asked else [])], by=by, at=at)
    return paper


def _add(paper: FamilyPaper, step: PaperState, *, words: str, by: User, at: datetime) -> None:
    FamilyStep.objects.create(paper=paper, step=step, words=words, written_by=paper.by, by=by, at=at)


def _tell(paper: FamilyPaper, kind: str, whom: Iterable[User], *, by: User, at: datetime) -> None:
    outbox.tell_each(
        [user for user in whom if user != by],
        key=f"{kind}:{paper.pk}", kind=kind, reference=paper.version.record.ref, path=paper.path, at=at,
        sender=by,
    )  # fmt: skip
