"""A second POST of the same form adds nothing and gives the first one's answer: every verb of the access table."""

import uuid

import pytest
from django.db import connection, transaction

from audit.models import AccessEvent
from once.models import Once
from records.drafts import BESIDE
from tests.entering import WORD, confirm
from tests.matrix import worlds
from tests.matrix.test_matrix import read
from tests.once.filled import forms_of
from tests.oracle.test_oracle import body, revisions

pytestmark = pytest.mark.once

# Addresses that read, or whose form is another one's autosave: nothing is made, and no answer is kept.
READ = {
    "draft", "contribution_draft", *(f"{page}_draft" for page in BESIDE), "search", "printed", "looked_find", "record", "circulation", "action", "child",
    "person_of_agency", "subject_access_part", "restricted", "retention", "subject_access",
}  # fmt: skip
# No form that is made here is one that they take in these worlds: they want what only a story gives (another
# moment, another colleague, a plan). tests/once/test_stories.py sends these twice.
BY_A_STORY = {
    "concern_record", "convene", "liaise", "ask_instead", "restrict_passage", "agree_plan", "letter_given", "agree_late",
    "conference_followed", "adjourn_conference", "sign_report", "name_question", "name_question_ask", "emergency", "invite_person", "offers",
    "retention_hold", "concern_start",
    "unusual_review", "child_withdraw", "child_death", "child_found", "concern_join",
}  # fmt: skip


def counts():
    """Rows of every table; who looked is noted each time, by design."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - {AccessEvent._meta.db_table}
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in sorted(names)))
        return dict(cursor.fetchall())


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


def filled(client, paths):
    """Path → the forms that the pages of this person send there, filled in."""
    found = {}
    for path in paths:
        page = client.get(path)
        if page.status_code == 200 and not page.streaming:
            for to, fields in forms_of(page.content.decode(errors="replace"), path):
                found.setdefault(to, []).append(
                    {name: said for name, said in fields.items() if name != "typist"}
                )
    return found


def sent_twice(client, path, said):
    """Whether something came of it, the first answer, and what the second added or answered otherwise."""
    form, wrong = {"seen": seen(path)} | said | {"once": str(uuid.uuid4())}, {}
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
    client.raise_request_exception = False
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
                paths = {name: worlds.address(name, facts) for name in names}
                shown = (worlds.address(name, facts) for name, row in table.items() if row[role][nth] != "-")
                theirs = filled(client, shown)
                for name, path in paths.items():
                    for said in [*theirs.get(path.split("?")[0], []), *forms]:
                        answered, first, more = sent_twice(client, path, said)
                        if first.status_code == 405:
                            done[name] = "reads"
                            break
                        if first.status_code >= 500:
                            wrong.append(f"{name} {role} {state}: {first.status_code}")
                        if answered:
                            done[name] = "done"
                            if more:
                                wrong.append(f"{name} {role} {state}: {more}")
                            break
            transaction.set_rollback(True)
    tried = {name for name, row in table.items() if any(set(signs) != {"-"} for signs in row.values())}
    assert wrong == []
    assert tried - set(done) - READ - BY_A_STORY == set(), (
        "Let tests/once/filled.py fill in their forms, or test_stories.py tell theirs"
    )
