"""The overlay: what is withheld lies over a text and never changes it."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from governance.redaction import Part, less, part_from, pieces, released, texts
from records.passages import Chapter, Passage


@dataclass(frozen=True)
class Over:
    begins: int
    ends: int
    why: str = "withheld"


def stub(mark):
    return f"[{mark.why}]"


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda s: Over(s[0], s[0] + s[1]))
# Letters of the text that stand in no stub: what is read is either of the text or of a stub.
TEXTS = st.text("ABC xyz\n", max_size=50)


@given(TEXTS, st.lists(SPANS, max_size=6))
def test_pieces_joined_are_the_text(text, marks):
    assert "".join(p.text for p in pieces(text, marks)) == text


@given(st.text("ABCXYZ", max_size=50), st.lists(SPANS, max_size=6))
def test_nothing_that_is_marked_is_read_and_everything_else_is(text, marks):
    kept = "".join(c for i, c in enumerate(text) if not any(m.begins <= i < m.ends for m in marks))
    assert less(text, marks, stub).replace("[withheld]", "") == kept


def test_marks_side_by_side_read_as_one_and_tell_no_length():
    text = "Marta Invented lives here"
    assert less(text, [Over(0, 5), Over(6, 14)], stub).split() == ["[withheld]", "lives", "here"]
    assert less("Marta", [Over(0, 5)], stub) == less("Alexandra", [Over(0, 9)], stub)


def test_every_text_of_a_part_can_be_withheld_and_restrictions_do_not_travel():
    passage = Passage("Label", "Words", "police", 7, (8,))
    part = Part("Title", "About", (Chapter("key", "Chapter", (passage,), ("Column",), (("Cell",),)),))
    marks = {text.place: [Over(0, 99)] for text in texts(part)}

    read = released(part_from(part.as_json()), marks, stub)

    assert {text.text for text in texts(read)} == {"[withheld]"}
    assert read.chapters[0].passages[0] == Passage("[withheld]", "[withheld]")
