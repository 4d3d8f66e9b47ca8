"""First pages of the lists, for a person who sees 60 records and for one who sees a fifth of all.

Over the bare SQL and the bare template; and over the same page in a small database, asked in turns.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment

from agencies.models import User
from demo.bench_tools import report, took

LISTS = (
    ("scale-60", ("/", "/board/", "/records/")),
    ("scale-fifth", ("/", "/board/", "/records/", "/records/?show=open")),
    ("scale-school", ("/shared/", "/")),
    ("scale-police", ("/shared/", "/")),
)
RUNS = 21


def lists(small: str) -> None:
    """Measure every page of LISTS here and in the database whose URL is `small`."""
    other = connections.create_connection("default")
    there = environ.Env.db_url_config(small) | {"ENGINE": connection.settings_dict["ENGINE"]}
    other.settings_dict = connection.settings_dict | there
    for key, paths in LISTS:
        for path in paths:
            _measure(key, path, other)
    other.close()


def _measure(key: str, path: str, other: BaseDatabaseWrapper) -> None:
    page, bare, asked = _prepared(key, path)
    with speaking_with(other):
        page_of_small, _, asked_of_small = _prepared(key, path)
    ours, bares, smalls = [], [], []
    for _ in range(RUNS):
        ours.append(took(page))
        bares.append(took(bare))
        with speaking_with(other):
            smalls.append(took(page_of_small))
    own, name = statistics.median(ours), f"{path} for {key}"
    report(f"{name}, over bare SQL and template", own / statistics.median(bares), "at most", 2.5)
    report(f"{name}, over the small database", own / statistics.median(smalls), "at most", 1.3)
    if asked != asked_of_small:
        report(f"{name}, queries over those in the small database", asked / asked_of_small, "at most", 1)


def _prepared(key: str, path: str) -> tuple[Callable[[], Any], Callable[[], Any], int]:
    """The page; its statements (the one that notes the view too) and template alone; how many it asks."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
    client.get(path)
    setup_test_environment()  # so that a response brings its template and context
    with CaptureQueriesContext(connection) as asked:
        response: Any = client.get(path)
    teardown_test_environment()
    assert response.status_code == 200, (key, path, response.status_code)
    template, context = response.templates[0], response.context[0]
    statements = [q["sql"].replace("%", "%%") for q in asked.captured_queries]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()
        template.render(context)

    return lambda: client.get(path), bare, len(asked)


@contextmanager
def speaking_with(other: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this process speak with another database for a while."""
    here = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = here
