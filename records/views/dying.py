"""The page on which the day of a child’s death is recorded, or corrected."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from children.models import Person
from children.views import on_file_or_away, own_authority
from config.clock import now
from records import drafts, dying
from records.drafts import Beside
from records.fields import DayField, Prose
from records.views import keeping

KEY = drafts.key_of("child_death", {})
drafts.BESIDE.add("child_death")


class DeathForm(forms.Form):
    day = DayField(
        label="On which day did the child die?",
        required=False,
    )
    note = Prose(
        label="How is it known, or what is corrected?",
        rows=3,
        max_length=2000,
        error_messages={"required": "Say how this is known, or what is corrected"},
    )


def _child(request: HttpRequest, ref: str) -> Person:
    own_authority(request)
    return on_file_or_away(request, ref)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def death(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the day; what was to be done with or for the child ends by it."""
    child, user = _child(request, ref), user_of(request)
    beside = Beside(child, KEY, user, DeathForm)
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    if request.method == "POST" and form.is_valid():
        day: date | None = form.cleaned_data["day"]
        dying.record_death(child, day=day, note=form.cleaned_data["note"], by=user, at=now())
        keeping.done(beside)
        messages.success(request, "Recorded. What was to be done with or for the child applies no longer."
                         if day else "Corrected: the child lives. The clocks run again.")  # fmt: skip
        return redirect("child", ref=ref)
    refusals = list(dying.why_not_record_death(child, by=user))
    context = {"form": form, "beside": beside, "child": child, "refusals": refusals}
    return render(request, "children/death.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def death_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of what is known."""
    return keeping.autosave(request, _child(request, ref), KEY)
