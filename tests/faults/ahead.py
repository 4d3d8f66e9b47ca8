"""A machine whose clock is ahead: `python -m tests.faults.ahead DAYS`. Its worker and its commands do nothing.

Ends by itself once the work that it asked of itself was refused, and says what was done all the same.
"""

import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta

import time_machine

QUEUE, LONGEST = "ahead", 20
DONE = "Done ahead of time:"


def main(days):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    later = datetime.now(UTC) + timedelta(days=days)  # noqa: TID251  the clock that is wrong
    with time_machine.travel(later, tick=True):
        import django

        django.setup()
        from celery.signals import task_failure, task_success
        from django.core.management import CommandError, call_command

        from config.celery import app
        from config.work import BEAT

        try:
            call_command("sweep_deadlines")
            print(f"{DONE} a sweep by hand")
        except CommandError:
            pass
        works = [work.task for work in BEAT.values()]
        left = len(works)

        def answered(sender=None, exception=None, **kwargs):
            nonlocal left
            left -= 1
            if type(exception).__name__ != "AheadOfTheClock":
                print(f"{DONE} {sender.name} {exception or ''}")
            if not left:
                os.kill(os.getpid(), signal.SIGTERM)

        task_failure.connect(answered, weak=False)
        task_success.connect(answered, weak=False)
        for task in works:
            app.send_task(task, queue=QUEUE)
        bound = threading.Timer(LONGEST, os._exit, [3])
        bound.daemon = True
        bound.start()
        app.worker_main(["-q", "worker", "--queues", QUEUE, "-n", "ahead@here", "--pool", "solo", "--loglevel", "CRITICAL",
                         "--without-gossip", "--without-mingle"])  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
