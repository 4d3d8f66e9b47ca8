from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from agencies.access import user_of
from agencies.administration import Administration, site
from config.clock import now
from deadlines.models import ExtraHoliday, TimescaleSetting
from deadlines.recounting import Anew, recalculate
from deadlines.timescales import TIMESCALES
from records.fields import offer


class TimescaleForm(forms.ModelForm):
    code = forms.ChoiceField(choices=[])
    recalculate = forms.BooleanField(
        required=False,
        label="Recalculate open deadlines",
        help_text="Otherwise clocks that run keep the rule they started with.",
    )

    class Meta:
        model = TimescaleSetting
        fields = ("partnership", "code", "length", "unit", "on", "from_last", "steps", "source_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "code", [(t.code, f"{t.code}: {t.title}, {t.in_words}") for t in TIMESCALES.values()])


@admin.register(TimescaleSetting, site=site)
class TimescaleSettingAdmin(Administration):
    form = TimescaleForm
    list_display = ("code", "partnership", "length", "unit", "on", "source_note")

    def save_model(self, request: HttpRequest, obj: TimescaleSetting, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data["recalculate"]:
            anew = Anew(f"The timescale was changed ({obj.source_note})", code=obj.code)
            moved = recalculate(obj.partnership_id, anew, by=user_of(request), at=now())
            said = ngettext(
                "%d open deadline was recalculated.", "%d open deadlines were recalculated.", moved
            )
            messages.info(request, said % moved)


@admin.register(ExtraHoliday, site=site)
class ExtraHolidayAdmin(Administration):
    list_display = ("day", "name", "local", "counts", "partnership")

    def save_model(self, request: HttpRequest, obj: ExtraHoliday, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        became = "is no working day" if obj.counts else "is a working day after all"
        anew = Anew(f"{obj.day:%-d %B %Y} {became} ({obj.name})")
        moved = recalculate(obj.partnership_id, anew, by=user_of(request), at=now())
        messages.info(request, f"{moved} open deadlines moved; the earlier ones stay visible.")
