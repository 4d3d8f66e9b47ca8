"""Some sixty faults, as `bin/faults` has them: nothing lost, nothing doubled."""

import re
import subprocess
import sys

import pytest

from config import engines
from tests.faults.kinds import KINDS

pytestmark = pytest.mark.once
LONGEST = 1500  # it ends by itself long before, also where much else is to be done


def test_sixty_faults_lose_nothing_and_double_nothing():
    run = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.faults", "--faults", "60", "--seed", "47"],
        cwd=engines.BASE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said, _ = run.communicate(timeout=LONGEST)
    finally:
        run.terminate()  # it stops its own processes
        run.wait(timeout=60)

    assert run.returncode == 0, said[-6000:]
    injected = dict(re.findall(r"^(.{34})\s*(\d+)\s+\d+$", said, re.MULTILINE))
    assert {name for name, times in injected.items() if int(times)} >= {f"{name:34}" for name in KINDS}
    assert re.search(r"^all {31} +\d+ +0 +0$", said, re.MULTILINE), said[-6000:]
