"""Autosave, the same for every form of a record: what is typed is kept as it is, for its typist alone."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.clock import now
from config.numbers import REVISION, whole
from config.typed import token_of, typed
from records import workflow
from records.door import begun_by_form, seen_by_form, user_of
from records.drafts import Beside, Owner, page_of


def keep(request: HttpRequest, of: Owner, key: str) -> datetime:
    """Keep what the form sends of itself, and say when it was kept."""
    at = now()
    workflow.keep_draft(
        of,
        key,
        fields=typed(request),
        base=begun_by_form(request),
        by=user_of(request),
        at=at,
        token=token_of(request),
        nth=whole(request.POST.get("nth"), most=REVISION) or 0,
    )
    return at


def autosave(request: HttpRequest, of: Owner, key: str, *, back: str = "") -> HttpResponse:
    """The answer to an autosave of a form beside the sections; or to the wish to let go of what is kept."""
    if request.POST.get("do") == "discard":
        workflow.drop_draft(of, key, by=user_of(request))
        return redirect(back or page_of(of.ref, key))
    return render(request, "records/saved.html", {"at": keep(request, of, key)})


def sent(request: HttpRequest, beside: Beside) -> Any:
    """The form as it was sent; kept until it is done, so that no refusal loses what was typed."""
    keep(request, beside.of, beside.key)
    beside.seen, beside.began = seen_by_form(request), begun_by_form(request)
    beside.form = beside.make(request.POST)
    return beside.form


def done(beside: Beside) -> None:
    """What was typed is in the record now."""
    workflow.drop_draft(beside.of, beside.key, by=beside.by)
