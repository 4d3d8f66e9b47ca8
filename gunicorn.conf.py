"""Read by gunicorn where it is started. Its lines hold no way in; of access too, if these are turned on."""

import os
from typing import Any

from gunicorn.glogging import Logger

from config import adding_up
from config.logs import Withholding

# Nobody steers it from inside, and a container’s root is read-only.
control_socket_disable = True

if os.environ.get("METRICS_TOKEN"):
    adding_up.begin()


class Lines(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(Withholding(handler.formatter))


logger_class = Lines


def post_fork(server: Any, worker: Any) -> None:
    from config import tracing

    tracing.begin()


def child_exit(server: Any, worker: Any) -> None:
    """What a process has counted still counts when it has gone; what it was just doing does not."""
    from prometheus_client.multiprocess import mark_process_dead

    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(worker.pid)
