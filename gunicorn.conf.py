"""Read by gunicorn where it is started. Its lines hold no way in; of access too, if these are turned on."""

from typing import Any

from gunicorn.glogging import Logger

from config.logs import Withholding


class Lines(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(Withholding(handler.formatter))


logger_class = Lines
