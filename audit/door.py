"""Reads are noted at the view, because only the view knows what it showed."""

from collections.abc import Callable
from datetime import timedelta
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


def notes(verb: AccessEvent.Verb) -> Callable[[View], View]:
    """Write one access event for everything a successful response of the view has shown."""

    def decorate(view: View) -> View:
        @wraps(view)
        def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code < 400:
                facts = {"at": now(), "verb": verb, **_who(request)}
                _write([AccessEvent(**facts | what) for what in request.__dict__.get("_shown", [])])
            return response

        return noting

    return decorate


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
                    note_refusal(request, f"too many: {verb}", "")
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


def note(verb: AccessEvent.Verb, *, user_id: int | None, agency_id: int | None = None) -> None:
    """What is no view of anything: somebody signed in, or out, or could not."""
    AccessEvent.objects.create(at=now(), verb=verb, user_id=user_id, agency_id=agency_id, kind="session")


def note_refused(request: HttpRequest) -> None:
    """A verb was refused on what this request had opened: somebody wanted what the rules do not let them."""
    shown: list[dict[str, Any]] = request.__dict__.get("_shown", [])
    where = request.resolver_match
    if shown:
        opened = shown[-1]
        note_refusal(request, opened["kind"], opened["ref"], child_id=opened["child_id"])
    elif where:
        note_refusal(request, where.url_name or "", str(where.kwargs.get("ref", "")))


def note_refusal(request: HttpRequest, kind: str, ref: str, *, child_id: int | None = None) -> None:
    AccessEvent.objects.create(
        at=now(),
        verb=AccessEvent.Verb.REFUSED,
        **_who(request),
        kind=kind[:40],
        ref=ref[:40],
        child_id=child_id,
    )
