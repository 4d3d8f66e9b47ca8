from typing import Any

from django.core.management.base import BaseCommand

from records.states import STEPS, diagram, paper_diagram


class Command(BaseCommand):
    help = "Print the states of every kind of record as diagrams, for docs/states.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("# States\n\nMade by `./manage.py states`; a test fails when it is stale.")
        for kind in STEPS:
            self.stdout.write(f"\n## {kind.capitalize()}\n\n```mermaid\n{diagram(kind)}\n```")
        self.stdout.write(f"\n## A paper for the family\n\n```mermaid\n{paper_diagram()}\n```")
