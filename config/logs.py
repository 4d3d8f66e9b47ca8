"""What no log line holds: a way in. Withheld in one place, whichever library wrote the line.

A link to a password stands in an address, and addresses stand in the lines of the request log, of the
framework’s warnings, of the web server and in tracebacks; so do the answers of an agency’s sign-in.
"""

import logging
import re

import structlog

WAYS_IN = (
    re.compile(r"(set-password(?:/|%2F))[^\s\"'?&#]+", re.IGNORECASE),
    re.compile(r"\b((?:code|state|token|id_token|credential|password)=)[^\s\"'&#]+", re.IGNORECASE),
)


def withheld(text: str) -> str:
    for way in WAYS_IN:
        text = way.sub(r"\1[withheld]", text)
    return text


class Lines(structlog.stdlib.ProcessorFormatter):
    """The JSON lines of web, worker and beat."""

    def format(self, record: logging.LogRecord) -> str:
        return withheld(super().format(record))


class Withholding(logging.Formatter):
    """Another formatter’s lines, without ways in: for the web server’s own."""

    def __init__(self, within: logging.Formatter | None) -> None:
        super().__init__()
        self.within = within or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return withheld(self.within.format(record))
