from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agencies.access import user_of
from agencies.models import User
from audit import door
from config.clock import now
from deadlines import workflow as clocks
from records import explaining, second_reading, sections
from records.contents import rows_of, versions_of
from records.door import open_record
from records.models import Record
from records.refusals import Refused
from records.sections import Section
from records.views.record import task_list
from s47 import queries
from s47.forms import AgreePlanForm, AllocateForm, FoundForm, MissingForm
from s47.models import Enquiry
from s47.workflow import deciding, missing, opening


def overview(request: HttpRequest, enquiry: Enquiry, **more: Any) -> HttpResponse:
    """What was decided, who leads, which clocks run, how far it is and what comes next."""
    user = user_of(request)
    refused = sorted(rows_of(enquiry, "refusals"), key=lambda refusal: refusal.at, reverse=True)
    returned = [made for made in rows_of(enquiry, "recommendations") if made.returned_at]
    lost = missing.current(enquiry)
    context = {
        "record": enquiry,
        "child": enquiry.child,
        "discussion": enquiry.initiating_discussion,
        "opens_discussion": Record.objects.worked_on_by(user)
        .filter(pk=enquiry.initiating_discussion_id)
        .exists(),
        "tasks": task_list(enquiry),
        "deadlines": clocks.explanations(clocks.clocks_of(enquiry), enquiry),
        "allocation": enquiry.allocation,
        "earlier": [led for led in reversed(rows_of(enquiry, "allocations")) if led.ended_at],
        "may_allocate": not any(opening.why_not_allocate(enquiry, by=user)),
        "form": AllocateForm(record=enquiry),
        "conditions": deciding.conditions(enquiry),
        "recommendation": enquiry.recommendation,
        "decided": explaining.reads(enquiry, "decided"),
        "decision": enquiry.decision,
        "returned": returned[-1] if returned else None,
        "may_decide": not any(deciding.why_not_decide(enquiry, by=user)),
        "may_correct": not any(deciding.why_not_correct(enquiry, by=user)),
        "missing": lost,
        "may_miss": lost is None and not any(missing.why_not_record_missing(enquiry, by=user)),
        "missing_form": MissingForm(record=enquiry, auto_id="missing_%s"),
        "found_form": FoundForm(record=enquiry, auto_id="found_%s"),
        "may_find": lost is not None and not any(missing.why_not_note_found(enquiry, by=user)),
        "agree_form": AgreePlanForm(user=user, auto_id="agree_%s"),
        "may_agree": lost is not None and not any(missing.why_not_agree_plan(lost, by=user)),
        "papers": second_reading.waiting(enquiry),
        "refused": refused[0] if refused and enquiry.open_for_id else None,
        "later": queries.later_discussions(enquiry),
        "others": enquiry.others_together(user).select_related("child"),
        "versions": versions_of(enquiry),
    }
    return render(request, "s47/enquiry.html", context | more, status=422 if more else 200)


def side_panels(enquiry: Enquiry, part: Section, user: User) -> dict[str, Any]:
    return {"clocks": clocks.running_on(enquiry)}


sections.PAGES["enquiry"] = overview
sections.EXTRA["enquiry"] = side_panels


@require_POST
def allocate(request: HttpRequest, ref: str) -> HttpResponse:
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    form = AllocateForm(request.POST, record=enquiry)
    if not form.is_valid():
        return overview(request, enquiry, form=form)
    chosen = User.objects.filter(pk=int(form.cleaned_data["lead_social_worker"] or 0)).first()
    reason, user = form.cleaned_data.get("reason", ""), user_of(request)
    try:
        made = opening.allocate(enquiry.pk, to=chosen, reason=reason, by=user, at=now())
    except Refused as refused:
        form.tell(refused.reasons)
        door.note_refused(request)
        return overview(request, enquiry, form=form)
    messages.success(request, f"{made.lead_social_worker} leads the enquiry.")
    return redirect("record", ref=ref)


@require_POST
def child_missing(request: HttpRequest, ref: str) -> HttpResponse:
    """The child’s whereabouts are unknown, or the child cannot be reached."""
    said = "Recorded. The head of service has been told; the 24 hours run."
    return _about_missing(request, ref, MissingForm, missing.record_missing, said)


@require_POST
def child_found(request: HttpRequest, ref: str) -> HttpResponse:
    """The child who was missing is found."""
    return _about_missing(request, ref, FoundForm, missing.note_found, "Recorded: the child is found.")


def _about_missing(
    request: HttpRequest, ref: str, asks: type[MissingForm | FoundForm], record: Callable[..., Any], said: str
) -> HttpResponse:
    """Record what this form says; or the page again, with the form and what it lacks."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    name = "missing" if asks is MissingForm else "found"
    form = asks(request.POST, record=enquiry, auto_id=f"{name}_%s")
    if not form.is_valid():
        return overview(request, enquiry, **{f"{name}_form": form})
    try:
        record(enquiry.pk, **form.cleaned_data, by=user_of(request), at=now())
    except Refused as refused:
        form.tell(refused.reasons)
        door.note_refused(request)
        return overview(request, enquiry, **{f"{name}_form": form})
    messages.success(request, said)
    return redirect("record", ref=ref)


@require_POST
def agree_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """The head of service agrees the plan for the missing child, in their own sign-in."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    form = AgreePlanForm(request.POST, user=user_of(request), auto_id="agree_%s")
    if not form.is_valid():
        return overview(request, enquiry, agree_form=form)
    missing.agree_plan(enquiry.pk, plan=form.cleaned_data["plan"], by=user_of(request), at=now())
    messages.success(request, "Your agreement is recorded.")
    return redirect("record", ref=ref)
