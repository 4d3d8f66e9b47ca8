"""What the beat asks for, how often, in which queue, and after how many seconds it is stopped.

What must happen waits for nobody: a mail server that does not answer keeps the processes that send, and no
others. So each queue has workers of its own:

clocks    sweep, seals, chasing, questions that wait, the heartbeat: seconds of work, once a minute
mail      sending, and nothing else
upkeep    what may wait an hour; the workers of the mail do it besides
"""

from dataclasses import dataclass
from typing import Any

CLOCKS, MAIL, UPKEEP = "clocks", "mail", "upkeep"
QUEUES = (CLOCKS, MAIL, UPKEEP)
GRACE = 10  # seconds from being told to stop to being stopped


@dataclass(frozen=True)
class Work:
    task: str
    queue: str
    every: float  # sweeps: minutes, in production
    stop: int  # seconds


BEAT = {
    "sweep-deadlines": Work("deadlines.tasks.sweep", CLOCKS, 1, 300),
    "chase-receipts": Work("circulation.tasks.chase", CLOCKS, 1, 300),
    "seal-audit": Work("audit.tasks.seal", CLOCKS, 1, 300),
    "export-seals": Work("audit.tasks.export", CLOCKS, 1, 120),
    "watch-questions-by-name": Work("governance.tasks.watch", CLOCKS, 1, 120),
    "beat-heartbeat": Work("notices.tasks.heartbeat", CLOCKS, 1 / 4, 30),
    # Stopped before its claim ends (notices.workflow.CLAIM): nobody else sends what it was sending.
    "send-notices": Work("circulation.tasks.deliver", MAIL, 1 / 2, 160),
    "compare-clocks": Work("deadlines.tasks.compare", UPKEEP, 1, 300),
    "remind-of-subject-access": Work("governance.tasks.remind", UPKEEP, 60, 600),
    "find-files-due": Work("retention.tasks.find", UPKEEP, 60, 1800),
    "destroy-agreed-files": Work("retention.tasks.carry_out", UPKEEP, 1, 1800),
    "erase-orphans": Work("retention.tasks.erase_orphans", UPKEEP, 24 * 60, 3600),
    "lapse-offers": Work("agencies.tasks.lapse_offers", UPKEEP, 60, 600),
    "forget-answers": Work("once.tasks.forget", UPKEEP, 60, 600),
    "clear-sessions": Work("agencies.tasks.clear_sessions", UPKEEP, 60, 600),
}


def schedule(minute: float) -> dict[str, dict[str, Any]]:
    """For the beat. What a worker that was away did not take is dropped: the next one asks for the same."""
    return {
        name: {
            "task": work.task,
            "schedule": work.every * minute,
            "options": {"expires": max(2 * work.every * minute, 60), "queue": work.queue},
        }
        for name, work in BEAT.items()
    }


def routes() -> dict[str, dict[str, str]]:
    """Also for who wakes a worker out of turn."""
    return {work.task: {"queue": work.queue} for work in BEAT.values()}


def limits() -> dict[str, dict[str, int]]:
    return {
        work.task: {"soft_time_limit": work.stop, "time_limit": work.stop + GRACE} for work in BEAT.values()
    }
