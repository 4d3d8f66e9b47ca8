from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from actions import workflow
from actions.forms import CompleteForm, HandOverForm, NoteForm, PlanForm, TimeForm
from actions.models import Action, ChildPlan
from agencies.access import user_of
from agencies.models import User
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.paging import Page
from records.door import open_record, refuse
from records.leaving import leave_as_handed_in
from records.models import Record
from records.refusals import Refused

VERBS = ("complete", "hand-over", "more-time", "answer", "review", "cancel")


def _action_or_404(request: HttpRequest, pk: int) -> Action:
    user = user_of(request)
    seen = Action.objects.visible_to(user).select_related("owner", "agency", "reviewer")
    action = seen.filter(pk=pk).first()
    if action is None:
        refuse(request, "action", str(pk))
    record = action.records.order_by("actionon__pk")[0]
    door.shown(request, "action", record.ref, child_id=record.child_id)
    return action


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def mine(request: HttpRequest) -> HttpResponse:
    """My actions, my agency's, and those I review."""
    user = user_of(request)
    which = request.GET.get("which", "mine")
    leads = user.lead_ids()
    seen, own = Action.objects.visible_to(user), {"owner": user, "agency__in": user.agency_ids()}
    lists = {
        "mine": seen.open().filter(**own),
        "agency": seen.open().filter(agency__in=leads),
        "review": seen.filter(reviewer=user, state=Action.State.DONE),
        "done": seen.filter(**own).exclude(state=Action.State.OPEN),
    }
    chosen = lists.get(which, lists["mine"]).soonest_first().select_related("owner", "agency")
    page = Page(chosen.prefetch_related("records"), request.GET.get("page"))
    for action in page:
        door.shown(request, "action", action.records.all()[0].ref if action.records.all() else "")
    context = {"page": page, "which": which, "leads": leads, "reviews": lists["review"].count()}
    return render(request, "actions/mine.html", context)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def action(request: HttpRequest, pk: int, verb: str = "") -> HttpResponse:
    """One action, and what can be done with it."""
    found = _action_or_404(request, pk)
    user = user_of(request)
    forms = _forms(request, found, verb)
    if request.method == "POST" and verb in VERBS:
        form = forms[verb]
        if form is None or form.is_valid():
            said = _do(found, verb, form, request, user)
            messages.success(request, said)
            return redirect("action", pk=pk)
        if form.has_error("evidence"):
            door.note_refusal(request, "upload", "", why=door.Why.TYPING)
    visible = Record.objects.visible_to(user).filter(actions=found)
    context = {
        "action": found,
        "forms": forms,
        "verb": verb,
        "events": found.happenings.select_related("by"),
        "records": visible.select_related("child"),
        "others": found.records.count() - visible.count(),
        "may_act": not any(workflow.why_not_act(found, by=user)),
        "may_review": not any(workflow.why_not_review(found, by=user)),
        "may_cancel": not any(workflow.why_not_cancel(found, by=user)),
        "may_answer": not any(workflow.why_not_answer_time(found, by=user)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "actions/action.html", context, status=status)


def _forms(request: HttpRequest, found: Action, verb: str) -> dict[str, Any]:
    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and verb == name else None

    colleagues = list(User.objects.of(found.agency).exclude(pk=found.owner_id).order_by("name"))
    files = request.FILES if data("complete") is not None else None
    return {
        "complete": CompleteForm(data("complete"), files, auto_id="complete_%s"),
        "hand-over": HandOverForm(data("hand-over"), colleagues=colleagues, auto_id="hand_%s"),
        "more-time": TimeForm(data("more-time"), auto_id="time_%s"),
        "answer": None,
        "review": NoteForm(data("review"), auto_id="review_%s"),
        "cancel": NoteForm(data("cancel"), auto_id="cancel_%s"),
    }


def _do(found: Action, verb: str, form: Any, request: HttpRequest, user: User) -> str:
    at = now()
    said = form.cleaned_data if form else {}
    if verb == "complete":
        workflow.complete(found.pk, **said, by=user, at=at)
        return "The action is completed. The chair will review it."
    if verb == "hand-over":
        to = form.colleagues.get(said["to"])
        workflow.hand_over(found.pk, to=to, reason=said["reason"], by=user, at=at)
        return f"Handed over to {to}."
    if verb == "more-time":
        workflow.ask_for_time(found.pk, day=said["day"], reason=said["reason"], by=user, at=at)
        return f"{found.reviewer} was asked for more time. Until then the date stands."
    if verb == "answer":
        granted = request.POST.get("granted") == "yes"
        workflow.answer_time(found.pk, granted=granted, by=user, at=at)
        return "More time granted." if granted else "More time refused; the date stands."
    if verb == "review":
        accepted = request.POST.get("accepted") == "yes"
        workflow.review(found.pk, accepted=accepted, note=said["note"], by=user, at=at)
        return "Reviewed." if accepted else "Sent back to its owner."
    workflow.cancel(found.pk, reason=said["note"], by=user, at=at)
    return "The action is cancelled."


@require_GET
@door.notes(AccessEvent.Verb.DOWNLOAD)
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The evidence, as an attachment: never shown in the page."""
    found = _action_or_404(request, pk)
    if not found.evidence:
        refuse(request, "evidence", str(pk))
    workflow.release(found, at=now())
    user = user_of(request)
    hats, name = user.hats(), found.evidence_name
    of = hats[0].agency.name if hats else ""
    return leave_as_handed_in(found.evidence, name=name, by=user, of=of, at=now())


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def into_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """The actions of a record go into the child’s plan, or start one."""
    record = open_record(request, ref)
    user = user_of(request)
    form = PlanForm(request.POST or None, record=record)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = ChildPlan.objects.filter(pk=int(said["plan"])).first() if said["plan"] else None
        owner = User.objects.filter(pk=int(said["owner"])).first() if said["owner"] else None
        try:
            plan = workflow.take_into_plan(
                record, plan=chosen, kind=said["kind"], dated=said["dated"], owner=owner, by=user, at=now()
            )
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            messages.success(request, f"The actions are in the plan: {plan}.")
            return redirect("record", ref=ref)
    context = {
        "record": record,
        "child": record.child,
        "form": form,
        "why_not": list(workflow.why_not_take_into_plan(record, by=user)),
        "actions": record.actions.select_related("owner", "agency", "plan").order_by("pk"),
    }
    return render(request, "actions/into_plan.html", context, status=422 if form.errors else 200)
