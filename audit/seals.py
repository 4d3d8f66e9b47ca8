"""The chain of seals over access events and history: made once a minute, verified on demand (§9).

No request waits for it. A link covers rows that were written before the end of a minute: their keys, and
SHA-256 of each as the database writes it out. A row whose transaction was still open is sealed by a later
link within `LATE`; one that turns up after that was put in behind the chain’s back.
"""

import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Func, Min, Sum

from audit.models import LetGo, Seal, SealedRows

FIRST = "0" * 64
LATE = timedelta(hours=1)  # longer than any transaction is open
LOCK = 0x5EA1  # one sealer at a time
MOST = 5000  # rows of a table under one seal


@dataclass(frozen=True)
class Kept:
    """A table whose rows are only ever added: its key, and the column that says when."""

    table: str
    key: str
    at: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which row of which table, under which seal (none for a row without one)."""

    what: str
    table: str = ""
    key: int | None = None
    seal: Seal | None = None

    def __str__(self) -> str:
        row = f": {self.table}, row {self.key}" if self.table else ""
        under = f" (seal {self.seal.pk}, until {self.seal.until:%Y-%m-%d %H:%M} UTC)" if self.seal else ""
        return f"{self.what}{row}{under}"


def tables() -> dict[str, Kept]:
    """Access events, what was let go, and the history of every model that has one."""
    history = [m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    found = [
        Kept("audit_accessevent", "id", "at"),
        Kept("audit_letgo", "id", "at"),
        *(Kept(table, "pgh_id", "pgh_created_at") for table in history),
    ]
    return {kept.table: kept for kept in sorted(found, key=lambda kept: kept.table)}


# --- make ---------------------------------------------------------------------------------


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal what was written before the minute of `at` began. None when nothing is new.

    A backlog needs several links: call until None. Two sealers at once make one link.
    """
    until = at.replace(second=0, microsecond=0)
    if not _ask("SELECT pg_try_advisory_xact_lock(%s)", LOCK)[0][0]:
        return None
    _ask("SELECT set_config('timezone', 'UTC', true)")
    found = [rows for kept in tables().values() if (rows := _unsealed(kept, until=until)) is not None]
    if not found:
        return None
    last = Seal.objects.order_by("-pk").first()
    previous = last.digest if last else FIRST
    made = Seal.objects.create(
        until=until, previous=previous, digest=_digest(previous, until, found), sealed_at=at
    )
    for rows in found:
        rows.seal = made
    SealedRows.objects.bulk_create(found)
    return made


def _ask(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _columns(kept: Kept) -> list[str]:
    with connection.cursor() as cursor:
        return [c.name for c in connection.introspection.get_table_description(cursor, kept.table)]


# Keys that are new, and keys left out of the links of the last hour.
UNSEALED = """
WITH recent AS (
    SELECT unnest(r.keys) AS key FROM audit_sealedrows r JOIN audit_seal s ON s.id = r.seal_id
    WHERE r."table" = %(table)s AND s.until > %(since)s
), ends AS (
    SELECT coalesce((SELECT min(key) FROM recent), %(last)s) AS lowest
)
SELECT t.{key}, sha256(convert_to(to_jsonb(t)::text, 'UTF8')) FROM {table} t, ends
WHERE t.{key} > ends.lowest AND t.{at} < %(until)s
  AND (t.{key} > %(last)s OR t.{key} NOT IN (SELECT key FROM recent))
ORDER BY t.{key} LIMIT %(most)s
"""


def _unsealed(kept: Kept, *, until: datetime) -> SealedRows | None:
    last = SealedRows.objects.filter(table=kept.table).order_by("-seal").first()
    with connection.cursor() as cursor:
        cursor.execute(
            UNSEALED.format(**kept.__dict__),
            {
                "table": kept.table, "until": until, "since": until - LATE, "most": MOST,
                "last": last.highest if last else 0,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    if not rows:
        return None
    return SealedRows(
        table=kept.table,
        columns=sorted(_columns(kept)),
        keys=[key for key, _ in rows],
        highest=max(rows[-1][0], last.highest if last else 0),
        digests=b"".join(bytes(digest) for _, digest in rows),
    )


def _digest(previous: str, until: datetime, found: Iterable[SealedRows]) -> str:
    whole = hashlib.sha256(f"{previous}\n{until.isoformat()}\n".encode())
    for rows in sorted(found, key=lambda rows: rows.table):
        whole.update(json.dumps([rows.table, rows.columns, len(rows.keys)]).encode())
        whole.update(struct.pack(f">{len(rows.keys)}q", *rows.keys))
        whole.update(bytes(rows.digests))
    return whole.hexdigest()


# --- verify -------------------------------------------------------------------------------


def faults(*, kept_elsewhere: Iterable[dict[str, Any]] = ()) -> Iterator[Fault]:
    """Everything that does not agree, oldest first: broken links, then altered, missing, inserted rows.

    `kept_elsewhere` are exported seals: each must still be there as it was.
    """
    with transaction.atomic():  # one state of the tables, and the time zone in which they were sealed
        _ask("SELECT set_config('timezone', 'UTC', true)")
        yield from _faults(kept_elsewhere)


def _faults(kept_elsewhere: Iterable[dict[str, Any]]) -> Iterator[Fault]:
    previous: Seal | None = None
    let_go = _let_go()
    for seal in Seal.objects.order_by("pk").prefetch_related("tables").iterator(chunk_size=200):
        found = list(seal.tables.all())
        if seal.previous != (previous.digest if previous else FIRST):
            yield Fault("A seal before this one is missing or was replaced", seal=seal)
        if _digest(seal.previous, seal.until, found) != seal.digest:
            yield Fault("The seal does not match what it holds", seal=seal)
        for rows in sorted(found, key=lambda rows: rows.table):
            yield from _rows_at_fault(rows, seal, previous, let_go[rows.table])
        previous = seal
    if previous:
        for kept in tables().values():
            yield from _never_sealed(kept, previous)
    known = dict(Seal.objects.values_list("pk", "digest"))
    for exported in kept_elsewhere:
        if known.get(exported["seal"]) != exported["digest"]:
            yield Fault(f"Seal {exported['seal']}, until {exported['until']}, is not what was exported")


ROWS = """
SELECT want.key, t.{key} IS NULL, sha256(convert_to((to_jsonb(t) - %s::text[])::text, 'UTF8')), t.{at}
FROM unnest(%s::bigint[]) WITH ORDINALITY AS want (key, nth)
LEFT JOIN {table} t ON t.{key} = want.key ORDER BY nth
"""


def _let_go() -> defaultdict[str, set[int]]:
    """Table → the keys of the rows that were destroyed with a file."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for table, keys in LetGo.objects.values_list("table", "keys"):
        found[table].update(keys)
    return found


def _rows_at_fault(
    rows: SealedRows, seal: Seal, previous: Seal | None, let_go: Collection[int]
) -> Iterator[Fault]:
    kept = tables().get(rows.table)
    if kept is None:
        yield Fault("A table that was sealed is gone", rows.table, rows.keys[0], seal)
        return
    later = sorted(set(_columns(kept)) - set(rows.columns))
    digests = bytes(rows.digests)
    found = _ask(ROWS.format(**kept.__dict__), later, rows.keys)
    for nth, (key, gone, digest, at) in enumerate(found):
        if gone:
            if key not in let_go:
                yield Fault("A row is missing", rows.table, key, seal)
        elif key in let_go:
            yield Fault("A row that was let go is there", rows.table, key, seal)
        elif bytes(digest) != digests[32 * nth : 32 * nth + 32]:
            yield Fault("A row was altered", rows.table, key, seal)
        elif previous and at < previous.until - LATE:
            yield Fault("A row was inserted after its minute was sealed", rows.table, key, seal)


def _never_sealed(kept: Kept, last: Seal) -> Iterator[Fault]:
    """Rows that should be under a seal and are under none."""
    statement = (
        f"SELECT t.{kept.key} FROM {kept.table} t LEFT JOIN"
        ' (SELECT unnest(keys) AS key FROM audit_sealedrows WHERE "table" = %s) sealed'
        f" ON sealed.key = t.{kept.key} WHERE sealed.key IS NULL AND t.{kept.at} < %s ORDER BY 1"
    )
    for (key,) in _ask(statement, kept.table, last.until - LATE):
        yield Fault("A row was inserted and is under no seal", kept.table, key)


def let_go() -> Iterator[tuple[str, int]]:
    """Each certificate of a destroyed file, the oldest first, and how many rows of history went with it."""
    found = LetGo.objects.values_list("certificate").annotate(
        rows=Sum(Func("keys", function="cardinality", output_field=models.IntegerField())), first=Min("pk")
    )
    for certificate, rows, _ in found.order_by("first"):
        yield certificate, rows


def exported(*, after: int = 0) -> Iterator[dict[str, Any]]:
    """The seals, to be kept where whoever writes to this database cannot reach."""
    for seal in Seal.objects.filter(pk__gt=after).order_by("pk").iterator():
        yield {
            "seal": seal.pk,
            "until": seal.until.isoformat(),
            "previous": seal.previous,
            "digest": seal.digest,
        }
