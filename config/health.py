from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from audit.models import Export
from config.clock import now
from notices.models import Heartbeat, Notice

STALE = timedelta(minutes=3)


def health(request: HttpRequest) -> HttpResponse:
    """Database, broker, heartbeats of worker and beat, age of the oldest unsent notice, the second
    place of the seals."""
    at = now()
    found: dict[str, str | int] = {"database": _database(), "broker": _broker()}
    if found["database"] == "ok":
        found |= _heartbeats(at) | {"oldest_unsent_notice_seconds": _oldest(at), "seals": _seals(at)}
    well = all(found.get(part) == "ok" for part in ("database", "broker", "worker", "beat", "seals"))
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
    url = settings.REDIS_URL.replace("redis+socket://", "unix://")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping()
        return "ok"
    except (redis.RedisError, OSError):
        return "unreachable"


def _heartbeats(at: datetime) -> dict[str, str]:
    seen = dict(Heartbeat.objects.values_list("name", "at"))

    def state(name: str) -> str:
        if name not in seen:
            return "never seen"
        return "ok" if at - seen[name] < STALE else "silent"

    # A heartbeat is sent by the beat and run by the worker. When the queue is not empty and
    # nothing runs, it is the worker; the beat marks its own row just before it sends.
    return {"worker": state("worker"), "beat": state("beat")}


def _seals(at: datetime) -> str:
    return "not exported" if Export.behind(at=at) else "ok"


def _oldest(at: datetime) -> int:
    first = Notice.objects.waiting().order_by("send_at").values_list("send_at", flat=True).first()
    return max(int((at - first).total_seconds()), 0) if first else 0
