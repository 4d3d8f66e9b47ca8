"""A form that is for several children is done for all of them, or for none: a refusal takes back the first too."""

import ast

from tests.house.test_house import ROOT, sources


def is_verb(node):
    """A verb ends in `by` and `at`."""
    named = {word.arg for word in node.keywords} if isinstance(node, ast.Call) else set()
    return {"by", "at"} <= named


def verbs_in(node):
    return [each for each in ast.walk(node) if is_verb(each)]


def in_one_transaction(node):
    return isinstance(node, ast.With) and any("transaction.atomic" in ast.unparse(i) for i in node.items)


def blocks(node):
    """Every list of statements, but those that are one transaction."""
    if in_one_transaction(node) or "require_GET" in map(ast.unparse, getattr(node, "decorator_list", ())):
        return
    for name in ("body", "orelse", "finalbody"):
        if isinstance(block := getattr(node, name, None), list):
            yield node, block
    for child in ast.iter_child_nodes(node):
        yield from blocks(child)


def several(owner, block):
    """Whether verbs follow each other here, or one is asked again and again."""
    asked = [
        statement
        for statement in block
        if not in_one_transaction(statement)
        and verbs_in(statement)
        and not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.If | ast.Try)
    ]
    return len(asked) > 1 or (asked and isinstance(owner, ast.For))


def test_a_view_that_asks_several_verbs_asks_them_in_one_transaction():
    wrong = [
        f"{path.relative_to(ROOT)}:{block[0].lineno}"
        for path in sources("**/*.py")
        if "views" in str(path.relative_to(ROOT))
        for owner, block in blocks(ast.parse(path.read_text()))
        if several(owner, block)
    ]
    assert wrong == [], "Stand them in `with transaction.atomic():`"
