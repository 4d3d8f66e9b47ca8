from celery import shared_task

from agencies import passwords
from circulation import workflow
from config.clock import now
from notices import outbox
from notices import workflow as notices


@shared_task
def deliver() -> None:
    """Answer who asked for a password, drain the outbox, note which receipts have gone out. No data."""
    passwords.answer_requests(at=now())
    if place := notices.send_some(at=now()):
        outbox.wake()  # there is more: whichever worker is free helps
    while place:
        place = notices.send_some(at=now(), after=place)
    workflow.note_sent(at=now())


@shared_task
def chase() -> None:
    workflow.chase(at=now())
