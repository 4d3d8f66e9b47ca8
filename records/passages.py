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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Audience:
    """For whom something is rendered. `agency` None is children's social care's own copy."""

    agency: int | None = None
    police: bool = False
    legal: bool = False
    family: bool = False

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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def chapter_from(json_chapter: dict[str, Any]) -> Chapter:
    return Chapter(
        key=json_chapter["key"],
        title=json_chapter["title"],
        passages=tuple(Passage(**{**p, "readers": tuple(p["readers"])}) for p in json_chapter["passages"]),
        columns=tuple(json_chapter["columns"]),
        rows=tuple(tuple(row) for row in json_chapter["rows"]),
    )


def seen_by(audience: Audience, chapters: Iterable[Chapter]) -> list[Chapter]:
    """The chapters as this audience reads them, with stubs for what is withheld."""
    if audience.family:
        return for_family(chapters)
    return [
        replace(
            chapter,
            passages=tuple(
                p if audience.may_read(p) else replace(p, text=STUBS[p.restriction]) for p in chapter.passages
            ),
        )
        for chapter in chapters
    ]


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
        found.append(replace(chapter, passages=(*passages, *stub), rows=rows))
    return found


def digest(chapters: Iterable[Chapter]) -> str:
    """SHA-256 of the chapters' content, the same for the same text whoever asks."""
    return digest_of([c.as_json() for c in chapters])


def digest_of(content: Any) -> str:
    """SHA-256 of what is kept as JSON, the same whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
