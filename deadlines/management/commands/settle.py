import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.clock import now
from deadlines.settling import Areas, every_batch, of_their_kinds, settle_batch, what_differs
from records.models import Record


class Command(BaseCommand):
    help = "Put the clocks of all records as their facts give them; with --check only say which are not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit with 1 when any differs"
        )
        parser.add_argument("--quiet", action="store_true", help="without the bar, and without naming them")

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, differ = Record.objects.count(), 0, 0
        for keys in every_batch():
            if options["check"]:
                found = what_differs(of_their_kinds(keys), Areas())
                differ += len(found)
                for record, difference in () if options["quiet"] else found:
                    self.stdout.write(f"{record.ref}: {difference.in_words}")
            else:
                differ += settle_batch(keys, at=now())
            done += len(keys)
            if not options["quiet"]:
                self._bar(done, total)
        said = f"{done} records: {differ} clocks "
        if options["check"] and differ:
            raise CommandError(f"{said}are not as their facts give them.", returncode=1)
        self.stdout.write(f"{said}{'differ' if options['check'] else 'were put right'}.")

    def _bar(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            filled = 40 * done // max(total, done)
            self.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done} of {total}", ending="")
            if done >= total:
                self.stderr.write("")
