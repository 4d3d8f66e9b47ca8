"""Health of the clocks, in counts and moments alone: for the system administrator, `/health/` and Prometheus.

What one statement tells is asked when somebody looks. What costs more the beat finds out, a batch of records
each minute, and keeps in one row (`ClockRound`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q

from agencies.models import Membership
from agencies.roles import Role
from deadlines.models import ClockRound, Deadline, DeadlineQuerySet
from deadlines.settling import BATCH, Areas, keys_after, of_their_kinds, what_differs
from notices.models import Heartbeat, Notice, NoticeQuerySet
from notices.workflow import OVER

LATELY = timedelta(days=3)  # it was given up
ONE = 1  # the key of the one row


@dataclass(frozen=True)
class Health:
    swept_at: datetime | None  # until when the last sweep has taken every step
    waiting_since: datetime | None  # the oldest step that has come and was not taken
    round: ClockRound
    unsent: int  # notices of clocks
    unsent_since: datetime | None
    given_up: int


def health(*, at: datetime) -> Health:
    swept = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    due = Deadline.objects.running().filter(next_step_at__lte=at)
    waiting = _of_clocks(Notice.objects.waiting().filter(created_at__lte=at))
    return Health(
        swept_at=swept,
        waiting_since=due.aggregate(first=Min("next_step_at"))["first"],
        round=ClockRound.objects.filter(pk=ONE).first() or ClockRound(),
        unsent=waiting.count(),
        unsent_since=waiting.aggregate(first=Min("created_at"))["first"],
        given_up=_of_clocks(Notice.objects.given_up_since(at - LATELY)).exclude(failure=OVER).count(),
    )


def _of_clocks(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Those of the ladder, and those that tell somebody above that one of them did not arrive."""
    return notices.filter(Q(key__startswith="deadline:") | Q(key__startswith="undelivered:"))


def without_owner() -> DeadlineQuerySet:
    """Running clocks that nobody can act on: without an owner, or with one whose account or role has ended.

    Without one it is the lead’s of an agency that is not the authority itself, where there is one (§9).
    """
    live = Membership.objects.live().filter(user__is_active=True)
    # The people of an agency answer for those merged into it.
    there = Q(agency=OuterRef("agency")) | Q(agency__merged=OuterRef("agency"))
    lead = live.filter(there, role=Role.SAFEGUARDING_LEAD)
    led = Q(owner=None) & ~Q(agency=F("authority")) & Exists(lead)
    return Deadline.objects.running().exclude(Exists(live.filter(there, user=OuterRef("owner"))) | led)


# --- what the beat finds out ----------------------------------------------------------------


def count_without_owner(*, at: datetime) -> None:
    found = {"unowned": without_owner().count(), "unowned_at": at}
    ClockRound.objects.update_or_create(pk=ONE, defaults=found)


def compare_next(*, at: datetime, batch: int = BATCH) -> bool:
    """Compare the clocks of the next records with their facts; whether a round has ended with them.

    Another worker that is at it already is left alone.
    """
    ClockRound.objects.get_or_create(pk=ONE)
    with transaction.atomic():
        row = ClockRound.objects.select_for_update(skip_locked=True).filter(pk=ONE).first()
        if row is None:
            return True
        keys = keys_after(row.reached, batch)
        row.records += len(keys)
        row.differ += _differ(keys)
        row.reached = keys[-1] if keys else 0
        ended = len(keys) < batch
        if ended:
            row.ended_at, row.ended_records, row.ended_differ = at, row.records, row.differ
            row.reached = row.records = row.differ = 0
        row.save()
    return ended


def _differ(keys: list[int]) -> int:
    """A verb that is done between two statements looks like a difference: what differs is asked again."""
    found = what_differs(of_their_kinds(keys), Areas())
    again = sorted({record.pk for record, _ in found})
    return len(what_differs(of_their_kinds(again), Areas())) if again else 0
