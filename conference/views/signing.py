from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from conference import contradictions
from conference.forms import FollowedForm
from conference.models import Conference
from conference.sections import RECORD
from conference.workflow import following, signing
from conference.workflow.following import Held
from config.clock import now
from records import sections
from records.audiences import read_by
from records.door import open_record, seen_by_form
from records.forms import ConfirmForm
from records.refusals import Refused, refuse_if


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """The record of the conference as it will read, and the signature of its chair."""
    conference: Conference = open_record(request, ref, "conference")
    user = user_of(request)
    form = ConfirmForm(request.POST or None, user=user)
    if request.method == "POST":
        refuse_if(signing.why_not_sign(conference, by=user))
        if form.is_valid():
            signing.sign(conference.pk, by=user, at=now(), seen=seen_by_form(request))
            messages.success(request, "Signed. The record is on its way to everybody it belongs to.")
            return redirect("circulation", ref=ref)
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "chapters": read_by(user, (sections.reads(conference, s) for s in RECORD)),
        "why_not": list(signing.why_not_sign(conference, by=user)),
        "mend_base": f"/records/{ref}/",
    }
    return render(request, "conference/sign.html", context, status=422 if form.errors else 200)


@require_POST
@door.notes(AccessEvent.Verb.VIEW)
def followed(request: HttpRequest, ref: str) -> HttpResponse:
    """The first core group, or the review, was held."""
    conference: Conference = open_record(request, ref, "conference")
    user, code = user_of(request), request.POST.get("code", "")
    refuse_if(following.why_not_note_held(conference, by=user))
    form = FollowedForm(request.POST, record=conference)
    if form.is_valid():
        try:
            held = Held(code, **form.cleaned_data)
            following.note_held(conference.pk, held=held, by=user, at=now())
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            messages.success(request, "Noted.")
            return redirect("record", ref=ref)
    what = contradictions.WHAT.get(code, "The first core group")
    context = {"record": conference, "child": conference.child, "form": form, "code": code, "what": what}
    return render(request, "conference/note_held.html", context, status=422)


@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    conference: Conference = open_record(request, ref, "conference")
    reason = request.POST.get("reason", "")[:5000]
    signing.correct(conference.pk, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The record is open for the correction. Signing makes the next version.")
    return redirect("record", ref=ref)
