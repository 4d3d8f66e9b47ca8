"""The one door through which a file leaves the house: every PDF says on each page who took it and when (§9).

The mark is drawn over the pages as an artefact: a reader that speaks the page skips it, and what was frozen
stays as it was. What may not be given yet, or any more, says that too.
"""

from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from agencies.models import User
from config.clock import LONDON
from records import pdf
from records.models import Version

# Each page draws its own as before, then the mark; a reader that speaks the page skips the mark.
BEFORE, AFTER = b"q", b"Q /Artifact <</Type /Pagination>> BDC q %s Do Q EMC"


def file_name(version: Version) -> str:
    return f"{version.record.ref}-{version.product}-v{version.number}.pdf"


def leave(
    paper: "bytes | File[Any]", *, name: str, by: User, of: str, at: datetime, notice: str = ""
) -> HttpResponse:
    """The answer that hands a PDF to `by`, who takes it for the agency `of`; `notice` warns on each page."""
    made = marked(_read(paper), by=by, of=of, at=at, notice=notice)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def leave_as_handed_in(file: "File[Any]", *, name: str, by: User, of: str, at: datetime) -> HttpResponseBase:
    """A file that somebody else made: marked if it is a PDF that can be, else as it came."""
    if name.lower().endswith(".pdf"):
        try:
            return leave(file, name=name, by=by, of=of, at=at)
        except pikepdf.PdfError:  # locked by a password, or broken: it leaves as it was handed in
            pass
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)


def marked(paper: bytes, *, by: User, of: str, at: datetime, notice: str = "") -> bytes:
    local = at.astimezone(LONDON)
    text = f"Taken by {by.name}, {of}, {local:%-d %B %Y at %H:%M}"
    slip = pdf.to_pdf(render_to_string("records/taken.html", {"text": text, "notice": notice}), variant=None)
    kept, source = pikepdf.open(BytesIO(paper)), pikepdf.open(BytesIO(slip))
    with kept, source:
        drawing = kept.copy_foreign(source.pages[0].as_form_xobject())
        for page in kept.pages:
            drawn = page.add_resource(drawing, pikepdf.Name.XObject)
            page.contents_add(BEFORE, prepend=True)
            page.contents_add(AFTER % str(drawn).encode())
        made = BytesIO()
        kept.save(made)
    return made.getvalue()


def _read(paper: "bytes | File[Any]") -> bytes:
    if isinstance(paper, bytes):
        return paper
    with paper.open("rb") as kept:
        return bytes(kept.read())
