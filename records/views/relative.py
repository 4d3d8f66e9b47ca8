"""Somebody is added to a child's family, from its file or from a record: what is half typed is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from children import workflow
from children.forms import RelativeForm
from children.models import Person
from children.views import on_file_or_away, own_authority
from config.clock import now
from records import drafts
from records.drafts import Beside
from records.views import keeping

KEY = drafts.key_of("relative", {})
drafts.BESIDE.add("relative")


def _child(request: HttpRequest, ref: str) -> Person:
    own_authority(request)
    return on_file_or_away(request, ref)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def relative(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody to a child's family."""
    child, user = _child(request, ref), user_of(request)
    beside = Beside(child, KEY, user, RelativeForm)
    back = request.POST.get("back") or request.GET.get("back") or ""
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = f"/children/{ref}/"
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    if request.method == "POST" and form.is_valid():
        added = workflow.add_relative(child, by=user, at=now(), **form.cleaned_data)
        keeping.done(beside)
        messages.success(request, f"{added.person} was added to the family.")
        return redirect(back)
    context = {"form": form, "beside": beside, "child": child, "back": back}
    return render(request, "children/relative.html", context, status=422 if form.errors else 200)


@require_POST
def relative_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of somebody who is being added to the family."""
    return keeping.autosave(request, _child(request, ref), KEY)
