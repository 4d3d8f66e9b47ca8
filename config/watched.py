"""What a task leaves behind for whoever watches: the names in its log lines, its figures, its span."""

import time
from typing import Any

import structlog

from config.figures import TASK_SECONDS, TASKS
from config.tracing import TaskSpan

log = structlog.get_logger(__name__)
OF_THE_LINE = ("request_id", "user_id")
CARRIED = (*OF_THE_LINE, "traceparent", "tracestate")


class Watched:
    """From the beginning of a task to its end. Its lines have the number of the request that asked for it."""

    def __init__(self, name: str, number: str, message: Any) -> None:
        """`message`: what the worker was handed, which has what `say_what_it_belongs_to` put on it."""
        found = {each: message.get(each) or (message.headers or {}).get(each) for each in CARRIED}
        said = {each: str(value) for each, value in found.items() if value}
        self.name, self.began = name, time.monotonic()
        self.names = structlog.contextvars.bind_contextvars(
            **{"task": name, "request_id": number}
            | {each: said[each] for each in said if each in OF_THE_LINE}
        )
        self.span = TaskSpan(name, said)

    def end(self, outcome: str) -> None:
        """`outcome`: done or failed."""
        seconds = time.monotonic() - self.began
        TASKS.labels(self.name, outcome).inc()
        TASK_SECONDS.labels(self.name).observe(seconds)
        self.span.end(outcome)
        log.info("task_ended", outcome=outcome, seconds=round(seconds, 3))
        structlog.contextvars.reset_contextvars(**self.names)
