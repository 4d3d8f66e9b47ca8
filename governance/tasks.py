from celery import shared_task

from config.clock import now
from governance import duty, glass, reminders


@shared_task
def remind() -> None:
    at = now()
    reminders.remind(at=at)
    glass.remind(at=at)
    duty.forget(at=at)


@shared_task
def watch() -> None:
    """Every minute: who asks for a child by name waits for an answer."""
    duty.remind(at=now())
