"""How long the database may keep somebody waiting, and whether what a request has changed is known.

Said with SET LOCAL, before the first statement of each transaction, and before each statement that is a
transaction of its own. So it holds behind PgBouncer in transaction mode, where a setting of the session would
go to whoever is given the connection next, and the start-up options of libpq are refused; and one role of the
database serves web, worker and commands, each with its own patience (docs/decisions/020-patience.md).
"""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

# What stands by itself, outside a transaction, and may have something said before it: VACUUM may not.
PLAIN = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
# Sessions, limits and the log of access are written beside the matter; nobody sends a form for them.
WRITES = re.compile(
    r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!django_session|shared_cache|audit_accessevent|axes_)\w+"?\s'
)
# After these what was read before may be otherwise: somebody else has written while a lock was waited for.
CHANGES_OR_WAITS = re.compile(rf"{WRITES.pattern}|\bFOR (?:NO KEY )?UPDATE\b|\bpg_advisory_")
# The connection ends with these: the server was stopped, or somebody ended it.
LOST = ("08", "57P")


@dataclass
class Course:
    """What has become of the changes of one request."""

    wrote: bool = False  # in a transaction that is open
    unanswered: bool = False  # they were sent for good, and no answer has come
    saved: bool = False
    statements: int = 0
    read: dict[Hashable, Any] = field(default_factory=dict)  # for config.read_once

    @property
    def nothing_was_changed(self) -> bool:
        return not (self.unanswered or self.saved)

    @contextmanager
    def for_good(self) -> Iterator[None]:
        """Around a COMMIT, or a statement that is a transaction of its own."""
        self.unanswered = True
        try:
            yield
        except Exception as fault:
            code = code_of(fault)
            self.unanswered = not code or code.startswith(LOST)
            raise
        self.unanswered, self.wrote, self.saved = False, False, True


_course: ContextVar[Course | None] = ContextVar("course", default=None)


def of_the_web(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a person waits for less than work does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _course.set(Course())
        try:
            return get_response(request)
        finally:
            _course.reset(token)

    return middleware


def what_was_read() -> dict[Hashable, Any] | None:
    """What this request has read and may rely on; None outside of requests, where nothing is kept."""
    course = _course.get()
    return course.read if course else None


def statements() -> int:
    """How many statements this request has sent so far."""
    course = _course.get()
    return course.statements if course else 0


def nothing_was_changed() -> bool:
    """Whether it is known that this request has changed nothing, beyond what stands beside the matter."""
    course = _course.get()
    return course is None or course.nothing_was_changed


def code_of(fault: BaseException) -> str:
    """What the database said, as SQLSTATE; empty when it said nothing any more."""
    return getattr(fault.__cause__ or fault, "pgcode", None) or ""


def put_on(connection: Any, **kwargs: Any) -> None:
    """Let a new connection be patient. Receives Django’s `connection_created`."""
    if _patiently in connection.execute_wrappers:
        return
    connection.execute_wrappers.insert(0, _patiently)
    commit = connection._commit

    def noted() -> None:
        course = _course.get()
        if course is None or not course.wrote:
            commit()
            return
        with course.for_good():
            commit()

    connection._commit = noted


def _patiently(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    course, held = _course.get(), context["connection"].connection
    if course is not None:
        course.statements += 1
        if CHANGES_OR_WAITS.search(str(sql)):
            course.read.clear()
    if not isinstance(sql, str) or many:
        return execute(sql, params, many, context)
    changes = course is not None and WRITES.search(sql) is not None
    begins = held.info.transaction_status == TRANSACTION_STATUS_IDLE and context["cursor"].name is None
    if begins and (not held.autocommit or PLAIN.match(sql)):
        sql = _said(tuple(settings.PATIENCE["work" if course is None else "web"].items())) + sql
    if course is not None and changes and held.autocommit:
        with course.for_good():
            return execute(sql, params, many, context)
    if course is not None:
        course.wrote = course.wrote or changes
    return execute(sql, params, many, context)


@cache
def _said(limits: tuple[tuple[str, float], ...]) -> str:
    return "".join(f"SET LOCAL {name} TO '{round(seconds * 1000)}ms'; " for name, seconds in limits)
