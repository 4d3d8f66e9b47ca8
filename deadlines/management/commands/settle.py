import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.clock import now
from deadlines.settling import Areas, every_batch, of_their_kinds, settle_batch, what_differs
from records.models import Record

HEADING = ("Reference", "Clock", "Earlier day", "New day", "Why")


class Command(BaseCommand):
    help = "Put the clocks of all records as their facts give them; with --check only say which are not."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="change nothing; exit with 1 when any differs")
        how.add_argument(
            "--list", metavar="FILE", default="", help="write as CSV what was put right, and why"
        )
        parser.add_argument("--quiet", action="store_true", help="without the bar, and without naming them")

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, differ, areas = Record.objects.count(), 0, 0, Areas()
        with _listing(options["list"]) as listed:
            for keys in every_batch():
                if options["check"]:
                    found = what_differs(of_their_kinds(keys), areas)
                else:
                    found = settle_batch(keys, areas, at=now())
                for record, difference in found:
                    if options["check"] and not options["quiet"]:
                        self.stdout.write(f"{record.ref}: {difference.in_words}")
                    listed([record.ref, *difference.moved.row()])
                done, differ = done + len(keys), differ + len(found)
                if not options["quiet"]:
                    self._bar(done, total)
        said = f"{done} records: {differ} clocks "
        if options["check"] and differ:
            raise CommandError(f"{said}are not as their facts give them.", returncode=1)
        self.stdout.write(f"{said}{'differ' if options['check'] else 'were put right'}.")

    def _bar(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            filled = 40 * done // max(total, done)
            self.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done} of {total}", ending="")
            if done >= total:
                self.stderr.write("")


@contextmanager
def _listing(path: str) -> Iterator[Any]:
    """What is called with each line of the list, written as it comes."""
    if not path:
        yield lambda line: None
        return
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        yield writer.writerow
