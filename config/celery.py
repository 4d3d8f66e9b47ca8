"""The worker and the beat. Tasks carry no data: they wake somebody up who reads the database."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, before_task_publish, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Timely(Task):
    """Does nothing ahead of time: sweeping, chasing and destroying too early cannot be taken back."""

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        from config.clock import now
        from config.punctual import refuse_ahead

        refuse_ahead(now())


app = Celery("fortyseven", task_cls=Timely)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**kwargs: object) -> None:
    from config import checks

    checks.refuse_unsafe_start()


@beat_init.connect
def wait_for_no_broker(**kwargs: object) -> None:
    """A Redis that is frozen must not keep the beat: what it could not ask for it asks for again."""
    from django.conf import settings

    app.conf.broker_transport_options = settings.PUBLISH_OPTIONS


@before_task_publish.connect
def beat_is_alive(sender: str = "", **kwargs: object) -> None:
    """The beat marks itself when it sends the heartbeat task: it needs no worker for that."""
    if sender == "notices.tasks.heartbeat":
        from config.clock import now
        from notices.workflow import beat

        beat("beat", at=now())
