import sys
from typing import Any

from django.core.management.base import BaseCommand

from demo.bench import main


class Command(BaseCommand):
    help = "The measurements of bin/bench, on a database that load_scale has filled."

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main())
