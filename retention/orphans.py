"""Stored files that no row knows: a transaction that was taken back leaves behind what it had stored.

No file of a child would outlive its row otherwise: what destroys a file goes by rows (retention/files.py).
Earlier states know their files too, by the tables of history.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import structlog
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from retention.models import FileToErase

log = structlog.get_logger(__name__)
# Longer than any transaction lasts: what is younger may still get its row.
YOUNG = timedelta(days=1)
BATCH = 500


def fields_with_files() -> list[tuple[type[models.Model], models.FileField]]:
    """Every column that names a stored file, those of history among them."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]


def erase_orphans(*, at: datetime) -> int:
    """Erase what nobody knows and is older than a day, as of `at`. Returns how many went."""
    columns, gone = fields_with_files(), 0
    folders = {str(field.upload_to).split("/")[0] for _, field in columns if field.upload_to}
    for folder in sorted(folders):
        for names in _batches(_stored(folder)):
            gone += sum(_erased(name, at=at) for name in names - _known(names, columns))
    if gone:
        log.warning("orphans_erased", files=gone)
    return gone


def _known(names: set[str], columns: list[tuple[type[models.Model], models.FileField]]) -> set[str]:
    known = set(FileToErase.objects.filter(name__in=names).values_list("name", flat=True))
    for model, field in columns:
        found = model._base_manager.filter(**{f"{field.name}__in": names})
        known |= {str(name) for name in found.values_list(field.name, flat=True)}
    return known


def _stored(folder: str) -> Iterator[str]:
    """The name of every file under a folder of the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for each in folders:
        yield from _stored(f"{folder}/{each}")


def _batches(names: Iterable[str]) -> Iterator[set[str]]:
    left = iter(names)
    while batch := set(islice(left, BATCH)):
        yield batch


def _erased(name: str, *, at: datetime) -> bool:
    try:
        if default_storage.get_modified_time(name) > at - YOUNG:
            return False
        default_storage.delete(name)
    except OSError as fault:  # it is tried again tomorrow
        log.error("orphan_not_erased", fault=type(fault).__name__)
        return False
    return True
