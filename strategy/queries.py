"""Reads over several models of this floor and those below."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from actions.models import ActionOn
from agencies.models import User
from agencies.roles import CSC_MANAGERS, Role
from records.models import Agreement, RecordQuerySet, SectionContent
from records.states import State
from strategy import permissions
from strategy.models import Participant, StrategyDiscussion
from strategy.sections.discussion import AGREED


def waiting_for_agreement_of(user: User) -> "RecordQuerySet[StrategyDiscussion]":
    """The discussions whose decision this person is asked to agree, in one query.

    An agreement stands until one of the agreed sections is saved, or an action agreed, after it.
    """
    hat = permissions.police_hat(user)
    if not hat and not user.holds(*CSC_MANAGERS):
        return StrategyDiscussion.objects.none()
    concluded = StrategyDiscussion.objects.filter(state__in=[State.CONCLUDED, State.CORRECTING])
    if hat:
        taking_part = Participant.objects.filter(record=OuterRef("pk"), agency=hat.agency)
        return concluded.unhidden(user).filter(Exists(taking_part)).exclude(Exists(_standing("police")))
    others = Participant.objects.filter(
        record=OuterRef("pk"),
        agency=OuterRef("authority"),
        user__memberships__role__in=CSC_MANAGERS,
        user__memberships__ended_at=None,
    ).exclude(user=OuterRef("chair"))
    asked = Q(Exists(others.filter(user=user)))
    if user.holds(Role.SERVICE_MANAGER):
        asked |= ~Q(Exists(others))
    # The authority first, alone: so the index of what is still open serves the newest of many.
    own = concluded.filter(authority__in=user.agency_ids()).visible_to(user)
    return own.exclude(chair=user).filter(asked).exclude(Exists(_standing("csc")))


def _standing(gate: str) -> "QuerySet[Agreement]":
    changed = SectionContent.objects.filter(
        record=OuterRef("record"), section__in=AGREED, changed_at__gt=OuterRef("at")
    )
    added = ActionOn.objects.filter(record=OuterRef("record"), action__agreed_at__gt=OuterRef("at"))
    given = Agreement.objects.filter(record=OuterRef("pk"), gate=gate, noted_by=None)
    return given.exclude(Exists(changed)).exclude(Exists(added))
