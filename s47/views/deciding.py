from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from config.clock import now
from records import sections
from records.audiences import read_by
from records.door import open_record, seen_by_form
from records.refusals import Refused, refuse_if
from s47.forms import DecideForm, RecommendForm, ReturnForm
from s47.models import Enquiry
from s47.sections import ENQUIRY
from s47.workflow import deciding
from s47.workflow.deciding import Verdict


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def recommend(request: HttpRequest, ref: str) -> HttpResponse:
    """The manager’s gate: four conditions, each with a link to what is missing."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    user = user_of(request)
    form = RecommendForm(request.POST or None, record=enquiry)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.recommend(enquiry.pk, **form.cleaned_data, by=user, at=now())
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            messages.success(request, "Recommended. The head of service has been asked to decide.")
            return redirect("record", ref=ref)
    context = {
        "record": enquiry,
        "child": enquiry.child,
        "form": form,
        "conditions": deciding.conditions(enquiry),
        "why_not": list(deciding.why_not_recommend(enquiry, by=user)),
        "mend_base": f"/records/{ref}/",
    }
    return render(request, "s47/recommend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """What was recommended, the record as it will read, and the decision of the head of service."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    user = user_of(request)
    form = DecideForm(request.POST or None, user=user)
    if request.method == "POST":
        refuse_if(deciding.why_not_decide(enquiry, by=user))
        if form.is_valid() and _decided(enquiry, form, request):
            messages.success(
                request, "Decided and signed. The record is on its way to everybody it belongs to."
            )
            return redirect("circulation", ref=ref)
    chapters = read_by(user, (sections.reads(enquiry, s) for s in ENQUIRY))
    context: dict[str, Any] = {
        "record": enquiry,
        "child": enquiry.child,
        "form": form,
        "return_form": ReturnForm(record=enquiry, auto_id="return_%s"),
        "recommendation": enquiry.recommendation,
        "why_not": list(deciding.why_not_decide(enquiry, by=user)),
        "chapters": [*chapters, deciding.outcome_chapter(enquiry, None)],
    }
    return render(request, "s47/decide.html", context, status=422 if form.errors else 200)


def _decided(enquiry: Enquiry, form: DecideForm, request: HttpRequest) -> bool:
    said = form.cleaned_data
    try:
        verdict = Verdict(**{name: said[name] for name in Verdict.__dataclass_fields__})
        deciding.decide(
            enquiry.pk, verdict=verdict, by=user_of(request), at=now(), seen=seen_by_form(request)
        )
    except Refused as refused:
        door.note_refused(request)
        for refusal in refused.reasons:
            form.add_error(refusal.mend if refusal.mend in form.fields else None, refusal.reason)
        return False
    return True


@require_POST
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    because = request.POST.get("because", "")[:5000]
    deciding.send_back(enquiry.pk, because=because, by=user_of(request), at=now())
    messages.success(request, "Sent back. The manager and the lead social worker have been told.")
    return redirect("record", ref=ref)


@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    reason = request.POST.get("reason", "")[:5000]
    deciding.correct(enquiry.pk, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The record is open for the correction. It is recommended and decided again.")
    return redirect("record", ref=ref)
