"""A mail server that can refuse, be slow, be silent, and take a mail and die without a word."""

import asyncio
import email
import time
from collections import defaultdict

from aiosmtpd.controller import Controller

WELL = "well"
# What is said instead, and when: an address or a mail, for a while or for good.
REFUSALS = {"later": "450 try later", "never": "550 no such mailbox", "full": "452 no room for this mail"}
MODES = (WELL, "slow", "silent", "dies", *REFUSALS)
PAUSE = 0.7  # seconds before each answer, when slow


class Post:
    """`taken`: Message-ID → when it was taken, and whether that was said."""

    def __init__(self, port):
        self.port, self.mode = port, WELL
        self.taken, self.met = defaultdict(list), 0

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        """Nobody listens; may be opened again."""
        if self.controller:
            self.controller.stop(no_assert=True)
        self.controller = None

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.met += self.mode != WELL
        if self.mode == "slow":
            await asyncio.sleep(PAUSE)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        while self.mode == "silent":
            await asyncio.sleep(0.05)
        if self.mode == "slow":
            await asyncio.sleep(PAUSE)
        if self.mode in ("later", "never"):
            return REFUSALS[self.mode]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode == "silent":
            while self.mode == "silent":
                await asyncio.sleep(0.05)
            return "451 not taken"
        if self.mode == "full":
            return REFUSALS[self.mode]
        name = email.message_from_bytes(envelope.content)["Message-ID"]
        died = self.mode == "dies"
        self.taken[name].append((time.monotonic(), died))
        if died:
            server.transport.abort()
        return "250 taken"

    def doubled(self, kills):
        """Message-IDs taken more than once: those for which nobody could know better, and the others.

        The server took a mail and died without a word; or the worker was killed between its word and the mark.
        """
        excused, wrong = [], []
        for name, times in self.taken.items():
            unheard = sum(died or _killed_after(moment, kills) for moment, died in times[:-1])
            if len(times) > 1:
                (excused if unheard >= len(times) - 1 else wrong).append(name)
        return excused, wrong


MARKED_WITHIN = 1.0  # seconds from “taken” until a worker that lives has marked it


def _killed_after(moment, kills):
    return any(0 <= kill - moment <= MARKED_WITHIN for kill in kills)
