"""GOV.UK components rendered from Django forms, and the words for dates and clocks."""

import uuid
from datetime import date, datetime
from typing import Any, cast

from django import forms, template
from django.core.signing import Signer
from django.forms import BoundField
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from agencies.models import User
from config.asked_again import asks_again
from config.clock import LONDON, now, time_in_london
from config.dates import DayWidget, MomentWidget
from config.typed import STANDS_ON
from deadlines.models import Deadline
from records.contents import rows_of
from records.sections import in_words

register = template.Library()

COLOURS = {
    "running": "blue",
    "due today": "yellow",
    "overdue": "red",
    "met": "green",
    "met late": "orange",
    "not applicable": "grey",
    "superseded": "grey",
    "Complete": "",
    "In progress": "light-blue",
    "Not started": "blue",
}


@register.filter
def day(value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON)
    return f"{value:%-d %B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    return f"{value.astimezone(LONDON):%-d %B %Y}, {time_in_london(value)}" if value else ""


@register.filter
def due(value: datetime) -> str:
    """ "by the end of Wednesday 13 January 2027", or the minute when it is one."""
    local = value.astimezone(LONDON)
    if (local.hour, local.minute) == (23, 59):
        return f"by the end of {local:%A %-d %B %Y}"
    return f"by {time_in_london(local)} on {local:%A %-d %B %Y}"


@register.filter
def status(deadline: Deadline) -> str:
    return deadline.status(at=now())


@register.filter
def colour(status: str) -> str:
    return COLOURS.get(status, "grey")


@register.filter
def overdue_day(day: date) -> bool:
    """Due today is not overdue."""
    return day < now().astimezone(LONDON).date()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.inclusion_tag("forms/field.html")
def field(bound: BoundField, legend: str = "m") -> dict[str, Any]:
    """One question with its hint, its error and what its answers reveal."""
    widget = bound.field.widget
    return {
        "f": bound,
        "kind": _kind(widget),
        "legend": legend,
        "described_by": _described_by(bound),
        "options": _options(bound) if _kind(widget) in ("radios", "checkboxes", "select") else (),
        "parts": _parts(bound) if isinstance(widget, DayWidget | MomentWidget) else (),
        "rows": widget.attrs.get("rows", 4),
        "value": bound.value() if bound.value() is not None else "",
        "autocomplete": widget.attrs.get("autocomplete", ""),
        "short": getattr(bound.field, "max_length", None) or 999,
    }


def _kind(widget: forms.Widget) -> str:
    kinds: list[tuple[Any, str]] = [
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (DayWidget | MomentWidget, "date"),
        (forms.HiddenInput, "hidden"),
        (forms.PasswordInput, "password"),
        (forms.ClearableFileInput, "file"),
        (forms.EmailInput, "email"),
    ]
    return next((name for cls, name in kinds if isinstance(widget, cls)), "text")


def _described_by(bound: BoundField) -> str:
    ids = []
    if bound.help_text:
        ids.append(f"{bound.id_for_label or bound.html_name}-hint")
    if bound.errors:
        ids.append(f"{bound.id_for_label or bound.html_name}-error")
    return " ".join(ids)


def _options(bound: BoundField) -> list[dict[str, Any]]:
    chosen, asked = bound.value(), cast("Any", bound.field)
    values = {str(v) for v in (chosen if isinstance(chosen, list | tuple) else [chosen])}
    reveals = getattr(bound.form, "reveals", {}).get(bound.name, {})
    return [
        {
            "value": value,
            "label": label,
            "id": f"{bound.auto_id or bound.html_name}_{i}" if i else bound.auto_id or bound.html_name,
            "chosen": str(value) in values,
            "reveals": [bound.form[name] for name in reveals.get(str(value), [])],
        }
        for i, (value, label) in enumerate(asked.choices)
        if value != "" or _kind(bound.field.widget) == "select"
    ]


PARTS = {
    "day": ("Day", 2),
    "month": ("Month", 2),
    "year": ("Year", 4),
    "time": ("Time, like 14:30", 5),
}


def _parts(bound: BoundField) -> list[dict[str, Any]]:
    widget: Any = bound.field.widget
    value = bound.value()
    values = list(value) if isinstance(value, list | tuple) else widget.decompress(value)
    values = [*values, *[None] * len(widget.parts)]
    return [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id or bound.html_name}_{part}",
            "label": PARTS[part][0],
            "width": PARTS[part][1],
            "value": "" if values[i] is None else values[i],
        }
        for i, part in enumerate(widget.parts)
    ]


@register.simple_tag(takes_context=True)
def clocks_of(context: dict[str, Any], record: Any) -> list[Deadline]:
    """The running clocks of the record that a page is about, as far as its reader may open them (§9)."""
    request = context.get("request")
    if not record or request is None or not isinstance(request.user, User):
        return []
    # Who works on records sees the page because the record is theirs; a partner its own clocks alone.
    if record.authority_id in request.user.record_work_ids():
        return [c for c in rows_of(record, "deadlines") if c.running and c.code != "action"]
    found = Deadline.objects.running().filter(record=record.pk).exclude(code="action").order_by("pk")
    return list(found.visible_to(request.user))


@register.simple_tag
def top_fields(form: forms.Form) -> list[BoundField]:
    """The fields that no other field reveals."""
    nested = {
        name
        for options in getattr(form, "reveals", {}).values()
        for names in options.values()
        for name in names
    }
    return [bound for bound in form if bound.name not in nested]


@register.simple_tag(takes_context=True)
def errors_of(context: dict[str, Any], *of: forms.Form) -> list[dict[str, str]]:
    """For the error summary: each error of these forms with the id of the control that mends it."""
    found = []
    for form in filter(None, of):
        found += [{"text": str(text), "id": ""} for text in form.non_field_errors()]
        found += [{"text": str(text), "id": _first_of(bound)} for bound in form for text in bound.errors]
    if found and context.get("request"):
        asks_again(context["request"])
    return found


def _first_of(bound: BoundField) -> str:
    """The id of the control that asks, or of the first of several."""
    if isinstance(bound.field.widget, DayWidget | MomentWidget):
        return _parts(bound)[0]["id"]
    if _kind(bound.field.widget) in ("radios", "checkboxes"):
        return next((option["id"] for option in _options(bound)), "")
    return bound.id_for_label or bound.html_name


@register.filter
def restricted(child: Any) -> bool:
    return bool(child.restricted)


@register.filter
def split(text: str, by: str) -> list[str]:
    return text.split(by)


@register.filter
def lines(text: str) -> list[str]:
    return str(text).splitlines()


@register.filter
def or_dash(value: Any) -> Any:
    return value or SafeString('<span class="app-quiet">—</span>')


@register.simple_tag(takes_context=True)
def csrf_token(context: Any, *, of_the_frame: bool = False) -> SafeString:
    """What shows that a form is ours, as Django has it; which of all forms it is (config/once.py), and on
    which page it stands (config/asked_again.py). A form `of_the_frame` stands on every page, and on that of
    a refusal too, which does not repeat the address."""
    ours = CsrfTokenNode().render(context)
    if not ours:
        return SafeString("")
    unseen = {"once": str(uuid.uuid4())}
    if not of_the_frame:
        unseen[STANDS_ON] = _page_of(context.get("request"))
    written = format_html_join("", '<input type="hidden" name="{}" value="{}">', unseen.items())
    return SafeString(ours + written)


def _page_of(request: Any) -> str:
    """Where whatever is made now is read: a form that came back is at the address of its verb."""
    return (request.POST.get(STANDS_ON) or request.get_full_path()) if request else ""


@register.simple_tag(takes_context=True)
def typist(context: Any) -> str:
    """Who has this form open, signed, so that held typing goes back to nobody else."""
    return Signer(salt="typist").sign(str(context["request"].user.pk))


@register.simple_tag
def answer(bound: BoundField) -> str:
    return in_words(bound.field, bound.initial)
