"""Waking the worker. It may fail: the outbox keeps what must be sent, and the beat comes by."""

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def wake_after_commit() -> None:
    """Wake the worker once the transaction commits: once, however many things were posted."""
    if not any(waiting[1] is _wake for waiting in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        current_app.send_task("circulation.tasks.deliver", retry=False)
    except (OperationalError, OSError):
        log.warning("broker_unreachable", outbox="kept")
