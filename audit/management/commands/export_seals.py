import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from audit.seals import exported


class Command(BaseCommand):
    help = "Print the seals, one JSON object a line, to be kept somewhere that this system cannot write to."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="only those after this seal")

    def handle(self, *args: Any, **options: Any) -> None:
        for seal in exported(after=options["after"]):
            self.stdout.write(json.dumps(seal))
