from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from agencies.models import Agency, User
from children.models import LookReason, Person, Relationship
from children.signals import birth_noted


@transaction.atomic
def add_relative(
    child: Person,
    *,
    kind: str,
    given_names: str,
    family_name: str,
    by: User,
    at: datetime,
    parental_responsibility: bool = False,
    same_household: bool = False,
    address: str = "",
    address_withheld: bool = False,
    note: str = "",
) -> Relationship:
    """Add an adult to a child's family."""
    person = Person.objects.create(
        authority=child.authority,
        given_names=given_names,
        family_name=family_name,
        address=address,
        address_withheld=address_withheld,
        created_at=at,
        created_by=by,
    )
    return Relationship.objects.create(
        child=child,
        person=person,
        kind=kind,
        parental_responsibility=parental_responsibility,
        same_household=same_household,
        note=note,
    )


@transaction.atomic
def link_siblings(one: Person, other: Person, *, same_household: bool = True) -> None:
    """Brothers and sisters are written both ways, once."""
    for child, person in ((one, other), (other, one)):
        Relationship.objects.get_or_create(
            child=child,
            person=person,
            kind=Relationship.Kind.SIBLING,
            defaults={"same_household": same_household},
        )


def register_child(*, authority: Agency, by: User, at: datetime, **facts: object) -> Person:
    return Person.objects.create(authority=authority, is_child=True, created_by=by, created_at=at, **facts)


@transaction.atomic
def change_child(child: Person, *, at: datetime, **facts: object) -> Person:
    """Correct what is known; a birth is the same child with a name and a date (§11)."""
    child = Person.objects.select_for_update().get(pk=child.pk)
    born_on = child.born_on
    for name, value in facts.items():
        setattr(child, name, value)
    child.save()
    if child.born_on and child.born_on != born_on:
        birth_noted.send(sender=None, child=child, at=at)
    return child


def give_reason(child: Person, *, kind: str, words: str, by: User, at: datetime) -> LookReason:
    """Keep why somebody without work on this child opens the file; it holds for this child for a while."""
    until = at + timedelta(hours=settings.LOOK_REASON_HOURS)
    return LookReason.objects.create(child=child, user=by, kind=kind, words=words, at=at, until=until)
