from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies import workflow as accounts
from agencies.addresses import folded
from agencies.models import User
from config.clock import now


class Command(BaseCommand):
    help = (
        "Take off a lost second factor of somebody whom no single administrator keeps: who works for agencies"
        " of two partnerships, or is the only system administrator. Their sessions end and they are told by"
        " mail; the next sign-in sets up a new one. Make sure first that it is they who ask."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("address", help="the email address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.get_queryset().filter(email=folded(options["address"]), is_active=True).first()
        if person is None:
            raise CommandError("Nobody has an open account with this address. Nothing was done.")
        if not accounts.with_factor([person.pk]):
            raise CommandError(f"{person} has no second factor. Nothing was done.")
        accounts.take_off_factors(person, at=now())
        self.stdout.write(f"Taken off. {person} is told by mail and sets up a new one at the next sign-in.")
