from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse

from audit.models import Export
from config import broker, punctual
from config.clock import now
from notices.models import Heartbeat, Notice
from notices.workflow import OVER

STALE = timedelta(minutes=3)
TOO_LONG = timedelta(hours=1)  # a notice waits
LATELY = timedelta(days=3)  # it was given up
WELL = ("database", "broker", "worker", "mail", "beat", "seals", "clock")
Found = dict[str, str | int]


def health(request: HttpRequest) -> HttpResponse:
    """Database, broker, heartbeats of both workers and of the beat, the second place of the seals, and what
    has become of the notices."""
    at = now()
    found: Found = {"database": _database(), "broker": _broker()}
    if found["database"] == "ok":
        found |= _heartbeats(at) | {"clock": _clock(at), "seals": _seals(at)} | _notices(at)
    well = all(found.get(part) == "ok" for part in WELL) and not _in_trouble(found)
    body = {"status": "ok" if well else "failing", **found}
    # Web servers stay in service without a worker; only the database takes them out.
    return JsonResponse(body, status=200 if found["database"] == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except DatabaseError:
        connection.close()
        return "unreachable"


def _broker() -> str:
    try:
        broker.client().ping()
        return "ok"
    except (redis.RedisError, OSError):
        return "unreachable"


def _heartbeats(at: datetime) -> dict[str, str]:
    seen = dict(Heartbeat.objects.values_list("name", "at"))

    def state(name: str) -> str:
        if name not in seen:
            return "never seen"
        if seen[name] - at > STALE:
            return "its clock is ahead"
        return "ok" if at - seen[name] < STALE else "silent"

    # A heartbeat is sent by the beat and run by the worker of the clocks. When the queue is not empty and
    # nothing runs, it is the worker; the beat marks its own row just before it sends. The mail’s own is
    # marked whenever a worker begins to send.
    return {name: state(name) for name in ("worker", "mail", "beat")}


def _clock(at: datetime) -> str:
    return "ok" if abs(punctual.ahead(at)) <= settings.CLOCKS_MAY_DIFFER else "not the database’s time"


def _seals(at: datetime) -> str:
    return "not exported" if Export.behind(at=at) else "ok"


def _notices(at: datetime) -> Found:
    """By when they were written: what is put off again and again would be young for ever."""
    waiting = Notice.objects.waiting()
    first = waiting.aggregate(first=Min("created_at"))["first"]
    given_up = Notice.objects.given_up_since(at - LATELY).exclude(failure=OVER)
    return {
        "oldest_unsent_notice_seconds": max(int((at - first).total_seconds()), 0) if first else 0,
        "notices_waiting_too_long": Notice.objects.since_before(at - TOO_LONG).count(),
        "notices_given_up": given_up.count(),
    }


def _in_trouble(found: Found) -> bool:
    troubled = (int(found.get(part, 0)) for part in ("notices_waiting_too_long", "notices_given_up"))
    return sum(troubled) > settings.NOTICES_IN_TROUBLE
