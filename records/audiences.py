"""For whom a record is read: the one place that asks who is reading, and what is hidden from them.

Every page, PDF and download takes its chapters from here; a house test holds that no view reads a section
or a version past it.
"""

from collections.abc import Iterable, Sequence

from agencies.models import Agency, User
from agencies.roles import Kind
from children.restriction import hidden_among
from records.passages import Audience, Chapter, seen_by


def audience_for(user: User, chapters: Sequence[Chapter], *, of: Agency | None = None) -> Audience:
    """Somebody of the agency `of`, or of social care, as the reader of these chapters."""
    named = {key for chapter in chapters for key in chapter.children_named()}
    hidden = hidden_among(named, user)
    if of is None:
        return Audience(hidden=hidden)
    police, legal = of.kind == Kind.POLICE, of.kind == Kind.LEGAL
    return Audience(agency=of.pk, police=police, legal=legal, hidden=hidden)


def read_by(user: User, chapters: Iterable[Chapter], *, of: Agency | None = None) -> list[Chapter]:
    """The chapters as this person reads them."""
    found = list(chapters)
    return seen_by(audience_for(user, found, of=of), found)
