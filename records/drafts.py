"""What somebody has typed and not saved: who types now, and what of it is more than what stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from agencies.models import User
from records import sections
from records.models import Draft, Record

# Whoever has a younger draft is typing: autosave follows a key within a second.
TYPING_NOW = timedelta(seconds=30)

Fields = dict[str, list[str]]
Difference = dict[str, str]
Bind = Callable[[Any], forms.Form]  # what was sent → the form that it was typed in


def being_typed(record: Record, *, at: datetime) -> list[Draft]:
    """Those of whoever types in a section of the record now, the latest first."""
    lately = Draft.objects.filter(record=record.pk, saved_at__gt=at - TYPING_NOW)
    # What an agency writes is its own until it is sent.
    of_sections = lately.exclude(section__startswith="contribution:").select_related("user")
    return list(of_sections.order_by("-saved_at", "pk")[:5])


def as_post(fields: Fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


@dataclass(frozen=True)
class Typed:
    """What is still to be saved: `fields` stand in the form, `more` beside it, label by label."""

    draft: Draft | None = None
    fields: Fields | None = None
    more: list[Difference] = field(default_factory=list)


def standing(
    drafts: Mapping[int, Fields], *, revision: int, bind: Bind, stands: Mapping[str, Any]
) -> tuple[Fields | None, list[Difference]]:
    """Of what was typed on each revision: what goes on from what stands, and what was typed before that.

    What says the same as what stands is in neither, nor is what stands there already, in more words.
    """
    now = {base: differences(bind(as_post(fields)), stands) for base, fields in drafts.items()}
    goes_on = drafts[revision] if now.get(revision) else None
    before = (each for base in sorted(now) if base != revision for each in now[base])
    return goes_on, [each for each in before if each["yours"] not in each["theirs"]]


def differences(typed: forms.Form, stands: Mapping[str, Any]) -> list[Difference]:
    """Where a form says something else than what stands, or something that cannot be saved as it is."""
    typed.is_valid()
    said = sections.bare(typed.cleaned_data)
    return [
        {
            "label": str(asked.label or name),
            "theirs": sections.in_words(asked, stands.get(name)),
            "yours": sections.in_words(asked, said.get(name)) or " ".join(_raw(typed, name)),
        }
        for name, asked in typed.fields.items()
        if (stands.get(name) or "") != (said.get(name) or "") or _wrong(typed, name)
    ]


def _wrong(form: forms.Form, name: str) -> bool:
    return name in form.errors and any(_raw(form, name))


def _raw(form: forms.Form, name: str) -> Iterator[str]:
    """A field as it was typed, also one of several boxes."""
    for key in (name, *(f"{name}_{part}" for part in getattr(form.fields[name].widget, "parts", ()))):
        values = form.data.getlist(key) if isinstance(form.data, QueryDict) else []
        yield from (str(value) for value in values if value)


def reopen(
    record: Record, section: str, *, by: User, revision: int, bind: Bind, stands: Mapping[str, Any]
) -> Typed:
    """What this person has typed and not saved. A draft that says no more than what stands is dropped."""
    draft = Draft.objects.filter(record=record.pk, section=section, user=by).first()
    if draft is None:
        return Typed()
    each = {int(base): fields for base, fields in draft.aside.items()} | {draft.base_revision: draft.fields}
    fields, more = standing(each, revision=revision, bind=bind, stands=stands)
    if fields is None and not more:
        # Not one that has gone on meanwhile, in another tab.
        Draft.objects.filter(pk=draft.pk, saved_at=draft.saved_at).delete()
        return Typed()
    return Typed(draft, fields, more)
