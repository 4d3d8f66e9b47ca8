"""What every log line has, and what none holds: a way in, and the words of a fault.

Withheld in one place, whichever library wrote the line.

A link to a password stands in an address, and addresses stand in the lines of the request log, of the
framework’s warnings, of the web server and in tracebacks; so do the answers of an agency’s sign-in.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

WAYS_IN = (
    re.compile(r"(set-password(?:/|%2F))[^\s\"'?&#]+", re.IGNORECASE),
    re.compile(r"\b((?:code|state|token|id_token|credential|password)=)[^\s\"'&#]+", re.IGNORECASE),
)


def withheld(text: str) -> str:
    for way in WAYS_IN:
        text = way.sub(r"\1[withheld]", text)
    return text


def where_it_broke(logger: Any, name: str, line: EventDict) -> EventDict:
    """A fault as its kind, and the lines of code that led to it, the innermost last.

    Never its words: a constraint’s hold the row that was refused, a form’s what was typed.
    """
    fault = line.pop("exc_info", None)
    if isinstance(fault, BaseException):
        raised: BaseException | None = fault
    else:
        raised = (sys.exc_info() if fault is True else fault or (None, None, None))[1]
    if raised is not None:
        line["fault"] = [type(each).__qualname__ for each in _and_what_caused_it(raised)]
        frames = traceback.extract_tb(raised.__traceback__)
        line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return line


def _and_what_caused_it(raised: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = raised
    while each is not None:
        yield each
        each = each.__cause__ or each.__context__


# What a line of ours has, and one that another library writes.
OF_EVERY_LINE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
]
AS_JSON: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    where_it_broke,
    structlog.processors.JSONRenderer(),
]


class Lines(structlog.stdlib.ProcessorFormatter):
    """The JSON lines of web, worker and beat."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "celery.app.trace" and record.exc_info:
            record.msg = "Task %(name)s[%(id)s] %(description)s"  # Celery’s own puts the fault’s words in
        return withheld(super().format(record))


class Withholding(logging.Formatter):
    """Another formatter’s lines, without ways in: for the web server’s own."""

    def __init__(self, within: logging.Formatter | None) -> None:
        super().__init__()
        self.within = within or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return withheld(self.within.format(record))


def configure() -> None:
    """Once, by the settings."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *OF_EVERY_LINE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def to_console(level: str) -> dict[str, Any]:
    """The setting LOGGING: every line as JSON on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "config.logs.Lines",
                "processors": AS_JSON,
                "foreign_pre_chain": OF_EVERY_LINE,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {
            "axes": {"level": "CRITICAL"},  # its lines name who tried
            # The lines of a server at a desk go through the same formatter.
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": level},
    }
