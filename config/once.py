"""A form is answered once. Whoever sends it again, by a slow double click or three at once, gets that.

1. Each form carries a token of its own (`{% csrf_token %}`, config/templatetags). With the person and the
   path it makes a key.
2. Once every question of the door is answered, a transaction begins and claims the key; the same form sent
   meanwhile waits here, holding nothing else.
3. What was answered before is answered again, and the view is not called.
4. Otherwise the view is called, and its answer is written in the same transaction as what it did. An answer
   that made nothing (a page with errors, a refusal, a page that only shows) is not written: the form can be
   corrected and sent. What such a request leaves all the same (access events, drafts, wrong passwords) stays.
5. After a fault of ours everything is taken back.

Autosave passes the same door for its section: what arrives late for a form that was saved is dropped.
"""

import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from agencies.models import User
from config.clock import now
from config.typed import fingerprint, token_of, typed
from once import workflow
from once.models import Once as Answer

Respond = Callable[[HttpRequest], HttpResponseBase]
# The way in, and who one is: they make nothing of the case, and have their own ways with a second click.
WITHOUT = (
    "/sign-in/", "/sign-out/", "/set-password/", "/account/again/", "/account/second-factor/",
    "/account/still-here/", "/account/hat/", "/account/sign-out-everywhere/",
)  # fmt: skip
# Autosave → the page that holds its form; others are called as their page, with "_draft".
AUTOSAVES = {"draft": "section", "contribution_draft": "invitation"}
RUNNING, OTHER = "running", "other"


class Once:
    """The last of all: whatever else refuses a request has done so before, and leaves no answer."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = self.get_response(request)
        except BaseException:  # the process is told to end
            if sending := _of(request):
                sending.transaction.__exit__(*sys.exc_info())
            raise
        sending = _of(request)
        if sending:
            sending.end(response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        key = key_of(request)
        if key is None:
            return None
        sending = Sending(request, key)
        try:
            known = sending.begin()
        except workflow.StillRunning:
            return _not_taken(request, RUNNING)
        request.__dict__["_once"] = sending
        return sending.again(known) if known else None


def _of(request: HttpRequest) -> "Sending | None":
    found: Sending | None = request.__dict__.pop("_once", None)
    return found


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """What tells this form from all others; None where there is nothing to tell apart."""
    if request.method != "POST" or not isinstance(request.user, User) or request.path.startswith(WITHOUT):
        return None
    token = token_of(request)
    if token is None:
        return None
    page, match = _autosaved(request), request.resolver_match
    where = reverse(page, kwargs=match.kwargs) if page and match else request.path
    seal = salted_hmac("once", f"{token} {request.user.pk} {where}", algorithm="sha256")
    return uuid.UUID(bytes=seal.digest()[:16])


def _autosaved(request: HttpRequest) -> str:
    """The page whose form this autosave is of; empty when it is none."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return AUTOSAVES.get(name) or (name.removesuffix("_draft") if name.endswith("_draft") else "")


@dataclass
class Sending:
    """One request that carries a form, from when the view is asked until it has answered."""

    request: HttpRequest
    key: uuid.UUID
    arrived: datetime = field(default_factory=now)
    transaction: Any = field(default_factory=transaction.atomic)
    answered: bool = False
    said: str = ""

    def begin(self) -> Answer | None:
        self.said = fingerprint(self.request)  # before a file is moved to where it is kept
        self.transaction.__enter__()
        try:
            return workflow.claim(self.key)
        except BaseException:
            self.transaction.__exit__(*sys.exc_info())
            raise

    @property
    def live(self) -> bool:
        return bool(getattr(self.request, "htmx", False))

    def again(self, known: Answer) -> HttpResponse | None:
        """The answer that the form has had; None where it is one that is sent anew with each change."""
        same = known.said == self.said
        if known.live and not (self.live and same):
            return None
        self.answered = True
        if _autosaved(self.request) or (self.live and not known.live):
            # Typed before the form was saved, and come in after: dropped, and the page stays calm.
            return HttpResponse(status=204)
        if not same:
            return _not_taken(self.request, OTHER, at=known.at)
        response = HttpResponseRedirect(known.location) if known.location else HttpResponse(known.body)
        response.status_code = known.status
        if known.at > self.arrived:  # whoever had to wait has not seen the first one's page
            for level, text, tags in known.told:
                messages.add_message(self.request, level, text, tags)
        return response

    def end(self, response: HttpResponseBase) -> None:
        """Write the answer where something came of the form, and end the transaction."""
        try:
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif not self.answered and self.made_something(response):
                self.keep(response)
        except BaseException:
            self.transaction.__exit__(*sys.exc_info())
            raise
        self.transaction.__exit__(None, None, None)

    def made_something(self, response: HttpResponseBase) -> bool:
        """A verb leads on, or gives back the fragment of the page that it changed."""
        if _autosaved(self.request) or response.streaming or response.status_code >= 400:
            return False
        if response.has_header("Location"):
            return not response["Location"].startswith(WITHOUT)  # first asked who it is
        return self.live

    def keep(self, response: Any) -> None:
        # Those that this request has added; to go through the others would take them for shown.
        queued = getattr(messages.get_messages(self.request), "_queued_messages", [])
        workflow.keep(
            self.key,
            said=self.said,
            status=response.status_code,
            location=response.headers.get("Location", ""),
            body=response.content.decode() if self.live else "",
            told=[[m.level, str(m.message), m.extra_tags] for m in queued],
            live=self.live,
            at=now(),
        )


def _not_taken(request: HttpRequest, why: str, *, at: datetime | None = None) -> HttpResponse:
    """Said in a sentence, with what was typed: nothing of it was done, and nothing is lost."""
    page = "once_fragment.html" if getattr(request, "htmx", False) else "once.html"
    back = request.headers.get("Referer", "/")
    return render(request, page, {"why": why, "at": at, "typed": typed(request), "back": back}, status=409)
