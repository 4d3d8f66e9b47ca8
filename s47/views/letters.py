from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from agencies.models import User
from audit import door
from audit.models import AccessEvent
from children.models import Person, Relationship
from config.clock import now
from records import second_reading
from records.door import open_record
from records.fields import Choice, Choices, DayField, Prose, offer
from records.passages import Passage
from records.refusals import Refused, refuse_if
from records.sections import SectionForm
from s47.models import Enquiry
from s47.vocabulary import WAYS_OF_GIVING
from s47.workflow import letters
from strategy.forms.questions import short


class LetterForm(SectionForm):
    to = Choice(label="To whom?", choices=[], widget=forms.Select)
    why = Prose(label="If they have no parental responsibility: why are they told?", rows=2)
    keys = Choices(label="What does the letter tell?", choices=[])
    text = Prose(label="What you want to add", rows=4, help_text="In plain words, for this person.")
    reader = Choice(label="Who reads it before it is given?", choices=[], widget=forms.Select)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        assert isinstance(self.record, Enquiry)
        readers = second_reading.readers(self.record, but=self.user)
        offer(self, "reader", [(str(u.pk), u.name) for u in readers])
        offer(self, "to", [(str(p.pk), _named(p, r)) for p, r in letters.addressees(self.record)])
        may: Any = self.fields["keys"]
        may.choices = [(key, _offered(p)) for key, p in letters.offered(self.record)]


def _offered(passage: Passage) -> str:
    """Label and text on one line, as a box to tick."""
    stop = "" if passage.label.endswith("?") else ":"
    return f"{passage.label}{stop} {' – '.join(passage.text.splitlines())}"


def _named(person: Person, relation: Relationship | None) -> str:
    return f"{person}, {relation.get_kind_display().lower() if relation else 'the child'}"


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """A letter to one person of the family, of what may be shared; and the letters there are."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    form = LetterForm(request.POST or None, record=enquiry, user=user_of(request))
    if request.method == "POST":
        refuse_if(letters.why_not_write_letter(enquiry, by=user_of(request)))
        if form.is_valid() and _written(request, enquiry, form.cleaned_data, form):
            messages.success(request, "The letter is made. A second person is asked to read it first.")
            return redirect("letters", ref=ref)
    context = {
        "record": enquiry,
        "child": enquiry.child,
        "form": form,
        "why_not": list(letters.why_not_write_letter(enquiry, by=user_of(request))),
        "without": [p for p, _ in letters.addressees(enquiry) if not letters.has_responsibility(enquiry, p)],
        "letters": letters.letters_of(enquiry),
    }
    return render(request, "s47/letters.html", context, status=422 if form.errors else 200)


class GivenForm(SectionForm):
    given_on = DayField(label="When was it given?")
    how = Choice(label="How?", choices=WAYS_OF_GIVING)
    by_whom = short("By whom?")
    kept_because = Prose(label="If it was not given: why not?", rows=2)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kept = said.get("kept_because")
        if said.get("given_on") and kept:
            self.add_error("kept_because", "It was given, or it was not: leave one of the two empty")
        elif not said.get("given_on") and not kept and "given_on" not in self.errors:
            self.add_error("given_on", "Say when it was given, or why not")
        if said.get("given_on"):
            for name, text in (("how", "Say how it was given"), ("by_whom", "Say who gave it")):
                if not said.get(name):
                    self.add_error(name, text)
        elif kept:
            said |= {"how": "", "by_whom": ""}
        return said


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def given(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """What became of a letter: given when, how and by whom, or kept back."""
    enquiry: Enquiry = open_record(request, ref, "enquiry")
    letter = enquiry.letters.select_related("addressee").filter(version__number=number).first()
    if letter is None:
        raise Http404
    form = GivenForm(request.POST or None, record=enquiry)
    if request.method == "POST" and form.is_valid():
        try:
            letters.note_given(letter, facts=form.cleaned_data, by=user_of(request), at=now())
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            messages.success(request, "Noted.")
            return redirect("letters", ref=ref)
    context = {
        "record": enquiry,
        "child": enquiry.child,
        "form": form,
        "letter": letter,
        "why_not": list(letters.why_not_note_given(letter, by=user_of(request))),
    }
    return render(request, "s47/given.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, enquiry: Enquiry, said: dict[str, Any], form: LetterForm) -> bool:
    chosen = {str(p.pk): p for p, _ in letters.addressees(enquiry)}
    user = user_of(request)
    readers = {str(u.pk): u for u in second_reading.readers(enquiry, but=user)}
    try:
        letters.write_letter(
            enquiry.pk, to=chosen.get(said["to"]), keys=said["keys"], text=said["text"], why=said["why"],
            reader=readers.get(said["reader"]), by=user, at=now(),
        )  # fmt: skip
    except Refused as refused:
        form.tell(refused.reasons)
        door.note_refused(request)
        return False
    return True
