from celery import shared_task

from config.clock import now
from deadlines import sweep as sweeping
from notices import outbox


@shared_task
def sweep() -> None:
    if sweeping.sweep(at=now()).notices:
        outbox.wake_after_commit()
