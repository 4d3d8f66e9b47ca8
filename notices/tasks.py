from celery import shared_task

from config.clock import now
from notices import workflow


@shared_task
def heartbeat() -> None:
    """Sent by the beat, run by the worker: when it runs, both are alive."""
    workflow.beat("worker", at=now())
