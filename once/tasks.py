from celery import shared_task

from config.clock import now
from once import workflow


@shared_task
def forget() -> None:
    workflow.forget(at=now())
