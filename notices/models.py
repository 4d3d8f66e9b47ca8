from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    def since_before(self, moment: datetime) -> Self:
        """What has waited since before `moment`, however often it was put off."""
        return self.waiting().filter(created_at__lt=moment)

    def given_up_since(self, moment: datetime) -> Self:
        return self.filter(failed_at__gte=moment)

    def in_trouble(self) -> Self:
        """What could not be delivered: given up, or tried again later."""
        trying = Q(sent_at=None, failed_at=None) & ~Q(failure="")
        # Two arms, each within the condition of an index.
        return self.filter(Q(failed_at__isnull=False) | trying)


class Notice(models.Model):
    """Something that must be told outside, written in the transaction that causes it.

    Holds no personal data beyond the address it goes to: a reference and a link behind
    sign-in. Has no foreign key, so that nothing below or above can be locked by sending.
    """

    key = models.CharField(max_length=200, unique=True)  # the same cause is told once
    kind = models.CharField(max_length=40)  # a text under templates/notices/
    to_email = models.EmailField()
    to_user_id = models.BigIntegerField(null=True)
    from_user_id = models.BigIntegerField(null=True)  # who is shown a failure
    reference = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    facts = models.JSONField(
        default=dict, blank=True
    )  # times, counts, who of staff asks; never a name on file
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)  # drawn anew for each claim: whoever lost it has another
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=100, blank=True)

    objects = NoticeQuerySet.as_manager()
    begun = False  # by this worker, in this claim

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_sent_or_failed", condition=Q(sent_at=None) | Q(failed_at=None)
            ),
            models.CheckConstraint(
                name="notice_sent_after_created",
                condition=Q(sent_at=None) | Q(sent_at__gte=F("created_at")),
            ),
        ]
        indexes: ClassVar = [
            # For notices.workflow.claim, and the age of the oldest in /health/.
            models.Index(
                name="notice_waiting",
                fields=["send_at", "id"],
                condition=Q(sent_at=None, failed_at=None),
            ),
            models.Index(
                name="notice_failed",
                fields=["from_user_id"],
                condition=Q(failed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Heartbeat(models.Model):
    """When the worker and the beat were last seen alive."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
