"""Reads over several floors: what is urgent for one person, a team, an agency."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from actions.models import Action
from agencies.models import User
from agencies.roles import Kind, Role
from children.models import Glass, hidden_from
from circulation.models import Correction, NothingReceived, Receipt
from conference.queries import waiting_for
from config.compiled import AnyOf, Given, Statement
from config.opaque import tagged
from deadlines.calendar import LONDON, end_of
from deadlines.models import Deadline
from deadlines.timescales import TIMESCALES
from governance import duty, glass
from governance.models import NameQuestion, SubjectAccess
from governance.subject_access import takes_part, why_not_review
from notices.models import Notice
from records.drafts import page_of
from records.models import Draft, Product, Record
from records.second_reading import papers_of, papers_waiting_for
from records.states import PaperState, State
from retention.destroying import why_not_agree
from retention.models import Destruction, DueFile
from s47.queries import waiting_for_allocation_by, waiting_for_decision_of
from strategy.models import Concern, Contribution, Participant, StrategyDiscussion
from strategy.queries import concerns_to_decide, waiting_for_agreement_of


@dataclass(frozen=True)
class Task:
    """One line of "my work"."""

    what: str
    kind: str
    ref: str
    link: str
    due: datetime | None = None
    child: str = ""
    child_id: int | None = None  # of the child who is named

    @property
    def opens_record(self) -> bool:
        """Whether it leads to a record’s own pages, which are open to those alone who work on it."""
        return self.link.startswith(("/records/", "/enquiries/", "/conferences/")) or self.kind == "sign"


MOST = 100
CLOCKED = ("clock", "action", "subject_access", "emergency", "name_question")  # `due` is when it is late


def my_work(user: User, *, more: Iterable[Task] = ()) -> list[Task]:
    """What one person must do now, most urgent first; `more` is what other parts of this floor know of."""
    tasks = [*_clocks(user), *_receipts(user), *_agreements(user), *_to_do(user), *_conferences(user), *more]
    asked = {task.ref for task in tasks if task.opens_record}
    # Whoever has moved to another team still owns what was theirs, and may not read of it any more.
    closed = _closed_to(user, asked)
    tasks = [task for task in tasks if not task.opens_record or task.ref not in closed]
    far = datetime.max.replace(tzinfo=LONDON)
    return sorted(tasks, key=lambda t: (t.due or far, t.ref))


def _closed_to(user: User, refs: Iterable[str]) -> set[str]:
    """Those of these references that are of records on which this person does not work."""
    if not refs:
        return set()
    # Asked of each of these; a list of all that is theirs would be read whole.
    theirs = Record.objects.worked_on_by(user).filter(pk=OuterRef("pk"))
    return set(Record.objects.filter(~Exists(theirs), ref__in=refs).values_list("ref", flat=True))


# Lists read the columns they show: a record has thirty, and a version its whole text.


# What is somebody’s own is theirs for the agency they act for, and for no other (§9).
ACTS_FOR = Given("agencies")


def _running(*more: str) -> Statement:
    mine = Deadline.objects.running().filter(owner=Given("user")).most_urgent_first()
    mine = mine.filter(AnyOf(F("agency"), ACTS_FOR))
    mine = mine.exclude(hidden_from(Given("user"), "record__child"))
    return Statement(lambda: mine.values_list("code", "subject", "due_at", "record__ref", *more)[:MOST])


RUNNING = _running()
RUNNING_WITH_CHILD = _running("record__child", "record__child__given_names", "record__child__family_name")


def _clocks(user: User) -> Iterator[Task]:
    in_csc = user.works_in_csc
    mine = RUNNING_WITH_CHILD if in_csc else RUNNING
    for code, subject, due_at, ref, *child in mine.rows(user=user.pk, agencies=user.agency_ids()):
        is_action = subject.startswith("action:")
        link = f"/actions/{tagged(int(subject[7:]))}/" if is_action else f"/records/{ref}/"
        yield Task(
            what=TIMESCALES[code].title,
            kind="action" if is_action else "clock",
            ref=ref,
            link=link if is_action or in_csc else f"/discussions/{ref}/",
            due=due_at,
            **_whose(child),
        )


def _whose(child: list[Any]) -> dict[str, Any]:
    """The child of a task, from the columns of `NAMES`."""
    return {"child_id": child[0], "child": " ".join(child[1:]).strip()} if child else {}


UNREAD = Statement(
    lambda: (
        Receipt.objects.current()
        .filter(sent_at=None, people=None, version__made_by=Given("user"))
        .filter(AnyOf(F("version__record__authority"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "version__record__child"))
        .values_list("version__record__ref", "agency__name")[:MOST]
    )
)


def _receipts(user: User) -> Iterator[Task]:
    waiting = Receipt.objects.visible_to(user).unacknowledged().newest_first()
    for pk, product, ref in waiting.values_list("pk", "version__product", "version__record__ref")[:MOST]:
        what = f"Read and acknowledge: {Product(product).label.lower()}"
        yield Task(what, "acknowledge", ref, f"/shared/{tagged(pk)}/")
    if user.works_in_csc:
        for ref, agency in UNREAD.rows(user=user.pk, agencies=user.agency_ids()):
            what = f"Nobody at {agency} has an account to receive this"
            yield Task(what, "circulate", ref, f"/records/{ref}/circulation/")
        yield from _asked_of_the_sender(user)
        yield from _undelivered(user)


CORRECTIONS = Statement(
    lambda: (
        Correction.objects.filter(receipt__version__made_by=Given("user"), answered_at=None)
        .filter(AnyOf(F("receipt__version__record__authority"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "receipt__version__record__child"))
        .order_by("pk")
        .values_list("receipt__version__record__ref", "receipt__agency__name")[:MOST]
    )
)
NOTHING = Statement(
    lambda: (
        NothingReceived.objects.filter(
            settled_at=None, record__in=StrategyDiscussion.objects.filter(chair=Given("user")).values("pk")
        )
        .filter(AnyOf(F("record__authority"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "record__child"))
        .order_by("pk")
        .values_list("record__ref", "agency__name")[:MOST]
    )
)


def _asked_of_the_sender(user: User) -> Iterator[Task]:
    """What recipients say about what this person sent, and wait to hear."""
    for ref, agency in CORRECTIONS.rows(user=user.pk, agencies=user.agency_ids()):
        link = f"/records/{ref}/circulation/"
        yield Task(f"{agency} asks for a correction", "correct", ref, link)
    for ref, agency in NOTHING.rows(user=user.pk, agencies=user.agency_ids()):
        what = f"{agency} took part and has received nothing"
        yield Task(what, "circulate", ref, f"/records/{ref}/circulation/")


FAILED = Statement(
    lambda: (
        Notice.objects.filter(from_user_id=Given("user"))
        .exclude(failed_at=None)
        .order_by("-pk")
        .values_list("reference")[:MOST]
    )
)


def _undelivered(user: User) -> Iterator[Task]:
    """What this person's doing should have told others, and the mail was given up."""
    failed = [ref for (ref,) in dict.fromkeys(FAILED.rows(user=user.pk))]
    closed = _closed_to(user, failed)
    for ref in (ref for ref in failed if ref not in closed):
        yield Task("A mail could not be delivered", "circulate", ref, f"/records/{ref}/circulation/")


def _agreements(user: User) -> Iterator[Task]:
    """Discussions that wait for this person's agreement."""
    waiting = waiting_for_agreement_of(user)
    if waiting.query.is_empty():
        return
    for ref in waiting.newest_first().values_list("ref", flat=True)[:MOST]:
        yield Task("Agree the decision and the actions", "agree", ref, f"/discussions/{ref}/agree/")


NAMES = ("child", "child__given_names", "child__family_name")


CHAIRED = Statement(
    lambda: (
        StrategyDiscussion.objects.filter(
            chair=Given("user"),
            state__in=[State.CONVENED, State.HELD, State.CONCLUDED, State.CORRECTING],
        )
        .filter(AnyOf(F("authority"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "child"))
        .values_list("ref", "state", "planned_at", *NAMES)[:MOST]
    )
)


def _chaired(user: User) -> Iterator[Task]:
    for ref, state, planned_at, *child in CHAIRED.rows(user=user.pk, agencies=user.agency_ids()):
        if state in (State.CONCLUDED, State.CORRECTING):
            link = f"/discussions/{ref}/sign/"
            yield Task("Complete and sign the record", "sign", ref, link, **_whose(child))
        else:
            yield Task("Chair the discussion", "chair", ref, f"/records/{ref}/", planned_at, **_whose(child))


def _conferences(user: User) -> Iterator[Task]:
    if not any(hat.agency.kind == Kind.CSC for hat in user.hats()):
        return
    for w in waiting_for(user, most=MOST):
        child = w.conference.child
        yield Task(w.what, "chair", w.conference.ref, w.path, w.at, str(child), child.pk)


SEATS = Statement(
    lambda: (
        Participant.objects.filter(user=Given("user"), record__state__in=[State.CONVENED, State.HELD])
        .filter(AnyOf(F("agency"), ACTS_FOR))
        .exclude(agency=F("record__authority"))
        .exclude(hidden_from(Given("user"), "record__child"))
        .values_list("record", "agency")
    )
)


def _to_prepare(user: User) -> Iterator[Task]:
    """Meetings still to come for which this person’s agency has handed in nothing."""
    asked = set(SEATS.rows(user=user.pk, agencies=user.agency_ids()))
    if not asked:
        return
    told = Contribution.objects.filter(record__in=[record for record, _ in asked], sent_at__isnull=False)
    asked -= set(told.values_list("record", "agency"))
    when = Coalesce("as_discussion__planned_at", "as_conference__planned_at")
    meetings = Record.objects.filter(pk__in=[record for record, _ in asked]).annotate(planned_at=when)
    for ref, planned_at in meetings.order_by("planned_at", "pk").values_list("ref", "planned_at")[:MOST]:
        yield Task("Prepare your contribution", "contribute", ref, f"/invitations/{ref}/", planned_at)


def _papers(user: User) -> Iterator[Task]:
    """What goes to the family: to be read by a second person, to be given, to be written again."""
    asked, own = papers_waiting_for(user), papers_of(user)
    for ref, path in ((p.version.record.ref, p.path) for p in asked[:MOST]):
        yield Task("Read what goes to the family before it is given", "family", ref, path)
    for paper in own[:MOST]:
        approved = paper.state == PaperState.APPROVED
        what = "Give what was approved for the family" if approved else SENT_BACK
        yield Task(what, "family", paper.version.record.ref, paper.path)


SENT_BACK = "A letter or report for the family was sent back"


UNREVIEWED = Statement(
    lambda: (
        Glass.objects.to_review()
        .filter(AnyOf(F("child__authority"), Given("agencies")))
        .values_list("pk")[:1]
    )
)


def _subject_access(user: User) -> Iterator[Task]:
    """Requests for a file: what governance has to answer, and what waits for a second person."""
    if not takes_part(user):
        return
    waiting = SubjectAccess.objects.visible_to(user).unanswered()
    for asked in waiting.select_related("child").order_by("due_on", "pk")[:MOST]:
        link, due = f"/subject-access/{asked.ref}/", end_of(asked.due_on)
        if not any(why_not_review(asked, by=user)):
            what = "Look at a redacted file before it is released"
        elif not user.holds(Role.INFORMATION_GOVERNANCE) or asked.state == SubjectAccess.State.SENT:
            continue
        else:
            released = asked.state == SubjectAccess.State.RELEASED
            what = "Hand over a released file" if released else "Redact a file"
        yield Task(what, "subject_access", asked.ref, link, due)


def _retention(user: User) -> Iterator[Task]:
    """Files whose time is over: what governance has to review, and what waits for a second person."""
    if not takes_part(user):
        return
    proposed = Destruction.objects.visible_to(user).filter(state=Destruction.State.PROPOSED)
    for of in proposed.order_by("pk")[:MOST]:
        if not any(why_not_agree(of, by=user)):
            what = "Agree that a file is destroyed, or keep it"
            yield Task(what, "retention", of.ref, f"/retention/{of.ref}/")
    if DueFile.objects.filter(child__authority__in=user.governed_ids()).exists():
        yield Task("Review files whose time is over", "retention", "", "/retention/")


def _reviews(user: User) -> Iterator[Task]:
    """Emergency accesses that wait for a review: of governance, and of who answers for the child."""
    if not glass.reviews(user) or not UNREVIEWED.rows(agencies=user.agency_ids()):
        return
    waiting = glass.reviewable_by(user).to_review().order_by("review_due_at", "pk")
    for ref, child, due in waiting.values_list("child__ref", "child", "review_due_at")[:MOST]:
        yield Task("Review an emergency access", "emergency", ref, "/emergency/review/", due, child_id=child)


def _name_questions(user: User) -> Iterator[Task]:
    """Children asked for by name: of governance, and of the head of service, who answers too."""
    if not user.holds(Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE):
        return
    waiting = NameQuestion.objects.waiting().answerable_by(user).order_by("due_at", "pk")
    for ref, due in waiting.values_list("ref", "due_at")[:MOST]:
        what, link = "Answer who asks for a child by name", f"{duty.PATH}{ref}/"
        yield Task(what, "name_question", ref, link, due)


BEGUN = Statement(
    lambda: (
        Concern.objects.filter(created_by=Given("user"), state=State.DRAFT)
        .filter(AnyOf(F("authority"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "child"))
        .values_list("ref", "created_at", *NAMES)[:MOST]
    )
)
TYPED = Statement(
    lambda: (
        Draft.objects.filter(user=Given("user"))
        .filter(AnyOf(F("record__authority"), ACTS_FOR))
        .exclude(section__startswith="contribution:")
        .exclude(record__state=State.WITHDRAWN)
        .exclude(hidden_from(Given("user"), "record__child"))
        .values_list("record__ref", "section")[:MOST]
    )
)


def _to_do(user: User) -> Iterator[Task]:
    yield from _to_prepare(user)
    yield from _subject_access(user)
    yield from _retention(user)
    yield from _name_questions(user)
    if not user.works_in_csc:
        yield from _reviews(user)
        return
    yield from _chaired(user)
    yield from _papers(user)
    yield from _reviews(user)
    for ref, created_at, *child in BEGUN.rows(user=user.pk, agencies=user.agency_ids()):
        what, link = "Finish recording the concern", f"/records/{ref}/"
        yield Task(what, "concern", ref, link, created_at, **_whose(child))
    concerns = concerns_to_decide(user)
    if not concerns.query.is_empty():
        for ref, recorded_at, *child in concerns.values_list("ref", "recorded_at", *NAMES)[:MOST]:
            what, link = "Decide whether to hold a discussion", f"/records/{ref}/"
            yield Task(what, "undecided", ref, link, recorded_at, **_whose(child))
    undecided = waiting_for_decision_of(user)
    if not undecided.query.is_empty():
        for ref, state, *child in undecided.values_list("ref", "state", *NAMES)[:MOST]:
            if state == State.RECOMMENDED:
                what, link = "Decide the outcome of the enquiry", f"/enquiries/{ref}/decide/"
            else:
                what, link = "Agree the plan for a missing child", f"/records/{ref}/"
            yield Task(what, "decide", ref, link, **_whose(child))
    unled = waiting_for_allocation_by(user)
    if not unled.query.is_empty():
        for ref, *child in unled.values_list("ref", *NAMES)[:MOST]:
            what, link = "Allocate a lead social worker", f"/records/{ref}/"
            yield Task(what, "allocate", ref, link, **_whose(child))
    done = Action.objects.filter(reviewer=user, state=Action.State.DONE).visible_to(user)
    for pk in done.values_list("pk", flat=True)[:MOST]:
        yield Task("Review an action that is done", "review", "", f"/actions/{tagged(pk)}/")
    for ref, section in TYPED.rows(user=user.pk, agencies=user.agency_ids()):
        yield Task("Save what you had typed", "draft", ref, page_of(ref, section))
