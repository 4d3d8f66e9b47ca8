"""What of a record somebody sees: one pure function, called by page, PDF and export alike.

A passage is one labelled piece of a record. Whoever may not read it sees a stub in its
place, so that nobody takes the rest for the whole (§11).
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

ALL, NOT_FAMILY, POLICE, LEGAL = "all", "not_family", "police", "legal"
RESTRICTIONS = {
    ALL: "All who receive the record",
    NOT_FAMILY: "Professionals only, never the family",
    POLICE: "Police sensitive",
    LEGAL: "Legally privileged",
}


def widens(before: str, after: str) -> bool:
    """Whether somebody reads a passage afterwards who did not before. Police and lawyers are two groups."""
    return before != after and (after == ALL or before in (POLICE, LEGAL))


STUBS = {
    POLICE: "[Police information withheld]",
    LEGAL: "[Legally privileged passage withheld]",
    NOT_FAMILY: "[Withheld]",
}


@dataclass(frozen=True)
class Passage:
    label: str
    text: str
    restriction: str = ALL
    owner: int | None = None  # the agency that supplied it
    readers: tuple[int, ...] = ()  # agencies that may read it although it is restricted
    about: int = 0  # the key of another child whom it names

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        # What names no other child has the hash that it had before this was told apart.
        return found if self.about else {name: said for name, said in found.items() if name != "about"}


@dataclass(frozen=True)
class Audience:
    """For whom something is rendered. `agency` None is children's social care's own copy.

    `hidden` are the keys of children of whom the reader may not know: what names one is left out, without a
    stub, so that it does not say by its absence what it must not say (§11).
    """

    agency: int | None = None
    police: bool = False
    legal: bool = False
    family: bool = False
    hidden: frozenset[int] = frozenset()

    def may_read(self, passage: Passage) -> bool:
        if passage.restriction == ALL:
            return True
        if self.family:
            return False
        if self.agency is None or self.agency == passage.owner or self.agency in passage.readers:
            return True
        if passage.restriction == POLICE:
            return self.police
        if passage.restriction == LEGAL:
            return self.legal
        return True


@dataclass(frozen=True)
class Chapter:
    """One section of a record as it reads: passages, and tables of rows."""

    key: str
    title: str
    passages: tuple[Passage, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    about: tuple[int, ...] = ()  # row by row, the key of another child whom it names; 0 where none

    def as_json(self) -> dict[str, Any]:
        found = asdict(self) | {"passages": [p.as_json() for p in self.passages]}
        return found if any(self.about) else {name: said for name, said in found.items() if name != "about"}

    def children_named(self) -> set[int]:
        """The keys of the other children whom this chapter names."""
        return {key for key in (*self.about, *(p.about for p in self.passages)) if key}


def chapter_from(json_chapter: dict[str, Any]) -> Chapter:
    return Chapter(
        key=json_chapter["key"],
        title=json_chapter["title"],
        passages=tuple(Passage(**{**p, "readers": tuple(p["readers"])}) for p in json_chapter["passages"]),
        columns=tuple(json_chapter["columns"]),
        rows=tuple(tuple(row) for row in json_chapter["rows"]),
        about=tuple(json_chapter.get("about", ())),
    )


def seen_by(audience: Audience, chapters: Iterable[Chapter]) -> list[Chapter]:
    """The chapters as this audience reads them, with stubs for what is withheld."""
    if audience.family:
        return for_family(chapters)
    return [_seen_by(audience, chapter) for chapter in chapters]


def _seen_by(audience: Audience, chapter: Chapter) -> Chapter:
    rows = [n for n, _ in enumerate(chapter.rows) if _of(chapter, n) not in audience.hidden]
    return replace(
        chapter,
        passages=tuple(
            p if audience.may_read(p) else replace(p, text=STUBS[p.restriction])
            for p in chapter.passages
            if p.about not in audience.hidden
        ),
        rows=tuple(chapter.rows[n] for n in rows),
        about=tuple(_of(chapter, n) for n in rows),
    )


def _of(chapter: Chapter, row: int) -> int:
    return chapter.about[row] if row < len(chapter.about) else 0


def withheld_from(audience: Audience, chapters: Iterable[Chapter]) -> list[str]:
    """What this audience does not read, place by place: the same list for all who read the same."""
    found = []
    for c in chapters:
        found += [
            f"{c.key}.{n}"
            for n, p in enumerate(c.passages)
            if p.about in audience.hidden or not audience.may_read(p)
        ]
        found += [f"{c.key}.row.{n}" for n, _ in enumerate(c.rows) if _of(c, n) in audience.hidden]
    return found


NOT_ALL = Passage("Not everything is shown here", STUBS[NOT_FAMILY])


def for_family(
    chapters: Iterable[Chapter], *, may_tell: Callable[[str], bool] = lambda text: True, stubs: bool = True
) -> list[Chapter]:
    """The chapters as a family reads them: what is withheld is left out with its label and its place.

    `may_tell` is asked of every passage and row besides. One stub closes a chapter that is not whole: it
    tells neither who said something nor why it is withheld. None at all, where even that would tell (§11).
    """
    read = Audience(family=True)
    found = []
    for chapter in chapters:
        passages = tuple(
            p for p in chapter.passages if read.may_read(p) and may_tell(f"{p.label}.\n{p.text}")
        )
        rows = tuple(row for row in chapter.rows if may_tell("\n".join(row)))
        whole = len(passages) == len(chapter.passages) and len(rows) == len(chapter.rows)
        stub = () if whole or not stubs else (NOT_ALL,)
        found.append(replace(chapter, passages=(*passages, *stub), rows=rows, about=()))
    return found


def digest(chapters: Iterable[Chapter]) -> str:
    """SHA-256 of the chapters' content, the same for the same text whoever asks."""
    return digest_of([c.as_json() for c in chapters])


def digest_of(content: Any) -> str:
    """SHA-256 of what is kept as JSON, the same whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
