"""What every request passes: health, refusals, private pages, a database that is away."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from audit import door
from children.views import AskWhy, GoOn, ask_why, go_on
from config.clock import now
from config.not_now import page_for
from records.frozen import NotAsFrozen, tell_governance
from records.refusals import Conflict, Refused

Respond = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)
NO_DEVICE = ", ".join(
    f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "bluetooth")
)


def health_without_session(get_response: Respond) -> Respond:
    """/health/ answers although database or broker are away, and opens no session."""
    from config.health import health

    def middleware(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == "/health/" else get_response(request)

    return middleware


def timed(get_response: Respond) -> Respond:
    """How many seconds an answer took, on the line that says it was given."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        structlog.contextvars.bind_contextvars(seconds=round(time.monotonic() - began, 3))
        return response

    return middleware


class Refusals:
    """A verb that refused becomes a page, or a fragment, that says why and where to mend it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "not_so.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, NotAsFrozen):
            return self._not_as_frozen(request, fault)
        if isinstance(fault, AskWhy):
            return ask_why(request, fault)
        if isinstance(fault, GoOn):
            return go_on(request)
        if not isinstance(fault, Refused):
            return None
        door.note_refused(request)
        status = 409 if isinstance(fault, Conflict) else 422
        if getattr(request, "htmx", False):
            text = render_to_string("refused_fragment.html", {"reasons": fault.reasons}, request)
            return HttpResponse(text, status=status)
        context = {"reasons": fault.reasons, "back": request.path}
        return render(request, "refused.html", context, status=status)

    def _not_as_frozen(self, request: HttpRequest, fault: NotAsFrozen) -> HttpResponse:
        """Nothing of the text; the attempt is noted, and information governance is told."""
        log.error("not_as_frozen", model=fault.row._meta.label, key=fault.row.pk)
        whose = fault.whose
        door.note_refusal(request, f"altered {whose.kind}", whose.ref, child_id=whose.child_id)
        tell_governance(fault, at=now())
        return render(request, "not_as_frozen.html", {"ref": whose.ref}, status=409)


refusals = Refusals


def private_pages(get_response: Respond) -> Respond:
    """Case pages are kept in no cache: the back button after sign-out shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = NO_DEVICE
        if request.path.startswith("/admin/"):  # its own pages name no nonce
            response._csp_replace = {"script-src": ["'self'"]}  # type: ignore[attr-defined]  # django-csp reads it
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


class NotNow:
    """The database is away, a record held, a disk full: a clear page, and what was typed is on it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return page_for(request, fault)


not_now = NotNow
