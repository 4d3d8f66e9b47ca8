from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from children.models import Person
from config.clock import now
from demo.cases import CASES
from demo.people import PASSWORD, PEOPLE, SHOWN, email_of, load_people, load_second_hats


class Command(BaseCommand):
    help = "Load the demonstration partnership. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        people = load_people()
        load_second_hats()
        authority = people["worker"].hats()[0].agency
        for number, tell in CASES.items():
            if Person.objects.filter(authority=authority, case_number=number).exists():
                continue
            with transaction.atomic():
                tell(people, now())
            self.stdout.write(f"Loaded case {number}")
        self.stdout.write("")
        self.stdout.write(f"{'role':30} {'sign in as':30} password")
        for person in PEOPLE:
            if person.key in SHOWN:
                self.stdout.write(f"{person.position:30} {email_of(person.key):30} {PASSWORD}")
