"""A record with many rows of each kind: what grows with them is seen."""

from copy import copy
from datetime import timedelta

from django.db import models

from actions.models import Action
from agencies.models import Agency, Membership, User
from agencies.roles import Kind, Role
from children.models import Person
from records.contents import kinds_of

# As many as there are sections, decisions or reasons to decide; the others can be any number.
FIXED = {"contents", "decisions", "missing"}
# What tells one row of a kind from the next, where the database asks for it.
APART = {
    "versions": lambda row, n: {"number": row.number + n},
    "deadlines": lambda row, n: {"subject": f"grown:{row.pk}:{n}"},
    "allocations": lambda row, n: {"ended_at": row.at},
    "recommendations": lambda row, n: {"returned_at": row.at, "returned_by": row.by, "returned_because": "x"},
    "core_group": lambda row, n: {"name": f"{row.name} {n}"},
    "edits": lambda row, n: {"key": f"{row.key}:{n}"},
    "information": lambda row, n: {"contribution": None},
}


def grow(record, *, to):
    """Rows of each kind that hangs on this record, until there are as many."""
    for name in kinds_of(type(record)).keys() - FIXED:
        rows = list(getattr(record, name).order_by("pk"))
        for n in range(1, to - len(rows) + 1) if rows else ():
            made = _another(rows[-1], n, **APART.get(name, lambda row, n: {})(rows[-1], n))
            if isinstance(made, Action):
                made.records.add(record.pk)
    relations = list(record.child.relationships.order_by("pk"))
    for n in range(1, to - len(relations) + 1) if relations else ():
        _another(relations[-1], n)


def _another(row, n, **said):
    """The same of somebody else: another person, user or agency wherever one of them may stand once."""
    made = copy(row)
    made.pk, made._state = None, copy(row._state)
    made._state.adding, made._state.fields_cache = True, {}
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and getattr(row, field.attname):
            if field.related_model is User and field.name in ("user", "owner", "lead_social_worker"):
                setattr(made, field.name, _user(row, n))
            elif field.related_model is Agency and field.name == "agency":
                setattr(made, field.name, _agency(row, n))
            elif field.related_model is Person and field.name == "person":
                setattr(made, field.name, _person(row, n))
    for name, value in said.items():
        setattr(made, name, value)
    made.save()
    return made


def _user(row, n):
    label = f"{row._meta.model_name}-{row.pk}-{n}"
    user = User.objects.create_user(f"{label}@grown.invalid", f"Grown {label}")
    agency = getattr(row, "agency", None)
    if agency and agency.kind != Kind.CSC:
        Membership.objects.create(user=user, agency=agency, role=Role.REPRESENTATIVE)
    return user


def _agency(row, n):
    like = row.agency
    return Agency.objects.create(
        partnership=like.partnership, name=f"{like.name} {row._meta.label}-{row.pk}-{n}", kind=like.kind
    )


def _person(row, n):
    return Person.objects.create(
        authority=row.person.authority, given_names="Grown", family_name=f"{row._meta.model_name}{n}",
        created_at=row.person.created_at + timedelta(n), created_by=row.person.created_by,
    )  # fmt: skip
