from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from agencies import offering
from config.clock import now


@shared_task
def lapse_offers() -> None:
    offering.lapse(at=now())


@shared_task
def clear_sessions() -> None:
    """Those that are over: nobody can use them, and what was typed lies in them."""
    SessionStore.clear_expired()
