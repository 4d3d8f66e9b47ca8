"""What a person sees comes through the doors that know who is asking. Each check says how to mend."""

import ast
import re

from records import rows
from tests.house.test_house import ROOT, sources

VIEWS = [path for path in sources() if path.name.startswith("views") or "views" in path.parts]


def lines_of_views(pattern):
    return [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in VIEWS
        for line in path.read_text().splitlines()
        if re.search(pattern, line)
    ]


def test_no_view_reads_a_section_or_a_version_past_the_reader():
    """A chapter that is shown was asked for by somebody: `records.audiences` leaves out what is not theirs."""
    wrong = []
    for path in VIEWS:
        text = path.read_text()
        read = len(re.findall(r"\bsections\.reads\(|\bchapter_from\b(?!,|\n)", text))
        doors = len(re.findall(r"\b(?:read_by|audience_for)\(", text))
        if read > doors:
            wrong.append(f"{path.relative_to(ROOT)}: {read} readings, {doors} through the door")
    assert wrong == [], "Give the chapters to records.audiences.read_by with the person who reads them"


def test_a_view_never_asks_only_whether_something_is_hidden():
    """“Not hidden” is half an answer: a list of a view is what somebody works on, was asked to or was sent."""
    allowed = {
        "boards/views/lists.py"
    }  # a board’s scope is the person’s own; what is hidden is taken out of it
    wrong = [line for line in lines_of_views(r"\.unhidden\(") if line.split(":")[0] not in allowed]
    assert wrong == [], "Ask visible_to, worked_on_by or invited_to"


def test_every_row_that_can_be_restricted_says_whose_it_is():
    """Only the agency that supplied a passage widens it: records.workflow.why_not_widen asks for its agency."""
    for kinds in rows.KINDS.values():
        for kind in kinds.values():
            names = {f.name for f in kind.model._meta.fields}
            assert "restriction" not in names or "agency" in names, kind.title


ONLY_A_LINE = {"records/saved.html", "strategy/quoracy.html"}  # these say nothing of the case


def test_every_view_that_answers_with_a_page_leaves_an_access_event():
    """Also where it is sent a form that it refuses: the page shows the case as it did before."""
    wrong = []
    for path in VIEWS:
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            doors = " ".join(ast.unparse(each) for each in node.decorator_list)
            calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func) == "render"]
            pages = {ast.unparse(call.args[1]).strip("'") for call in calls} - ONLY_A_LINE
            if "require_" in doors and "notes(" not in doors and pages:
                wrong.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert wrong == [], "Decorate it with audit.door.notes"
