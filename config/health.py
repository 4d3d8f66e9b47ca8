from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse

from audit.models import Export
from config import broker, punctual
from config.clock import now
from deadlines import health as clocks
from notices.models import Heartbeat, Notice
from notices.workflow import OVER, STALE

TOO_LONG = timedelta(hours=1)  # a notice waits
LATELY = timedelta(days=3)  # it was given up
WELL = ("database", "broker", "worker", "mail", "beat", "seals", "clock", "sweep")
Found = dict[str, str | int]


def health(request: HttpRequest) -> HttpResponse:
    """Database, broker, heartbeats of both workers and of the beat, the second place of the seals, the health
    of the clocks, and what has become of the notices."""
    at = now()
    found: Found = {"database": _database(), "broker": _broker()}
    if found["database"] == "ok":
        found |= _heartbeats(at) | {"clock": _clock(at), "seals": _seals(at)} | _notices(at)
        found |= _clocks(at)
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

    # A heartbeat is sent by the beat and run by the worker of the clocks. When the queue is not empty and
    # nothing runs, it is the worker; the beat marks its own row just before it sends. The mail’s own is
    # marked whenever a worker begins to send.
    return {name: _seen(seen.get(name), at) for name in ("worker", "mail", "beat")}


def _seen(last: datetime | None, at: datetime, stale: timedelta = STALE) -> str:
    if last is None:
        return "never seen"
    if last - at > STALE:
        return "its clock is ahead"
    return "ok" if at - last < stale else "silent"


def _clock(at: datetime) -> str:
    return "ok" if abs(punctual.ahead(at)) <= settings.CLOCKS_MAY_DIFFER else "not the database’s time"


def _seals(at: datetime) -> str:
    return "not exported" if Export.behind(at=at) else "ok"


def _clocks(at: datetime) -> Found:
    """As the page of the system administrator has them."""
    try:
        with transaction.atomic():
            found = clocks.health(at=at)
    except DatabaseError:
        return {"sweep": "unreadable"}
    period = timedelta(seconds=settings.CELERY_BEAT_SCHEDULE["sweep-deadlines"]["schedule"])
    late, ended = found.waiting_since, found.round.ended_at
    return {
        "sweep": _seen(found.swept_at, at, max(STALE, 3 * period)),
        "oldest_step_not_taken_seconds": int((at - late).total_seconds()) if late else 0,
        "clocks_without_owner": found.round.unowned,
        "clocks_that_differ": found.round.ended_differ,
        "clocks_compared": ended.isoformat(timespec="seconds") if ended else "never",
        "clock_notices_unsent": found.unsent,
        "clock_notices_given_up": found.given_up,
    }


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
