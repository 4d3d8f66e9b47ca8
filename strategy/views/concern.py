from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import User
from agencies.roles import CSC_MANAGERS
from audit import door
from audit.models import AccessEvent
from children.models import Person
from config.clock import now
from deadlines import workflow as clocks
from deadlines.calendar import due_moment
from deadlines.office import out_of_hours
from deadlines.timescales import rule_for
from records import explaining, sections
from records.audiences import read_by
from records.contents import rows_of
from records.door import open_record, refuse
from records.models import Record, SectionContent
from records.passages import Chapter
from records.refusals import Refusal, refuse_if
from records.states import State
from records.views.record import task_list
from strategy import after_breach, apply, facts
from strategy.forms.concern import DecideForm, JoinForm, LiaisonForm
from strategy.models import Concern
from strategy.queries import invited_to, open_about
from strategy.sections.concern import CONCERN
from strategy.workflow import concern as workflow
from strategy.workflow import joining


@require_POST
@door.notes(AccessEvent.Verb.VIEW)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a concern about one child or several, in one go; knowingly, where one of them has open work."""
    user = user_of(request)
    known = Person.objects.known_to(user).children()
    children = list(known.filter(ref__in=request.POST.getlist("child")).order_by("pk"))
    if not children:
        refuse(request, "child", request.POST.get("child", ""))
    if request.POST.get("knowingly") != "yes" and (open_ := _open_already(request, children)):
        return render(request, "strategy/open_already.html", open_ | {"children": children})
    concerns = workflow.begin(children, by=user, at=now())
    return redirect("section", ref=concerns[0].ref, key="referral")


def _open_already(request: HttpRequest, children: list[Person]) -> dict[str, Any]:
    """What is open about these children: the records that this person may open, and of others the team alone,
    as the search tells it of a child. Empty when nothing is."""
    found = open_about(children)
    theirs = list(found.filter(pk__in=Record.objects.worked_on_by(user_of(request))))
    unseen = found.exclude(pk__in=[record.pk for record in theirs])
    teams = {(record.child, record.team) for record in unseen}
    if not theirs and not teams:
        return {}
    for child in children:
        door.shown(request, "child", child.ref, child_id=child.pk)
    elsewhere = sorted(teams, key=lambda each: (each[0].pk, str(each[1])))
    return {"theirs": theirs, "elsewhere": elsewhere}


def overview(request: HttpRequest, concern: Concern) -> HttpResponse:
    """What was said, how it is decided, and which clocks run."""
    return render(request, "strategy/concern.html", concern_page(request, concern))


sections.PAGES["concern"] = overview


def concern_page(request: HttpRequest, concern: Concern, **more: Any) -> dict[str, Any]:
    user = user_of(request)
    may_decide = not any(workflow.why_not_decide(concern, by=user))
    deadlines = rows_of(concern, "deadlines")
    discussions = concern.discussions.select_related("chair").order_by("pk")
    return {
        "record": concern,
        "child": concern.child,
        "tasks": task_list(concern),
        "why_not_record": list(workflow.why_not_record(concern, by=user)),
        "deadlines": clocks.explanations(deadlines, concern),
        "outrun": outrun(concern) if concern.recorded_at else [],
        "liaison": LiaisonForm(auto_id="liaison_%s"),
        "decide": DecideForm(auto_id="decide_%s", user=user),
        "may_decide": may_decide,
        "out_of_hours": _came_out_of_hours(concern),
        "join": _join_form(concern, user),
        "may_correct": not any(workflow.why_not_correct(concern, by=user)),
        "corrections": workflow.corrections(concern) if concern.decided_at else [],
        "corrected_late": explaining.reads(concern, after_breach.ABOUT),
        "correcting": _why_it_is_corrected(concern),
        "may_withdraw": not any(workflow.why_not_withdraw(concern, by=user)),
        "discussions": discussions,
        "others": concern.others_together(user).standing().select_related("child"),
        "others_in_draft": concern.others_together(user).filter(state=State.DRAFT).exists(),
        "is_manager": user.holds(*CSC_MANAGERS, agency_id=concern.authority_id),
        "draft": concern.state == State.DRAFT,
        "facts": [c for c in _as_read(concern, user) if c.passages or c.rows] if may_decide else [],
        "earlier": workflow.earlier_discussions(concern.child, at=now()),
    } | more


def _came_out_of_hours(concern: Concern) -> bool:
    received, area = concern.received_at, concern.authority.partnership_id
    return received is not None and out_of_hours(received, clocks.calendar_of(area))


def _why_it_is_corrected(concern: Concern) -> SectionContent | None:
    """Why, by whom and when it was opened, while it is."""
    return sections.contents(concern).get("correction") if concern.state == State.CORRECTING else None


def _as_read(concern: Concern, user: User) -> list[Chapter]:
    return read_by(user, (sections.reads(concern, part) for part in CONCERN))


def outrun(concern: Concern) -> list[dict[str, Any]]:
    """The clocks that apply too, and that an earlier one governs (§11)."""
    partnership = concern.authority.partnership_id
    calendar = clocks.calendar_of(partnership)
    running = {c.code for c in rows_of(concern, "deadlines") if c.superseded_by_id is None}
    found = []
    for candidate in facts.strategy_clocks(apply.facts_of(concern)):
        rule = rule_for(candidate.code, partnership)
        if candidate.code in running or not rule.on:
            continue
        due = due_moment(calendar, candidate.started_at, rule.length, rule.unit)
        found.append({"rule": rule, "because": candidate.because, "due": due})
    return found


@require_POST
def record_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the concern: "these clocks now run, because …"."""
    concern = open_record(request, ref, "concern")
    workflow.record(concern.pk, by=user_of(request), at=now())
    messages.success(request, "The concern is recorded. These clocks now run.")
    return redirect("record", ref=ref)


@require_POST
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the concerns about the other children too, when they were begun in one go."""
    concern = open_record(request, ref, "concern")
    with transaction.atomic():
        for other in concern.others_together(user_of(request)):
            if other.state == State.DRAFT:
                workflow.record(other.pk, by=user_of(request), at=now())
    return redirect("record", ref=ref)


@require_http_methods(["POST"])
@door.notes(AccessEvent.Verb.VIEW)
def liaise(request: HttpRequest, ref: str) -> HttpResponse:
    concern = open_record(request, ref, "concern")
    form = LiaisonForm(request.POST, auto_id="liaison_%s")
    if not form.is_valid():
        page = concern_page(request, concern, liaison=form)
        return render(request, "strategy/concern.html", page, status=422)
    said = form.cleaned_data
    facts = {"when": said["at"], "officer": said["officer"], "agreed": said["agreed"]}
    with transaction.atomic():
        for each in _with_others(request, concern):
            workflow.liaise(each.pk, **facts, by=user_of(request), at=now())
    messages.success(request, "Police liaison recorded.")
    return redirect("record", ref=ref)


@require_http_methods(["POST"])
@door.notes(AccessEvent.Verb.VIEW)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    concern = open_record(request, ref, "concern")
    form = DecideForm(request.POST, auto_id="decide_%s", user=user_of(request))
    if not form.is_valid():
        page = concern_page(request, concern, decide=form)
        return render(request, "strategy/concern.html", page, status=422)
    hold, reason = form.cleaned_data["hold"] == "yes", form.cleaned_data["reason"]
    with transaction.atomic():
        for each in _with_others(request, concern):
            workflow.decide(each.pk, hold=hold, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The decision is recorded.")
    return redirect("convene", ref=ref) if hold else redirect("record", ref=ref)


def _with_others(request: HttpRequest, concern: Concern) -> list[Concern]:
    """The concern, and those of the other children that the person ticked."""
    chosen = request.POST.getlist("also")
    others = concern.others_together(user_of(request))
    return [concern, *(o for o in others.standing() if o.ref in chosen and o.state != State.DRAFT)]


def _join_form(concern: Concern, user: User, sent: Any = None) -> JoinForm | None:
    """Asked where there is a discussion that may cover it."""
    if any(joining.why_not_join_any(concern, by=user)):
        return None
    found = list(joining.covering(concern, by=user))
    return JoinForm(sent, auto_id="join_%s", user=user, discussions=found) if found else None


@require_http_methods(["POST"])
@door.notes(AccessEvent.Verb.VIEW)
def join(request: HttpRequest, ref: str) -> HttpResponse:
    """Another discussion about the child covers it."""
    concern, user = open_record(request, ref, "concern"), user_of(request)
    form = _join_form(concern, user, request.POST)
    if form is None:
        refuse_if(joining.why_not_join_any(concern, by=user))
        refuse_if([Refusal("No discussion about this child is open. Convene one.")])
    assert form
    if not form.is_valid():
        page = concern_page(request, concern, join=form)
        return render(request, "strategy/concern.html", page, status=422)
    to, reason = int(form.cleaned_data["to"]), form.cleaned_data["reason"]
    joining.join(concern.pk, to=to, reason=reason, by=user, at=now())
    messages.success(
        request, "The concern is joined to the discussion. Its clock goes on until that is held."
    )
    return redirect("record", ref=ref)


@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Something was found after it was decided, or what it says is wrong."""
    concern = open_record(request, ref, "concern")
    reason = request.POST.get("reason", "")[:5000]
    workflow.correct(concern.pk, reason=reason, by=user_of(request), at=now())
    messages.success(
        request,
        "The concern is open for the correction. Clocks follow as you save; deciding again closes it.",
    )
    return redirect("record", ref=ref)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """It was begun by mistake."""
    concern = open_record(request, ref, "concern")
    reason = request.POST.get("reason", "")[:2000]
    workflow.withdraw(concern.pk, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The concern is withdrawn. It stays readable here, and is in no list any more.")
    return redirect("record", ref=ref)


@door.notes(AccessEvent.Verb.VIEW)
def landing(request: HttpRequest, ref: str) -> HttpResponse:
    """Where the link of a mail leads: everybody to their own page of this discussion."""
    user = user_of(request)
    # The same two questions whether or not there is such a record: nobody learns of it by asking.
    theirs = Record.objects.worked_on_by(user).filter(ref=ref).exists()
    invited = invited_to(user).filter(ref=ref).exists()
    if theirs:
        return redirect("record", ref=ref)
    if not invited:
        refuse(request, "record", ref)
    return redirect("invitation", ref=ref)
