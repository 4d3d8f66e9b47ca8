"""The worker and the beat. Tasks carry no data: they wake somebody up who reads the database."""

import os
from typing import Any

import structlog
from celery import Celery, Task
from celery.signals import (
    beat_init,
    before_task_publish,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
)

from config import adding_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("METRICS_PORT"):
    adding_up.begin()


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


@before_task_publish.connect
def say_what_it_belongs_to(headers: dict[str, Any] | None = None, **kwargs: object) -> None:
    """A message says when it was asked for, by which request, and within what a collector has seen of it."""
    from config.clock import now
    from config.tracing import carried
    from config.watched import OF_THE_LINE

    if headers is not None:
        known = structlog.contextvars.get_contextvars()
        headers |= {"asked_at": now().isoformat(), **carried()}
        headers |= {name: known[name] for name in OF_THE_LINE if known.get(name)}


@task_prerun.connect
def begin_to_watch(task_id: str, task: Task, **kwargs: object) -> None:
    from config.watched import Watched

    task.request.watched = Watched(task.name, task_id, task.request)  # type: ignore[attr-defined]  # Celery’s own takes what it is given


@task_postrun.connect
def end_watching(task: Task, state: str = "", **kwargs: object) -> None:
    if watched := getattr(task.request, "watched", None):
        watched.end("done" if state == "SUCCESS" else "failed")


@worker_init.connect
def tell_figures(**kwargs: object) -> None:
    from django.conf import settings

    if settings.METRICS_PORT:
        from prometheus_client import start_http_server

        from config.figures import of_all_processes

        try:
            start_http_server(settings.METRICS_PORT, registry=of_all_processes())
        except OSError as fault:  # what must happen waits for no figure
            structlog.get_logger(__name__).error(
                "figures_not_told", port=settings.METRICS_PORT, errno=fault.errno
            )


@worker_process_init.connect
def begin_tracing(**kwargs: object) -> None:
    from config import tracing

    tracing.begin()
