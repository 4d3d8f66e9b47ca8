from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.clock import now
from notices.models import Heartbeat
from notices.workflow import STALE


class Command(BaseCommand):
    """For whoever watches a process from outside: was it seen alive in the last minutes, by the database?"""

    help = "Fails when the named part has not been seen for three minutes: worker, mail or beat."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=("worker", "mail", "beat"))

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        seen = Heartbeat.objects.filter(name=part, at__gt=now() - STALE).exists()
        if not seen:
            raise CommandError(f"The {part} has not been seen for three minutes.")
