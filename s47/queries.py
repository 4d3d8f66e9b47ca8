"""Reads over several models of this floor and those below."""

from django.db.models import Exists, OuterRef

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from records.models import RecordQuerySet
from s47.models import Allocation, Enquiry


def waiting_for_allocation_by(user: User) -> "RecordQuerySet[Enquiry]":
    """Open enquiries of the manager's own team that nobody leads yet."""
    teams = [h.team_id for h in user.hats() if h.role in CSC_MANAGERS and h.team_id]
    if not teams:
        return Enquiry.objects.none()
    led = Allocation.objects.filter(enquiry=OuterRef("pk"), ended_at=None)
    return Enquiry.objects.filter(~Exists(led), team__in=teams, open_for__isnull=False)
