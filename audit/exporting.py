"""The seals in a second place: a file to which every new one is added, on a disk that this system shares with
nobody who may write to its database. Sealing never waits for it; `/health/` says when it lags behind."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audit.models import Seal
from audit.seals import exported


class NotExported(Exception):
    """The second place cannot be written to, or holds other seals than this database."""


def read(path: Path) -> list[dict[str, Any]]:
    """The seals that a file holds, the oldest first.

    Errors: `NotExported` when it cannot be read, or holds anything else.
    """
    try:
        found = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        if all({"seal", "until", "digest"} <= set(each) for each in found):
            return found
    except (OSError, ValueError, TypeError):
        pass
    raise NotExported(f"{path} holds no exported seals, one JSON object a line.")


def export(path: Path) -> int:
    """Add every new seal to the file, and return how many; safe against a second one, and to be killed.

    Errors: `NotExported`; what could be written is.
    """
    after = _last(path)
    written = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            for line in _lines(after):
                file.write(line)
                written += 1
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise NotExported(f"{path} cannot be written to: {fault.strerror}.") from fault
    return written


def _lines(after: int) -> Iterator[bytes]:
    for seal in exported(after=after):
        yield json.dumps(seal).encode() + b"\n"


def _last(path: Path) -> int:
    """The last seal in the file, once it is seen to be of this chain; 0 when there is no file yet."""
    try:
        with path.open("r+b") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(end - 4096, 0))
            tail = file.read()
            whole = tail[: tail.rfind(b"\n") + 1]
            if len(whole) < len(tail):  # killed, or full, in the middle of a line
                file.truncate(end - len(tail) + len(whole))
    except FileNotFoundError:
        return 0
    except OSError as fault:
        raise NotExported(f"{path} cannot be read: {fault.strerror}.") from fault
    if not whole.strip():
        return 0
    try:
        last = json.loads(whole.splitlines()[-1])
        known = Seal.objects.filter(pk=last["seal"], digest=last["digest"]).exists()
    except (ValueError, KeyError, TypeError):
        raise NotExported(f"{path} holds something else than exported seals.") from None
    if not known:
        raise NotExported(f"{path} ends with a seal that is not in this database. Run verify_audit.")
    return int(last["seal"])
