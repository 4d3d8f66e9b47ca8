"""The pages for what goes wrong. Nothing typed is lost by any of them."""

import sys

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from agencies.models import User
from audit import door
from config.clock import now
from config.held import form_of
from config.not_now import page_for
from config.typed import from_our_page, typed
from records import drafts
from records import workflow as records
from records.door import begun_by_form


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is from before the last sign-in. Its text is kept; it only has to be sent again.

    Only a page of ours is believed, as the browser names it: of whatever else sends a form without its token
    nothing is kept and nothing shown.
    """
    user = request.user if isinstance(request.user, User) else None
    if not from_our_page(request):
        if user:
            door.note_refusal(request, "forged form", "")
        return render(request, "stale_form.html", {"forged": True}, status=403)
    where, fields = form_of(request.path), typed(request)
    record = drafts.typed_into(*where, user) if where and user else None
    if where and user and record:
        records.keep_draft(record, where[1], fields=fields, base=begun_by_form(request), by=user, at=now())
        if request.headers.get("HX-Request"):
            return render(request, "records/saved.html", {"at": now(), "stale": True})
        messages.info(request, "You signed in anew. What you typed is here: check and save.")
        return redirect(drafts.page_of(*where))
    return render(request, "stale_form.html", {"typed": fields}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that is larger than any form of ours makes one, or is none at all. What is typed is in the
    browser still; nothing of it can be read here."""
    if isinstance(getattr(request, "user", None), User):
        door.note_refusal(request, "bad request", "", why=door.Why.TYPING)
    return HttpResponse(render_to_string("bad_request.html"), status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # A fault in a middleware, where nobody is signed in yet, arrives here and nowhere else.
    if page := page_for(request, sys.exc_info()[1]):
        return page
    return HttpResponse(render_to_string("broken.html"), status=500)
