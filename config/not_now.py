"""The page for what cannot be done at the moment: it says so, what is known of it, and gives the text back.

Rendered without the request: its session and its user live in the database.
"""

import errno
from dataclasses import dataclass

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config import patience
from config.typed import typed

log = structlog.get_logger(__name__)
GONE = (OperationalError, InterfaceError)
# The disk is full, its share or a limit is used up, it may only be read, or it is broken.
NOT_WRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


@dataclass(frozen=True)
class Reason:
    name: str  # in the log
    heading: str
    advice: str
    status: int = 503


AWAY = Reason(
    "database_unreachable",
    "The records are not reachable for a moment",
    "What was saved before is safe, and your last draft is kept.",
)
HELD = Reason(
    "record_held",
    "Somebody else is saving this record at the moment",
    "Wait a few seconds, and send it again.",
    status=409,
)
SLOW = Reason(
    "statement_too_long",
    "This took too long and was stopped",
    "Try again in a minute. If it happens again, tell your administrator.",
)
FULL = Reason(
    "files_not_writable",
    "Files cannot be stored at the moment",
    "The disk for files is full, or cannot be written to. Tell your administrator, and try again later.",
)
# SQLSTATE: lock_not_available, deadlock_detected, serialization_failure; query_canceled
SAID = {"55P03": HELD, "40P01": HELD, "40001": HELD, "57014": SLOW}


def page_for(request: HttpRequest, fault: BaseException | None) -> HttpResponse | None:
    """The page, when this fault is one of the moment; None when it is a fault of ours."""
    reason = _reason(fault)
    if reason is None:
        return None
    log.error(reason.name)
    context = {
        "reason": reason,
        "nothing_was_changed": patience.nothing_was_changed(),
        "typed": typed(request),
        "path": request.path,
    }
    page = render_to_string("not_now.html", context)
    return HttpResponse(page, status=reason.status, headers={"Retry-After": "10"})


def _reason(fault: BaseException | None) -> Reason | None:
    if isinstance(fault, GONE):
        return SAID.get(patience.code_of(fault), AWAY)
    if isinstance(fault, OSError) and fault.errno in NOT_WRITABLE:
        return FULL
    return None
