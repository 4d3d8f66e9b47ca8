"""Reads over several floors: what is urgent for one person, a team, an agency."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from actions.models import Action
from agencies.models import User
from agencies.roles import Kind, Role
from circulation.models import Correction, NothingReceived, Receipt
from conference.queries import waiting_for
from config.compiled import Given, Statement
from deadlines.calendar import LONDON
from deadlines.models import Deadline, DeadlineQuerySet
from deadlines.timescales import TIMESCALES
from notices.models import Notice
from records.models import Draft, Product, Record, RecordQuerySet
from records.states import UNFINISHED, State
from s47.queries import waiting_for_allocation_by, waiting_for_decision_of
from strategy.models import Concern, Contribution, Participant, StrategyDiscussion
from strategy.queries import waiting_for_agreement_of


@dataclass(frozen=True)
class Task:
    """One line of "my work"."""

    what: str
    kind: str
    ref: str
    link: str
    due: datetime | None = None
    child: str = ""


MOST = 100


def my_work(user: User) -> list[Task]:
    """What one person must do now, most urgent first."""
    tasks = [*_clocks(user), *_receipts(user), *_agreements(user), *_to_do(user), *_conferences(user)]
    far = datetime.max.replace(tzinfo=LONDON)
    return sorted(tasks, key=lambda t: (t.due or far, t.ref))


# Lists read the columns they show: a record has thirty, and a version its whole text.


def _running(*more: str) -> Statement:
    mine = Deadline.objects.running().filter(owner=Given("user")).most_urgent_first()
    return Statement(lambda: mine.values_list("code", "subject", "due_at", "record__ref", *more)[:MOST])


RUNNING = _running()
RUNNING_WITH_CHILD = _running("record__child__given_names", "record__child__family_name")


def _clocks(user: User) -> Iterator[Task]:
    in_csc = user.works_in_csc
    mine = RUNNING_WITH_CHILD if in_csc else RUNNING
    for code, subject, due_at, ref, *name in mine.rows(user=user.pk):
        is_action = subject.startswith("action:")
        link = f"/actions/{subject[7:]}/" if is_action else f"/records/{ref}/"
        yield Task(
            what=TIMESCALES[code].title,
            kind="action" if is_action else "clock",
            ref=ref,
            link=link if is_action or in_csc else f"/discussions/{ref}/",
            due=due_at,
            child=" ".join(name).strip(),
        )


def _receipts(user: User) -> Iterator[Task]:
    waiting = Receipt.objects.visible_to(user).unacknowledged().newest_first()
    for pk, product, ref in waiting.values_list("pk", "version__product", "version__record__ref")[:MOST]:
        what = f"Read and acknowledge: {Product(product).label.lower()}"
        yield Task(what, "acknowledge", ref, f"/shared/{pk}/")
    if user.works_in_csc:
        unread = Receipt.objects.current().filter(sent_at=None, people=None, version__made_by=user)
        for ref, agency in unread.values_list("version__record__ref", "agency__name")[:MOST]:
            what = f"Nobody at {agency} has an account to receive this"
            yield Task(what, "circulate", ref, f"/records/{ref}/circulation/")
        yield from _asked_of_the_sender(user)
        yield from _undelivered(user)


def _asked_of_the_sender(user: User) -> Iterator[Task]:
    """What recipients say about what this person sent, and wait to hear."""
    corrections = Correction.objects.filter(receipt__version__made_by=user, answered_at=None).order_by("pk")
    for ref, agency in corrections.values_list("receipt__version__record__ref", "receipt__agency__name")[
        :MOST
    ]:
        link = f"/records/{ref}/circulation/"
        yield Task(f"{agency} asks for a correction", "correct", ref, link)
    chaired = StrategyDiscussion.objects.filter(chair=user).values("pk")
    nothing = NothingReceived.objects.filter(settled_at=None, record__in=chaired).order_by("pk")
    for ref, agency in nothing.values_list("record__ref", "agency__name")[:MOST]:
        what = f"{agency} took part and has received nothing"
        yield Task(what, "circulate", ref, f"/records/{ref}/circulation/")


def _undelivered(user: User) -> Iterator[Task]:
    """What this person's doing should have told others, and the mail was given up."""
    failed = Notice.objects.filter(from_user_id=user.pk).exclude(failed_at=None).order_by("-pk")
    for ref in dict.fromkeys(failed.values_list("reference", flat=True)[:MOST]):
        yield Task("A mail could not be delivered", "circulate", ref, f"/records/{ref}/circulation/")


def _agreements(user: User) -> Iterator[Task]:
    """Discussions that wait for this person's agreement."""
    waiting = waiting_for_agreement_of(user)
    if waiting.query.is_empty():
        return
    for ref in waiting.newest_first().values_list("ref", flat=True)[:MOST]:
        yield Task("Agree the decision and the actions", "agree", ref, f"/discussions/{ref}/agree/")


NAMES = ("child__given_names", "child__family_name")


def _chaired(user: User) -> Iterator[Task]:
    states = [State.CONVENED, State.HELD, State.CONCLUDED, State.CORRECTING]
    chaired = StrategyDiscussion.objects.filter(chair=user, state__in=states)
    for ref, state, planned_at, *name in chaired.values_list("ref", "state", "planned_at", *NAMES)[:MOST]:
        child = " ".join(name).strip()
        if state in (State.CONCLUDED, State.CORRECTING):
            link = f"/discussions/{ref}/sign/"
            yield Task("Complete and sign the record", "sign", ref, link, child=child)
        else:
            yield Task("Chair the discussion", "chair", ref, f"/records/{ref}/", planned_at, child)


def _conferences(user: User) -> Iterator[Task]:
    if not any(hat.agency.kind == Kind.CSC for hat in user.hats()):
        return
    for w in waiting_for(user, most=MOST):
        yield Task(w.what, "chair", w.conference.ref, w.path, w.at, str(w.conference.child))


SEATS = Statement(
    lambda: (
        Participant.objects.filter(user=Given("user"), record__state__in=[State.CONVENED, State.HELD])
        .exclude(agency=F("record__authority"))
        .values_list("record", "agency")
    )
)


def _to_prepare(user: User) -> Iterator[Task]:
    """Meetings still to come for which this person’s agency has handed in nothing."""
    asked = set(SEATS.rows(user=user.pk))
    if not asked:
        return
    told = Contribution.objects.filter(record__in=[record for record, _ in asked], sent_at__isnull=False)
    asked -= set(told.values_list("record", "agency"))
    when = Coalesce("as_discussion__planned_at", "as_conference__planned_at")
    meetings = Record.objects.filter(pk__in=[record for record, _ in asked]).annotate(planned_at=when)
    for ref, planned_at in meetings.order_by("planned_at", "pk").values_list("ref", "planned_at")[:MOST]:
        yield Task("Prepare your contribution", "contribute", ref, f"/invitations/{ref}/", planned_at)


def _to_do(user: User) -> Iterator[Task]:
    yield from _to_prepare(user)
    if not user.works_in_csc:
        return
    yield from _chaired(user)
    begun = Concern.objects.filter(created_by=user, state=State.DRAFT)
    for ref, created_at, *name in begun.values_list("ref", "created_at", *NAMES)[:MOST]:
        what, link = "Finish recording the concern", f"/records/{ref}/"
        yield Task(what, "concern", ref, link, created_at, " ".join(name).strip())
    undecided = waiting_for_decision_of(user)
    if not undecided.query.is_empty():
        for ref, state, *name in undecided.values_list("ref", "state", *NAMES)[:MOST]:
            child = " ".join(name).strip()
            if state == State.RECOMMENDED:
                what, link = "Decide the outcome of the enquiry", f"/enquiries/{ref}/decide/"
            else:
                what, link = "Agree the plan for a missing child", f"/records/{ref}/"
            yield Task(what, "decide", ref, link, child=child)
    unled = waiting_for_allocation_by(user)
    if not unled.query.is_empty():
        for ref, *name in unled.values_list("ref", *NAMES)[:MOST]:
            what, link = "Allocate a lead social worker", f"/records/{ref}/"
            yield Task(what, "allocate", ref, link, child=" ".join(name).strip())
    done = Action.objects.filter(reviewer=user, state=Action.State.DONE)
    for pk in done.values_list("pk", flat=True)[:MOST]:
        yield Task("Review an action that is done", "review", "", f"/actions/{pk}/")
    typed = Draft.objects.filter(user=user).exclude(section__contains=":")
    for ref, section in typed.values_list("record__ref", "section")[:MOST]:
        yield Task("Save what you had typed", "draft", ref, f"/records/{ref}/{section}/")


# --- the board ----------------------------------------------------------------------


@dataclass(frozen=True)
class Scope:
    """Whose clocks a board shows: a team's, a service's or an agency's own actions."""

    key: str
    name: str


def scopes(user: User) -> list[Scope]:
    found = []
    for hat in user.hats():
        if hat.agency_id in user.whole_service_ids():
            found.append(Scope(f"authority-{hat.agency_id}", hat.agency.name))
            found += [Scope(f"team-{t.pk}", t.name) for t in hat.agency.teams.order_by("name")]
        elif hat.team_id in user.team_ids() and hat.team:
            found.append(Scope(f"team-{hat.team_id}", hat.team.name))
        if hat.role == Role.SAFEGUARDING_LEAD:
            found.append(Scope(f"agency-{hat.agency_id}", hat.agency.name))
    return list(dict.fromkeys(found))


def clocks_of(scope: Scope) -> DeadlineQuerySet:
    kind, _, number = scope.key.partition("-")
    return Deadline.objects.filter(**{kind: int(number)})


def records_of(scope: Scope, *, kind: str = "", still_open: bool = False) -> RecordQuerySet[Record]:
    """The records of a team or a service, newest first; each is read from the index of its scope."""
    which, _, number = scope.key.partition("-")
    records = Record.objects.filter(**{which: int(number)})
    if kind:
        records = records.filter(kind=kind)
    if still_open:
        records = records.filter(state__in=UNFINISHED)
    return records.newest_first()


EACH = Value(1)  # counting a column would read it


def numbers(clocks: DeadlineQuerySet, *, at: datetime) -> dict[str, int]:
    """Six numbers, from one query over the same rows that the table lists."""
    today_ends = at.astimezone(LONDON).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = today_ends + timedelta(days=3)
    is_action, running = Q(code="action"), clocks.running()
    counted: dict[str, int] = running.aggregate(
        overdue=Count(EACH, filter=Q(due_at__lt=at) & ~is_action),
        today=Count(EACH, filter=Q(due_at__gte=at, due_at__lte=today_ends) & ~is_action),
        soon=Count(EACH, filter=Q(due_at__gt=today_ends, due_at__lte=soon) & ~is_action),
        actions_overdue=Count(EACH, filter=Q(due_at__lt=at) & is_action),
        actions_soon=Count(EACH, filter=Q(due_at__gte=at, due_at__lte=soon) & is_action),
        running=Count("*"),
    )
    return counted


# Each week is a range of the index of its scope, counted where it lies: a third of the work of grouping.
BY_WEEK = """
SELECT counted.* FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS week (begins, ends), LATERAL (
    SELECT count(*), count(met_at), count(*) FILTER (WHERE met_at <= due_at)
    FROM ({clocks}) AS clock WHERE due_at >= begins AND due_at < ends
) AS counted
"""


def by_week(clocks: DeadlineQuerySet, *, at: datetime, weeks: int = 8) -> list[dict[str, Any]]:
    """How many clocks that ran out in each week were met, met late or breached and still open.

    Weeks are those of London’s clock; the last one is the week of `at`, of which only what is past counts
    as breached.
    """
    monday = (at.astimezone(LONDON) - timedelta(days=at.astimezone(LONDON).weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    mondays = [monday - timedelta(weeks=n) for n in reversed(range(weeks))]
    begins, ends = [*mondays, at], [*mondays[1:], at, monday + timedelta(weeks=1)]
    standing = clocks.filter(superseded_by=None, dropped_at=None).values("due_at", "met_at")
    sql, given = standing.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(BY_WEEK.format(clocks=sql), [begins, ends, *given])
        counts = cursor.fetchall()
    found = [
        {"week": day.date(), "met": in_time, "late": met - in_time, "breached": whole - met}
        for day, (whole, met, in_time) in zip(mondays, counts, strict=False)
    ]
    _, still_met, still_in_time = counts[-1]  # of this week and not due yet
    found[-1]["met"] += still_in_time
    found[-1]["late"] += still_met - still_in_time
    return found


def file_of(child_id: int, user: User) -> dict[str, Any]:
    """Every record, deadline and action of a child that this person may see."""
    records = Record.objects.visible_to(user).filter(child=child_id)
    return {
        "records": records.newest_first(),
        "deadlines": Deadline.objects.filter(record__in=records).select_related("record"),
        "actions": Action.objects.filter(records__in=records)
        .select_related("owner", "agency")
        .distinct()
        .soonest_first(),
    }
