"""Reads over several models of this floor and those below."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from actions.models import ActionOn
from agencies.models import Agency, Membership, User
from agencies.roles import CSC_MANAGERS, RANKS_THAT_AGREE, Role
from children.models import Person
from children.restriction import who_may_know
from records.models import Agreement, Record, RecordQuerySet, SectionContent
from records.states import UNFINISHED, State
from strategy import permissions
from strategy.models import Concern, Participant, StrategyDiscussion
from strategy.sections.discussion import AGREED

# While it waits to be agreed: before, there is nothing to agree; after, it is read as it was sent.
TO_AGREE = (State.CONCLUDED, State.CORRECTING)
# Gate of who was asked to agree in the place of a colleague who is away; `noted_by` asked.
ASKED_INSTEAD = "asked_instead"


def partners(authority: Agency) -> list[Agency]:
    """The other agencies of the partnership."""
    others = Agency.objects.filter(partnership=authority.partnership_id, active=True)
    return list(others.exclude(pk=authority.pk).order_by("name"))


def invited_to(user: User) -> "RecordQuerySet[Record]":
    """The meetings to which somebody, or as its lead the agency they act for, was asked."""
    seats = Participant.objects.filter(record=OuterRef("pk"), agency__in=user.agency_ids())
    seats = seats.filter(Q(user=user) | Q(agency__in=user.lead_ids()))
    return Record.objects.unhidden(user).filter(Exists(seats))


def open_about(children: Iterable[Person]) -> "RecordQuerySet[Record]":
    """What is not finished about these children, also a discussion that is decided and not convened."""
    held = StrategyDiscussion.objects.filter(concern=OuterRef("pk")).exclude(state=State.CANCELLED)
    covered = Q(as_concern__joined__isnull=False) & ~Q(as_concern__joined__state=State.CANCELLED)
    waits = Q(state=State.DECIDED, as_concern__hold=True) & ~Exists(held) & ~covered
    found = Record.objects.filter(child__in=list(children)).filter(Q(state__in=UNFINISHED) | waits)
    return found.select_related("child", "team").newest_first()


def asked_for_police(user: User) -> "RecordQuerySet[StrategyDiscussion]":
    """The discussions that this decision maker may agree for the police (§11).

    Those to which they were asked, or for which the chair asked them in a colleague's place; and where nobody
    of the force who was asked can agree, those of the force.
    """
    hat = permissions.police_hat(user)
    if hat is None:
        return StrategyDiscussion.objects.none()
    deciders = Membership.objects.live().filter(
        agency=hat.agency_id, role=Role.POLICE_DECISION_MAKER, rank__in=RANKS_THAT_AGREE, user__is_active=True
    )
    force = Participant.objects.filter(record=OuterRef("pk"), agency__in=hat.answers_for())
    able = force.filter(user__in=deciders.values("user"))
    instead = Agreement.objects.filter(record=OuterRef("pk"), gate=ASKED_INSTEAD, by=user)
    asked = Q(Exists(able.filter(user=user))) | Q(Exists(force)) & (~Q(Exists(able)) | Q(Exists(instead)))
    return StrategyDiscussion.objects.unhidden(user).filter(asked)


def managers_of(record: Record) -> list[User]:
    """Who decides about what comes to a team: its managers; where it has none, those above."""
    of_team = Membership.objects.live().filter(team=record.team_id, role__in=CSC_MANAGERS)
    found = User.objects.get_queryset().filter(is_active=True, memberships__in=of_team).distinct()
    above = User.objects.holding(Role.SERVICE_MANAGER, agency_ids=[record.authority_id])
    own = who_may_know(record.child_id, found) if record.team_id else []
    return own or who_may_know(record.child_id, above)


def managed_by(user: User) -> Q:
    """The records about which this manager decides, as `managers_of` says it of one: none for who is none."""
    teams = [hat.team_id for hat in user.hats() if hat.role in CSC_MANAGERS and hat.team_id]
    above = [hat.agency_id for hat in user.hats() if hat.role == Role.SERVICE_MANAGER]
    managed = Membership.objects.live().filter(
        team=OuterRef("team"), role__in=CSC_MANAGERS, user__is_active=True
    )
    # The manager of the team may not be named in a restricted case: then it is for those above as well.
    return Q(team__in=teams) | Q(authority__in=above) & (~Exists(managed) | Q(child__restricted=True))


def concerns_to_decide(user: User) -> "RecordQuerySet[Concern]":
    """What waits for this manager’s decision, recorded or being corrected: of their team, or of one that has
    no manager."""
    waiting = Concern.objects.filter(managed_by(user), state__in=[State.RECORDED, State.CORRECTING])
    return waiting.filter(authority__in=user.record_work_ids())


def waiting_for_agreement_of(user: User) -> "RecordQuerySet[StrategyDiscussion]":
    """The discussions whose decision this person is asked to agree, in one query.

    An agreement stands until one of the agreed sections is saved, or an action agreed, after it.
    """
    hat = permissions.police_hat(user)
    if not hat and not user.holds(*CSC_MANAGERS):
        return StrategyDiscussion.objects.none()
    if hat:
        return asked_for_police(user).filter(state__in=TO_AGREE).exclude(Exists(_standing("police")))
    concluded = StrategyDiscussion.objects.filter(state__in=TO_AGREE)
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
