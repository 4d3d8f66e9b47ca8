"""What both kinds of form are made of."""

from datetime import datetime
from typing import Any

from django import forms

from config.clock import now

Reveals = dict[str, dict[str, list[str]]]


def short(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=kwargs.pop("max_length", 250), **kwargs)


def not_ahead(moment: datetime | None) -> datetime | None:
    if moment and moment > now():
        raise forms.ValidationError("This moment is still to come. Check the date and the time")
    return moment
