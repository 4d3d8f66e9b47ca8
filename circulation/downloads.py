"""A PDF that leaves the house says who took it and when, on every page."""

from datetime import datetime
from io import BytesIO

import pikepdf
from django.template.loader import render_to_string

from agencies.models import User
from circulation.models import Receipt
from config.clock import LONDON
from records import pdf
from records.audiences import audience_for
from records.passages import Audience, chapter_from
from records.workflow import rendering_for

# Each page draws its own as before, then the mark; a reader that speaks the page skips the mark.
BEFORE, AFTER = b"q", b"Q /Artifact <</Type /Pagination>> BDC q %s Do Q EMC"


def audience_of(receipt: Receipt, user: User) -> Audience:
    """Somebody of the agency as the reader of what it was sent."""
    chapters = [chapter_from(c) for c in receipt.version.content["chapters"]]
    return audience_for(user, chapters, of=receipt.agency)


def stamped(receipt: Receipt, *, by: User, at: datetime) -> bytes:
    """The rendering its audience shares, marked with the name, agency and time of the download."""
    local = at.astimezone(LONDON)
    mark = f"Taken by {by.name}, {receipt.agency.name}, {local:%-d %B %Y at %H:%M}"
    slip = pdf.to_pdf(render_to_string("records/taken.html", {"text": mark}), variant=None)
    rendering = rendering_for(receipt.version, audience_of(receipt, by), at=at)
    with rendering.pdf.open() as kept:
        paper, source = pikepdf.open(BytesIO(kept.read())), pikepdf.open(BytesIO(slip))
    with paper, source:
        drawing = paper.copy_foreign(source.pages[0].as_form_xobject())
        for page in paper.pages:
            name = page.add_resource(drawing, pikepdf.Name.XObject)
            page.contents_add(BEFORE, prepend=True)
            page.contents_add(AFTER % str(name).encode())
        made = BytesIO()
        paper.save(made)
    return made.getvalue()
