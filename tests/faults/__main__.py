"""`python -m tests.faults`, which bin/faults starts. Exits 1 when anything was lost or doubled."""

import argparse
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.run import Run

BEGAN = time.monotonic()


def say(text):
    print(text, flush=True)


def main():
    asked = argparse.ArgumentParser(
        prog="bin/faults", description="Inject faults, and count what is lost or doubled."
    )
    asked.add_argument("--faults", type=int, default=60, help="how many (60)")
    asked.add_argument("--seed", type=int, help="the same faults again, in the same order")
    given = asked.parse_args()
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # everything is stopped on the way out
    print(f"{given.faults} faults, seed {seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    whole = False
    try:
        whole = Run(folder, faults=given.faults, seed=seed, say=say).all()
    finally:
        if not whole:
            print(f"Again with: bin/faults --faults {given.faults} --seed {seed}. Logs: {folder}", flush=True)
    if whole:
        _remove(folder)
    return 0 if whole else 1


def _remove(folder):
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
