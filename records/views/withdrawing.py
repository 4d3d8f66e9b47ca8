"""The page on which a child who was put on file by mistake is withdrawn."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from children.models import Person
from children.views import on_file_or_away, own_authority
from config.clock import now
from records import drafts, withdrawing
from records.drafts import Beside
from records.fields import Prose
from records.views import keeping

KEY = drafts.key_of("child_withdraw", {})
drafts.BESIDE.add("child_withdraw")


class WithdrawForm(forms.Form):
    reason = Prose(
        label="Why was it a mistake?",
        help_text="For example: entered twice, or not a child. If there is another file, say which.",
        rows=3,
        max_length=2000,
        error_messages={"required": "Say why it was a mistake"},
    )


def _child(request: HttpRequest, ref: str) -> Person:
    own_authority(request)
    return on_file_or_away(request, ref)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Say why, and withdraw the file."""
    child, user = _child(request, ref), user_of(request)
    beside = Beside(child, KEY, user, WithdrawForm)
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    if request.method == "POST" and form.is_valid():
        withdrawing.withdraw_child(child, reason=form.cleaned_data["reason"], by=user, at=now())
        keeping.done(beside)
        messages.success(request, "The file is withdrawn. It stays readable here, and is found no more.")
        return redirect("child", ref=ref)
    refusals = list(withdrawing.why_not_withdraw_child(child, by=user))
    context = {"form": form, "beside": beside, "child": child, "refusals": refusals}
    return render(request, "children/withdraw.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of the reason."""
    return keeping.autosave(request, _child(request, ref), KEY)
