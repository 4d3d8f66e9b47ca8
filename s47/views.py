from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agencies.access import signed_in, user_of
from agencies.models import User
from config.clock import now
from deadlines import workflow as clocks
from deadlines.models import Deadline
from records import sections
from records.door import open_record
from records.refusals import Refused
from records.sections import SectionForm
from records.views.record import task_list
from s47 import workflow
from s47.forms import AllocateForm, SeenForm
from s47.models import Enquiry


def overview(request: HttpRequest, enquiry: Enquiry, **more: Any) -> HttpResponse:
    """What was decided, who leads, which clocks run and what comes next."""
    earlier = enquiry.allocations.exclude(ended_at=None).select_related("lead_social_worker")
    deadlines = Deadline.objects.filter(record=enquiry.pk).order_by("due_at", "pk")
    context = {
        "record": enquiry,
        "child": enquiry.child,
        "discussion": enquiry.initiating_discussion,
        "tasks": task_list(enquiry),
        "deadlines": [(d, clocks.explanation(d)) for d in deadlines],
        "allocation": enquiry.allocation,
        "earlier": earlier.order_by("-pk"),
        "may_allocate": not any(workflow.why_not_allocate(enquiry, by=user_of(request))),
        "form": AllocateForm(record=enquiry),
        "sightings": enquiry.sightings.order_by("seen_at", "pk"),
        "may_record": not any(workflow.why_not_record_seen(enquiry, by=user_of(request))),
        "seen": SeenForm(record=enquiry, auto_id="seen_%s"),
        "others": enquiry.others_together().select_related("child"),
    }
    return render(request, "s47/enquiry.html", context | more, status=422 if more else 200)


sections.PAGES["enquiry"] = overview


@signed_in
@require_POST
def allocate(request: HttpRequest, ref: str) -> HttpResponse:
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    form = AllocateForm(request.POST, record=enquiry)
    if not form.is_valid():
        return overview(request, enquiry, form=form)
    chosen = User.objects.filter(pk=int(form.cleaned_data["lead_social_worker"] or 0)).first()
    reason, user = form.cleaned_data.get("reason", ""), user_of(request)
    try:
        made = workflow.allocate(enquiry.pk, to=chosen, reason=reason, by=user, at=now())
    except Refused as refused:
        return overview(request, enquiry, form=_told(form, refused))
    messages.success(request, f"{made.lead_social_worker} leads the enquiry.")
    return redirect("record", ref=ref)


@signed_in
@require_POST
def seen(request: HttpRequest, ref: str) -> HttpResponse:
    """Note that the child was seen."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    form = SeenForm(request.POST, record=enquiry, auto_id="seen_%s")
    if not form.is_valid():
        return overview(request, enquiry, seen=form)
    facts = form.cleaned_data | {"alone": form.cleaned_data["alone"] == "yes"}
    try:
        workflow.record_seen(enquiry.pk, facts=facts, by=user_of(request), at=now())
    except Refused as refused:
        return overview(request, enquiry, seen=_told(form, refused))
    messages.success(request, "Noted that the child was seen.")
    return redirect("record", ref=ref)


def _told(form: SectionForm, refused: Refused) -> SectionForm:
    """The form again, each reason beside the question that mends it."""
    for refusal in refused.reasons:
        form.add_error(refusal.mend if refusal.mend in form.fields else None, refusal.reason)
    return form
