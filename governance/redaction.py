"""What is withheld lies over a text and never changes it: pure functions, no Django import.

A text of a part has a place: "title", "about", "<chapter>.title", "<chapter>.p<passage>", its label
"<chapter>.p<passage>.label", "<chapter>.r<row>.<column>", each counted from 0. A mark covers characters.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from records.passages import ALL, Chapter, Passage, chapter_from


@dataclass(frozen=True)
class Part:
    """One document of the file: a title, a line about it, what it says."""

    title: str
    about: str
    chapters: tuple[Chapter, ...]

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "about": self.about, "chapters": [c.as_json() for c in self.chapters]}


def part_from(json_part: dict[str, Any]) -> Part:
    chapters = tuple(chapter_from(c) for c in json_part["chapters"])
    return Part(json_part["title"], json_part["about"], chapters)


@dataclass(frozen=True)
class Text:
    place: str
    text: str
    restriction: str = ALL
    owner: int | None = None  # the agency that supplied it


def texts(part: Part) -> Iterator[Text]:
    """Every text of a part, with its place. The headings of columns are the form’s own words."""
    yield Text("title", part.title)
    yield Text("about", part.about)
    for c, chapter in enumerate(part.chapters):
        yield Text(f"{c}.title", chapter.title)
        for p, passage in enumerate(chapter.passages):
            yield Text(f"{c}.p{p}.label", passage.label)
            yield Text(f"{c}.p{p}", passage.text, passage.restriction, passage.owner)
        for r, row in enumerate(chapter.rows):
            for n, cell in enumerate(row):
                yield Text(f"{c}.r{r}.{n}", cell)


class Covers(Protocol):
    """Whatever covers characters `begins` to `ends` of a text, the last not included."""

    @property
    def begins(self) -> int: ...
    @property
    def ends(self) -> int: ...


M = TypeVar("M", bound=Covers)


@dataclass(frozen=True)
class Piece(Generic[M]):
    """A stretch of a text under the same marks: none, one, or several that overlap."""

    text: str
    marks: tuple[M, ...]


def pieces(text: str, marks: Iterable[M]) -> list[Piece[M]]:
    """The text cut where a mark begins or ends; joined again it is the text."""
    marks = list(marks)
    cuts = sorted({0, len(text), *(min(at, len(text)) for m in marks for at in (m.begins, m.ends))})
    return [
        Piece(text[begins:ends], tuple(m for m in marks if m.begins <= begins and ends <= m.ends))
        for begins, ends in pairwise(cuts)
    ]


def less(text: str, marks: Iterable[M], stub: Callable[[M], str]) -> str:
    """The text with a stub in place of each stretch that is withheld; how long it was is not told."""
    read: list[str] = []
    last = ""  # the stub that was read last, while nothing but space has followed it
    for piece in pieces(text, marks):
        if not piece.marks:
            read.append(piece.text)
            last = last if not piece.text.strip() else ""
        elif (told := stub(piece.marks[0])) != last:
            read.append(told)
            last = told
    return "".join(read)


def released(part: Part, marks: Mapping[str, Iterable[M]], stub: Callable[[M], str]) -> Part:
    """The part as whoever asked reads it."""

    def read(place: str, text: str) -> str:
        return less(text, marks.get(place, ()), stub)

    def chapter_read(c: int, chapter: Chapter) -> Chapter:
        passages = tuple(
            Passage(read(f"{c}.p{n}.label", p.label), read(f"{c}.p{n}", p.text))
            for n, p in enumerate(chapter.passages)
        )
        rows = tuple(
            tuple(read(f"{c}.r{r}.{n}", cell) for n, cell in enumerate(row))
            for r, row in enumerate(chapter.rows)
        )
        return replace(chapter, title=read(f"{c}.title", chapter.title), passages=passages, rows=rows)

    chapters = tuple(chapter_read(c, chapter) for c, chapter in enumerate(part.chapters))
    return Part(read("title", part.title), read("about", part.about), chapters)
