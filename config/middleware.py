"""What every request passes: health, refusals, private pages, a database that is away."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from audit import door
from children.views import AskWhy, GoOn, Withdrawn, ask_why, away, go_on
from config import asked_again
from config.clock import now
from config.figures import STATEMENTS
from config.not_now import page_for
from config.patience import statements
from config.tracing import page_of
from config.typed import typed
from records.frozen import NotAsFrozen, tell_governance
from records.refusals import Conflict, LeftOut, Refused

Respond = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)
NO_DEVICE = ", ".join(
    f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "bluetooth")
)


def watched_without_session(get_response: Respond) -> Respond:
    """Who watches from outside is answered although database or broker are away, and opens no session."""
    from config.figures import metrics
    from config.health import health

    pages = {"/health/": health, "/metrics/": metrics}

    def middleware(request: HttpRequest) -> HttpResponse:
        return pages.get(request.path, get_response)(request)

    return middleware


def timed(get_response: Respond) -> Respond:
    """How many seconds and statements an answer took: on the line that says so, and for the figures."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        asked = statements()
        structlog.contextvars.bind_contextvars(seconds=round(time.monotonic() - began, 3), statements=asked)
        STATEMENTS.labels(page_of(request)).observe(asked)
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
        return asked_again.titled(request, response)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, NotAsFrozen):
            return self._not_as_frozen(request, fault)
        if isinstance(fault, AskWhy):
            return ask_why(request, fault)
        if isinstance(fault, GoOn):
            return go_on(request)
        if isinstance(fault, Withdrawn):
            return away(request, fault)
        if not isinstance(fault, Refused):
            return None
        if not isinstance(fault, LeftOut):
            door.note_refused(request)
        status = 409 if isinstance(fault, Conflict) else 422
        if getattr(request, "htmx", False):
            text = render_to_string("refused_fragment.html", {"reasons": fault.reasons}, request)
            return HttpResponse(text, status=status)
        # What was typed beside what somebody else saved is not offered for saving over it.
        if not isinstance(fault, Conflict) and (again := asked_again.page_of(request, fault.reasons)):
            return again
        # Sentences alone: what was chosen stands in a form as a key, which says nothing to anybody.
        said = {name: [v for v in values if " " in v] for name, values in typed(request).items()}
        context = {
            "reasons": fault.reasons,
            "back": request.path,
            "typed": said if any(said.values()) else {},
        }
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
