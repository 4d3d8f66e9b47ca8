"""Keeps one process running, as systemd or Docker does in production: `python -m demo.keep COMMAND…`.

A Celery worker may give up when the broker vanishes at the wrong moment (celery/kombu issue 582); nothing is
lost by that, for the outbox and the clocks are in the database, but somebody has to start it again.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

LONGEST_PAUSE = 30.0
#: A process that ran this long had started well: the pause is the shortest again.
SETTLED = 60.0


class Told:
    """Set by SIGTERM or Ctrl-C."""

    def __init__(self) -> None:
        self.to_stop = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.to_stop = True

    def within(self, seconds: float) -> bool:
        """Whether we were told to stop; waits `seconds` for it."""
        ends = time.monotonic() + seconds
        while not self.to_stop and time.monotonic() < ends:
            time.sleep(0.1)  # a signal ends it: between two looks whether one came
        return self.to_stop


def keep(command: list[str]) -> None:
    """Run `command` until this process is told to stop. Pauses between starts: 2, 4, 8 … 30 seconds."""
    told = Told()
    pause = 1.0
    while not told.to_stop:
        began = time.monotonic()
        child = subprocess.Popen(command)
        while child.poll() is None:
            if told.within(0.2):
                child.terminate()
                child.wait()
                return
        pause = min(pause * 2, LONGEST_PAUSE) if time.monotonic() - began < SETTLED else 1.0
        print(f"{command[0]} stopped by itself ({child.returncode}); it is started again.", file=sys.stderr)
        told.within(pause)


if __name__ == "__main__":
    keep(sys.argv[1:])
