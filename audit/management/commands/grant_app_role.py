import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from audit.history import kept_tables
from audit.models import LetGo


class Command(BaseCommand):
    help = "Let the database role of web and worker add to what is kept, and never rewrite it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("role", help="it must exist, and own nothing: CREATE ROLE … LOGIN")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role “{role}”. Make it first with CREATE ROLE.")
            if any(found):
                raise CommandError(f"“{role}” is a superuser or owns the tables: choose another.")
            name = connection.ops.quote_name(role)
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
            tables = kept_tables()
            for table in tables:
                cursor.execute(f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {name}")
            owners_own = connection.ops.quote_name(LetGo._meta.db_table)  # what explains that rows are gone
            cursor.execute(f"REVOKE INSERT ON {owners_own} FROM {name}")
        self.stdout.write(f"{role} may read and write, and to {len(tables)} tables only add.")
