"""E-mail addresses: one form, in which they are stored, compared and counted.

Letters of ASCII in lower case, nothing else changed. `ı`, `ſ` and `K` have an ASCII letter as their other
case: the database's `UPPER` and Python's `lower()` make one of them, and whoever typed them would be counted
as another person and let in as the same. Here such an address is nobody's, and stays so.
"""

from string import ascii_lowercase, ascii_uppercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
# Held by the database too: no space, nothing beyond ASCII, no capital.
FOLDED = r"^[!-@\[-~]+$"
ASCII_ONLY = (
    "Enter an address of plain letters a to z, digits and signs. Addresses with accents or in other scripts,"
    " before or after the @, cannot be used here: ask the person for another address of theirs"
)


def folded(typed: object) -> str:
    """The one form of an address. What is not ASCII stays as it is: it equals no address that anybody has."""
    return str(typed or "").strip().translate(_LOWER)


def fault(typed: str) -> str:
    """In a sentence why nobody can have this address here; empty when somebody can."""
    address = folded(typed)
    if "@" not in address:
        return "Enter an email address, like name@example.org"
    if not all("!" <= letter <= "~" for letter in address):
        return ASCII_ONLY
    return ""


def check(typed: str) -> None:
    """For forms and models. :raises ValidationError: with the sentence of `fault`."""
    if said := fault(typed):
        raise ValidationError(said, code="address")


class AddressInput(forms.EmailField):
    """In a form: folded, and refused with a sentence when nobody can have it."""

    def clean(self, value: Any) -> Any:
        if value not in self.empty_values and (said := fault(str(value))):
            raise ValidationError(said, code="address")
        return folded(super().clean(value))


class Address(models.EmailField):
    """In the database: whatever is stored or looked up is folded first."""

    default_validators = [*models.EmailField.default_validators, check]

    def to_python(self, value: Any) -> Any:
        return value if value is None else folded(value)

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared if prepared is None else folded(prepared)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        setattr(model_instance, self.attname, folded(getattr(model_instance, self.attname)))
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressInput, **kwargs})
