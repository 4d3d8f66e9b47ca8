"""Inviting somebody who is not a member of their agency yet: the agency's administrator says who is.

Until then there is no account, no access, and no mail that names a meeting.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agencies import offering
from agencies.addresses import folded
from agencies.models import Agency, MembershipOffer, User
from agencies.roles import Kind, Role
from agencies.standing import Hat, seconds_of, why_not_address
from records.models import Record
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy.asking import Coming
from strategy.models import AskedSeat, Concern, Meeting, Seat, StrategyDiscussion
from strategy.workflow import convening, present
from strategy.workflow.convening import Invitee, Plan, invite_by_mail, open_to, seat, why_not_invite
from strategy.workflow.recording import locked_meeting

ASKED_BY_NAME = "asked for by name"


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be invited who is not in the list: for which agency, at which address there."""

    agency: Agency | None
    name: str
    email: str
    position: str = ""

    @property
    def coming(self) -> Coming:
        assert self.agency
        return Coming(self.agency.pk, self.agency.kind, self.position)


def why_not_ask_for(newcomer: Newcomer) -> WhyNot:
    if newcomer.agency is None:
        yield Refusal("Choose the agency this person works for.", mend="new_agency")
        return
    if not newcomer.name.strip():
        yield Refusal("Enter the person’s name.", mend="new_name")
    for reason in why_not_address(newcomer.agency, newcomer.email):
        yield Refusal(str(reason), mend="new_email")


@verb
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
    if newcomer and newcomer.agency:
        plan = replace(plan, by_name=(newcomer.coming,))
    made = convening.convene(concerns, plan=plan, by=by, at=at, follows=follows)
    if newcomer:
        ask_for(made, newcomer=newcomer, by=by, at=at)
    return made


@verb
def invite(
    pk: int, *, invitees: Sequence[Invitee] = (), newcomer: Newcomer | None, by: User, at: datetime
) -> MembershipOffer | None:
    """Invite members, and ask for somebody who is not in the list, also to those held together with it.

    Once the meeting is over, they are noted as having taken part.

    :returns: what waits for its confirmation; None when everybody is a member already, and invited.
    """
    meeting = locked_meeting(pk)
    if invitees:
        refuse_if(_why_not_add(meeting, by=by))
    over = present.is_over(meeting)
    for invitee in invitees:
        if over:
            present.add_present(pk, who=invitee, by=by, at=at)
        else:
            convening.invite(pk, invitee=invitee, by=by, at=at)
    if newcomer is None:
        return None
    refuse_if(_why_not_add(meeting, by=by))
    together = [m for m in meeting.others_together(by) if not any(_why_not_add(m, by=by))]
    return ask_for([meeting, *together], newcomer=newcomer, by=by, at=at)


def _why_not_add(meeting: Meeting, *, by: User) -> WhyNot:
    if present.is_over(meeting) or not isinstance(meeting, StrategyDiscussion):
        yield from present.why_not_add_present(meeting, by=by)
    else:
        yield from why_not_invite(meeting, by=by)


def ask_for(
    meetings: Sequence[Meeting], *, newcomer: Newcomer, by: User, at: datetime
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


def _invite_to(meetings: Sequence[Meeting], who: Invitee, *, by: User, at: datetime) -> None:
    """They are invited to what is still to come, and were there at what is over."""
    over = [meeting for meeting in meetings if present.is_over(meeting)]
    for meeting in over:
        present.note_present(meeting, [who], by=by, at=at)
    coming = [m for m in meetings if m not in over and isinstance(m, StrategyDiscussion)]
    for meeting in coming:
        seat(meeting, [who], by=by, at=at)
        open_to(meeting, [who], at=at)
    if coming:
        invite_by_mail(coming[0], [who.user], by=by, at=at)


@verb
def seat_confirmed(offer: MembershipOffer, *, at: datetime) -> None:
    """Whoever was asked for is a member now: the invitation goes out if the meeting is still to come.

    If they were asked for when it was over, and it is not signed, it is noted that they took part.
    """
    for (_, asker), seats in _by_meeting(offer).items():
        waiting = [locked_meeting(asked.record_id) for asked in seats]
        seen = set(
            Record.objects.visible_to(asker)
            .filter(pk__in=[m.pk for m in waiting])
            .values_list("pk", flat=True)
        )
        asked_at = {asked.record_id: asked.asked_at for asked in seats}
        open_ = [m for m in waiting if m.pk in seen and _takes(m, asked_at=asked_at[m.pk])]
        if open_:
            assert offer.user
            who = Invitee(offer.user, offer.agency, _seat_of(offer.agency), ASKED_BY_NAME)
            _invite_to(open_, who, by=asker, at=at)
        invited = {meeting.pk for meeting in open_}
        for asked in seats:
            asked.invited_at = at if asked.record_id in invited else None
            asked.missed = asked.invited_at is None
            asked.save()


def _takes(meeting: Meeting, *, asked_at: datetime) -> bool:
    """Whether a seat that was asked for then is one to invite to, or one of a meeting that was over.

    Of somebody who was to be invited, and was confirmed too late, nobody knows whether they came.
    """
    if present.is_over(meeting):
        return meeting.ended_at is not None and asked_at >= meeting.ended_at
    return meeting.state in (State.CONVENED, State.HELD)


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
