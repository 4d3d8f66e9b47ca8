import argparse
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.clock import now
from config.punctual import AheadOfTheClock
from deadlines.calendar import LONDON, AmbiguousTime, in_london
from deadlines.sweep import Swept, rehearse, sweep


class Command(BaseCommand):
    help = "Run one sweep and say what it marked and notified."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--at", help="as if it were this moment, which has come; London's time")
        parser.add_argument(
            "--rehearse",
            action="store_true",
            help="show what a sweep would do, at any moment; change nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = in_london(datetime.fromisoformat(options["at"])) if options["at"] else now()
        except AmbiguousTime as fault:
            raise CommandError(str(fault)) from None
        except ValueError:
            raise CommandError(f"“{options['at']}” is not a moment like 2026-12-24T09:00.") from None
        if options["rehearse"]:
            swept, breached = rehearse(at=at)
            self.stdout.write(f"Rehearsed for {at.isoformat(timespec='seconds')}: nothing was changed")
        else:
            swept, breached = self._sweep(at), []
            self.stdout.write(f"Swept at {at.isoformat(timespec='seconds')}")
        self.stdout.write(f"Clocks with a step that had come: {swept.clocks}")
        self.stdout.write(f"Newly breached: {swept.breached}")
        self.stdout.write(f"Notices written: {swept.notices}")
        for deadline in breached:
            due = deadline.due_at.astimezone(LONDON)
            self.stdout.write(f"  {deadline.record.ref} {deadline.code}, due {due:%Y-%m-%d %H:%M}")

    def _sweep(self, at: datetime) -> Swept:
        try:
            return sweep(at=at)
        except AheadOfTheClock as fault:
            raise CommandError(f"{fault} To see what would be done then, add --rehearse.") from None
