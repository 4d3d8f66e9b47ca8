"""One form, one answer: whoever sends it again gets the first one's."""

import struct
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection
from psycopg2.errors import LockNotAvailable

from once.models import Once

KEPT = timedelta(days=1)


class StillRunning(Exception):
    """The same form is being answered, and takes its time."""


def claim(key: uuid.UUID) -> Once | None:
    """Wait for whoever sends the same form now; then what it was answered, or None where nothing came of it.

    The form is the caller's until its transaction ends, whichever way; a process that dies lets go of it too.
    Errors: `StillRunning` once it has waited as long as for any lock (config/patience.py). The transaction is
    then only good for being rolled back.
    """
    (number,) = struct.unpack(">q", key.bytes[:8])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable):
            raise StillRunning from fault
        raise
    # A statement of its own: it sees what the one waited for has committed.
    return Once.objects.filter(pk=key).first()


def keep(key: uuid.UUID, *, at: datetime, **answer: Any) -> None:
    """In the transaction of what was done: neither is there without the other."""
    Once.objects.update_or_create(pk=key, defaults={"at": at, **answer})


def forget(*, at: datetime) -> int:
    """Take out the answers whose time is over; how many there were."""
    gone, _ = Once.objects.filter(at__lt=at - KEPT).delete()
    return gone
