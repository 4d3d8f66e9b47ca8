"""Nothing is set on a connection for longer than a transaction: behind a pooler it is somebody else’s next."""

import ast
import re

import pytest

from tests.house.test_house import FLOORS, ROOT, sources

BEYOND = re.compile(
    r"(?:^|;)\s*(?:SET\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)|RESET\b|LISTEN\b|UNLISTEN\b|PREPARE\b|DISCARD\b)"
    r"|\bpg_(?:try_)?advisory_(?:lock|unlock)|\bWITH HOLD\b"
    r"|\bCREATE (?:GLOBAL |LOCAL )?TEMP(?:ORARY)?\b(?!.*ON COMMIT DROP)"
    r"|\bset_config\([^)]*,\s*false\s*\)",
    re.DOTALL,
)


def strings(path):
    """Every text of a module but those that only say what it is."""
    tree = ast.parse(path.read_text())
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in set(ast.walk(tree)) - said:
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_statement_reaches_beyond_its_transaction():
    wrong = [
        f"{path.relative_to(ROOT)}: {text.strip()[:60]}"
        for path in sources(floors=[*FLOORS, "config"])
        for text in strings(path)
        if BEYOND.search(text)
    ]
    assert wrong == [], (
        "SET LOCAL, pg_advisory_xact_lock, set_config(…, true): it must end with the transaction"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SET synchronous_commit TO off",
        "SELECT 1; SET ROLE x",
        "SELECT pg_advisory_lock(7)",
        "SELECT pg_try_advisory_lock_shared(7)",
        "LISTEN outbox",
        "CREATE TEMP TABLE t (id int)",
        "SELECT set_config('timezone', 'UTC', false)",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
    ],
)
def test_what_would_stay_is_found(statement):
    assert BEYOND.search(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL synchronous_commit TO off; UPDATE t\nSET a = 1",
        "SELECT pg_advisory_xact_lock(7)",
        "SET CONSTRAINTS ALL DEFERRED",
        "SELECT set_config('timezone', 'UTC', true)",
        "CREATE TEMPORARY TABLE t ON COMMIT DROP AS SELECT 1",
    ],
)
def test_what_ends_with_its_transaction_is_not(statement):
    assert not BEYOND.search(statement)
