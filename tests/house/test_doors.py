"""What a person sees comes through the doors that know who is asking. Each check says how to mend."""

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
