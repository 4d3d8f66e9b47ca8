from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.access import confirmed, user_of
from audit import door
from audit.models import AccessEvent, LookReview
from boards import looked, unusual
from config.clock import LONDON, now
from config.paging import Page
from config.sheets import as_csv
from records.door import numbered, refuse
from records.refusals import ask_again

Verb = AccessEvent.Verb
MOST = 50_000  # lines of one file


VERBS = [("", "Everything"), (looked.OPENED, "Everything but names on lists"), *Verb.choices]


class AskedForm(forms.Form):
    who = forms.CharField(required=False, max_length=120)
    verb = forms.ChoiceField(required=False, choices=VERBS)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "The last day is before the first one")
        return said


def _file(request: HttpRequest, ref: str) -> looked.File:
    file = looked.file_of(user_of(request), ref)
    if file is None:
        refuse(request, "looked", ref)
    door.shown(request, "looked", file.ref, child_id=file.pk)
    return file


def _asked(form: AskedForm) -> looked.Asked:
    return looked.Asked(**form.cleaned_data) if form.is_valid() else looked.Asked()


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def find(request: HttpRequest) -> HttpResponse:
    """The way in for information governance: by number, never by name; the number stays out of the URL."""
    user = user_of(request)
    if not looked.may_ask(user):
        refuse(request, "looked", "")
    if request.method == "POST":
        number = request.POST.get("number", "")[:40]
        return redirect("looked", ref=numbered(looked.numbered(user, number), number=number).ref)
    return render(request, "boards/looked_find.html")


@require_GET
@door.notes(Verb.VIEW)
def looks(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has looked at this child’s file, and at what of it."""
    file = _file(request, ref)
    form = AskedForm(request.GET, auto_id="%s")
    page = Page(looked.looks(file, _asked(form)), request.GET.get("page"))
    context = {
        "child": file,
        "form": form,
        "page": page,
        "looks": looked.told(page),
        "query": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
    }
    return render(request, "boards/looked.html", context, status=422 if form.errors else 200)


@confirmed
@require_GET
@door.limited(Verb.EXPORT, "EXPORTS_A_MINUTE")
@door.notes(Verb.EXPORT)
def looks_csv(request: HttpRequest, ref: str) -> HttpResponse:
    file = _file(request, ref)
    form = AskedForm(request.GET, auto_id="%s")
    if not form.is_valid():
        return redirect(f"/children/{file.ref}/looked/?{request.GET.urlencode()}")  # where it says why
    lines = looked.told(looked.looks(file, _asked(form))[:MOST])
    header = ["at", "who", "works as", "did", "what", "reference", "why"]
    rows = (
        [x.at.astimezone(LONDON).isoformat(), x.name, x.hats, x.verb, x.kind, x.ref, x.detail] for x in lines
    )
    return as_csv(f"looked-{file.ref}", header, rows)


class ReviewForm(forms.Form):
    key = forms.CharField(max_length=80)
    outcome = forms.CharField(required=False, max_length=20)
    note = forms.CharField(required=False, max_length=5000)


@require_GET
@door.notes(Verb.VIEW)
def unusual_looks(request: HttpRequest) -> HttpResponse:
    """What stands out of the last thirty days, for information governance to ask about."""
    user = user_of(request)
    if not user.governed_ids():
        refuse(request, "unusual", "")
    door.shown(request, "unusual")
    context = {
        "found": unusual.listed_for(user, at=now()),
        "outcomes": LookReview.Outcome.choices,
    }
    return render(request, "boards/unusual.html", context)


@require_POST
@door.notes(Verb.VIEW)
def review(request: HttpRequest) -> HttpResponse:
    """What came of asking."""
    if not user_of(request).governed_ids():
        refuse(request, "unusual", "")
    form = ReviewForm(request.POST)
    ask_again(form)
    unusual.review(**form.cleaned_data, by=user_of(request), at=now())
    messages.success(request, "Noted. It is not listed again.")
    return redirect("unusual")
