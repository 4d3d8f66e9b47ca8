"""How long a session lasts: until nobody has done anything for a while, and a working day at most.

The end is decided here, by the moments the session itself carries, whatever the cookie says. It is noted
as signing out, and who had signed in is remembered, so that typing that comes in late is theirs alone.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from agencies.models import User
from config.clock import now

BEGAN, SEEN, WHOSE, WHY = "began", "seen", "ended_for", "ended_why"
NOTED_EVERY = timedelta(seconds=30)  # of what is seen: a page is no statement more for it
IDLE, LONG, EVERYWHERE = "idle", "long", "everywhere"

Respond = Callable[[HttpRequest], HttpResponse]


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in."""
    moment = now().timestamp()
    request.session.update({BEGAN: moment, SEEN: moment})
    for past in (WHOSE, WHY):
        request.session.pop(past, None)


def bounded(get_response: Respond) -> Respond:
    """End a session that is over before anything is answered in it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if BEGAN in request.session and isinstance(request.user, User):
            at = now()
            if why := why_over(request.session, request.user, at=at):
                end(request, why)
            elif at - _moment(request.session, SEEN) > NOTED_EVERY:
                request.session[SEEN] = at.timestamp()
        return get_response(request)

    return middleware


def why_over(session: Any, user: User, *, at: datetime) -> str:
    """In a word why this session is over; empty while it is not."""
    began = _moment(session, BEGAN)
    if user.sessions_end_before and began < user.sessions_end_before:
        return EVERYWHERE
    if at - began > timedelta(hours=settings.SESSION_HOURS):
        return LONG
    if at - _moment(session, SEEN) > timedelta(minutes=settings.IDLE_MINUTES):
        return IDLE
    return ""


def end(request: HttpRequest, why: str) -> None:
    whose = request.user.pk
    logout(request)
    request.session.update({WHOSE: whose, WHY: why})


def _moment(session: Any, key: str) -> datetime:
    return datetime.fromtimestamp(float(session[key]), tz=UTC)
