"""What somebody typed in a form, apart from what belongs to the page, and from what is secret.

Forms arrive late: the session has ended, the token is of an earlier sign-in, the database is away. Their
text is kept and given back, in a draft, in the session, on a page; a password, a code or a key never is.
This is the one place that knows the difference, and it goes by the words of a field’s name, so that a new
field is secret by being called what it is. A form of the door or of the own account is not kept at all:
nothing in it is work.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

STANDS_ON = "stands_on"  # the page on which a form stands (config/asked_again.py)
OF_THE_PAGE = {"csrfmiddlewaretoken", "once", STANDS_ON, "seen", "began", "next", "also", "typist", "nth"}
# The same form says the same whichever of its buttons was pressed, and to whomever it was shown.
SAYS_NOTHING = {"csrfmiddlewaretoken", "once", STANDS_ON, "next", "typist", "nth"}
SECRET_WORDS = {"password", "passphrase", "secret", "credential", "token", "code", "otp", "pin"}
NEVER_KEPT = ("/sign-in/", "/sign-out/", "/set-password/", "/account/", "/admin/")

Fields = dict[str, list[str]]


def token_of(request: HttpRequest) -> UUID | None:
    """Which of all forms this one is (`{% csrf_token %}` writes it); None for what is no such token."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def is_secret(name: str) -> bool:
    """`password`, `new_password1`, `m7-code`; not `postcode`."""
    words = set(re.findall(r"[a-z]+", name.lower()))
    return bool(SECRET_WORDS & words) or "password" in name.lower()


def keepable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is secret: for whatever stores or shows fields of a form."""
    return {name: value for name, value in fields.items() if not is_secret(name)}


def typed(request: HttpRequest) -> Fields:
    """What was typed, as typed, by field; nothing of a form that is never kept."""
    if request.path.startswith(NEVER_KEPT):
        return {}
    return keepable({name: values for name, values in request.POST.lists() if name not in OF_THE_PAGE})


def _of_file(file: Any) -> list[str]:
    seal = hashlib.sha256()
    for chunk in file.chunks():
        seal.update(chunk)
    file.seek(0)  # it is still to be read
    return [str(file.name), seal.hexdigest()]


def fingerprint(request: HttpRequest) -> str:
    """Tells whether a form says the same as another, files included; what is secret is no part of it, and
    nothing can be read back."""
    fields = keepable({name: values for name, values in request.POST.lists() if name not in SAYS_NOTHING})
    files = {name: [_of_file(file) for file in sent] for name, sent in request.FILES.lists()}
    return salted_hmac("form", json.dumps([fields, files], sort_keys=True), algorithm="sha256").hexdigest()


def from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours has sent this. One that says nothing is not believed."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    where = urlsplit(said)
    if f"{where.scheme}://{where.netloc}" in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return where.scheme in ("http", "https") and where.netloc == request.get_host()
