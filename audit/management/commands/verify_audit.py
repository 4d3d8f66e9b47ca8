import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.exporting import NotExported, read
from audit.models import Export, Seal
from audit.verify import faults, let_go


class Command(BaseCommand):
    help = "Compare what is kept, and its history, with the seals; exit 1 at the first row that differs."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--seals",
            type=Path,
            help="exported seals: each must still be there; those in SEALS_FILE by default",
        )
        parser.add_argument("--all", action="store_true", help="name everything that differs, not the first")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["seals"] or Path(settings.SEALS_FILE)
        kept: list[dict[str, Any]] = []
        if options["seals"] or path.exists() or Export.objects.exists():
            try:
                kept = read(path)
            except NotExported as unreadable:
                raise CommandError(str(unreadable)) from None
        found = 0
        for fault in faults(kept_elsewhere=kept):
            found += 1
            self.stdout.write(str(fault))
            if not options["all"]:
                break
        if found:
            raise CommandError("The audit trail differs from its seals. Tell information governance.")
        last = Seal.objects.order_by("-pk").first()
        until = f", up to {last.until:%Y-%m-%d %H:%M} UTC" if last else ""
        self.stdout.write(f"Intact: {Seal.objects.count()} seals{until}.")
        self.stdout.write(f"Compared with {len(kept)} exported seals in {path}." if kept else NOT_COMPARED)
        for certificate, rows in let_go():
            self.stdout.write(f"Let go: {rows} rows of history, by certificate {certificate}.")


NOT_COMPARED = "Compared with no exported seals: none were exported yet."
