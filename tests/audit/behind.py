"""What somebody does with the database’s own tools, on a connection of their own or past every trigger."""

from contextlib import contextmanager

import psycopg2
from django.db import connection

from audit import seals, verify


@contextmanager
def by_hand(role=None):
    """A connection that the program knows nothing of, committing each statement."""
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    other = psycopg2.connect(**{name: params[name] for name in names if params.get(name)})
    other.autocommit = True
    try:
        with other.cursor() as cursor:
            if role:
                cursor.execute(f"SET ROLE {role}")
            yield cursor
    finally:
        other.close()


def past_triggers(statement, *given):
    """As somebody with superuser SQL would: past every trigger, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, given or None)
        cursor.execute("SET session_replication_role = DEFAULT")


def seal_all(at):
    made = []
    while link := seals.seal(at=at):
        made.append(link)
    return made


def found():
    return [str(fault) for fault in verify.faults()]
