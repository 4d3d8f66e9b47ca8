from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.models import Agency, User
from audit.history import tracked
from children.models import hidden_from
from records.models import Record, Version


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User) -> Self:
        """Those it was sent to by name, and the lead of the agency it was sent to."""
        leads = set(user.lead_ids())
        mine = set(user.agency_ids())
        # The agency first, alone: so the index on agency and time serves the newest-first list.
        reached = self.filter(agency__in=mine).exclude(hidden_from(user, "version__record__child"))
        if leads == mine:
            return reached
        named = ReceiptPerson.objects.filter(receipt=OuterRef("pk"), user=user)
        return reached.filter(Q(agency__in=leads) | Exists(named))

    def current(self) -> Self:
        return self.filter(lapsed_at=None)

    def unacknowledged(self) -> Self:
        return self.current().filter(acknowledged_at=None)

    def settled(self) -> Self:
        """Those that need nobody any more: acknowledged, or replaced by a newer version."""
        return self.exclude(acknowledged_at=None, lapsed_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-queued_at", "-pk")

    def listed(self) -> Self:
        """With what a list says of each, and without the text of its version."""
        beside = self.select_related("version__record", "agency", "acknowledged_by")
        return beside.only(
            "queued_at", "opened_at", "acknowledged_at", "acknowledged_by__name",
            "agency__name", "version__product", "version__number", "version__record__ref",
        )  # fmt: skip


@tracked()
class Receipt(models.Model):
    """One agency and one version: sent, opened by whom, acknowledged by whom, chased."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="receipts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="receipts")
    why = models.CharField(max_length=60)
    people = models.ManyToManyField(User, through="ReceiptPerson", related_name="receipts")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    chased_at = models.DateTimeField(null=True)
    chased = models.PositiveSmallIntegerField(default=0)
    lapsed_at = models.DateTimeField(null=True)  # a newer version took its place

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "agency"], name="receipt_once"),
            models.CheckConstraint(
                name="receipt_opened_by_somebody",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="receipt_acknowledged_by_somebody",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            # For circulation.workflow.note_sent.
            models.Index(name="receipt_unsent", fields=["id"], condition=Q(sent_at=None)),
            # For circulation.workflow.chase.
            models.Index(
                name="receipt_unacknowledged",
                fields=["queued_at"],
                condition=Q(acknowledged_at=None, lapsed_at=None),
            ),
            # For "shared with us", newest first.
            models.Index(name="receipt_by_agency", fields=["agency", "-queued_at", "-id"]),
            # For "to read and acknowledge", newest first.
            models.Index(
                name="receipt_agency_waiting",
                fields=["agency", "-queued_at", "-id"],
                condition=Q(acknowledged_at=None, lapsed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} to {self.agency_id}"


@tracked()
class ReceiptPerson(models.Model):
    receipt = models.ForeignKey(Receipt, models.PROTECT)
    user = models.ForeignKey(User, models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "user"], name="receipt_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


@tracked()
class Correction(models.Model):
    """A recipient asks for a correction; the chair answers."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="corrections")
    text = models.TextField(max_length=5000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="correction_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="correction_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk}"


@tracked()
class NothingReceived(models.Model):
    """“I took part and have received nothing” (§11)."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="nothing_received")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "agency"],
                condition=Q(settled_at=None),
                name="nothing_received_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.agency_id}"
