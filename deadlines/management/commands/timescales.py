import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from agencies.models import Partnership
from deadlines.example import example
from deadlines.timescales import TIMESCALES, rule_for


class Command(BaseCommand):
    help = "Print the timescales in force."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--partnership", help="by name; the first one otherwise")
        parser.add_argument("--markdown", action="store_true", help="as docs/timescales.md has it")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = list(TIMESCALES.values())
        if options["markdown"]:
            self.stdout.write(markdown())
            return
        if name := options["partnership"]:
            partnership = Partnership.objects.filter(name__iexact=name).first()
            if partnership is None:
                raise CommandError(f"There is no partnership “{name}”.")
        else:
            partnership = _first()
        if partnership:
            rules = [rule_for(code, partnership.pk) for code in TIMESCALES]
            self.stdout.write(f"In force in {partnership}")
        for rule in rules:
            length = rule.in_words if rule.on else "switched off"
            self.stdout.write(
                f"{rule.code} | {rule.starts} | {rule.stops} | {length} | {rule.when} | {rule.source}"
            )


def _first() -> Partnership | None:
    try:
        return Partnership.objects.order_by("pk").first()
    except DatabaseError:
        return None  # not migrated yet: the table as it is declared


def markdown() -> str:
    lines = [
        "# Timescales",
        "",
        "Made by `./manage.py timescales --markdown`; a test fails when it is stale.",
        "",
        "| code | starts | stops | length | when | source |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{r.code}` | {r.starts} | {r.stops} | {r.in_words} | {r.when} | {r.source} |"
        for r in TIMESCALES.values()
    ]
    return "\n".join([*lines, "", *example()])
