"""Reads over several floors: what is urgent for one person, a team, an agency."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncWeek

from actions.models import Action
from agencies.models import User
from agencies.roles import Role
from circulation.models import Receipt
from deadlines.calendar import LONDON
from deadlines.models import Deadline, DeadlineQuerySet
from records.models import Draft, Record, RecordQuerySet
from records.states import OPEN, State
from strategy.models import Concern, Participant, StrategyDiscussion
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
    tasks = [*_clocks(user), *_receipts(user), *_agreements(user), *_to_do(user)]
    far = datetime.max.replace(tzinfo=LONDON)
    return sorted(tasks, key=lambda t: (t.due or far, t.ref))


def _clocks(user: User) -> Iterator[Task]:
    mine = Deadline.objects.running().filter(owner=user).most_urgent_first()
    for d in mine.select_related("record__child")[:MOST]:
        is_action = d.subject.startswith("action:")
        link = f"/actions/{d.subject[7:]}/" if is_action else f"/records/{d.record.ref}/"
        in_csc = user.works_in_csc
        yield Task(
            what=d.title,
            kind="action" if is_action else "clock",
            ref=d.record.ref,
            link=link if is_action or in_csc else f"/discussions/{d.record.ref}/",
            due=d.due_at,
            child=str(d.record.child) if in_csc else "",
        )


def _receipts(user: User) -> Iterator[Task]:
    waiting = Receipt.objects.visible_to(user).unacknowledged().newest_first()
    for r in waiting.select_related("version__record")[:MOST]:
        what = f"Read and acknowledge: {r.version.get_product_display().lower()}"
        yield Task(what, "acknowledge", r.version.record.ref, f"/shared/{r.pk}/")


def _agreements(user: User) -> Iterator[Task]:
    """Discussions that wait for this person's agreement."""
    for d in waiting_for_agreement_of(user).newest_first()[:MOST]:
        link = f"/discussions/{d.ref}/agree/"
        yield Task("Agree the decision and the actions", "agree", d.ref, link)


def _to_do(user: User) -> Iterator[Task]:
    chaired = StrategyDiscussion.objects.filter(chair=user).select_related("child")
    for d in chaired.filter(state__in=[State.CONCLUDED, State.CORRECTING])[:MOST]:
        link = f"/discussions/{d.ref}/sign/"
        yield Task("Complete and sign the record", "sign", d.ref, link, child=str(d.child))
    for d in chaired.filter(state__in=[State.CONVENED, State.HELD])[:MOST]:
        yield Task("Chair the discussion", "chair", d.ref, f"/records/{d.ref}/", d.planned_at, str(d.child))
    invited = Participant.objects.filter(
        user=user, discussion__state__in=[State.CONVENED, State.HELD]
    ).exclude(discussion__chair=user)
    contributed = Q(discussion__contributions__agency=F("agency"))
    sent = contributed & Q(discussion__contributions__sent_at__isnull=False)
    for p in invited.exclude(sent).select_related("discussion")[:MOST]:
        if p.agency_id == p.discussion.authority_id:
            continue
        link = f"/discussions/{p.discussion.ref}/invitation/"
        what = "Prepare your contribution"
        yield Task(what, "contribute", p.discussion.ref, link, p.discussion.planned_at)
    for c in Concern.objects.filter(created_by=user, state=State.DRAFT).select_related("child")[:MOST]:
        link = f"/records/{c.ref}/"
        yield Task("Finish recording the concern", "concern", c.ref, link, c.created_at, str(c.child))
    for a in Action.objects.filter(reviewer=user, state=Action.State.DONE)[:MOST]:
        yield Task("Review an action that is done", "review", "", f"/actions/{a.pk}/")
    for draft in Draft.objects.filter(user=user).select_related("record")[:MOST]:
        if ":" not in draft.section:
            link = f"/records/{draft.record.ref}/{draft.section}/"
            yield Task("Save what you had typed", "draft", draft.record.ref, link)


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
        records = records.filter(state__in=OPEN)
    return records.newest_first()


def numbers(clocks: DeadlineQuerySet, *, at: datetime) -> dict[str, int]:
    """Six numbers, from one query over the same rows that the table lists."""
    today_ends = at.astimezone(LONDON).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = today_ends + timedelta(days=3)
    is_action, running = Q(code="action"), clocks.running()
    counted: dict[str, int] = running.aggregate(
        overdue=Count("pk", filter=Q(due_at__lt=at) & ~is_action),
        today=Count("pk", filter=Q(due_at__gte=at, due_at__lte=today_ends) & ~is_action),
        soon=Count("pk", filter=Q(due_at__gt=today_ends, due_at__lte=soon) & ~is_action),
        actions_overdue=Count("pk", filter=Q(due_at__lt=at) & is_action),
        actions_soon=Count("pk", filter=Q(due_at__gte=at, due_at__lte=soon) & is_action),
        running=Count("pk"),
    )
    return counted


def by_week(clocks: DeadlineQuerySet, *, at: datetime, weeks: int = 8) -> list[dict[str, Any]]:
    """How many clocks that ran out in each week were met, met late or breached and still open."""
    monday = (at.astimezone(LONDON) - timedelta(days=at.astimezone(LONDON).weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    first = monday - timedelta(weeks=weeks - 1)
    counted = (
        clocks.filter(superseded_by=None, dropped_at=None, due_at__gte=first)
        .filter(due_at__lt=monday + timedelta(weeks=1))
        .annotate(week=TruncWeek("due_at", tzinfo=LONDON))
        .values("week")
        .annotate(
            met=Count("pk", filter=Q(met_at__lte=F("due_at"))),
            late=Count("pk", filter=Q(met_at__gt=F("due_at"))),
            breached=Count("pk", filter=Q(met_at=None, due_at__lt=at)),
        )
    )
    found: dict[Any, Any] = {row["week"].astimezone(LONDON).date(): row for row in counted}
    days = [(first + timedelta(weeks=i)).date() for i in range(weeks)]
    empty = {"met": 0, "late": 0, "breached": 0}
    return [{"week": d} | {k: found.get(d, empty)[k] for k in empty} for d in days]


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
