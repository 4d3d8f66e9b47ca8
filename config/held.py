"""What was typed in a form that came in after the session had ended: kept until its typist is back."""

from collections.abc import Callable

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from agencies.models import User
from config import sessions
from config.clock import now
from config.typed import typed
from records import drafts
from records import workflow as records
from records.door import begun_by_form

HELD = "held_typing"
Respond = Callable[[HttpRequest], HttpResponse]


def nothing_waits(get_response: Respond) -> Respond:
    """The sign-in library keeps a whole request, with passwords and cookies, until somebody has confirmed who
    they are, and then sends it itself. Not here: who has confirmed sends it again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "request" in request.session.get(STATE_SESSION_KEY, {}):
            del request.session[STATE_SESSION_KEY]
        return response

    return middleware


def form_of(path: str) -> tuple[str, str] | None:
    """The record and the form of it that a path writes to, when what is typed there is kept."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return drafts.form_at(match)


def hold_typing(request: HttpRequest) -> None:
    """The session ended while somebody typed: keep the text until the same person is back.

    A section’s, or a row’s, becomes its draft again; any other text is shown, with the way back to its page.
    """
    typist, fields = _typist(request), typed(request)
    if typist is None or not fields:
        return
    where = form_of(request.path)
    request.session[HELD] = {
        "typist": typist,
        "path": request.path,
        "ref": where[0] if where else "",
        "key": where[1] if where else "",
        "fields": fields,
        "seen": begun_by_form(request),
    }


def _typist(request: HttpRequest) -> str | None:
    """Who had the form open: signed in it, or whose session has just ended here."""
    try:
        return Signer(salt="typist").unsign(request.POST.get("typist", ""))
    except BadSignature:
        whose = request.session.get(sessions.WHOSE)
        return str(whose) if whose else None


def give_back(request: HttpRequest, user: User) -> HttpResponse | None:
    """What this person had typed, after a sign-in; nobody else's, and only once."""
    held = request.session.pop(HELD, None)
    if not held or held["typist"] != str(user.pk):
        return None
    if not held["ref"]:
        return render(request, "held.html", held)
    record = drafts.typed_into(held["ref"], held["key"], user)
    if record is None:  # signed meanwhile, or theirs no more: what was typed is theirs still
        return render(request, "held.html", held)
    records.keep_draft(record, held["key"], fields=held["fields"], base=held["seen"], by=user, at=now())
    messages.info(request, "What you had typed is still here. Check it and save.")
    return redirect(drafts.page_of(held["ref"], held["key"]))
