from celery import shared_task

from agencies import offering
from config.clock import now


@shared_task
def lapse_offers() -> None:
    offering.lapse(at=now())
