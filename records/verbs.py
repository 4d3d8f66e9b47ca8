"""A verb: one transaction, after which what hangs on the records it locked is put right.

`RecordQuerySet.lock` is the one place that locks a record, and it works within a verb only. When the
outermost verb is done, `AFTERWARDS` (connected in config/pathway.py) is told which records were locked, by
whom and when: there their clocks follow the facts. So no verb can forget it, and none has to think of it.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Course:
    """What a verb that runs has locked so far: records by key."""

    locked: dict[int, None] = field(default_factory=dict)


_course: ContextVar[Course | None] = ContextVar("verb", default=None)

# The sections whose answers something hangs on; saving another one puts nothing right.
FACT_SECTIONS: set[str] = set()

# Each is called with the keys of the records, `by` (None for what a machine does) and `at`.
AFTERWARDS: list[Callable[..., None]] = []


def locks(*keys: int) -> None:
    """Note that these records are locked, and may be changed.

    :raises RuntimeError: outside of a verb, where nobody would put right what hangs on them.
    """
    course = _course.get()
    if course is None:
        raise RuntimeError("A record is locked by a verb: decorate the function with records.verbs.verb.")
    course.locked |= dict.fromkeys(keys)


def changed(key: int) -> None:
    """Note that this record was written, perhaps made, by the verb that runs."""
    if (course := _course.get()) is not None:
        course.locked[key] = None


def is_noted(key: int) -> bool:
    """Whether the verb that runs has locked or written this record already."""
    course = _course.get()
    return course is not None and key in course.locked


def only_prose(key: int) -> None:
    """Of this record nothing was written but answers that nothing hangs on."""
    if (course := _course.get()) is not None:
        course.locked.pop(key, None)


def put_right_already(keys: Iterable[int]) -> None:
    """What hangs on these records the verb itself has put right: its end need not look again."""
    if (course := _course.get()) is not None:
        for key in keys:
            course.locked.pop(key, None)


def put_right(*, by: Any, at: datetime) -> None:
    """What hangs on the records locked so far, now: for a verb that goes on to freeze what it says."""
    course = _course.get()
    assert course is not None
    _afterwards(course, {"by": by, "at": at})


def verb(do: Callable[P, T]) -> Callable[P, T]:
    """For a function that changes records: keyword `at` is its moment, `by` whoever does it, if anybody."""

    @wraps(do)
    def done(*args: P.args, **said: P.kwargs) -> T:
        with transaction.atomic():
            if _course.get() is not None:  # part of another verb, which is not done yet
                return do(*args, **said)
            course = Course()
            token = _course.set(course)
            try:
                given = do(*args, **said)
                _afterwards(course, said)
            finally:
                _course.reset(token)
            return given

    return done


def _afterwards(course: Course, said: dict[str, Any]) -> None:
    if not course.locked:
        return
    at = said.get("at")
    if not isinstance(at, datetime):
        raise TypeError("A verb that locks a record is told `at`, its moment.")
    for follow in AFTERWARDS:
        follow(list(course.locked), by=said.get("by"), at=at)
