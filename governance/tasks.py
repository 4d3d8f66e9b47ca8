from celery import shared_task

from config.clock import now
from governance import duty, glass, reminders


@shared_task
def remind() -> None:
    at = now()
    reminders.remind(at=at)
    duty.forget(at=at)


@shared_task
def watch() -> None:
    """Every minute: what a child in danger waits for."""
    at = now()
    duty.remind(at=at)
    glass.remind(at=at)
