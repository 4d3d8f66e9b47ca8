"""Reads are noted at the view, because only the view knows what it showed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.models import AccessEvent
from config.clock import now

View = Callable[..., HttpResponseBase]


def shown(request: HttpRequest, kind: str, ref: str = "", *, child_id: int | None = None) -> None:
    """Tell the door what this response shows. A view may show several things."""
    noted: list[dict[str, Any]] = request.__dict__.setdefault("_shown", [])
    noted.append({"kind": kind, "ref": ref, "child_id": child_id})


def notes(verb: AccessEvent.Verb) -> Callable[[View], View]:
    """Write one access event for everything a successful response of the view has shown."""

    def decorate(view: View) -> View:
        @wraps(view)
        def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code < 400:
                _write(
                    [
                        AccessEvent(at=now(), verb=verb, user_id=request.user.pk, **what)
                        for what in request.__dict__.get("_shown", [])
                    ]
                )
            return response

        return noting

    return decorate


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


def note(verb: AccessEvent.Verb, *, user_id: int) -> None:
    """What is no view of anything: somebody signed in, or out."""
    AccessEvent.objects.create(at=now(), verb=verb, user_id=user_id, kind="session")


def note_refusal(request: HttpRequest, kind: str, ref: str, *, child_id: int | None = None) -> None:
    AccessEvent.objects.create(
        at=now(),
        verb=AccessEvent.Verb.REFUSED,
        user_id=request.user.pk,
        kind=kind,
        ref=ref[:40],
        child_id=child_id,
    )
