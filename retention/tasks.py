from celery import shared_task

from config.clock import now
from retention import destroying, finding, orphans


@shared_task
def find() -> None:
    finding.find(at=now())


@shared_task
def carry_out() -> None:
    destroying.carry_out(at=now())


@shared_task
def erase_orphans() -> None:
    orphans.erase_orphans(at=now())
