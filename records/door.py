"""The one door to a record in a view: outsiders get 404, and the attempt is noted."""

from typing import Any, NoReturn, TypeVar

from django.http import Http404, HttpRequest

from agencies.access import user_of
from audit import door
from children.models import Person, Relationship
from config.numbers import REVISION, whole
from records import sections
from records.models import Record
from records.permissions import may_see
from records.refusals import LeftOut, Refusal

__all__ = ["begun_by_form", "hear", "numbered", "open_record", "refuse", "seen_by_form", "user_of"]

T = TypeVar("T")
NOT_FOUND = (
    "No child of your authority has this number. Check it, or ask a manager for the reference of the file."
)


def open_record(request: HttpRequest, ref: str, kind: str | None = None) -> Any:
    """The record, as what it is, for those who work on it.

    :raises Http404: for everybody else, whether it exists or not.
    """
    user = user_of(request)
    # Asked for as what it is, so that whether it is open and what it says are one statement.
    found = sections.to_find(ref).worked_on_by(user).filter(ref=ref).first()
    if found is None or kind not in (None, found.kind):
        refuse(request, "record", ref)
    may_see(found, user, lambda: True)
    door.shown(request, found.kind, found.ref, child_id=found.child_id)
    return found


def seen_by_form(request: HttpRequest) -> int:
    """The revision that the person saw when the form was made; 0 for anything but a number."""
    return whole(request.POST.get("seen"), most=REVISION) or 0


def begun_by_form(request: HttpRequest) -> int:
    """The revision on which somebody began to type: an older one, where a newer was shown to them since."""
    seen = seen_by_form(request)
    began = whole(request.POST.get("began", seen), most=REVISION)
    return min(seen, began or 0)


def refuse(request: HttpRequest, kind: str, ref: str) -> NoReturn:
    """:raises Http404: always; and an access event tells that somebody tried."""
    door.note_refusal(request, kind, ref)
    raise Http404


def numbered(found: T | None, *, number: str) -> T:
    """What was found by the number that a form sent.

    :raises LeftOut: at the field of the number, when it is empty or nobody’s.
    """
    if found is None:
        raise LeftOut([Refusal(NOT_FOUND if number.strip() else "Enter the number.", mend="number")])
    return found


def hear(child_id: int, text: str) -> None:
    """Tell the access log which brothers, sisters and children of the same case a frozen text names: there a
    name is a word like others, and does not tell it by itself."""
    together = Record.objects.filter(child=child_id).values("together")
    related = Relationship.objects.filter(child=child_id, person__is_child=True).values_list("person")
    # Asked apart: joined by an “or” they would read every person there is.
    kin = {*related, *Record.objects.filter(together__in=together).values_list("child")}
    for person in Person.objects.filter(pk__in={pk for (pk,) in kin} - {child_id}):
        if person.full_name in text:
            door.named(person.pk, person.ref)
