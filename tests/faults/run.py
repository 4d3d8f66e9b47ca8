"""One run: begin, inject, make whole again, count."""

import json
import random
import subprocess
import sys
import time
from collections import Counter

from config import engines
from tests.faults import count, kinds
from tests.faults.ahead import DONE
from tests.faults.people import Journal, Person
from tests.faults.system import System
from tests.faults.traffic import Traffic
from tests.together import until

# Seconds a fault takes, about, so that clocks run out over all of the run; and at most, with the beginning.
EACH, MOST_EACH, BEGINNING = 3.0, 15, 300
SIGNED = 0.25  # of all faults, about so many ask for a signature


class TooSlow(Exception):
    """The run is not over in the time that it has."""


class Run:
    def __init__(self, folder, *, faults, seed, say=print):
        self.faults, self.seed, self.say = faults, seed, say
        self.rng = random.Random(seed)
        self.system, self.journal = System(folder), Journal()
        self.injected, self.met = Counter(), Counter()
        self.wrong, self.longest = [], dict.fromkeys(kinds.WITHIN, 0.0)
        self.began = time.monotonic()
        self.ends = self.began + BEGINNING + MOST_EACH * faults

    def all(self):
        """Whether nothing was lost or doubled."""
        try:
            self.begin()
            for number, name in enumerate(kinds.drawn(self.faults, self.rng), start=1):
                if time.monotonic() > self.ends:
                    raise TooSlow(f"{number - 1} faults in {self.ends - self.began:.0f} s")
                kinds.inject(self, name)
                self.say(f"{time.monotonic() - self.began:6.0f} s  {number:4}  {name}")
            self.traffic.end()
            self.make_whole()
            return count.told(self)
        finally:
            if hasattr(self, "traffic"):
                self.traffic.end()
            self.system.stop()

    def begin(self):
        self.system.start()
        asked = f"to_sign={int(self.faults * SIGNED) + 6}, clocks={self.faults // 4 + 4}, within={self.faults * EACH}"
        made = f"from tests.faults.cases import prepare; prepare({asked})"
        told = self.system.manage("shell", "--no-imports", "-c", made)
        cases = json.loads(told.stdout.strip().splitlines()[-1])
        self.system.begin()
        self.traffic = Traffic(self.system, self.journal, cases, self.rng)
        self.traffic.begin()
        until(lambda: len({s.by for s in self.journal.sent}) >= 3, what="everybody to be at work")
        self.calm = self._waits()

    def make_whole(self):
        """Everything runs; what waits for a time (a next try, the claim of a killed worker) has it come."""
        self.system.keep()
        self.system.finish("mail")
        self.system.sql(
            "UPDATE notices_notice SET send_at = least(send_at, now()), claimed_until = NULL, claimed_by = NULL"
            " WHERE sent_at IS NULL AND failed_at IS NULL"
        )
        self.system.run("mail")
        until(lambda: not count.unsent(self), seconds=120, what="the outbox to be empty")
        self.given_up = count.send_again(self)
        until(lambda: not count.unsent(self), seconds=120, what="what was given up to be sent")
        until(lambda: not count.overdue(self), what="every clock to be swept")
        until(self._well, seconds=120, what="/health/ to be ok")

    def _well(self):
        self.system.keep()
        return (self.system.health() or {}).get("status") == "ok"

    # --- what a fault asks of the run ---------------------------------------------------
    def something_done(self):
        """A condition: a form was taken since now."""
        before = sum(s.accepted for s in self.journal.sent)
        return lambda: sum(s.accepted for s in self.journal.sent) > before

    def progress(self):
        kinds.lasting(self.something_done())

    def put_off(self, said, *, by=None):
        """A condition: somebody was told so since now."""
        before = self.journal.times(said, by=by)
        return lambda: self.journal.times(said, by=by) > before

    def seen_in_health(self, part):
        """`/health/` says so while it is broken, or does not answer."""
        found = self.system.health()
        if found and (found.get(part) == "ok" or found["status"] == "ok"):
            self.wrong.append(f"/health/ was {found} while {part} was broken")

    def answered_in_time(self):
        """`/health/` and the way in, while something behind them stands still."""
        for what, seconds in self._waits().items():
            self.longest[what] = max(self.longest[what], seconds)
            if seconds > max(kinds.WITHIN[what], kinds.TIMES * self.calm[what]):
                self.wrong.append(
                    f"{what} took {seconds:.1f} s, and {self.calm[what]:.1f} s when all was well"
                )

    def _waits(self):
        """How long somebody waits who asks for the health, and who signs in."""
        ask = {
            "/health/": self.system.health,
            "sign-in": Person(self.system, self.journal, "nurse", self.rng).sign_in,
        }
        taken = {}
        for what, does in ask.items():
            began = time.monotonic()
            does()
            taken[what] = time.monotonic() - began
        return taken

    def works_ahead(self, *, days):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.ahead", str(days)],
            env=self.system.env, cwd=engines.BASE, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if DONE in done.stdout or done.returncode:
            self.wrong.append(
                f"ahead of the clock ({done.returncode}): {done.stdout[-500:]}{done.stderr[-500:]}"
            )
