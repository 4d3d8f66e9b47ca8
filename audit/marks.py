"""The mark that the program leaves on what it writes to the tables where it alone may write.

A role of the database may be used by hand. So each statement of the program that writes to such a table
carries, for its transaction, a moment, a number used once and their HMAC under SECRET_KEY; the trigger of
history keeps it in the line it writes. Whoever has the role without the key cannot make one; a copied one is
old, or stands in two transactions. Whoever has the key too is the program.
"""

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models

from audit.history import histories

LONGEST = timedelta(hours=12)  # from the beginning of a transaction to a statement of it
SLACK = timedelta(minutes=1)  # between the clocks of the program and of the database
LATELY = 10_000  # lines of history among which a copied mark is looked for


def belong_to(history: type[models.Model]) -> bool:
    """Whether each line of this history must carry a mark."""
    return isinstance(history._meta.get_field("pgh_context"), models.JSONField)


@cache
def _written() -> re.Pattern[str]:
    names = [model._meta.db_table for model, history in histories().items() if belong_to(history)]
    return re.compile(rf'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?:{"|".join(names)})"?\s', re.IGNORECASE)


def put_on(connection: Any, **kwargs: Any) -> None:
    """Let a new connection mark what the program writes. Receives Django’s `connection_created`."""
    if _marking not in connection.execute_wrappers:
        connection.execute_wrappers.append(_marking)


def _marking(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if isinstance(sql, str) and _written().search(sql):
        said = json.dumps({"mark": _made()})
        sql = f"SELECT set_config('pghistory.context_metadata', '{said}', true); {sql}"
    return execute(sql, params, many, context)


def _made() -> str:
    # The clock of the machine, as the database’s: whatever moment a verb was told.
    said = f"{time.time():.3f}.{secrets.token_hex(8)}"
    return f"{said}.{_proof(said, settings.SECRET_KEY)}"


def _proof(said: str, key: str) -> str:
    return hmac.new(b"fortyseven.mark" + key.encode(), said.encode(), hashlib.sha256).hexdigest()


def _ours(mark: str, began: datetime) -> bool:
    said, _, proof = mark.rpartition(".")
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(_proof(said, key), proof) for key in keys):
        return False
    moment = datetime.fromtimestamp(float(said.rpartition(".")[0]), tz=began.tzinfo)
    return began - SLACK < moment < began + LONGEST


LINES = """
SELECT h.pgh_id, h.pgh_created_at, h.pgh_label, coalesce(h.pgh_context->>'mark', ''), EXISTS (
    SELECT FROM {table} other WHERE other.pgh_id > %(since)s
      AND other.pgh_context->>'mark' = h.pgh_context->>'mark' AND other.pgh_created_at <> h.pgh_created_at
) FROM {table} h WHERE h.pgh_id = ANY(%(keys)s) ORDER BY 1
"""


def strange(table: str, keys: list[int]) -> list[int]:
    """Those of these new lines of a history that the program did not cause. Asked when they are sealed."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(table=table), {"keys": keys, "since": min(keys) - LATELY})
        found = cursor.fetchall()
    return [
        key
        for key, began, label, mark, twice in found
        if label != "standing" and (twice or not mark or not _ours(mark, began))
    ]
