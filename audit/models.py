from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.history import kept


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
        SIGN_IN = "sign_in", "Signed in"
        SIGN_OUT = "sign_out", "Signed out"
        BREAK_GLASS = "glass", "Emergency access"
        HAT = "hat", "Chose for whom they act"

    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb)
    user_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)  # what was shown: "discussion", "child", "search" …
    ref = models.CharField(max_length=40, blank=True)  # the record's reference, never a name
    child_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)  # for whom the person acted
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_event_known_verb",
                condition=models.Q(
                    verb__in=[
                        "view",
                        "print",
                        "download",
                        "search",
                        "refused",
                        "export",
                        "sign_in",
                        "sign_out",
                        "glass",
                        "hat",
                    ]
                ),
            )
        ]
        indexes: ClassVar = [
            # For "who has looked at this child's file".
            models.Index(name="access_event_by_child", fields=["child_id", "-at"]),
            # For what one person did in an hour.
            models.Index(name="access_event_by_user", fields=["user_id", "-at"]),
        ]
        triggers: ClassVar = kept("append_only")

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.ref}"


class Seal(models.Model):
    """One link of the chain: what was written up to the end of a minute, and cannot be changed unseen.

    SHA-256 over the previous digest, the minute and the digests of the rows, table by table. Kept here
    and, exported, somewhere that whoever may write to this database cannot reach.
    """

    until = models.DateTimeField()  # the end of the minute; a backlog has several links to one
    previous = models.CharField(max_length=64, unique=True)  # no two links on one; zeros for the first
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()
    # Every transaction with a lower number was over before the rows were read, and they are all sealed.
    over_below = models.BigIntegerField(null=True)  # none: made before this was written down
    # No transaction with this number or a higher one had written anything when the rows had been read.
    begun_below = models.BigIntegerField(null=True)

    class Meta:
        triggers: ClassVar = kept("seal_kept")

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M} {self.digest[:12]}"


class SealedRows(models.Model):
    """The rows of one table under a seal: their keys in order, and 32 bytes of SHA-256 for each."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="tables")
    table = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=63))  # those there were: a later one changes no digest
    keys = ArrayField(models.BigIntegerField())
    highest = models.BigIntegerField()  # of all that was sealed so far
    digests = models.BinaryField()
    # What the sealer saw besides, of `audit.seals.Seen`; none in links made before this was written down.
    seen = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "seal"], name="sealed_table_once"),
        ]
        triggers: ClassVar = kept("sealed_rows_kept")

    def __str__(self) -> str:
        return f"{self.table}: {len(self.keys)}"


class LetGo(models.Model):
    """Rows of history that were destroyed with a file, by certificate: gone on purpose.

    Sealed itself. Written by the owner of the tables alone.
    """

    certificate = models.CharField(max_length=20)  # the reference of the destruction
    sha256 = models.CharField(max_length=64)  # of what the certificate says
    table = models.CharField(max_length=63)
    keys = ArrayField(models.BigIntegerField())
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "let go"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "table"], name="let_go_once"),
        ]
        triggers: ClassVar = kept("let_go_kept")

    def __str__(self) -> str:
        return f"{self.certificate}: {len(self.keys)} of {self.table}"


class LookReview(models.Model):
    """Somebody asked about a look that stood out, and what came of it. Written once."""

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", "Explained: it belonged to their work"
        REMINDED = "reminded", "No harm meant: reminded of the rules"
        BREACH = "breach", "Not explained: handled as a breach"

    key = models.CharField(max_length=80, unique=True)  # rule, person, child and day
    user_id = models.BigIntegerField()
    child_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by_id = models.BigIntegerField()

    class Meta:
        triggers: ClassVar = kept("look_review_kept")

    def __str__(self) -> str:
        return self.key


class Export(models.Model):
    """When the seals were last written to the second place, all that there were. One row."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Exported {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def note(cls, *, at: datetime) -> None:
        cls.objects.update_or_create(pk=1, defaults={"at": at})

    @classmethod
    def behind(cls, *, at: datetime) -> bool:
        """Whether for some minutes the seals have not all been written to the second place."""
        return not cls.objects.filter(at__gt=at - timedelta(minutes=10)).exists()
