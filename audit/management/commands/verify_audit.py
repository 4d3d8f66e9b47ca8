import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.models import Seal
from audit.seals import faults, let_go


class Command(BaseCommand):
    help = "Compare access events and history with the chain of seals; exit 1 at the first row that differs."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seals", type=Path, help="exported seals: each must still be there")
        parser.add_argument("--all", action="store_true", help="name everything that differs, not the first")

    def handle(self, *args: Any, **options: Any) -> None:
        kept: list[dict[str, Any]] = []
        if path := options["seals"]:
            try:
                kept = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
                assert all({"seal", "until", "digest"} <= set(each) for each in kept)
            except (OSError, ValueError, AssertionError, TypeError):
                raise CommandError(f"{path} holds no exported seals, one JSON object a line.") from None
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
        for certificate, rows in let_go():
            self.stdout.write(f"Let go: {rows} rows of history, by certificate {certificate}.")
