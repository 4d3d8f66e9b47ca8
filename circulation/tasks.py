from celery import shared_task

from agencies import passwords
from circulation import workflow
from config.clock import now
from notices import outbox
from notices import workflow as notices


@shared_task
def deliver() -> None:
    """Answer who asked for a password, drain the outbox, note which receipts have gone out. No data."""
    notices.beat("mail", at=now())
    try:
        passwords.answer_requests(at=now())
    finally:  # whatever is wrong with one of them, the mail goes out
        _drain()
        workflow.note_sent(at=now())


def _drain() -> None:
    ends = now() + notices.TURN
    if place := notices.send_some(at=now(), until=ends):
        outbox.wake()  # there is more: whichever worker is free helps
    while place and now() < ends:
        place = notices.send_some(at=now(), after=place, until=ends)
    if place:
        outbox.wake()  # the turn is over: the next one goes on


@shared_task
def chase() -> None:
    workflow.chase(at=now())
