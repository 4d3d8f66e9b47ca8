from typing import ClassVar

import pgtrigger
from django.db import models


class AccessEvent(models.Model):
    """Somebody looked at, took away, searched for or was refused case content.

    Append-only, and without foreign keys: it must outlive what it speaks of.
    """

    class Verb(models.TextChoices):
        VIEW = "view", "Viewed"
        PRINT = "print", "Printed"
        DOWNLOAD = "download", "Downloaded"
        SEARCH = "search", "Searched"
        REFUSED = "refused", "Refused"
        EXPORT = "export", "Exported"

    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb)
    user_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)  # what was shown: "discussion", "child", "search" …
    ref = models.CharField(max_length=40, blank=True)  # the record's reference, never a name
    child_id = models.BigIntegerField(null=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_event_known_verb",
                condition=models.Q(verb__in=["view", "print", "download", "search", "refused", "export"]),
            )
        ]
        indexes: ClassVar = [
            # For "who has looked at this child's file".
            models.Index(name="access_event_by_child", fields=["child_id", "-at"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.ref}"
