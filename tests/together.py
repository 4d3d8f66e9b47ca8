"""The same thing done by two people at the same moment."""

import threading

from django.db import connection


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
