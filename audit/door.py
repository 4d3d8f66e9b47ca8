"""Reads are noted at the view, because only the view knows what it showed.

A view tells the door what it opens. Of every other child that stands on its page by name, on a list or beside
the one whose file is open, the door hears from the name itself: it cannot be forgotten.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from audit.models import AccessEvent
from config.clock import now

View = Callable[..., HttpResponseBase]
Respond = Callable[[HttpRequest], HttpResponseBase]
NAME = "name"  # the kind of an event that says: by name, on a list or beside somebody else
# The children named since the request began, by key, with the reference where it was read.
_heard: ContextVar[dict[int, str] | None] = ContextVar("heard", default=None)


class Why(StrEnum):
    """Of what kind a refusal is: who is asked about one is asked about the first alone, or the last."""

    NOT_THEIRS = "not theirs, or not there"
    RULE = "refused by a rule"
    TYPING = "a slip of typing"
    TOO_MANY = "more than a person needs"


def shown(
    request: HttpRequest,
    kind: str,
    ref: str = "",
    *,
    child_id: int | None = None,
    verb: AccessEvent.Verb | None = None,
) -> None:
    """Tell the door what this response shows. A view may show several things, one by another verb."""
    noted: list[dict[str, Any]] = request.__dict__.setdefault("_shown", [])
    noted.append({"kind": kind, "ref": ref, "child_id": child_id} | ({"verb": verb} if verb else {}))


def named(child_id: int | None, ref: str = "") -> None:
    """A child is named: on a page, if a request is being answered, and it is noted with it."""
    heard = _heard.get()
    if heard is not None and child_id is not None:
        heard[child_id] = heard.get(child_id) or ref


def notes(verb: AccessEvent.Verb) -> Callable[[View], View]:
    """Write one access event for everything the view has shown, and for every child named beside it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            request.__dict__["_noting"] = verb
            return response

        return noting

    return decorate


STILL_SHOWS = (403, 409, 422)  # a page that says what is wrong shows the case as it did before


def listening(get_response: Respond) -> Respond:
    """Note what each answer has shown once it is made, in one statement, whatever the number."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _heard.set({})
        try:
            response = get_response(request)
            if response.status_code < 400 or response.status_code in STILL_SHOWS:
                _write(_events(request, _heard.get() or {}))
        finally:
            _heard.reset(token)
        return response

    return middleware


def _events(request: HttpRequest, heard: dict[int, str]) -> list[AccessEvent]:
    verb = request.__dict__.get("_noting")
    opened: list[dict[str, Any]] = request.__dict__.get("_shown", []) if verb else []
    known = {what["child_id"] for what in opened}
    # The page that only asks what to search for is no search, whomever it names.
    taken = verb if verb and verb != AccessEvent.Verb.SEARCH else AccessEvent.Verb.VIEW
    named = ((pk, ref) for pk, ref in heard.items() if pk not in known)
    beside = [{"kind": NAME, "ref": ref, "child_id": pk, "verb": taken} for pk, ref in named]
    if not opened and not beside:
        return []
    facts = {"at": now(), "verb": verb, **_who(request)}
    return [AccessEvent(**facts | what) for what in [*opened, *beside]]


MINUTE = timedelta(minutes=1)


def limited(verb: AccessEvent.Verb, setting: str) -> Callable[[View], View]:
    """Answer no more requests of this kind a minute and person than the setting says; they are counted by
    the events they leave, whichever web process answered."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # A page that only asks what to search for is no search.
            if request.method == "POST" or verb != AccessEvent.Verb.SEARCH:
                lately = AccessEvent.objects.filter(user_id=request.user.pk, at__gt=now() - MINUTE, verb=verb)
                if lately.values("at").distinct().count() >= getattr(settings, setting):
                    note_refusal(request, f"too many: {verb}", "", why=Why.TOO_MANY)
                    return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return counting

    return decorate


def acts_for(request: HttpRequest) -> int | None:
    """The agency for which the person acts, by the hat they wear."""
    hats = request.user.hats() if hasattr(request.user, "hats") else []
    return hats[0].agency_id if hats else None


def _who(request: HttpRequest) -> dict[str, int | None]:
    return {"user_id": request.user.pk, "agency_id": acts_for(request)}


_COLUMNS = [field for field in AccessEvent._meta.concrete_fields if not field.primary_key]
_INSERT = f"INSERT INTO {AccessEvent._meta.db_table} ({', '.join(str(f.column) for f in _COLUMNS)}) VALUES "
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"


def _write(events: list[AccessEvent]) -> None:
    """One statement, whatever the number; every page writes one."""
    if not events:
        return
    values = [getattr(event, field.attname) for event in events for field in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + ", ".join([_ROW] * len(events)), values)


def note(
    verb: AccessEvent.Verb,
    *,
    user_id: int | None,
    agency_id: int | None = None,
    kind: str = "session",
    **more: Any,
) -> None:
    """What is no view of anything: somebody signed in, or out, or could not; gave a reason; typed a wrong
    number. `more` are other columns of the event."""
    facts = {"at": now(), "verb": verb, "user_id": user_id, "agency_id": agency_id, "kind": kind}
    AccessEvent.objects.create(**facts | more)


def note_refused(request: HttpRequest) -> None:
    """A verb was refused on what this request had opened: somebody wanted what the rules do not let them."""
    shown: list[dict[str, Any]] = request.__dict__.get("_shown", [])
    where = request.resolver_match
    if shown:
        opened = shown[-1]
        note_refusal(request, opened["kind"], opened["ref"], child_id=opened["child_id"], why=Why.RULE)
    elif where:
        note_refusal(request, where.url_name or "", str(where.kwargs.get("ref", "")), why=Why.RULE)


def note_refusal(
    request: HttpRequest, kind: str, ref: str, *, child_id: int | None = None, why: Why = Why.NOT_THEIRS
) -> None:
    AccessEvent.objects.create(
        at=now(),
        verb=AccessEvent.Verb.REFUSED,
        **_who(request),
        kind=kind[:40],
        ref=ref[:40],
        child_id=child_id,
        detail=why,
    )
