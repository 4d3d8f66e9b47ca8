"""What somebody has typed and not saved: who types now, and what of it is more than what stands.

A section's form is known by the section's key. A form beside the sections (a row, an action, somebody to
invite) is known by its page: `Beside` opens it with what this person has half typed in it.
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.urls import ResolverMatch, reverse

from agencies.models import User
from children.models import Person
from config.numbers import REVISION
from records import sections
from records.models import Draft, Record
from records.states import OPEN

# Whoever has a younger draft is typing: autosave follows a key within a second.
TYPING_NOW = timedelta(seconds=30)

Fields = dict[str, list[str]]
Difference = dict[str, str]
Owner = Record | Person
Bind = Callable[[Any], forms.Form]  # what was sent → the form that it was typed in


def being_typed(record: Record, *, at: datetime) -> list[Draft]:
    """Those of whoever types in a section of the record now, the latest first."""
    lately = Draft.objects.filter(record=record.pk, saved_at__gt=at - TYPING_NOW)
    # What an agency writes is its own until it is sent, and a row its typist's until it is made.
    of_sections = lately.exclude(section__contains=":").select_related("user")
    return list(of_sections.order_by("-saved_at", "pk")[:5])


def owned_by(of: Owner) -> dict[str, int]:
    """A draft's columns for what it is of."""
    return {"child_id": of.pk} if isinstance(of, Person) else {"record_id": of.pk}


def key_of(page: str, which: Mapping[str, Any]) -> str:
    """What a form is kept under: a section's key, or the page of the form and which of its kind it is."""
    if page in ("section", "draft"):
        return str(which["key"])
    return f"{page.removesuffix('_draft')}:{'/'.join(str(v) for name, v in which.items() if name != 'ref')}"


def page_of(ref: str, key: str, *, draft: bool = False) -> str:
    """The address of the form that is kept under this key, or of its autosave."""
    page, colon, which = key.partition(":")
    if not colon:
        return reverse("draft" if draft else "section", args=[ref, key])
    return reverse(f"{page}_draft" if draft else page, args=[ref, *filter(None, which.split("/"))])


def form_at(match: ResolverMatch) -> tuple[str, str] | None:
    """The reference and the key of the form that this address belongs to, if what is typed there is kept."""
    page = str(match.url_name).removesuffix("_draft")
    if page not in ("section", "draft", *BESIDE):
        return None
    return match.kwargs["ref"], key_of(page, match.kwargs)


def typed_into(ref: str, key: str, user: User) -> Record | None:
    """The record into which this person may be typing this form: they work on it, or it is what their agency
    brings to it; and it can still be written."""
    open_ = Record.objects.filter(ref=ref, state__in=OPEN)
    if key.partition(":")[0] == "contribution":
        return open_.filter(participants__user=user).first() or open_.worked_on_by(user).first()
    return open_.worked_on_by(user).first()


# The pages of forms that stand beside the sections; each has an autosave, called as they are with "_draft".
BESIDE: set[str] = set()


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
    ticked = [name for name in getattr(typed, "drawn_by_page", ()) if any(_sent(typed, name))]
    return [
        {
            "label": str(asked.label or name),
            "theirs": sections.in_words(asked, stands.get(name)),
            "yours": sections.in_words(asked, said.get(name)) or " ".join(_raw(typed, name)),
        }
        for name, asked in typed.fields.items()
        if str(stands.get(name) or "") != str(said.get(name) or "") or _wrong(typed, name)
    ] + [{"label": "Ticked", "theirs": "", "yours": "Somebody, or something, on this page"}] * bool(ticked)


def _wrong(form: forms.Form, name: str) -> bool:
    return name in form.errors and any(_raw(form, name))


def _raw(form: forms.Form, name: str) -> Iterator[str]:
    """A field as it was typed, also one of several boxes."""
    for key in (name, *(f"{name}_{part}" for part in getattr(form.fields[name].widget, "parts", ()))):
        yield from _sent(form, key)


def _sent(form: forms.Form, name: str) -> Iterator[str]:
    values = form.data.getlist(name) if isinstance(form.data, QueryDict) else []
    yield from (str(value) for value in values if value)


def reopen(
    of: Owner, section: str, *, by: User, revision: int, bind: Bind, stands: Mapping[str, Any]
) -> Typed:
    """What this person has typed and not saved. A draft that says no more than what stands is dropped."""
    draft = Draft.objects.filter(**owned_by(of), section=section, user=by).first()
    if draft is None:
        return Typed()
    each = {int(base): fields for base, fields in draft.aside.items()} | {draft.base_revision: draft.fields}
    fields, more = standing(each, revision=revision, bind=bind, stands=stands)
    if fields is None and not more:
        # Not one that has gone on meanwhile, in another tab.
        Draft.objects.filter(pk=draft.pk, saved_at=draft.saved_at).delete()
        return Typed()
    return Typed(draft, fields, more)


def nothing_wrong_yet(form: forms.Form) -> None:
    """Nobody has sent what is half typed: the page says nothing against it."""
    if form.is_bound:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # what `errors` reads


@dataclass
class Beside:
    """A form beside the sections: a row, an action, somebody to invite.

    What is half typed in it is kept as a section's is, for its typist alone, and stands in it again until it
    is sent. `stands` is what it says before anybody types: its mark takes the place of a section's revision,
    so that a row that a colleague has changed meanwhile is not overwritten by what was typed before.
    """

    of: Owner
    key: str
    by: User
    make: Bind
    stands: Mapping[str, Any] = field(default_factory=dict)
    left: Typed = field(default_factory=Typed)
    form: Any = None
    seen: int = 0
    began: int | None = None

    def __post_init__(self) -> None:
        self.stands = sections.bare(dict(self.stands))
        self.seen = zlib.crc32(json.dumps(self.stands, sort_keys=True, default=str).encode()) & REVISION

    def open(self) -> "Beside":
        """As its page shows it: with what was half typed."""
        self.left = reopen(
            self.of, self.key, by=self.by, revision=self.seen, bind=self.make, stands=self.stands
        )
        self.form = self.make(self.data)
        nothing_wrong_yet(self.form)
        return self

    @property
    def data(self) -> QueryDict | None:
        """What was half typed, as if it were sent: for what the page draws itself."""
        return as_post(self.left.fields) if self.left.fields else None

    @property
    def ticked(self) -> list[str]:
        return self.data.getlist("invite") if self.data else []

    @property
    def address(self) -> str:
        """Where its autosave goes."""
        return page_of(self.of.ref, self.key, draft=True)

    @property
    def mark(self) -> str:
        """Tells its line of status from those of other forms of the page."""
        return f"kept-{self.key.partition(':')[0]}"
