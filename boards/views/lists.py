from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from agencies.access import confirmed, user_of
from audit import door
from audit.models import AccessEvent
from boards import (
    chart,
    counts,
    figures,
    holds,
    known,
    lateness,
    looked,
    people,
    queries,
    restricting,
    timeline,
)
from boards import morning as mornings
from boards import scopes as board_scopes
from children.models import Person
from children.search import find
from children.views import child_or_404, own_authority
from config.clock import LONDON, now, today
from config.paging import Page
from config.sheets import as_csv
from deadlines.models import Deadline, DeadlineQuerySet
from deadlines.office import last_close
from deadlines.timescales import TIMESCALES
from records import dying, withdrawing
from records.door import refuse
from records.refusals import LeftOut, Refusal
from records.states import TITLES

Verb = AccessEvent.Verb


@require_GET
@door.notes(Verb.VIEW)
def my_work(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in: what I must do now, most urgent first."""
    at = now()
    user = user_of(request)
    late = [*lateness.to_say_why(user), *lateness.to_answer(user)]
    more = [*people.to_review(user, day=today()), *late, *holds.to_end(user)]
    tasks = queries.my_work(user, more=more)
    door.shown(request, "my work")
    for task in tasks:
        door.named(task.child_id)
    context = {
        "tasks": tasks,
        "clocked": queries.CLOCKED,
        "many": len(tasks) >= queries.MOST,
        "overdue": sum(1 for t in tasks if t.due and t.due < at and t.kind in queries.CLOCKED),
        "at": at,
    }
    return render(request, "boards/my_work.html", context)


def _chosen(
    request: HttpRequest, *, but: str = ""
) -> tuple[list[board_scopes.Scope], board_scopes.Scope | None]:
    scopes = [s for s in board_scopes.scopes(user_of(request)) if not but or not s.key.startswith(but)]
    wanted = request.GET.get("of", scopes[0].key if scopes else "")
    return scopes, next((s for s in scopes if s.key == wanted), None)


def _filtered(request: HttpRequest, clocks: DeadlineQuerySet) -> DeadlineQuerySet:
    at = now()
    show = request.GET.get("show", "running")
    if request.GET.get("code") in TIMESCALES:
        clocks = clocks.filter(code=request.GET["code"])
    if show == "overdue":
        return clocks.breached(at=at).most_urgent_first()
    if show == "late":
        return clocks.was_late()
    return clocks.running().most_urgent_first()


@require_GET
@door.notes(Verb.VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """What is burning: for a team, a service or an agency."""
    scopes, scope = _chosen(request)
    if scopes and scope is None:
        refuse(request, "board", request.GET.get("of", ""))
    if scope is None:
        return render(request, "boards/no_board.html", status=200)
    clocks, at, user = board_scopes.clocks_of(scope), now(), user_of(request)
    less = counts.hidden(scope, user, at=at)
    show = request.GET.get("show", "running")
    rows = _filtered(request, clocks).unhidden(user).listed(late=show == "late")
    weeks = counts.by_week(clocks, at=at, less=less)
    counts.add_corrected(weeks, board_scopes.breaches_of(scope).unhidden(user))
    door.shown(request, "board", scope.key)
    context = {
        "scopes": scopes,
        "scope": scope,
        "numbers": counts.numbers(clocks, at=at, less=less),
        "page": Page(rows, request.GET.get("page")),
        "weeks": weeks,
        "chart": chart.bars_of(weeks, chart.OF_CLOCKS),
        "timescales": TIMESCALES.values(),
        "show": show,
        "code": request.GET.get("code", ""),
        "names": not scope.key.startswith("agency-"),
        "query": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
    }
    return render(request, "boards/board.html", context)


@require_GET
@door.notes(Verb.VIEW)
def pathway(request: HttpRequest) -> HttpResponse:
    """Enquiries and conferences: open, due, overdue and in time, by team and by month."""
    scopes, scope = _chosen(request, but="agency-")
    if scopes and scope is None:
        refuse(request, "board", request.GET.get("of", ""))
    if scope is None:
        return render(request, "boards/no_board.html", status=200)
    at, user = now(), user_of(request)
    clocks = board_scopes.clocks_of(scope).unhidden(user)
    breaches = board_scopes.breaches_of(scope).unhidden(user)
    teams, months = figures.by_team(clocks, at=at), figures.by_month(clocks, breaches, at=at)
    door.shown(request, "board", scope.key)
    context = {
        "scopes": scopes,
        "scope": scope,
        "teams": [*teams, figures.total(teams)] if len(teams) > 1 else teams,
        "months": months,
        "chart": chart.bars_of(months, chart.OF_CONFERENCES, named="%B %Y", below="%b"),
    }
    return render(request, "boards/pathway.html", context)


@confirmed
@require_GET
@door.limited(Verb.EXPORT, "EXPORTS_A_MINUTE")
@door.notes(Verb.EXPORT)
def board_csv(request: HttpRequest) -> HttpResponse:
    _, scope = _chosen(request)
    if scope is None:
        refuse(request, "board", request.GET.get("of", ""))
    door.shown(request, "board", scope.key)
    rows = _filtered(request, board_scopes.clocks_of(scope)).unhidden(user_of(request))
    wide = ("record__child", "record__team", "owner", "agency", "breach__answer")
    lines = list(rows.select_related(*wide)[:10_000])
    for clock in lines:
        door.named(clock.record.child_id)
    at, own = now(), not scope.key.startswith("agency-")
    return as_csv(f"clocks-{scope.key}", IN_A_LINE, (_line(d, own=own, at=at) for d in lines))


IN_A_LINE = [
    "clock", "reference", "case number", "team", "started", "due", "status", "days late", "owner", "agency",
    "was late", "answered",
]  # fmt: skip


def _line(clock: Deadline, *, own: bool, at: datetime) -> list[str]:
    """One clock as a line: moments as in London. The case number is social care's `own`."""
    record, breach = clock.record, getattr(clock, "breach", None)
    return [
        clock.title,
        record.ref,
        record.child.case_number if own else "",
        record.team.name if record.team else "",
        f"{clock.started_at.astimezone(LONDON):%Y-%m-%d %H:%M}",
        f"{clock.due_at.astimezone(LONDON):%Y-%m-%d %H:%M}",
        clock.status(at=at),
        str(clock.days_late(at=at)),
        clock.owner.name if clock.owner else "",
        clock.agency.name,
        "yes" if breach else "",
        f"{breach.answer.at.astimezone(LONDON):%Y-%m-%d %H:%M}"
        if breach and hasattr(breach, "answer")
        else "",
    ]


@require_GET
@door.notes(Verb.VIEW)
def records(request: HttpRequest) -> HttpResponse:
    """The records of a team or a service, newest first."""
    own_authority(request)
    scopes, scope = _chosen(request, but="agency-")
    if scopes and scope is None:
        refuse(request, "records", request.GET.get("of", ""))
    if scope is None:
        return render(request, "boards/no_records.html", status=200)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in TITLES else ""
    still_open = request.GET.get("show") == "open"
    found = board_scopes.records_of(scope, user_of(request), kind=kind, still_open=still_open)
    page = Page(found.listed().annotate(received_at=F("as_concern__received_at")), request.GET.get("page"))
    mornings.mark(page, "received_at", mornings.calendar_for(user_of(request), scope))
    door.shown(request, "records", scope.key)
    context = {
        "scopes": scopes,
        "scope": scope,
        "kinds": TITLES.items(),
        "kind": kind,
        "still_open": still_open,
        "page": page,
        "query": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
    }
    return render(request, "boards/records.html", context)


@require_GET
@door.notes(Verb.VIEW)
def morning(request: HttpRequest) -> HttpResponse:
    """What came since the offices closed, for the day team: oldest first, with its clock and its decision."""
    own_authority(request)
    scopes, scope = _chosen(request, but="agency-")
    if scopes and scope is None:
        refuse(request, "records", request.GET.get("of", ""))
    if scope is None:
        return render(request, "boards/no_records.html", status=200)
    user = user_of(request)
    calendar = mornings.calendar_for(user, scope)
    since = last_close(now(), calendar)
    page = Page(mornings.arrived(scope, user, since=since), request.GET.get("page"))
    mornings.told_of(page, calendar)
    door.shown(request, "records", scope.key)
    for concern in page:
        door.named(concern.child_id)
    query = urlencode({k: v for k, v in request.GET.items() if k != "page"})
    context = {"scopes": scopes, "scope": scope, "since": since, "page": page, "query": query}
    return render(request, "boards/morning.html", context)


def _looked_for(request: HttpRequest, name: str, asks: str) -> str:
    """What somebody looks for; empty on a page that only asks for it.

    :raises LeftOut: when the form came without.
    """
    said = request.POST.get(name, "").strip()[:200]
    if request.method == "POST" and not said:
        raise LeftOut([Refusal(asks, mend=name)])
    return said


@require_http_methods(["GET", "POST"])  # a name never stands in an address, nor in the log of a proxy
@door.limited(Verb.SEARCH, "SEARCHES_A_MINUTE")
@door.notes(Verb.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Find a child by anything: names in any order, misspelt, dates, numbers."""
    own_authority(request)
    user = user_of(request)
    query = _looked_for(request, "q", "Enter a name, a date of birth or a number.")
    among = Person.objects.known_to(user).children().on_file()
    matches = find(query, among) if query else []
    if query:
        door.shown(request, "search")
    for match in matches:
        door.shown(request, "search", match.person.ref, child_id=match.person.pk)
    recent = among.order_by("-pk")[:10] if not query else []
    with_whom = known.with_whom([match.person.pk for match in matches])
    context = {"query": query, "matches": matches, "recent": recent, "with_whom": with_whom}
    return render(request, "boards/search.html", context)


@require_http_methods(["GET", "POST"])  # POST looks for a brother or sister: no name in an address
@door.limited(Verb.SEARCH, "SEARCHES_A_MINUTE")
@door.notes(Verb.VIEW)
def child(request: HttpRequest, ref: str) -> HttpResponse:
    """The child's file: every record, clock and action on one timeline; family; siblings."""
    own_authority(request)
    found = child_or_404(request, ref)
    user = user_of(request)
    contents = board_scopes.file_of(found.pk, user)
    relations = found.relationships.known_to(user).select_related("person").order_by("pk")
    linked = {r.person_id for r in relations}
    query = _looked_for(request, "sibling", "Enter the name of a brother or sister.")
    matches = find(query, Person.objects.known_to(user).children().on_file()) if query else []
    if query:
        door.shown(request, "search", verb=Verb.SEARCH)
    for match in matches:
        door.shown(request, "search", match.person.ref, child_id=match.person.pk, verb=Verb.SEARCH)
    context: dict[str, Any] = {
        "child": found,
        "relations": relations,
        "moments": timeline.of(contents),
        "withdrawn": contents["withdrawn"],
        "clocks": [d for d in contents["deadlines"] if d.running],
        "actions": contents["actions"],
        "plans": found.plans.select_related("owner").order_by("-dated", "-pk"),
        "may_record": user.works_in_csc and not found.withdrawn_at,
        "may_withdraw": not any(withdrawing.why_not_withdraw_child(found, by=user)),
        "may_record_death": not any(dying.why_not_record_death(found, by=user)),
        "may_ask_who_looked": looked.may_ask(user),
        "may_restrict": restricting.restrictable_by(user).filter(pk=found.pk).exists(),
        "hidden": contents["unseen"],
        "query": query,
        "matches": [m for m in matches if m.person.pk not in linked | {found.pk}],
    }
    return render(request, "boards/child.html", context)
