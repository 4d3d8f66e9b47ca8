from pathlib import Path

import structlog
from celery import shared_task
from django.conf import settings

from audit import exporting, seals
from audit.models import Export
from config.clock import now

log = structlog.get_logger(__name__)


@shared_task
def seal() -> None:
    at = now()
    while seals.seal(at=at):
        pass  # a backlog has several links


@shared_task
def export() -> None:
    """By itself: sealing goes on whatever becomes of the second place."""
    try:
        exporting.export(Path(settings.SEALS_FILE))
    except exporting.NotExported as fault:
        log.error("seals_not_exported", reason=str(fault))
    else:
        Export.note(at=now())
