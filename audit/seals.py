"""The chain of seals over everything that is written once: made once a minute, verified on demand (§9).

No request waits for it. A link covers, of each table, the rows that were written before the end of a minute
and stand under no seal: their keys, and SHA-256 of each as the database writes it out. Which rows these are:

1. Keys are drawn in order, but a transaction may show its rows long after a later one has shown its own.
   So a link notes below which number every transaction was over when it began to read (`over_below`) and
   from which number none had begun to write when it had read (`begun_below`).
2. A former link is settled once a still later one was made when all transactions of its time were over.
   Every key up to its highest is then sealed, or never comes.
3. Above the last settled link whatever is under no seal is taken, however slow its transaction was, and
   however long the worker was away.

A row that says it is older than `LATE` is in order when its transaction had begun to write by then. If not,
somebody has put it in behind the chain’s back (`audit.verify`).
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from audit import marks
from audit.history import histories, kept_models, moment_of
from audit.models import Seal, SealedRows

FIRST = "0" * 64
LATE = timedelta(hours=1)  # a row may say that it is so much older than its transaction
LOCK = 0x5EA1  # one sealer at a time
MOST = 5000  # rows of a table under one seal


@dataclass(frozen=True)
class Kept:
    """A table whose rows are written once: its key, and the column that says when."""

    table: str
    key: str
    at: str
    by_program: bool = False  # each row must carry the mark of the program


@dataclass
class Seen:
    """What the sealer saw of a table besides its rows. Under the seal too."""

    more: bool = False  # rows were left for the next link
    waited: list[int] = field(default_factory=list)  # rows older than LATE, whose transaction was open
    strange: list[int] = field(default_factory=list)  # rows without the mark of the program
    drawn: int = 0  # the last key that was given out
    updated: int = 0  # rows ever updated and deleted, as PostgreSQL counts them since its last crash
    deleted: int = 0


def tables() -> dict[str, Kept]:
    """Every table that is kept, and the history of every one that is tracked: by construction, no list."""
    found = [
        *(Kept(m._meta.db_table, str(m._meta.pk.column), moment_of(m)) for m in kept_models()),
        *(
            Kept(m._meta.db_table, "pgh_id", "pgh_created_at", marks.belong_to(m))
            for m in histories().values()
        ),
    ]
    return {kept.table: kept for kept in sorted(found, key=lambda kept: kept.table)}


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal what was written before the minute of `at` began. None when nothing is new.

    A backlog needs several links: call until None. Two sealers at once make one link.
    """
    until = at.replace(second=0, microsecond=0)
    if not ask("SELECT pg_try_advisory_xact_lock(%s)", LOCK)[0][0]:
        return None
    ask("SELECT set_config('timezone', 'UTC', true)")
    last = Seal.objects.order_by("-pk").first()
    over_below = transactions()[0]
    settled, counts = _settled(last, until=until), counted()
    looked = [
        _looked_at(
            kept, last=last, settled=settled, until=until, at=at, counts=counts.get(kept.table, (0, 0))
        )
        for kept in tables().values()
    ]
    if not any(news for _, news in looked):
        return None
    known = set(SealedRows.objects.values_list("table", flat=True).distinct())
    found = [rows for rows, news in looked if news or rows.table not in known]
    if any(rows.seen and rows.seen["more"] for rows in found):  # what was left must not be taken for settled
        over_below = (last and last.over_below) or 0
    previous = last.digest if last else FIRST
    made = Seal.objects.create(
        until=until, previous=previous, digest=digest_of(previous, until, found), sealed_at=at,
        over_below=over_below, begun_below=transactions()[1],
    )  # fmt: skip
    for rows in found:
        rows.seal = made
    SealedRows.objects.bulk_create(found)
    return made


def ask(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchall()


def columns(kept: Kept) -> list[str]:
    with connection.cursor() as cursor:
        return [c.name for c in connection.introspection.get_table_description(cursor, kept.table)]


def transactions() -> tuple[int, int]:
    """The number below which every transaction is over, and that from which none has begun to write."""
    ((low, high),) = ask(
        "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
        " FROM pg_current_snapshot() s"
    )
    return low, high


def counted() -> dict[str, tuple[int, int]]:
    """Table → rows ever updated and deleted, rolled back or not; lost when the server crashes."""
    found = ask("SELECT relname, n_tup_upd, n_tup_del FROM pg_stat_user_tables WHERE schemaname = 'public'")
    return {table: (updated, deleted) for table, updated, deleted in found}


def drawn(kept: Kept) -> int:
    """The last key that was given out: rows that came to nothing have drawn theirs too."""
    found = ask(
        "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)", kept.table, kept.key
    )
    return found[0][0] or 0


def _settled(last: Seal | None, *, until: datetime) -> int:
    """The last link below whose highest keys nothing can turn up any more; 0 when there is none."""
    if last is None or last.over_below is None:
        return 0
    beyond = transactions()[1]  # what is higher is of a server that this database was restored from
    settled = Seal.objects.filter(
        Q(begun_below__lte=last.over_below) | Q(begun_below__gt=beyond), until__lte=until - LATE
    )
    return settled.order_by("-pk").values_list("pk", flat=True).first() or 0


UNSEALED = """
WITH recent AS (
    SELECT unnest(keys) AS key FROM audit_sealedrows WHERE "table" = %(table)s AND seal_id > %(settled)s
)
SELECT t.{key}, sha256(convert_to(to_jsonb(t)::text, 'UTF8')), t.{at} FROM {table} t
WHERE t.{key} > %(low)s AND (t.{at} < %(until)s OR t.{at} > %(ahead)s)
  AND t.{key} NOT IN (SELECT key FROM recent)
ORDER BY t.{key} LIMIT %(most)s
"""


def _looked_at(
    kept: Kept, *, last: Seal | None, settled: int, until: datetime, at: datetime, counts: tuple[int, int]
) -> tuple[SealedRows, bool]:
    """The rows of a table that stand under no seal, and whether that is news."""
    links = SealedRows.objects.filter(table=kept.table).order_by("-seal")
    before = links.defer("keys", "digests").first()
    low = links.filter(seal__lte=settled).values_list("highest", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(
            UNSEALED.format(table=kept.table, key=kept.key, at=kept.at),
            {
                "table": kept.table, "settled": settled, "low": low, "until": until, "ahead": at + LATE,
                "most": MOST + 1,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    more, rows = len(rows) > MOST, rows[:MOST]
    seen = Seen(more=more, drawn=drawn(kept), updated=counts[0], deleted=counts[1])
    keys = [key for key, _, _ in rows]
    late = [key for key, _, moment in rows if last and moment < last.until - LATE]
    seen.waited = sorted(set(late) - put_in(kept, late))
    seen.strange = marks.strange(kept.table, keys) if kept.by_program else []
    news = bool(keys) or bool(before and before.seen and _counts(before.seen) != counts)
    highest = max([before.highest if before else 0, *keys])
    return SealedRows(
        table=kept.table, columns=sorted(columns(kept)), keys=keys, highest=highest,
        digests=b"".join(bytes(digest) for _, digest, _ in rows), seen=asdict(seen),
    ), news  # fmt: skip


def _counts(seen: dict[str, Any]) -> tuple[int, int]:
    return seen["updated"], seen["deleted"]


# The transaction that wrote a row: the row has 32 bits of its number, those above come from the present.
WRITTEN = """
SELECT {key}, {at}, high, near - CASE WHEN near > high + 2147483648 THEN 4294967296 ELSE 0 END AS writer
FROM {table}, (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS high) present,
     LATERAL (SELECT high & ~4294967295::bigint | xmin::text::bigint AS near) guess
WHERE {key} = ANY(%(keys)s)
"""
# Rows that say they are much older than the moment at which their transaction began to write.
PUT_IN = f"""
SELECT t.{{key}} FROM ({WRITTEN}) t WHERE EXISTS (
    SELECT FROM audit_seal s WHERE s.id >= %(covered)s AND s.until - %(late)s > t.{{at}}
       AND (s.begun_below > t.high OR s.begun_below <= t.writer)
)
"""
# Rows that were there for the last link to take, and that it passed over: their keys were no new ones.
PASSED_OVER = f"""
SELECT t.{{key}} FROM ({WRITTEN}) t, (SELECT over_below, until FROM audit_seal ORDER BY id DESC LIMIT 1) s
WHERE t.{{at}} < s.until AND t.writer < s.over_below AND s.over_below <= t.high
"""


def put_in(kept: Kept, keys: list[int], statement: str = PUT_IN) -> set[int]:
    """Those of `keys` that were put in behind the chain’s back: they say they are older than they are."""
    covered = covered_from(kept.table)
    if not keys or covered is None:
        return set()
    given: dict[str, Any] = {"keys": keys, "covered": covered, "late": LATE}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=kept.table, key=kept.key, at=kept.at), given)
        return {key for (key,) in cursor.fetchall()}


def covered_from(table: str) -> int | None:
    """The first link after which every row of a table stood under a seal. None: not yet."""
    whole = SealedRows.objects.filter(Q(seen=None) | Q(seen__more=False), table=table)
    return whole.order_by("seal").values_list("seal", flat=True).first()


def digest_of(previous: str, until: datetime, found: Iterable[SealedRows]) -> str:
    whole = hashlib.sha256(f"{previous}\n{until.isoformat()}\n".encode())
    for rows in sorted(found, key=lambda rows: rows.table):
        said = [rows.table, rows.columns, len(rows.keys)]
        if rows.seen is not None:
            said.append(json.dumps(rows.seen, sort_keys=True))
        whole.update(json.dumps(said).encode())
        whole.update(struct.pack(f">{len(rows.keys)}q", *rows.keys))
        whole.update(bytes(rows.digests))
    return whole.hexdigest()


def exported(*, after: int = 0) -> Iterator[dict[str, Any]]:
    """The seals, to be kept where whoever writes to this database cannot reach."""
    for seal in Seal.objects.filter(pk__gt=after).order_by("pk").iterator():
        yield {
            "seal": seal.pk,
            "until": seal.until.isoformat(),
            "previous": seal.previous,
            "digest": seal.digest,
        }
