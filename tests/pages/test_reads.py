"""What a page of a record asks of the database: few statements, and as many for thirty rows as for three."""

import re
from collections import Counter

import pytest
import time_machine
from django.db import connection

from config import patience
from config.clock import now
from records import rows, sections
from records.contents import kinds_of, rows_of
from tests.matrix import worlds
from tests.matrix.test_matrix import read
from tests.pages.growing import FIXED, grow
from tests.stories import fresh

MOST = 20
KINDS = {
    "concern": ("recorded",),
    "discussion": ("held", "concluded", "correcting"),
    "enquiry": ("opened", "recommended", "correcting"),
    "conference": ("planned", "held", "correcting"),
}
# Where most of it can be done.
BUSIEST = {"concern": "recorded", "discussion": "concluded", "enquiry": "opened", "conference": "held"}
# The manager, who chairs the discussion; the lead social worker; who decides; the chair of the conference; a partner.
READERS = ("manager", "worker", "head", "conference", "doctor")


def with_what_it_came_of(record):
    """The record, and those whose rows its pages tell."""
    yield record
    for name in ("enquiry", "initiating_discussion", "concern"):
        if parent := getattr(record, name, None):
            yield from with_what_it_came_of(fresh(parent))
            return


class Asked(list):
    """The statements of a page, as `config.patience` counts them. A savepoint is a BEGIN outside of tests."""

    def __call__(self, execute, sql, params, many, context):
        if not re.match(r"(RELEASE )?SAVEPOINT", sql):
            self.append(re.sub(r"SET LOCAL [^;]*; ", "", sql))
        return execute(sql, params, many, context)

    def more_than(self, others):
        """Which it asked that the others did not, or not so often."""
        return "\n".join(f"{n} × {sql[:300]}" for sql, n in (Counter(self) - Counter(others)).items())

    def repeated(self):
        """Which were asked more than once, and which tables were asked most."""
        same = [f"{n} × {sql[:300]}" for sql, n in Counter(self).items() if n > 1]
        tables = Counter(t for sql in self for t in re.findall(r'^SELECT .*? FROM "(\w+)"', sql))
        return "\n".join([*same, *(f"{n} of {table}" for table, n in tables.most_common(4) if n > 1)])


def pages_of(record, kind, cast):
    """Every page about this record, by its name."""
    facts = worlds.given(kind, record, cast)
    found = {name: worlds.address(name, facts) for name in read()[kind]}
    found |= {f"section {s.key}": f"/records/{record.ref}/{s.key}/" for s in sections.sections_of(record)}
    added = rows.KINDS.get(record.kind, {})
    return found | {f"row {key}": f"/records/{record.ref}/rows/{key}/" for key in added}


def walk(client, cast, pages, readers):
    """(page, reader) → what it asked, of every page that is shown."""
    found = {}
    # At one moment: that somebody is still there is noted every half minute, whichever page it is.
    with time_machine.travel(now(), tick=False):
        for reader in readers:
            client.force_login(cast[reader])
            for name, path in pages.items():
                asked = Asked()
                with connection.execute_wrapper(asked):
                    answer = client.get(path)
                if answer.status_code in (200, 409, 422) and "html" in answer["Content-Type"]:
                    found[name, reader] = asked
    return found


@pytest.mark.once
@pytest.mark.parametrize(("kind", "state"), [(k, s) for k, states in KINDS.items() for s in states])
def test_no_page_of_a_record_asks_more_than_twenty_statements(cast, client, kind, state):
    found = walk(client, cast, pages_of(worlds.KINDS[kind][1](cast, state), kind, cast), READERS)

    assert too_many(found) == ""
    assert {reader for page, reader in found if page == "record"} >= {"manager", "worker"}


@pytest.mark.once
@pytest.mark.parametrize(("kind", "state"), BUSIEST.items())
def test_a_record_with_thirty_rows_of_each_kind_asks_no_more_than_with_three(cast, client, kind, state):
    record = worlds.KINDS[kind][1](cast, state)
    pages = pages_of(record, kind, cast)
    few = walk(client, cast, pages, ["manager"])
    for each in with_what_it_came_of(record):
        grow(each, to=30)
    many = walk(client, cast, pages, ["manager"])

    grown = [
        f"{page}: {len(few[page, reader])} with few rows, {len(asked)} with 30\n"
        f"{asked.more_than(few[page, reader])}"
        for (page, reader), asked in many.items()
        if len(asked) > len(few[page, reader])
    ]
    assert "\n".join(grown) == ""
    assert too_many(many) == ""
    assert few.keys() == many.keys()


def too_many(found):
    return "\n".join(
        f"{page} for {reader}: {len(asked)}\n{asked.repeated()}"
        for (page, reader), asked in found.items()
        if len(asked) > MOST
    )


def columns(row):
    """A row and what was read with it, column by column; and which columns were left."""
    if row is None:
        return None
    of = {f.attname: row.__dict__.get(f.attname, "left") for f in row._meta.concrete_fields}
    read_with = {
        name: columns(other) for name, other in row._state.fields_cache.items() if name not in PARENTS
    }
    return (type(row), row._state.db, row._state.adding, of, read_with)


PARENTS = ("record", "discussion", "enquiry", "conference")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_are_read_together_are_what_they_are_when_read_by_themselves(cast, kind):
    record = worlds.KINDS[kind][1](cast, KINDS[kind][-1])
    grow(record, to=3)
    alone = {name: [columns(row) for row in rows_of(record, name)] for name in kinds_of(type(record))}
    asked, together = Asked(), {}

    def page(request):
        with connection.execute_wrapper(asked):
            for name in alone:
                together[name] = [columns(row) for row in rows_of(record, name)]

    patience.of_the_web(page)(None)

    assert together == alone
    assert len(asked) == 1
    assert any(len(found) == 3 for name, found in alone.items() if name not in FIXED)
