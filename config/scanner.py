"""Asks a ClamAV daemon whether a file is clean, when `CLAMD_HOST` names one.

The protocol is one command: INSTREAM, the file in pieces with their lengths, and a line of answer.
"""

import socket
import struct
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.core.files import File

PIECE = 64 * 1024
PATIENCE = 20  # seconds


class Infected(Exception):
    """The scanner knows this file."""


class Unreachable(Exception):
    """The scanner is configured and does not answer, or not with a verdict."""


def configured() -> bool:
    return bool(settings.CLAMD_HOST)


def check(file: "IO[bytes] | File[bytes]") -> None:
    """Return when the file is clean, wound back to its beginning; at once without a scanner.

    :raises Infected: when it is not.
    :raises Unreachable: when that cannot be found out.
    """
    if not configured():
        return
    file.seek(0)
    try:
        answer = _asked(file)
    except (OSError, ValueError) as fault:
        raise Unreachable from fault
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        raise Infected
    if answer != "stream: OK":
        raise Unreachable


def _asked(file: "IO[bytes] | File[bytes]") -> str:
    host, _, port = settings.CLAMD_HOST.partition(":")
    with socket.create_connection((host, int(port or 3310)), timeout=PATIENCE) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for piece in _pieces(file):
            scanner.sendall(struct.pack(">L", len(piece)) + piece)
        scanner.sendall(struct.pack(">L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            if not (more := scanner.recv(4096)):
                break
            answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _pieces(file: "IO[bytes] | File[bytes]") -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
