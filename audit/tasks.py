from celery import shared_task

from audit import seals
from config.clock import now


@shared_task
def seal() -> None:
    at = now()
    while seals.seal(at=at):
        pass  # a backlog has several links
