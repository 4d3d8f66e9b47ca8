from celery import shared_task

from circulation import workflow
from config.clock import now
from notices import workflow as notices


@shared_task
def deliver() -> None:
    """Drain the outbox, then note which receipts have gone out. Carries no data."""
    notices.send_waiting(at=now())
    workflow.note_sent(at=now())


@shared_task
def chase() -> None:
    workflow.chase(at=now())
