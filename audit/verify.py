"""Whether all that is written once is still as it was sealed; each difference by table and row (§9)."""

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Func, Min, Sum

from audit.history import Model, columns_of, histories
from audit.models import LetGo, Seal, SealedRows
from audit.seals import (
    FIRST,
    LATE,
    PASSED_OVER,
    Kept,
    ask,
    columns,
    counted,
    covered_from,
    digest_of,
    drawn,
    put_in,
    tables,
)  # fmt: skip

NAMED = 50  # keys of missing rows that are named for one table


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which row of which table, under which seal (none for a row without one)."""

    what: str
    table: str = ""
    key: int | None = None
    seal: Seal | None = None

    def __str__(self) -> str:
        row = f": {self.table}, row {self.key}" if self.key is not None else ""
        table = f": {self.table}" if self.table and not row else row
        under = f" (seal {self.seal.pk}, until {self.seal.until:%Y-%m-%d %H:%M} UTC)" if self.seal else ""
        return f"{self.what}{table}{under}"


def faults(*, kept_elsewhere: Iterable[dict[str, Any]] = ()) -> Iterator[Fault]:
    """Everything that does not agree: broken links, then altered, missing, inserted rows, then what differs
    from its own history.

    `kept_elsewhere` are exported seals: each must still be there as it was.
    """
    with transaction.atomic():  # one state of the tables, and the time zone in which they were sealed
        ask("SELECT set_config('timezone', 'UTC', true)")
        let_go = _let_go()
        last = yield from _links(let_go)
        if last:
            for kept in tables().values():
                yield from _never_sealed(kept, last)
                yield from _gone_before(kept, let_go[kept.table])
        for model, history in histories().items():
            yield from _unlike_its_history(model, history)
        known = dict(Seal.objects.values_list("pk", "digest"))
        for exported in kept_elsewhere:
            if known.get(exported["seal"]) != exported["digest"]:
                yield Fault(f"Seal {exported['seal']}, until {exported['until']}, is not what was exported")


# --- link by link -------------------------------------------------------------------------


def _links(let_go: defaultdict[str, set[int]]) -> Generator[Fault, None, Seal | None]:
    previous: Seal | None = None
    covered = {table: covered_from(table) for table in tables()}
    for seal in Seal.objects.order_by("pk").prefetch_related("tables").iterator(chunk_size=200):
        found = list(seal.tables.all())
        if seal.previous != (previous.digest if previous else FIRST):
            yield Fault("A seal before this one is missing or was replaced", seal=seal)
        if digest_of(seal.previous, seal.until, found) != seal.digest:
            yield Fault("The seal does not match what it holds", seal=seal)
        for rows in sorted(found, key=lambda rows: rows.table):
            rows.seal = seal
            from_here = covered.get(rows.table)
            judged = previous if from_here is not None and seal.pk > from_here else None
            yield from _rows_at_fault(rows, judged, let_go[rows.table])
        previous = seal
    return previous


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


def _rows_at_fault(rows: SealedRows, previous: Seal | None, let_go: Collection[int]) -> Iterator[Fault]:
    kept, seal, seen = tables().get(rows.table), rows.seal, rows.seen or {}
    if kept is None:
        yield Fault("A table that was sealed is gone", rows.table, None, seal)
        return
    later = sorted(set(columns(kept)) - set(rows.columns))
    digests, waited = bytes(rows.digests), set(seen.get("waited", ()))
    found = (
        ask(ROWS.format(table=kept.table, key=kept.key, at=kept.at), later, rows.keys) if rows.keys else ()
    )
    for nth, (key, gone, digest, at) in enumerate(found):
        if gone:
            if key not in let_go:
                yield Fault("A row is missing", rows.table, key, seal)
        elif key in let_go:
            yield Fault("A row that was let go is there", rows.table, key, seal)
        elif bytes(digest) != digests[32 * nth : 32 * nth + 32]:
            yield Fault("A row was altered", rows.table, key, seal)
        elif previous and at < previous.until - LATE and key not in waited:
            yield Fault("A row was inserted after its minute was sealed", rows.table, key, seal)
    for key in seen.get("strange", ()):
        if key not in let_go:
            yield Fault("A change was not made by the program", rows.table, key, seal)


# --- under no seal ------------------------------------------------------------------------


def _never_sealed(kept: Kept, last: Seal) -> Iterator[Fault]:
    """Rows that should be under a seal and are under none."""
    statement = (
        f"SELECT t.{kept.key} FROM {kept.table} t LEFT JOIN"
        ' (SELECT unnest(keys) AS key FROM audit_sealedrows WHERE "table" = %s) sealed'
        f" ON sealed.key = t.{kept.key} WHERE sealed.key IS NULL AND t.{kept.at} < %s ORDER BY 1"
    )
    unsealed = [key for (key,) in ask(statement, kept.table, last.until)]
    for key in sorted(put_in(kept, unsealed) | put_in(kept, unsealed, PASSED_OVER)):
        yield Fault("A row was inserted and is under no seal", kept.table, key)


def _gone_before(kept: Kept, let_go: Collection[int]) -> Iterator[Fault]:
    """Rows that were altered or taken out before they were sealed: nobody has sealed what they said.

    PostgreSQL counts what was ever updated and deleted in a table, and of these tables nothing is, but with a
    certificate. Which keys are missing is told by those that were drawn in that time and lead nowhere; that
    alone would say nothing, for what is rolled back draws keys too.
    """
    seen = SealedRows.objects.filter(table=kept.table, seen__isnull=False).order_by("seal")
    looks = list(seen.values_list("seen__drawn", "seen__updated", "seen__deleted"))
    if not looks:
        return
    looks.append((drawn(kept), *counted().get(kept.table, (0, 0))))
    updated = deleted = 0
    missing: dict[int, None] = {}
    for nth in range(1, len(looks)):
        before, now = looks[nth - 1], looks[nth]
        updated += _more(before[1], now[1])
        if gone := _more(before[2], now[2]):
            deleted += gone
            # PostgreSQL tells some seconds late, so the minute before counts too.
            missing |= dict.fromkeys(_leading_nowhere(kept, looks[max(nth - 2, 0)][0], now[0], let_go))
    if updated:
        yield Fault(f"{_rows(updated)} altered, whatever they say now", kept.table)
    deleted -= _let_go_since(kept.table)
    if missing and deleted > 0:
        yield Fault(f"{_rows(deleted)} taken out. Rows that were never sealed are missing", kept.table)
        for key in missing:
            yield Fault("A row was taken out before it was sealed, or came to nothing", kept.table, key)


def _rows(count: int) -> str:
    return "A row was" if count == 1 else f"{count} rows were"


def _more(before: int, now: int) -> int:
    """How many were counted between two looks. A count that fell began anew: the server had crashed."""
    return now - before if now >= before else now


def _let_go_since(table: str) -> int:
    """How many rows went with a certificate since the rows of the table are counted."""
    first = Seal.objects.filter(tables__table=table, tables__seen__isnull=False).order_by("pk").first()
    found = LetGo.objects.filter(table=table, at__gte=first.until if first else None)
    return sum(len(keys) for keys in found.values_list("keys", flat=True))


def _leading_nowhere(kept: Kept, after: int, upto: int, let_go: Collection[int]) -> list[int]:
    """The keys that were drawn in between and belong to no row, sealed or not."""
    statement = (
        "SELECT key FROM generate_series(%s::bigint, %s::bigint) key"
        f" WHERE NOT EXISTS (SELECT FROM {kept.table} t WHERE t.{kept.key} = key)"
        ' AND NOT EXISTS (SELECT FROM audit_sealedrows WHERE "table" = %s AND highest >= key'
        " AND key = ANY(keys))"
        " ORDER BY key LIMIT %s"
    )
    upto = min(upto, after + 1_000_000)
    found = [key for (key,) in ask(statement, after + 1, upto, kept.table, NAMED)]
    return [key for key in found if key not in let_go]


# --- beside its history -------------------------------------------------------------------

UNLIKE = """
SELECT coalesce(t.{key}, h.pgh_obj_id), t.{key} IS NULL, h.pgh_obj_id IS NULL
FROM (SELECT {key}, ROW({ours}) AS said FROM {table}) t FULL JOIN (
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_label, ROW({ours}) AS said
    FROM {history} ORDER BY pgh_obj_id, pgh_id DESC
) h ON h.pgh_obj_id = t.{key}
WHERE CASE WHEN t.{key} IS NULL THEN h.pgh_label <> 'delete'
           WHEN h.pgh_obj_id IS NULL THEN true
           ELSE t.said IS DISTINCT FROM h.said OR h.pgh_label = 'delete' END
ORDER BY 1
"""


def _unlike_its_history(model: Model, history: Model) -> Iterator[Fault]:
    """Rows that were changed past the trigger that writes their history."""
    name = connection.ops.quote_name
    table = model._meta.db_table
    statement = UNLIKE.format(
        key=name(str(model._meta.pk.column)), table=name(table), history=name(history._meta.db_table),
        ours=", ".join(name(column) for column in columns_of(history)),
    )  # fmt: skip
    for key, gone, new in ask(statement):
        if gone:
            yield Fault("A row is gone, and its history does not say so", table, key)
        elif new:
            yield Fault("A row has no history", table, key)
        else:
            yield Fault("A row is not what its history says", table, key)


def let_go() -> Iterator[tuple[str, int]]:
    """Each certificate of a destroyed file, the oldest first, and how many sealed rows went with it."""
    found = LetGo.objects.values_list("certificate").annotate(
        rows=Sum(Func("keys", function="cardinality", output_field=models.IntegerField())), first=Min("pk")
    )
    for certificate, rows, _ in found.order_by("first"):
        yield certificate, rows
