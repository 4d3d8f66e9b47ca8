"""Ratios of what two ways of doing a thing take within one run."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

RESULTS: list[tuple[str, float, str, float]] = []


def took(work: Callable[[], Any]) -> float:
    gc.collect()  # what the other side has left behind is not ours to pay for
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(one: Callable[[], Any], other: Callable[[], Any], *, runs: int = 5) -> float:
    """How many times longer `one` takes than `other`: median over medians, in turns."""
    ones, others = [], []
    for _ in range(runs):
        ones.append(took(one))
        others.append(took(other))
    return statistics.median(ones) / statistics.median(others)


def report(what: str, found: float, kind: str, wanted: float) -> None:
    kept = found <= wanted if kind == "at most" else found >= wanted
    RESULTS.append((what, found, kind, wanted))
    print(f"{'ok  ' if kept else 'MISS'} {what}: {found:.2f} × ({kind} {wanted} ×)", flush=True)
