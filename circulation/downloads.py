"""What of a version a receipt opens, and the PDF of it that its audience shares."""

from datetime import datetime

from agencies.models import User
from circulation.models import Receipt
from records.audiences import audience_for
from records.models import Rendering
from records.passages import Audience, Chapter, chapter_from, seen_by
from records.workflow import rendering_for


def audience_of(receipt: Receipt, user: User) -> Audience:
    """Somebody of the agency as the reader of what it was sent."""
    chapters = [chapter_from(c) for c in receipt.version.content["chapters"]]
    return audience_for(user, chapters, of=receipt.agency)


def read_by(receipt: Receipt, user: User) -> list[Chapter]:
    """What of the version somebody of the agency reads."""
    return seen_by(audience_of(receipt, user), map(chapter_from, receipt.version.content["chapters"]))


def rendering_of(receipt: Receipt, *, by: User, at: datetime) -> Rendering:
    return rendering_for(receipt.version, audience_of(receipt, by), at=at)
