"""How a certificate of destruction reads, on screen and as a PDF."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from records.fields import day_in_words, moment_in_words
from records.pdf import to_pdf
from retention.models import Certificate


def in_words(certificate: Certificate) -> dict[str, Any]:
    """What it says, with days and moments as people read them, in London."""
    said = certificate.content
    (proposer, proposed), (agreer, agreed) = said["proposed"], said["agreed"]
    return said | {
        "records": [[title, ref, day_in_words(day)] for title, ref, day in said["records"]],
        "rules": [[title, words, source, day_in_words(end)] for title, words, source, end in said["rules"]],
        "last": day_in_words(said["last"]),
        "due": day_in_words(said["due"]),
        "proposed": f"{proposer}, {_moment(proposed)}",
        "agreed": f"{agreer}, {_moment(agreed)}",
        "destroyed": _moment(said["destroyed"]),
        "sha256": certificate.sha256,
    }


def _moment(text: str) -> str:
    return moment_in_words(datetime.fromisoformat(text))


def html_of(certificate: Certificate) -> str:
    return render_to_string("retention/certificate.html", {"said": in_words(certificate)})


def pdf_of(certificate: Certificate) -> bytes:
    return to_pdf(html_of(certificate))
