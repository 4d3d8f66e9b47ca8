"""What was frozen is read through one door: the field itself, which shows only what is as it was frozen.

A text is kept beside its SHA-256, a stored file beside that of its bytes. Whoever reads the field, a page, a
PDF, a stamped copy, a letter, what is gathered for somebody, gets what was frozen, or `NotAsFrozen`; one
middleware makes a page of that (`config.middleware`).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.query_utils import DeferredAttribute

from agencies.models import User
from agencies.roles import Role
from notices.outbox import tell_each
from records.passages import digest_of


@dataclass(frozen=True)
class Whose:
    """To what a frozen text belongs, for the access event and for whom to tell."""

    kind: str
    ref: str
    authority_id: int
    child_id: int | None = None


class NotAsFrozen(Exception):
    """What is stored differs from what was frozen: nothing of it is shown."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{row._meta.label} {row.pk} is not what was frozen.")
        self.row = row

    @property
    def whose(self) -> Whose:
        found: Whose = self.row.whose
        return found


def tell_governance(fault: NotAsFrozen, *, at: datetime) -> None:
    """Once for each row that differs, to information governance of the authority."""
    whose, row = fault.whose, fault.row
    people: Iterable[User] = User.objects.holding(
        Role.INFORMATION_GOVERNANCE, agency_ids=[whose.authority_id]
    )
    key = f"not_as_frozen:{row._meta.label_lower}:{row.pk}"
    tell_each(people, key=key, kind="not_as_frozen", reference=whose.ref, path="/looked/", at=at)


# --- a text -------------------------------------------------------------------------------


class _Text(DeferredAttribute):
    def __get__(self, row: Any, cls: Any = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        value = row.__dict__[name] if name in row.__dict__ else super().__get__(row, cls)
        compared = row.__dict__.setdefault("_compared", {})
        if compared.get(name) is not value or value is None:
            if digest_of(value) != row.sha256:
                raise NotAsFrozen(row)
            compared[name] = value
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class FrozenText(models.JSONField):
    """JSON beside a column `sha256` of it."""

    descriptor_class = _Text

    def pre_save(self, row: models.Model, add: bool) -> Any:
        return row.__dict__[self.attname]

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


# --- a stored file ------------------------------------------------------------------------


class _File(FieldFile):
    field: "FrozenFile"

    def open(self, mode: str | None = "rb", *args: Any, **kwargs: Any) -> Any:
        self.file = self._as_frozen()
        return self

    def _as_frozen(self) -> Any:
        try:
            with self.storage.open(str(self.name), "rb") as stored:
                content = stored.read()
        except FileNotFoundError:
            raise NotAsFrozen(self.instance) from None
        if hashlib.sha256(content).hexdigest() != getattr(self.instance, self.field.proof):
            raise NotAsFrozen(self.instance)
        return ContentFile(content, name=self.name)

    def _get_file(self) -> Any:
        if getattr(self, "_file", None) is None:
            self._file = self._as_frozen()
        return self._file

    def _set_file(self, file: Any) -> None:
        self._file = file

    def _del_file(self) -> None:
        del self._file

    file = property(_get_file, _set_file, _del_file)


class FrozenFile(models.FileField):
    """A stored file beside a column, `proof`, with the SHA-256 of its bytes."""

    attr_class = _File

    def __init__(self, *args: Any, proof: str = "sha256", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof = proof

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs
