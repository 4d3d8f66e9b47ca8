"""What of a version a receipt opens, and the PDF of it that its audience shares."""

from datetime import datetime

from circulation.models import Receipt
from records.models import Rendering
from records.passages import Audience
from records.workflow import rendering_for


def audience_of(receipt: Receipt) -> Audience:
    kind = receipt.agency.kind
    return Audience(agency=receipt.agency_id, police=kind == "police", legal=kind == "legal")


def rendering_of(receipt: Receipt, *, at: datetime) -> Rendering:
    return rendering_for(receipt.version, audience_of(receipt), at=at)
