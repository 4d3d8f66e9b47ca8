from celery import shared_task

from config.clock import now
from retention import destroying, finding


@shared_task
def find() -> None:
    finding.find(at=now())


@shared_task
def carry_out() -> None:
    destroying.carry_out(at=now())
