from typing import ClassVar

from django.db import models
from django.db.models import Q

from agencies.models import User
from children.models import Person


class Draft(models.Model):
    """What somebody has typed and not yet saved, invalid input included: outside history and audit. One
    person’s, of one record or child’s file and one form there (records/drafts.py: key_of)."""

    record = models.ForeignKey("records.Record", models.CASCADE, related_name="drafts", null=True)
    child = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True)
    section = models.CharField(max_length=60)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    base_revision = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    aside = models.JSONField(default=dict)  # the same, typed on other revisions: revision → fields
    saved_at = models.DateTimeField()
    token = models.UUIDField(null=True)  # of the form that sent it
    nth = models.PositiveIntegerField(default=0)  # how far it was typed there: what was sent before is late

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "child", "section", "user"], name="draft_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="draft_of_one", condition=Q(record=None) ^ Q(child=None)),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.saved_at:%H:%M:%S}"
