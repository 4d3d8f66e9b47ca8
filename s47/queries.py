"""Reads over several models of this floor and those below."""

from django.db.models import Exists, OuterRef, Q

from agencies.models import User
from agencies.roles import Role
from records.models import RecordQuerySet
from records.states import State
from s47.models import Allocation, Enquiry, Missing
from strategy.models import StrategyDiscussion
from strategy.queries import managed_by


def waiting_for_decision_of(user: User) -> "RecordQuerySet[Enquiry]":
    """Recommended outcomes, and plans for missing children, that wait for this head of service."""
    authorities = user.agency_ids_as(Role.HEAD_OF_SERVICE)
    if not authorities:
        return Enquiry.objects.none()
    lost = Missing.objects.filter(
        enquiry=OuterRef("pk"), enquiry__open_for__isnull=False, over_at=None, agreed_at=None
    )
    waiting = Enquiry.objects.filter(Q(state=State.RECOMMENDED) | Exists(lost), authority__in=authorities)
    return waiting.worked_on_by(user)


def waiting_for_allocation_by(user: User) -> "RecordQuerySet[Enquiry]":
    """Open enquiries of the manager's team, or of one that has no manager, that nobody leads yet."""
    led = Allocation.objects.filter(enquiry=OuterRef("pk"), ended_at=None)
    unled = Enquiry.objects.filter(managed_by(user), ~Exists(led), open_for__isnull=False)
    return unled.worked_on_by(user)


def later_discussions(enquiry: Enquiry) -> "RecordQuerySet[StrategyDiscussion]":
    """Discussions about the child since the one that decided the enquiry: they belong to it (§11)."""
    first = enquiry.initiating_discussion
    held = StrategyDiscussion.objects.filter(child=enquiry.child_id, pk__gt=first.pk)
    return held.exclude(state=State.CANCELLED).order_by("planned_at", "pk")
