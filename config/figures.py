"""What a Prometheus is told when it asks: requests and statements, what waits, was given up, or is behind.

What is asked often is counted where it happens; what waits is read from the database and the broker when
somebody asks, so that any web server gives the same answer. No label holds more than a name of ours: of a
page, a task, a queue. Processes of one server add up in a folder of their own (config/adding_up.py).
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from audit.models import Seal
from config import broker, work
from config.clock import now
from deadlines import health as clocks
from notices.models import Heartbeat, Notice

STATEMENTS = Histogram(
    "fortyseven_statements",
    "Statements to the database for one answer",
    ["page"],
    buckets=(5, 10, 20, 40, 80, 160),
)
TASKS = Counter("fortyseven_tasks", "Tasks that ended", ["task", "outcome"])
TASK_SECONDS = Histogram("fortyseven_task_seconds", "How long a task took", ["task"])


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever brings METRICS_TOKEN; for everybody else there is no such page."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not compare_digest(given.encode(), f"Bearer {token}".encode()):
        return HttpResponseNotFound()
    registry = of_all_processes()
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def of_all_processes() -> CollectorRegistry:
    """What the processes of this server have counted."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    return registry


class Waiting(Collector):
    """What stands in the database and the broker at the moment it is asked for."""

    def collect(self) -> Iterator[Metric]:
        at = now()
        try:
            found = [*_notices(at), *_clocks(at), *_behind(at), _up("database", True)]
        except DatabaseError:
            found = [_up("database", False)]
        yield from found
        try:
            found = [*_queues(at), _up("broker", True)]
        except (redis.RedisError, OSError):
            found = [_up("broker", False)]
        yield from found


def _up(what: str, answers: bool) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"fortyseven_{what}_up", f"Whether the {what} answers", value=float(answers))


def _notices(at: datetime) -> Iterator[Metric]:
    waiting = Notice.objects.waiting()
    first = waiting.aggregate(first=Min("created_at"))["first"]
    notices = GaugeMetricFamily("fortyseven_notices", "Notices that were not sent", labels=["state"])
    notices.add_metric(["waiting"], waiting.count())
    notices.add_metric(["failed"], waiting.exclude(failure="").count())
    notices.add_metric(["given_up"], Notice.objects.filter(failed_at__isnull=False).count())
    yield notices
    yield _seconds("oldest_notice", "the oldest notice has waited", first, at)


def _clocks(at: datetime) -> Iterator[Metric]:
    found = clocks.health(at=at)
    yield _seconds("sweep_lag", "the oldest step of a clock is due and not taken", found.waiting_since, at)
    wrong = GaugeMetricFamily("fortyseven_clocks", "Clocks that somebody has to look at", labels=["state"])
    wrong.add_metric(["without_owner"], found.round.unowned)
    wrong.add_metric(["differ"], found.round.ended_differ)
    yield wrong
    compared = found.round.ended_at
    yield _seconds("clocks_compared", "all clocks were compared with their facts", compared, at)
    notices = GaugeMetricFamily("fortyseven_clock_notices", "Notices of clocks not sent", labels=["state"])
    notices.add_metric(["waiting"], found.unsent)
    notices.add_metric(["given_up"], found.given_up)
    yield notices


def _behind(at: datetime) -> Iterator[Metric]:
    sealed = Seal.objects.aggregate(until=Max("until"))["until"]
    yield _seconds("seals_behind", "the end of the last minute that was sealed", sealed, at)
    ages = GaugeMetricFamily(
        "fortyseven_heartbeat_age_seconds", "Seconds since it was last seen", labels=["name"]
    )
    for name, seen in Heartbeat.objects.values_list("name", "at"):
        ages.add_metric([name], max((at - seen).total_seconds(), 0))
    yield ages


def _queues(at: datetime) -> Iterator[Metric]:
    asked = broker.client()
    length = GaugeMetricFamily(
        "fortyseven_queue_messages", "Messages that no worker has taken", labels=["queue"]
    )
    age = GaugeMetricFamily(
        "fortyseven_queue_age_seconds", "Seconds the oldest of them has waited", labels=["queue"]
    )
    for queue in work.QUEUES:
        length.add_metric([queue], asked.llen(queue))
        age.add_metric([queue], _waited(asked.lindex(queue, -1), at))
    yield from (length, age)


def _waited(message: bytes | str | None, at: datetime) -> float:
    """Workers take from the end; who asked wrote when, in the headers (config/celery.py)."""
    asked = json.loads(message)["headers"].get("asked_at") if message else None
    return max((at - datetime.fromisoformat(asked)).total_seconds(), 0) if asked else 0


def _seconds(name: str, what: str, since: datetime | None, at: datetime) -> GaugeMetricFamily:
    waited = max((at - since).total_seconds(), 0) if since else 0
    return GaugeMetricFamily(f"fortyseven_{name}_seconds", f"Seconds since {what}", value=waited)
