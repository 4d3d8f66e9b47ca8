import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from agencies.models import Partnership
from demo.scale import load


class Command(BaseCommand):
    help = "Much data with bulk SQL, for measurements. Never in production."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--discussions", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if Partnership.objects.filter(name="Scale 1").exists():
            raise CommandError("Such data is loaded already. Begin with an empty database.")
        load(options["discussions"], lambda line: self.stdout.write(line))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
