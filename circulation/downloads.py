"""A PDF that leaves the house says who took it and when, on every page."""

from datetime import datetime

from django.template.loader import render_to_string

from agencies.models import User
from circulation.models import Receipt
from config.clock import LONDON
from records import pdf
from records.passages import Audience


def audience_of(receipt: Receipt) -> Audience:
    kind = receipt.agency.kind
    return Audience(agency=receipt.agency_id, police=kind == "police", legal=kind == "legal")


def stamped(receipt: Receipt, *, by: User, at: datetime) -> bytes:
    """The agency's rendering, marked with the name, agency and time of the download."""
    local = at.astimezone(LONDON)
    mark = f"Taken by {by.name}, {receipt.agency.name}, {local:%-d %B %Y at %H:%M}"
    html = pdf.html_of(receipt.version, audience_of(receipt))
    return pdf.to_pdf(html.replace("<!-- taken -->", _mark(mark)))


def _mark(text: str) -> str:
    return render_to_string("records/taken.html", {"text": text})
