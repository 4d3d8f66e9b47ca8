from datetime import datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, MembershipOffer, User
from audit.history import tracked
from records.contents import contents_of, rows_of
from records.models import Record, RecordQuerySet
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.states import State
from strategy.vocabulary import CATEGORIES, MODES, TOOK_PART, Attendance, Decided

LIKELIHOODS = [("high", "High"), ("medium", "Medium"), ("low", "Low"), ("unknown", "Not known")]


@tracked()
class Concern(Record):
    """What somebody told children’s social care about one child (§4)."""

    KIND, PREFIX = "concern", "CN"
    READ_WITH = (*Record.READ_WITH, "decided_by", "liaison_by")
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_concern"
    )
    received_at = models.DateTimeField(null=True)
    identified_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    liaison_at = models.DateTimeField(null=True)
    liaison_officer = models.CharField(max_length=120, blank=True)
    liaison_agreed = models.TextField(blank=True)
    liaison_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    hold = models.BooleanField(null=True)
    hold_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)  # begun by mistake
    # To the discussion that covers it, though it was convened for another concern about the child.
    joined = models.ForeignKey(
        "StrategyDiscussion", models.PROTECT, null=True, related_name="joined_concerns"
    )
    joined_at = models.DateTimeField(null=True)
    joined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    joined_reason = models.TextField(blank=True, db_default="")

    objects = RecordQuerySet["Concern"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="concern_decided_by_somebody",
                condition=Q(decided_at=None, decided_by=None, hold=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, hold__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_recorded_by_somebody",
                condition=Q(recorded_at=None, recorded_by=None)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_liaison_by_somebody",
                condition=Q(liaison_at=None, liaison_by=None)
                | Q(liaison_at__isnull=False, liaison_by__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_joined_by_somebody",
                condition=Q(joined=None, joined_at=None, joined_by=None, joined_reason="")
                | Q(joined__isnull=False, joined_at__isnull=False, joined_by__isnull=False)
                & Q(joined_reason__gt=""),
            ),
            models.CheckConstraint(
                name="concern_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_reason__gt=""),
            ),
        ]

    @property
    def covered_by(self) -> "StrategyDiscussion | None":
        """The discussion to which it is joined, unless that was cancelled."""
        return self.joined if self.joined and self.joined.state != State.CANCELLED else None


class Meeting(Record):
    """What a strategy discussion and a conference share: planned, chaired, held, perhaps cancelled."""

    # A discussion is convened at once; a conference waits for its chair and its date.
    chair: Any
    planned_at: Any
    mode = models.CharField(max_length=15, choices=MODES, default="video")
    place = models.CharField(max_length=200, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(default=60)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    late_reason = models.TextField(blank=True)  # planned after the clock has run out
    cancelled_reason = models.TextField(blank=True)

    ROWS: ClassVar = {
        "participants": ("user", "agency"),
        "contributions": ("agency", "sent_by"),
        "actions": ("owner", "agency"),
    }

    class Meta:
        abstract = True

    @property
    def planned_end(self) -> datetime:
        end: datetime = self.planned_at + timedelta(minutes=self.planned_minutes)
        return end


@tracked()
class StrategyDiscussion(Meeting):
    """The record of one strategy discussion about one child (§5)."""

    KIND, PREFIX = "discussion", "SD"
    READ_WITH = (*Record.READ_WITH, "chair", "social_worker", "note_taker", "concern__child", "follows")
    ROWS: ClassVar = {
        "information": ("agency",),
        "risks": (),
        "calls": (),
        "decisions": (),
        "joined_concerns": ("joined_by",),
    }
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_discussion"
    )
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="discussions")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    chair = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    social_worker = models.ForeignKey(User, models.PROTECT, related_name="+")
    note_taker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = RecordQuerySet["StrategyDiscussion"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="discussion_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
            ),
        ]

    @property
    def concerns(self) -> list[Concern]:
        """That for which it was convened, and those that were joined to it (§4)."""
        joined = rows_of(self, "joined_concerns")
        for each in joined:
            each.child, each.authority = self.child, self.authority
        return [self.concern, *joined]

    @property
    def concludes(self) -> bool:
        """Whether a conclusion is asked for; one that was recorded stays when the setting is switched off."""
        return self.authority.partnership.discussions_conclude or bool(
            said_of(self, "decisions").get("conclusion")
        )

    def decides(self, kind: Decided) -> bool:
        return any(d.kind == kind for d in rows_of(self, "decisions"))


def of_the_discussion(path: str) -> tuple[str, ...]:
    """What is read with a record that came of a discussion, so that it tells what the discussion says."""
    beside = ("child", "authority__partnership", "concern__child", "follows")
    return (path, *(f"{path}__{each}" for each in beside))


class Seat(models.TextChoices):
    CHAIR = "chair", "Children’s social care manager (chair)"
    SOCIAL_WORKER = "social_worker", "Social worker"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    OTHER = "other", "Other"


@tracked()
class Participant(models.Model):
    """Somebody asked to a discussion or a conference, and what became of it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="participants")
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    seat = models.CharField(max_length=20, choices=Seat, default=Seat.OTHER)
    why = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attendance = models.CharField(max_length=12, choices=Attendance, blank=True)
    decides = models.BooleanField("senior enough to decide for the agency", default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "user"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.position}, {self.agency}"

    @property
    def took_part(self) -> bool:
        return self.attendance in TOOK_PART


@tracked()
class AskedSeat(models.Model):
    """Somebody is to be invited who is no member of their agency yet: the seat waits until they are."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="asked_seats")
    offer = models.ForeignKey(MembershipOffer, models.PROTECT, related_name="seats")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(null=True)
    missed = models.BooleanField(default=False)  # confirmed when nobody could be invited any more

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "offer"], name="asked_seat_once"),
            models.CheckConstraint(
                name="asked_seat_invited_or_missed", condition=Q(invited_at=None) | Q(missed=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Seat asked for {self.asked_at:%Y-%m-%d}"


@tracked()
class Contribution(models.Model):
    """What an agency brings: its own, and only its own, until the record is shared with it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    information = models.TextField(blank=True)
    source = models.CharField(max_length=20, blank=True)
    analysis = models.TextField(blank=True)
    restriction = models.CharField(max_length=12, choices=list(RESTRICTIONS.items()), default=NOT_FAMILY)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "agency"], name="contribution_once"),
            models.CheckConstraint(
                name="contribution_sent_by_somebody",
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Contribution of {self.agency}"


@tracked()
class Information(models.Model):
    """A passage of "information shared", by agency. Its owner alone may widen its restriction."""

    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="information")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    facts = models.TextField()
    source = models.CharField(max_length=20, blank=True)
    analysis = models.TextField(blank=True)
    restriction = models.CharField(max_length=12, choices=list(RESTRICTIONS.items()), default=NOT_FAMILY)
    contribution = models.OneToOneField(Contribution, models.PROTECT, null=True, related_name="accepted_as")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Information of {self.agency}"


@tracked()
class Risk(models.Model):
    """A risk, named (§5.7)."""

    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="risks")
    risk = models.TextField()
    category = models.CharField(max_length=3, choices=CATEGORIES, blank=True)
    evidence = models.TextField(blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    likelihood = models.CharField(max_length=10, choices=LIKELIHOODS, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Risk {self.pk}"


@tracked()
class Call(models.Model):
    """One of the telephone calls that together were the discussion."""

    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    people = models.CharField(max_length=300)
    said = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Call {self.pk}"


@tracked()
class Decision(models.Model):
    """One of several decisions, each with its reason [000]."""

    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=15, choices=Decided)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["discussion", "kind"], name="decision_once")]
        triggers: ClassVar = [
            # "No further action" excludes the rest (§5.8).
            pgtrigger.Trigger(
                name="nfa_stands_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF EXISTS (SELECT 1 FROM strategy_decision
                           WHERE discussion_id = NEW.discussion_id AND id <> NEW.id
                             AND (kind = 'nfa') <> (NEW.kind = 'nfa')) THEN
                    RAISE EXCEPTION 'no further action excludes every other decision'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


def said_of(record: Record, section: str) -> dict[str, Any]:
    """The answers of one section, empty when it was never saved."""
    content = contents_of(record).get(section)
    return content.fields if content else {}


def people_of(record: Record) -> list[Participant]:
    """Everybody who was asked to a meeting."""
    return rows_of(record, "participants")
