"""First pages of the lists, for a person who sees 60 records and for one who sees a fifth of all.

Over the bare SQL and the bare template, and at the full size over a hundredth of… a small one: two
databases, asked in turns.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

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
    setup_test_environment()  # so that a response brings its template and context
    for key, paths in LISTS:
        for path in paths:
            _measure(key, path, small)


def _measure(key: str, path: str, small: str) -> None:
    page, bare, asked = _prepared(key, path)
    with database(small):
        page_of_small, _, asked_of_small = _prepared(key, path)
    ours, bares, smalls = [], [], []
    for _ in range(RUNS):
        ours.append(took(page))
        bares.append(took(bare))
        with database(small):
            smalls.append(min(took(page_of_small), took(page_of_small)))
        ours.append(took(page))
    own = statistics.median(ours)
    name = f"{path} for {key}"
    report(f"{name}, over bare SQL and template", own / statistics.median(bares), "at most", 2.5)
    report(f"{name}, over the small database", own / statistics.median(smalls), "at most", 1.3)
    report(f"{name}, queries more than in the small database", asked - asked_of_small, "at most", 0)


def _prepared(key: str, path: str) -> tuple[Callable[[], Any], Callable[[], Any], int]:
    """The page, its statements and template alone, and how many statements it asks."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200, (key, path, response.status_code)
    statements = [q["sql"].replace("%", "%%") for q in asked.captured_queries if q["sql"].startswith("SELECT")]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
        response.templates[0].render(response.context[0])

    return lambda: client.get(path), bare, len(asked)


@contextmanager
def database(url: str) -> Iterator[None]:
    """Let this process speak with another database for a while."""
    here, kept = dict(connection.settings_dict), connection.connection
    connection.connection = None
    connection.settings_dict.update(environ.Env.db_url_config(url), ENGINE=here["ENGINE"], OPTIONS=here["OPTIONS"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(here)
        connection.connection = kept
