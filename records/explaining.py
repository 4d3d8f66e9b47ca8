"""Why something was done although a rule speaks against it: kept with the record, and read in it."""

from collections.abc import Iterable
from datetime import datetime

from agencies.models import User
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Explanation, Record
from records.passages import Passage


def explain(record: Record, *, about: str, sentence: str, words: str, by: User, at: datetime) -> Explanation:
    """Keep it; the caller has locked the record and refused what may not be explained."""
    said = {"about": about[:60], "sentence": sentence, "words": words.strip()}
    return Explanation.objects.create(record_id=record.pk, **said, at=at, by=by)


def reads(record: Record, *abouts: str) -> tuple[Passage, ...]:
    """Each in the order in which it was said; `abouts` are whole names, or end with “:” for all of a kind."""
    return tuple(
        Passage(each.sentence, f"{each.words}\n{each.by.name}, {moment_in_words(each.at)}")
        for each in rows_of(record, "explanations")
        if _is_one_of(each.about, abouts)
    )


def _is_one_of(about: str, abouts: Iterable[str]) -> bool:
    return any(about == known or (known.endswith(":") and about.startswith(known)) for known in abouts)
