"""Waking the worker. It may fail: the outbox keeps what must be sent, and the beat comes by."""

from collections.abc import Iterable
from typing import Any

import redis
import structlog
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from notices import workflow

log = structlog.get_logger(__name__)
EXPIRES = 60  # seconds; the beat asks by then


def tell_each(people: Iterable[Any], **facts: Any) -> None:
    """Put one notice a person into the outbox, in the causing transaction; `facts` as of `workflow.tell`."""
    workflow.post(workflow.tell(to=person, **facts) for person in dict.fromkeys(people))
    wake_after_commit()


def wake_after_commit() -> None:
    """Wake the worker once the transaction commits: once, however many things were posted."""
    if not any(waiting[1] is wake for waiting in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to send, now. Whoever waits for the answer is held for about a second at the most."""
    try:
        # A connection of its own: the worker’s wait for messages, and may not be in a hurry.
        with current_app.connection_for_write(transport_options=settings.PUBLISH_OPTIONS) as broker:
            current_app.send_task(
                "circulation.tasks.deliver", connection=broker, retry=False, expires=EXPIRES
            )
    except (OperationalError, redis.RedisError, OSError):
        log.warning("broker_unreachable", outbox="kept")
