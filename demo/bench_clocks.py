"""What it costs that clocks follow facts: after a verb, and for all clocks of a database at once."""

import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.clock import now
from deadlines.models import Deadline
from deadlines.settling import (
    Areas,
    every_batch,
    of_their_kinds,
    settle_after,
    settle_batch,
    standing,
    what_differs,
)
from demo.bench_tools import ratio, report, took
from demo.story import write
from records.states import State
from records.verbs import AFTERWARDS
from strategy.models import StrategyDiscussion
from strategy.workflow import recording

OPEN = (State.CONCLUDED, State.CORRECTING)
FEW, MANY = 3, 30  # actions, each with its clock


@contextmanager
def unsettled() -> Iterator[None]:
    """A verb without what follows it."""
    kept, AFTERWARDS[:] = AFTERWARDS[:], []
    try:
        yield
    finally:
        AFTERWARDS[:] = kept


def settling() -> None:
    """Over the verb that saves a section on which clocks hang. Everything is taken back."""
    found = StrategyDiscussion.objects.filter(state__in=OPEN).exclude(ref__startswith="SD-S-").first()
    if found is None:
        print("skip settle of one discussion: run ./manage.py load_demo on this database first")
        return
    at = now()
    with transaction.atomic():
        asked = {count: _asked(_with_actions(found, count, at), at) for count in (FEW, MANY)}
        discussion = _with_actions(found, MANY, at)
        said = iter(range(10_000))

        def verb() -> None:
            _save(discussion, next(said), at)

        def alone() -> None:
            with unsettled():
                verb()

        found_in_one_run = ratio(lambda: settle_after([discussion.pk], by=None, at=at), alone, runs=21)
        transaction.set_rollback(True)
    report(f"settle of {MANY} clocks, over its verb without it", found_in_one_run, "at most", 1.5)
    more = asked[MANY] / asked[FEW]
    report(f"statements of a verb, {MANY} clocks over {FEW}", more, "at most", 1)


def _save(discussion: StrategyDiscussion, nth: int, at: datetime) -> None:
    facts = {"follow_up": "no", "disagreement_on": f"Nobody, {nth}."}
    write(discussion, "further", facts, by=discussion.chair, at=at)


def _with_actions(discussion: StrategyDiscussion, count: int, at: datetime) -> StrategyDiscussion:
    """The discussion, with so many clocks of actions that run."""
    there = Deadline.objects.running().filter(record=discussion.pk, code="action").count()
    chair, day = discussion.chair, at.date() + timedelta(days=30)
    for nth in range(there, count):
        again = StrategyDiscussion.objects.get(pk=discussion.pk)
        recording.agree_action([again], what=f"Thing {nth}", why="", owner=chair, due_on=day, by=chair, at=at)
    return StrategyDiscussion.objects.get(pk=discussion.pk)


def _asked(discussion: StrategyDiscussion, at: datetime) -> int:
    _save(discussion, -1, at)
    with CaptureQueriesContext(connection) as queries:
        _save(discussion, -2, at)
    return len(queries)


# --- all of them ----------------------------------------------------------------------------

SOME = 300  # records, one by one
FIRST = 5  # batches, after which the memory is what it stays


def deriving() -> None:
    """All clocks of the database, over a loop that derives record by record and saves each; and its memory."""
    at, clocks = now(), Deadline.objects.filter(superseded_by=None, dropped_at=None).count()
    all_of_them = took(lambda: _settle_each(every_batch(), at))
    some = [key for keys in islice(every_batch(), 1) for key in keys][-SOME:]
    saved = Deadline.objects.filter(record__in=some, superseded_by=None, dropped_at=None).count()
    with transaction.atomic():
        loop = took(lambda: _save_each(some))
        transaction.set_rollback(True)
    found = loop / saved * clocks / all_of_them
    report(f"a loop with save, over settle of all {clocks:,} clocks", found, "at least", 20)
    batches = every_batch()
    tracemalloc.start()
    first = _peak(islice(batches, FIRST), at)
    rest = _peak(batches, at)
    tracemalloc.stop()
    report(f"memory of settle, all batches over the first {FIRST}", rest / first, "at most", 1.2)


def _settle_each(batches: Iterator[Sequence[int]], at: datetime) -> None:
    """What this writes, where a measurement has moved clocks before, is taken back."""
    areas = Areas()
    for keys in batches:
        with transaction.atomic():
            settle_batch(keys, areas, at=at)
            transaction.set_rollback(True)


def _save_each(some: Sequence[int]) -> None:
    for key in some:
        records = of_their_kinds([key])
        what_differs(records, Areas())
        for clock in standing(records)[key]:
            clock.save()


def _peak(batches: Iterator[Sequence[int]], at: datetime) -> int:
    """Bytes at most while these are settled."""
    tracemalloc.reset_peak()
    _settle_each(batches, at)
    return tracemalloc.get_traced_memory()[1]
