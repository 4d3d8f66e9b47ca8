"""A second POST of the same form adds nothing and gives the first one's answer: every verb of the access table."""

import uuid

import pytest
from django.apps import apps
from django.db import transaction

from audit.models import AccessEvent
from once.models import Once
from tests.entering import WORD, confirm
from tests.matrix import worlds
from tests.matrix.test_matrix import read
from tests.oracle.test_oracle import body, revisions

pytestmark = pytest.mark.once

# Addresses that read, or whose form is another one's autosave: nothing is made, and no answer is kept.
READ = {"draft", "contribution_draft", "search", "printed", "looked_find"}


def counts():
    """Rows of every table; who looked is noted each time, by design."""
    models = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed)
    return {m._meta.label: m._base_manager.count() for m in models if m is not AccessEvent}


DAYS = (
    "day",
    "due_on",
    "until",
    "given_on",
    "shared_on",
    "received_on",
    "dated",
    "told_on",
    "when",
    "review_on",
    "core_group_on",
)
MOMENTS = ("at", "planned_at", "seen_at", "told_at", "identified_at", "asked_on")


def on(day, *names):
    parts = zip(("day", "month", "year", "time"), day, strict=True)
    return {f"{name}_{part}": value for part, value in parts for name in names}


def variants(cast):
    """Forms from which every verb finds one that it takes."""
    days = on(("1", "9", "2099", "10:00"), *DAYS, *MOMENTS) | on(
        ("1", "2", "2020", ""), "born_on", "since", "received_on"
    )
    every = body() | {"password": WORD} | days
    yield every
    yield every | {
        "accepted": "yes",
        "agreed": "no",
        "do": "approve",
        "answer": "handled",
        "to": str(cast["manager"].pk),
    }


def seen(path):
    ref, section = ([*path.strip("/").split("/")[1:3], "", ""])[:2]
    known = revisions()
    return known.get((ref, section)) or known.get((ref, ""), "0")


def sent_twice(client, path, said):
    """Whether something came of it, the first answer, and what the second added or answered otherwise."""
    form, wrong = said | {"seen": seen(path), "once": str(uuid.uuid4())}, {}
    with transaction.atomic():
        first = client.post(path, form)
        answered = Once.objects.exists()
        if answered:
            before, again = counts(), client.post(path, form)
            wrong = {name: n - before[name] for name, n in counts().items() if n != before[name]}
            if (first.status_code, first.headers["Location"]) != (
                again.status_code,
                again.headers["Location"],
            ):
                wrong["answer"] = f"{again.status_code} {again.headers.get('Location')}"
        transaction.set_rollback(True)
    return answered, first, wrong


@pytest.mark.parametrize("kind", worlds.KINDS)
def test_sent_twice_it_is_done_once(cast, client, kind, settings):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 10_000
    settings.ACCOUNT_RATE_LIMITS = {}
    done, wrong, table = {}, [], read()[kind]
    states, make = worlds.KINDS[kind]
    for nth, state in enumerate(states):
        with transaction.atomic():
            facts = worlds.given(kind, make(cast, state), cast)
            forms = list(variants(cast))
            for role in worlds.ROLES:
                names = [
                    n for n, row in table.items() if n not in done and n not in READ and row[role][nth] != "-"
                ]
                if not names:
                    continue
                client.force_login(cast[role])
                confirm(client)
                for name in names:
                    path = worlds.address(name, facts)
                    for said in forms:
                        answered, first, more = sent_twice(client, path, said)
                        if first.status_code == 405:
                            done[name] = "reads"
                            break
                        if answered:
                            done[name] = "done"
                            if more:
                                wrong.append(f"{name} {role} {state}: {more}")
                            break
            transaction.set_rollback(True)
    missing = sorted(set(table) - set(done) - READ)
    print(kind, "done:", [n for n, what in done.items() if what == "done"], "MISSING:", missing)
    assert wrong == []
