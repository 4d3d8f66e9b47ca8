from celery import shared_task

from config.clock import now
from deadlines import health
from deadlines import sweep as sweeping
from notices import outbox

BATCHES = 4  # of records, compared each time


@shared_task
def sweep() -> None:
    if sweeping.sweep(at=now()).notices:
        outbox.wake_after_commit()


@shared_task
def compare() -> None:
    """Some thousand records a minute, or what is left of a round."""
    health.count_without_owner(at=now())
    for _ in range(BATCHES):
        if health.compare_next(at=now()):
            break
