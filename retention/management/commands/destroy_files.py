from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.clock import now
from retention import destroying, files, finding
from retention.models import Destruction, FileToErase


class Command(BaseCommand):
    help = "Destroy the files of children that two people agreed to destroy and that have waited long enough."

    def handle(self, *args: Any, **options: Any) -> None:
        if not files.may_erase():
            raise CommandError(
                "Only the owner of the tables can destroy a file: give its DATABASE_URL. Nothing was done."
            )
        at = now()
        due = finding.find(at=at)
        for done in destroying.carry_out(at=at):
            self.stdout.write(f"{done.ref}: destroyed. The certificate: /retention/{done.ref}/")
        left = Destruction.objects.filter(state=Destruction.State.AGREED)
        late = left.filter(not_before__lte=at).count()
        self.stdout.write(f"{left.count() - late} agreed and waiting; {due} due for a review.")
        if late or FileToErase.objects.exists():
            raise CommandError("Not everything could be destroyed; the log says why. Run this again.")
