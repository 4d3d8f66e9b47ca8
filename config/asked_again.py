"""A form that a verb refuses comes back as it was sent, each reason beside the field that mends it.

1. Every form says on which page it stands (`STANDS_ON`, written by `{% csrf_token %}`).
2. A verb refuses; a reason that a field mends names it (`Refusal.mend`). `config.middleware.Refusals` reads
   that page again, as the person would, and gives it to `with_reasons`.
3. There the form is found that was sent: the same address, the same unseen values, the same button.
4. What was typed is put back, what is secret apart. Each reason stands beside its field, the summary above
   the page leads there, and whatever hides the form is opened.

So no view and no template says anything of it: a field is asked again because the verb names it.
"""

from collections.abc import Iterable
from copy import copy
from html import escape
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve

from agencies import hats
from agencies.access import ONES_OWN, THE_WAY_IN
from children.views import AskWhy
from config import second_factor
from config.markup import Page, Tag
from config.patience import what_was_read
from config.refusals import Refusal, Refused
from config.typed import OF_THE_PAGE, STANDS_ON, is_secret

BEFORE_A_DOOR = (*THE_WAY_IN, *ONES_OWN, *hats.BEFORE_IT, *second_factor.BEFORE_IT)
PARTS = ("day", "month", "year", "time")
CHOSEN = ("radio", "checkbox")
NEVER_PUT_BACK = (*CHOSEN, "hidden", "password", "file", "submit", "button")
GROUPS = {"govuk-radios", "govuk-checkboxes", "govuk-date-input"}


def page_of(request: HttpRequest, reasons: list[Refusal]) -> HttpResponse | None:
    """The page on which the form stands, with these reasons in it; None when nothing is filled in there."""
    where = _where(request)
    if where is None:
        return None
    # The verb may have read what it wrote, and that is taken back.
    (what_was_read() or {}).clear()
    try:
        asking = _as_read(request, where.path, where.query)
        match = asking.resolver_match = resolve(where.path)
        page = match.func(asking, *match.args, **match.kwargs)
    except (Http404, Refused, AskWhy):  # no address of ours, or it does not open as it did
        return None
    if page.streaming or page.status_code != 200 or "text/html" not in page.headers.get("Content-Type", ""):
        return None
    text = with_reasons(
        page.content.decode(), stands_on=where.path, sent_to=request.path, sent=request.POST, reasons=reasons
    )
    if text is None:
        return None
    # The page shows what it shows: its events are this answer's.
    request.__dict__ |= {name: asking.__dict__.get(name) for name in ("_shown", "_noting")}
    asks_again(request)
    return HttpResponse(text, status=422)


def _where(request: HttpRequest) -> SplitResult | None:
    """The page that the form says it stands on; none behind a door that this request has not passed."""
    try:
        where = urlsplit(request.POST.get(STANDS_ON) or request.path)
    except ValueError:  # not from a page of ours
        return None
    # Membership, second factor and choice of the agency were asked of the address that was sent to.
    if request.path.startswith(BEFORE_A_DOOR) and where.path != request.path:
        return None
    return where


def _as_read(request: HttpRequest, path: str, query: str) -> Any:
    """The request by which the same person reads a page."""
    asking: Any = copy(request)
    asking.method, asking.path, asking.path_info = "GET", path, path
    asking.GET, asking.POST = QueryDict(query), QueryDict()
    asking.META = request.META | {"QUERY_STRING": query}
    asking._shown = []
    return asking


def asks_again(request: HttpRequest) -> None:
    """Errors stand on the page that answers this."""
    request.__dict__["_asks_again"] = True


def titled(request: HttpRequest, response: Any) -> Any:
    """“Error:” begins the title of every page on which errors stand: it is what is heard first."""
    if request.__dict__.get("_asks_again") and not response.streaming:
        response.content = response.content.replace(b"<title>", b"<title>Error: ", 1)
    return response


def with_reasons(
    text: str, *, stands_on: str, sent_to: str, sent: QueryDict, reasons: Iterable[Refusal]
) -> str | None:
    """The page with these reasons in the form that was sent; None when that has no field."""
    page = Page(text)
    form = next((f for f in page.forms if _was_sent(f, stands_on, sent_to, sent)), None)
    if form is None or page.main is None or not any(t.is_control and t.kind != "hidden" for t in form.holds):
        return None
    found = [(reason, _control(form, reason.mend)) for reason in reasons]
    _put_back(form, sent)
    for nth, (reason, control) in enumerate(found):
        if control is not None:
            _stand_beside(page, control, reason, f"{_id_of(control)}-refused-{nth}")
            for hides in control.inside("details"):
                hides.says["open"] = None
    errors = [{"text": str(reason), "id": _id_of(c) if c else ""} for reason, c in found]
    page.insert(page.main.end, render_to_string("forms/summary.html", {"found": errors}))
    return page.written()


def _was_sent(form: Tag, stands_on: str, sent_to: str, sent: QueryDict) -> bool:
    to = urlsplit(urljoin(stands_on, form.says.get("action") or stands_on)).path
    if to != sent_to or (form.says.get("method") or "").lower() != "post":
        return False
    # What is secret is filled in by the browser (the answer of a key): it does not say which form it is.
    hidden = [t for t in form.holds if t.kind == "hidden" and not is_secret(t.named)]
    unseen = [t for t in hidden if t.named not in OF_THE_PAGE]
    if not all(t.valued in sent.getlist(t.named) for t in unseen):
        return False
    buttons = {(t.named, t.valued) for t in form.holds if t.kind == "submit" and t.named}
    return all((name, sent[name]) in buttons for name, _ in buttons if name in sent)


def _control(form: Tag, name: str) -> Tag | None:
    """The control that asks for this, or the first of those that do."""
    if not name:
        return None
    asked = {name, *(f"{name}_{part}" for part in PARTS)}
    seen = [t for t in form.holds if t.is_control and t.kind != "hidden"]
    # Where several forms ask the same on one page, each has a word of its own before the name.
    return next((t for t in seen if t.named in asked or t.named.rpartition("-")[2] in asked), None)


def _put_back(form: Tag, sent: QueryDict) -> None:
    again: dict[str, int] = {}
    for tag in form.holds:
        if not tag.is_control or is_secret(tag.named):
            continue
        said = sent.getlist(tag.named)
        if tag.kind in CHOSEN:
            tag.say("checked", (tag.valued or "on") in said)
        elif tag.name == "select":
            for option in tag.options:
                option.say("selected", option.valued in said)
        elif tag.kind not in NEVER_PUT_BACK and said:
            nth = again[tag.named] = again.get(tag.named, -1) + 1
            value = said[min(nth, len(said) - 1)]
            if tag.name == "textarea":
                tag.content = escape(value)
            else:
                tag.says["value"] = value


def _id_of(control: Tag) -> str:
    return control.says.setdefault("id", f"asked-{control.named}") or ""


def _stand_beside(page: Page, control: Tag, reason: Refusal, key: str) -> None:
    group = next((t for t in control.inside("div") if GROUPS & t.classes), None)
    told = control
    if group is not None:
        told = next(iter(control.inside("fieldset")), control)
    else:
        control.add("class", f"govuk-{control.name}--error")
    told.add("aria-describedby", key)
    around = next((t for t in control.inside("div") if "govuk-form-group" in t.classes), None)
    if around is not None:
        around.add("class", "govuk-form-group--error")
    page.insert((group or control).at, render_to_string("forms/beside.html", {"key": key, "reason": reason}))
