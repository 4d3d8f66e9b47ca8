from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from agencies import beginning
from config.clock import now
from config.refusals import Refused


class Command(BaseCommand):
    help = (
        "Begin a partnership: its children’s social care, and two system administrators, who make all else."
        " Run again, it makes what is missing: a second administrator where only one is left."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--partnership", required=True, help="its name")
        parser.add_argument("--social-care", required=True, help="the name of its children’s social care")
        parser.add_argument(
            "--administrator", action="append", default=[], metavar="ADDRESS=NAME", required=True,
            help="twice, for two people: name@council.example='First Last'",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        people = [_person(said) for said in options["administrator"]]
        try:
            with transaction.atomic():
                care = beginning.begin(
                    options["partnership"], options["social_care"], people=people, at=now()
                )
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was done.") from refused
        for name in beginning.administrators(care):
            self.stdout.write(f"{name}: system administrator of {care.partnership}")
        self.stdout.write("Whoever is new has a mail with the way in; the worker sends it.")


def _person(said: str) -> tuple[str, str]:
    address, _, name = said.partition("=")
    try:
        validate_email(address)
    except Exception as fault:
        raise CommandError(f"{address} is not an email address. Give ADDRESS=NAME.") from fault
    if not name.strip():
        raise CommandError(f"Say who {address} is: {address}='First Last'.")
    return address, name.strip()
