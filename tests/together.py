"""The same thing done by two people at the same moment, and waiting for what others do meanwhile."""

import threading
import time

from django.db import connection, transaction


def until(condition, *, seconds=60, what="the condition"):
    """Wait on a condition and return what it gave."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"Waited {seconds} s for {what}")


def both_at_once(work, *, people=2):
    """Run `work` in as many threads, each with a connection of its own, and wait for all."""
    ready = threading.Barrier(people)

    def one():
        try:
            ready.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def before_the_first_commits(first, second):
    """Run `second` on another connection after `first` and before its transaction ends."""

    def other():
        try:
            second()
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            thread.join(0.02)
    thread.join()


def _somebody_waits():
    """Whether another connection waits for what this one has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None
