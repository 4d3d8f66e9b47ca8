from children.models.access import (
    Glass,
    GlassQuerySet,
    LookReason,
    Named,
    Restriction,
    hidden_from,
)
from children.models.person import (
    ETHNICITIES,
    Person,
    PersonQuerySet,
    Relationship,
    Sex,
    new_person_ref,
    new_ref,
)

__all__ = [
    "ETHNICITIES",
    "Glass",
    "GlassQuerySet",
    "LookReason",
    "Named",
    "Person",
    "PersonQuerySet",
    "Relationship",
    "Restriction",
    "Sex",
    "hidden_from",
    "new_person_ref",
    "new_ref",
]
