"""Tagged PDF (PDF/UA-1) of what somebody may read."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from records.models import Version
from records.passages import Audience, chapter_from, seen_by, withheld_from


@cache
def _style() -> tuple[Any, Any]:
    # Parsed once and reused: 0.7 of the time of parsing it for every record.
    fonts = FontConfiguration()
    sheet = Path(settings.BASE_DIR) / "records" / "print.css"
    return CSS(string=sheet.read_text(), font_config=fonts), fonts


def html_of(version: Version, audience: Audience) -> str:
    """The record as on paper, less what this audience may not read."""
    chapters = seen_by(audience, map(chapter_from, version.content["chapters"]))
    return render_to_string(
        "records/paper.html",
        {"version": version, "head": version.content["head"], "chapters": chapters},
    )


def to_pdf(html: str, *, variant: str | None = "pdf/ua-1") -> bytes:
    style, fonts = _style()
    made: bytes = HTML(string=html, base_url=str(settings.BASE_DIR)).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant=variant
    )
    return made


def render(version: Version, audience: Audience) -> bytes:
    return to_pdf(html_of(version, audience))


def audience_key(version: Version, audience: Audience) -> str:
    """The same key for all who may read the same: they share one rendering."""
    withheld = withheld_from(audience, map(chapter_from, version.content["chapters"]))
    if not withheld:
        return "all"
    return hashlib.sha256(" ".join(withheld).encode()).hexdigest()
