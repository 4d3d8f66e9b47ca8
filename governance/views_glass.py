from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import User
from audit import door
from audit.models import AccessEvent
from children.models import Glass
from config.clock import now
from governance import glass as emergency
from records.door import refuse
from records.forms import ConfirmForm
from records.refusals import LeftOut, Refused, ask_again

Verb = AccessEvent.Verb


class EmergencyForm(ConfirmForm):
    number = forms.CharField(required=False, max_length=40)
    reason = forms.CharField(required=False, max_length=2000)


class ReviewForm(forms.Form):
    outcome = forms.CharField(required=False, max_length=10)
    note = forms.CharField(required=False, max_length=5000)


@require_http_methods(["GET", "POST"])
@door.notes(Verb.BREAK_GLASS)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for a file in an emergency: by number, never by name, with a reason."""
    user = user_of(request)
    if not user.case_work_ids():
        refuse(request, "emergency", "")
    if request.method == "POST":
        return _begun(request, EmergencyForm(request.POST, user=user), by=user)
    context = {
        "form": EmergencyForm(initial={"number": request.GET.get("child", "")[:40]}, user=user),
        "minutes": settings.BREAK_GLASS_MINUTES,
        "files": settings.BREAK_GLASS_FILES,
    }
    return render(request, "governance/emergency.html", context)


def _begun(request: HttpRequest, form: EmergencyForm, *, by: User) -> HttpResponse:
    ask_again(form)
    said = form.cleaned_data
    try:
        made = emergency.break_glass(said["number"], by=by, reason=said["reason"], at=now())
    except Refused as refused:
        _note(request, refused.reasons)
        raise LeftOut(refused.reasons) from refused  # noted here, by what it was
    door.shown(request, "emergency", made.child.ref, child_id=made.child_id)
    return redirect("child", ref=made.child.ref)


def _note(request: HttpRequest, reasons: Any) -> None:
    """A wrong number has been noted by the verb, which counts them."""
    if any(not reason.mend for reason in reasons):
        door.note_refusal(request, "emergency", "", why=door.Why.TOO_MANY)
    elif any(reason.mend == "reason" for reason in reasons):
        door.note_refusal(request, "emergency", "", why=door.Why.TYPING)


@require_POST
def give_back(request: HttpRequest) -> HttpResponse:
    """End it before its time: one button, on every page while it lasts."""
    emergency.give_back(by=user_of(request), at=now())
    messages.success(request, "Your emergency access has ended.")
    return redirect("my_work")


@require_GET
@door.notes(Verb.VIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """What is to be reviewed, and what was."""
    user = user_of(request)
    if not emergency.reviews(user):
        refuse(request, "emergency_review", "")
    found = emergency.reviewable_by(user)
    at = now()
    waiting = list(found.to_review().order_by("review_due_at", "pk"))
    for glass in waiting:
        door.shown(request, "emergency_review", glass.child.ref, child_id=glass.child_id)
    done = list(found.exclude(reviewed_at=None).order_by("-reviewed_at")[:50])
    for glass in done:
        door.named(glass.child_id, glass.child.ref)  # by its reference
    context = {
        "waiting": waiting,
        "at": at,
        "series": emergency.series(user, at=at),
        "done": done,
        "outcomes": Glass.Outcome.choices,
    }
    return render(request, "governance/emergency_reviews.html", context)


@require_POST
@door.notes(Verb.VIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    found = emergency.reviewable_by(user).filter(pk=pk).first()
    if found is None:
        refuse(request, "emergency_review", str(pk))
    form = ReviewForm(request.POST)
    ask_again(form)
    emergency.review(pk, **form.cleaned_data, by=user, at=now())
    messages.success(request, "The review is closed.")
    return redirect("emergency_reviews")
