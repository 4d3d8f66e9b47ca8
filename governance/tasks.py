from celery import shared_task

from config.clock import now
from governance import reminders


@shared_task
def remind() -> None:
    reminders.remind(at=now())
