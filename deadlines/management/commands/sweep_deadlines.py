import argparse
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.clock import now
from deadlines.calendar import AmbiguousTime, in_london
from deadlines.sweep import sweep


class Command(BaseCommand):
    help = "Run one sweep and say what it marked and notified."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--at", help="as if it were this moment; London's time")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = in_london(datetime.fromisoformat(options["at"])) if options["at"] else now()
        except AmbiguousTime as fault:
            raise CommandError(str(fault)) from None
        except ValueError:
            raise CommandError(f"“{options['at']}” is not a moment like 2026-12-24T09:00.") from None
        swept = sweep(at=at)
        self.stdout.write(f"Swept at {at.isoformat(timespec='seconds')}")
        self.stdout.write(f"Clocks with a step that had come: {swept.clocks}")
        self.stdout.write(f"Newly breached: {swept.breached}")
        self.stdout.write(f"Notices written: {swept.notices}")
