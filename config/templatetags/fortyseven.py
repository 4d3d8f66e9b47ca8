"""GOV.UK components rendered from Django forms, and the words for dates and clocks."""

import uuid
from datetime import date, datetime
from typing import Any, cast

from django import forms, template
from django.core.signing import Signer
from django.forms import BoundField
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agencies.models import User
from children.restriction import standing
from config.clock import LONDON, now
from config.dates import DayWidget, MomentWidget
from deadlines.models import Deadline
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
    return f"{value.astimezone(LONDON):%-d %B %Y, %H:%M}" if value else ""


@register.filter
def due(value: datetime) -> str:
    """ "by the end of Wednesday 13 January 2027", or the minute when it is one."""
    local = value.astimezone(LONDON)
    if (local.hour, local.minute) == (23, 59):
        return f"by the end of {local:%A %-d %B %Y}"
    return f"by {local:%H:%M} on {local:%A %-d %B %Y}"


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
            "id": f"id_{bound.html_name}_{i}" if i else f"id_{bound.html_name}",
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
    found = Deadline.objects.running().filter(record=record.pk).exclude(code="action").order_by("pk")
    # Who works on records sees the page because the record is theirs; a partner its own clocks alone.
    works_here = record.authority_id in request.user.record_work_ids()
    return list(found if works_here else found.visible_to(request.user))


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


@register.simple_tag
def errors_of(form: forms.Form) -> list[dict[str, str]]:
    """For the error summary: each error with the id of its field."""
    found = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    for bound in form:
        widget = bound.field.widget
        suffix = "_day" if isinstance(widget, DayWidget | MomentWidget) else ""
        found += [{"text": str(text), "id": f"id_{bound.html_name}{suffix}"} for text in bound.errors]
    return found


@register.filter
def restricted(child: Any) -> bool:
    return standing(child.pk) is not None


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
def csrf_token(context: Any) -> SafeString:
    """What shows that a form is ours, as Django has it, and which of all forms it is (config/once.py)."""
    ours = CsrfTokenNode().render(context)
    if not ours:
        return SafeString("")
    return format_html('{}<input type="hidden" name="once" value="{}">', ours, uuid.uuid4())


@register.simple_tag(takes_context=True)
def typist(context: Any) -> str:
    """Who has this form open, signed, so that held typing goes back to nobody else."""
    return Signer(salt="typist").sign(str(context["request"].user.pk))


@register.simple_tag
def answer(bound: BoundField) -> str:
    return in_words(bound.field, bound.initial)
