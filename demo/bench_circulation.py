"""Circulation: the outbox against one Celery task a receipt, with a real worker and a real Redis.

Both sides find the same receipts, written by the transactions that signed; both compose each mail, hand it to
a backend that throws it away, mark notice and receipt, and stop the clock of a record whose last receipt was
sent. What differs is who asks for it. Times run from the first message to the broker to the last mark.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from celery import shared_task
from django.db import connection, transaction

from agencies.models import Agency, User
from circulation import workflow
from circulation.models import Receipt
from circulation.tasks import deliver
from circulation.workflow import Recipient
from config import engines
from config.clock import now
from notices import workflow as notices
from notices.models import Notice
from records.models import Record, Version
from records.verbs import verb

RECORDS, AGENCIES, WHY = 1000, 12, "bench"
SAMPLE = 50  # records, on the slow side; the figure is scaled


@shared_task
def send_one(pk: int) -> None:
    """The other side: a task that does for one receipt what the outbox does for all."""
    _send(pk, at=now())


@verb
def _send(pk: int, *, at: datetime) -> None:
    Record.objects.lock(Receipt.objects.values_list("version__record", flat=True).get(pk=pk))
    for notice in Notice.objects.filter(key__startswith=f"receipt:{pk}:"):
        notices.compose(notice).send()
        Notice.objects.filter(pk=notice.pk).update(sent_at=at)
    Receipt.objects.filter(pk=pk).update(sent_at=at)


def faster(*, runs: int = 3) -> float:
    """How many times faster the outbox is: median of `runs`, in turns."""
    some = list(
        Version.objects.filter(
            record__ref__startswith="SD-S-", record__authority__partnership__name="Scale 1"
        )
        .select_related("record", "made_by")
        .order_by("pk")[:RECORDS]
    )
    agencies = Agency.objects.filter(kind="school").select_related("group").order_by("-pk")[:AGENCIES]
    people = User.objects.filter(email__startswith="scale").order_by("-pk")[:AGENCIES]
    to = [Recipient(agency, (person,), WHY) for agency, person in zip(agencies, people, strict=True)]
    ours, theirs = [], []
    with worker():
        _until_sent(some[:1], to, deliver.delay)  # until the worker has started
        for _ in range(runs):
            ours.append(_until_sent(some, to, deliver.delay))
            theirs.append(_until_sent(some[:SAMPLE], to, _a_task_each) * len(some) / SAMPLE)
    forget()
    return statistics.median(theirs) / statistics.median(ours)


def _a_task_each() -> None:
    for pk in Receipt.objects.filter(why=WHY).values_list("pk", flat=True):
        send_one.delay(pk)


def _until_sent(some: Sequence[Version], to: list[Recipient], send: Callable[[], object]) -> float:
    forget()
    for version in some:
        with transaction.atomic():
            workflow.circulate(version, to=to, by=version.made_by, at=now())
            connection.run_on_commit.clear()  # woken below
    start = time.perf_counter()
    send()
    while Receipt.objects.filter(why=WHY, sent_at=None).exists():
        time.sleep(0.01)  # between two looks whether all is sent
    return time.perf_counter() - start


@contextmanager
def worker() -> Iterator[None]:
    redis = engines.start_redis()
    celery = str(Path(sys.executable).parent / "celery")
    process = subprocess.Popen(
        [
            celery,
            "-A",
            "config",
            "-q",
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "ERROR",
            "--without-gossip",
            "--without-mingle",
            "--include",
            "demo.bench_circulation",
        ],
        env=os.environ | {"EMAIL_URL": "dummymail://"},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
        redis.terminate()
        redis.wait()


def forget() -> None:
    """Take away what a run has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM circulation_receiptperson p USING circulation_receipt r WHERE p.receipt_id = r.id AND r.why = %s",
            [WHY],
        )
        cursor.execute("DELETE FROM circulation_receipt WHERE why = %s", [WHY])
        cursor.execute("DELETE FROM records_share WHERE purpose = %s", [WHY])
        cursor.execute("DELETE FROM records_namedshare WHERE purpose = %s", [WHY])
        cursor.execute("DELETE FROM notices_notice WHERE key LIKE 'receipt:%%'")
        for table in (
            "notices_notice",
            "circulation_receipt",
            "circulation_receiptperson",
            "records_share",
            "records_namedshare",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
