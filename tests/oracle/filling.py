"""What the story of the world has no occasion for: a row of every model about every case, every text filled.

Made by reflection, so that a model that is added tomorrow is in the world too. Triggers are off meanwhile (what is
kept is written anew here); constraints hold: what they refuse is named by the test of the world.
"""

import hashlib
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction

from actions.models import Action, ActionOn, Happening
from agencies.models import Agency, User
from records.frozen import FrozenFile, FrozenText
from records.passages import digest_of
from tests.conftest import MORNING

AT = MORNING + timedelta(days=85)
CASES = ("Ada", "Ada2", "Ben", "Cy")
FILE = b"%PDF-1.7 filled in"
# They lead to a child by the records that they stand in, and come from the story.
OF_ACTIONS = (Action, ActionOn, Happening)


def attempt(work):
    try:
        with transaction.atomic():
            work()
    except DatabaseError:
        return False
    return True


class Filler:
    """`paths`: model → the foreign keys to the child; `case_of`: a row and its path → the case it belongs to."""

    def __init__(self, world, paths, case_of):
        self.world, self.paths, self.case_of = world, paths, case_of

    def fill(self, texts_of):
        """Rows for the models that have none, then words for the texts that have none; → models without a row."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            lacking = {
                model._meta.label
                for model, path in self.paths.items()
                if path and model not in OF_ACTIONS and not self.has_rows(model) and not self.make(model)
            }
            for model in self.paths:
                for row in model._base_manager.all():
                    for f in texts_of(model):
                        if not getattr(row, f.attname):
                            attempt(lambda row=row, f=f: say(row, f))
            cursor.execute("SET session_replication_role = origin")
        return lacking

    def has_rows(self, model):
        return any(self.case_of(row, self.paths[model]) for row in model._base_manager.all())

    def make(self, model):
        """One row about each case that its parent is known of."""
        path = self.paths[model]
        owner = model._meta.get_field(path[0])
        known = {}
        for row in owner.related_model._base_manager.order_by("pk"):
            case = self.case_of(row, path[1:])
            if case in CASES:
                known.setdefault(case, row)
        made = 0
        for case, parent in known.items():
            # The fewest fields that the constraints allow: those that must be, else all.
            rows = (self.row(model, owner, parent, case, more) for more in (False, True))
            made += any(attempt(row.save) for row in rows)
        return made

    def row(self, model, owner, parent, case, more):
        row = model(**{owner.name: parent})
        for f in model._meta.concrete_fields:
            said = row.__dict__.get(f.attname) not in (None, "")
            if not (f.primary_key or f is owner or said or (f.null and not more)):
                row.__dict__[f.attname] = self.value(f, case)
        for f in model._meta.concrete_fields:
            if isinstance(f, FrozenText):
                row.sha256 = digest_of(row.__dict__[f.attname])
            elif isinstance(f, FrozenFile):
                row.__dict__[f.attname] = default_storage.save(
                    f"filled/{model.__name__}.pdf", ContentFile(FILE)
                )
                setattr(row, f.proof, hashlib.sha256(FILE).hexdigest())
        return row

    def value(self, f, case):
        if isinstance(f, models.ForeignKey):
            return self.key(f, case)
        if f.choices:
            return f.choices[0][0]
        for kind, value in (
            (models.DateTimeField, AT + timedelta(minutes=len(f.name))),
            (models.DateField, date(2026, 9, 1)),
            (models.BooleanField, True),
            (models.JSONField, []),
            (models.IntegerField, 1),
            (models.BinaryField, b"x"),
        ):
            if isinstance(f, kind):
                return value
        return words(f)

    def key(self, f, case):
        """Of a row of the same case, where it leads to a child: no row stands between two cases."""
        model = f.related_model
        if model is User:
            # Two people at least: who did a thing and who agreed to it differ.
            return self.world.people["manager" if f.name in ("by", "user") else "worker"].pk
        if model is Agency:
            return Agency.objects.get(name="Northmoor General Hospital").pk
        rows = model._base_manager.order_by("pk")
        if model not in self.paths:
            return rows.values_list("pk", flat=True).first()
        return next((row.pk for row in rows if self.case_of(row, self.paths[model]) == case), None)


def words(f):
    return "Filled in"[: f.max_length or 9]


def say(row, f):
    type(row)._base_manager.filter(pk=row.pk).update(**{f.attname: words(f)})
