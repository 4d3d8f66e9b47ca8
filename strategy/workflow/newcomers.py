"""Inviting somebody who is not a member of their agency yet: the agency's administrator says who is.

Until then there is no account, no access, and no mail that names a meeting.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agencies import offering
from agencies.addresses import folded
from agencies.models import Agency, MembershipOffer, User
from agencies.roles import Kind, Role
from agencies.standing import Hat, seconds_of, why_not_address
from records.models import Record
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from strategy.models import AskedSeat, Concern, Seat, StrategyDiscussion
from strategy.workflow import convening
from strategy.workflow.convening import Invitee, Plan, invite_by_mail, open_to, seat, why_not_invite

ASKED_BY_NAME = "asked for by name"


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be invited who is not in the list: for which agency, at which address there."""

    agency: Agency | None
    name: str
    email: str
    position: str = ""


def why_not_ask_for(newcomer: Newcomer) -> WhyNot:
    if newcomer.agency is None:
        yield Refusal("Choose the agency this person works for.", mend="new_agency")
        return
    if not newcomer.name.strip():
        yield Refusal("Enter the person’s name.", mend="new_name")
    for reason in why_not_address(newcomer.agency, newcomer.email):
        yield Refusal(str(reason), mend="new_email")


@transaction.atomic
def convene(
    concerns: Sequence[Concern],
    *,
    plan: Plan,
    newcomer: Newcomer | None,
    by: User,
    at: datetime,
    follows: StrategyDiscussion | None = None,
) -> list[StrategyDiscussion]:
    """Convene, and ask for somebody who is not in the list; all of it or nothing."""
    made = convening.convene(concerns, plan=plan, by=by, at=at, follows=follows)
    if newcomer:
        ask_for(made, newcomer=newcomer, by=by, at=at)
    return made


@transaction.atomic
def invite(
    pk: int, *, invitees: Sequence[Invitee] = (), newcomer: Newcomer | None, by: User, at: datetime
) -> MembershipOffer | None:
    """Invite members, and ask for somebody who is not in the list, also to those held together with it.

    :returns: what waits for its confirmation; None when everybody is a member already, and invited.
    """
    for invitee in invitees:
        convening.invite(pk, invitee=invitee, by=by, at=at)
    if newcomer is None:
        return None
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_invite(discussion, by=by))
    together = discussion.others_together(by)
    return ask_for([discussion, *together], newcomer=newcomer, by=by, at=at)


def ask_for(
    meetings: Sequence[StrategyDiscussion], *, newcomer: Newcomer, by: User, at: datetime
) -> MembershipOffer | None:
    """A member is invited at once. Anybody else is a member once the agency's administrator has confirmed
    it; nothing of the meeting goes to their address before that."""
    refuse_if(why_not_ask_for(newcomer))
    agency, email = newcomer.agency, newcomer.email.strip()
    assert agency
    member = User.objects.of(agency).filter(email=folded(email)).first()
    if member:
        _invite_to(meetings, Invitee(member, agency, _seat_of(agency), ASKED_BY_NAME), by=by, at=at)
        return None
    waiting = MembershipOffer.objects.waiting().filter(agency=agency, email=folded(email))
    hat = Hat(Role.REPRESENTATIVE, position=newcomer.position.strip()[:120])
    offer = waiting.first() or offering.ask(agency, email=email, name=newcomer.name, hat=hat, by=by, at=at)
    AskedSeat.objects.bulk_create(
        [AskedSeat(record=meeting, offer=offer, asked_at=at, asked_by=by) for meeting in meetings],
        ignore_conflicts=True,
    )
    return offer


def _seat_of(agency: Agency) -> str:
    return Seat.POLICE if agency.kind == Kind.POLICE else Seat.OTHER


def _invite_to(meetings: Sequence[StrategyDiscussion], who: Invitee, *, by: User, at: datetime) -> None:
    for meeting in meetings:
        seat(meeting, [who], by=by, at=at)
        open_to(meeting, [who], at=at)
    invite_by_mail(meetings[0], [who.user], by=by, at=at)


def seat_confirmed(offer: MembershipOffer, *, at: datetime) -> None:
    """Whoever was asked for is a member now: the invitation goes out if the meeting is still to come."""
    for (_, asker), seats in _by_meeting(offer).items():
        waiting = [StrategyDiscussion.objects.lock(asked.record_id) for asked in seats]
        seen = set(
            Record.objects.visible_to(asker)
            .filter(pk__in=[m.pk for m in waiting])
            .values_list("pk", flat=True)
        )
        open_ = [m for m in waiting if m.pk in seen and m.state in (State.CONVENED, State.HELD)]
        if open_:
            assert offer.user
            who = Invitee(offer.user, offer.agency, _seat_of(offer.agency), ASKED_BY_NAME)
            _invite_to(open_, who, by=asker, at=at)
        invited = {meeting.pk for meeting in open_}
        for asked in seats:
            asked.invited_at = at if asked.record_id in invited else None
            asked.missed = asked.invited_at is None
            asked.save()


def _by_meeting(offer: MembershipOffer) -> dict[tuple[uuid.UUID, User], list[AskedSeat]]:
    """The seats that wait, those of siblings together: they are one meeting, and one mail."""
    found: dict[tuple[uuid.UUID, User], list[AskedSeat]] = {}
    waiting = offer.seats.filter(invited_at=None, missed=False).select_related("record", "asked_by")
    for asked in waiting.order_by("record"):
        found.setdefault((asked.record.together, asked.asked_by), []).append(asked)
    return found


@dataclass(frozen=True)
class SeatAsked:
    """For the chair: who was asked for, and how it stands."""

    who: str
    agency: Agency
    how: str


def asked_for(record: Record) -> list[SeatAsked]:
    """The seats that are not taken: what each waits for, or why it was not."""
    asked = AskedSeat.objects.filter(record=record, invited_at=None).select_related(
        "offer__agency", "offer__user"
    )
    return [SeatAsked(each.offer.name, each.offer.agency, _how(each)) for each in asked.order_by("pk")]


def _how(asked: AskedSeat) -> str:
    offer = asked.offer
    if asked.missed:
        return "confirmed when nobody could be invited any more, and not invited"
    if offer.state == MembershipOffer.State.ASKED:
        names = ", ".join(user.name for user in seconds_of(offer).order_by("name"))
        return f"asked, waiting for confirmation by {names or 'an administrator, who is still to be found'}"
    if offer.state == MembershipOffer.State.OFFERED:
        return "asked and confirmed, waiting for the person’s own yes"
    return f"asked, and not invited: {offer.get_state_display().lower()}"
