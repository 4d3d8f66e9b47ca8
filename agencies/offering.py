"""How somebody comes to a role, by whatever page; and how it ends.

1. Somebody asks: the agency's administrator, a system administrator, or, for a representative who is to be
   invited to a meeting, social care.
2. A second confirms it: another administrator of the agency; if it has none, another system administrator of
   the partnership. Only a role with case content that the agency's own administrator gives needs no second:
   administrators are never made by one person alone, nor does a system administrator give anything alone.
3. Whoever works for another agency already says yes in their own sign-in.
4. Then the membership begins, and a mover's earlier one ends in the same moment.

What nobody answers in four weeks lapses; whoever asked is told, and may ask again.

Nobody asks for, confirms or changes what is their own. One administrator ends a role, at once.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from agencies import passwords
from agencies.addresses import folded
from agencies.models import Agency, Membership, MembershipOffer, User
from agencies.offers import Standing
from agencies.roles import DUTIES, OF_THE_PARTNERSHIP, Kind, Role
from agencies.standing import Hat, roles_for, seconds_of, standing, why_not_address, why_not_hat
from config.opaque import tagged
from config.refusals import Refusal, WhyNot, refuse_if
from notices import outbox

State = MembershipOffer.State
# offer, at. The membership has begun; connected in config/pathway.py, and nowhere else.
membership_given = Signal()
# From where to where an offer steps.
STEPS: dict[str, tuple[str, ...]] = {
    State.ASKED: (State.OFFERED, State.GIVEN, State.REFUSED, State.WITHDRAWN, State.LAPSED),
    State.OFFERED: (State.GIVEN, State.DECLINED, State.WITHDRAWN, State.LAPSED),
}


def why_not_ask(agency: Agency, hat: Hat, *, by: User) -> WhyNot:
    if not agency.active or standing(agency, by=by) is None:
        yield Refusal("The administrator of the agency does this.")
    elif hat.role not in roles_for(agency, by=by):
        yield Refusal("Choose a role that you may give in this agency.", mend="role")
    yield from why_not_hat(agency, hat)


def _why_not_person(agency: Agency, hat: Hat, user: User | None, *, email: str, by: User) -> WhyNot:
    """`user` has the address; None when nobody has."""
    if user == by:
        yield Refusal("Nobody gives a role to themselves. Ask another administrator.", mend="email")
    if user and not user.is_active:
        yield Refusal("This account was closed. A system administrator can open it again.", mend="email")
    waiting = MembershipOffer.objects.waiting().filter(agency=agency, email=folded(email), role=hat.role)
    if waiting.exists():
        yield Refusal("This is asked for already; it waits for its answer.", mend="email")


def _why_not_twice(agency: Agency, hat: Hat, user: User | None, *, replaces: Membership | None) -> WhyNot:
    if user is None:
        return
    same = user.memberships.filter(agency=agency, role=hat.role, ended_at=None)
    if any(held != replaces for held in same):
        yield Refusal(f"{user} has this role already.", mend="role")


# --- asking -------------------------------------------------------------------------------


@transaction.atomic
def ask(
    agency: Agency,
    *,
    email: str,
    name: str,
    hat: Hat,
    by: User,
    at: datetime,
    replaces: Membership | None = None,
) -> MembershipOffer:
    """Ask that somebody be given a role. It begins at once when nothing else is needed.

    :raises Refused: with every reason; also when there is nobody who could confirm it.
    """
    email, as_what = email.strip(), standing(agency, by=by)
    refuse_if(why_not_ask(agency, hat, by=by))
    assert as_what
    user = _holder(email)
    refuse_if(_why_not_person(agency, hat, user, email=email, by=by))
    refuse_if(_why_not_twice(agency, hat, user, replaces=replaces))
    if replaces is None:
        refuse_if(why_not_address(agency, email))
    made = MembershipOffer(
        agency=agency, email=email, name=name.strip()[:120], user=user, replaces=replaces, **hat.facts(),
        needs_second=as_what != Standing.AGENCY or not DUTIES[hat.role].opens_cases,
        asked_at=at, asked_by=by, asked_as=as_what,
    )  # fmt: skip
    if made.needs_second and not seconds_of(made).exists():
        refuse_if([Refusal(NOBODY)])
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # the same asked for twice in one moment
        refuse_if([Refusal("This is asked for already; it waits for its answer.", mend="email")])
    _go_on(made, at=at)
    return made


NOBODY = (
    "This needs a second person, and there is none who could confirm it: the agency has no other"
    " administrator, and the partnership no other system administrator. Whoever runs the system adds one."
)


def _holder(email: str) -> User | None:
    """Who has this address, locked: what is given to one person is decided one at a time."""
    found = User.objects.get_queryset().filter(email=folded(email)).select_for_update().first()
    return found if isinstance(found, User) else None


def _person(offer: MembershipOffer) -> User:
    """Whoever it is for; an account is made once everything before it is there."""
    if offer.user:
        return User.objects.get_queryset().select_for_update().get(pk=offer.user.pk)
    if found := _holder(offer.email):
        return found
    return User.objects.create_user(offer.email, offer.name)


def needs_yes(user: User, agency: Agency) -> bool:
    """Whether this person works for another agency, and not for this one yet."""
    live = Membership.objects.live().filter(user=user)
    return live.exclude(agency=agency).exists() and not live.filter(agency=agency).exists()


def _go_on(offer: MembershipOffer, *, at: datetime) -> None:
    """To the next thing that is needed, or to the membership."""
    if offer.needs_second and offer.confirmed_at is None:
        path = f"/people/{tagged(offer.agency_id)}/"
        _tell(seconds_of(offer), offer, "offer_confirm", path=path, at=at)
        return
    offer.user = _person(offer)
    if needs_yes(offer.user, offer.agency) and offer.accepted_at is None:
        _step(offer, State.OFFERED)
        _tell([offer.user], offer, "offer_yes", path="/account/offers/", at=at)
        return
    _give(offer, at=at)


def _step(offer: MembershipOffer, state: str) -> None:
    assert state in STEPS[offer.state], (offer.state, state)
    offer.state = state
    offer.save()


def _give(offer: MembershipOffer, *, at: datetime) -> None:
    user = offer.user
    assert user
    if offer.replaces:
        _end(offer.replaces, at=at)
    offer.membership = Membership.objects.create(
        user=user, agency=offer.agency, since=at, **Hat.of(offer).facts()
    )
    _step(offer, State.GIVEN)
    _tell_person(offer, user, at=at)
    if offer.needs_second and offer.asked_by.is_active:
        _tell([offer.asked_by], offer, "offer_given", path="/", at=at)
    opens_files = offer.agency.kind == Kind.CSC and DUTIES[Role(offer.role)].opens_cases
    if opens_files or Standing.PARTNERSHIP in (offer.asked_as, offer.confirmed_as):
        _tell(_governance(offer.agency), offer, "role_given", path="/people/given/", at=at)
    membership_given.send(MembershipOffer, offer=offer, at=at)


def _tell_person(offer: MembershipOffer, user: User, *, at: datetime) -> None:
    """What was given by whom, and for which agency; and the way in, if there is none yet."""
    if not offer.replaces:
        _tell([user], offer, "joined" if user.has_usable_password() else "invited", path="/account/", at=at)
    if not user.has_usable_password():
        passwords.offer(user, at=at, invited=True)


def _governance(agency: Agency) -> "QuerySet[User]":
    """Information governance of the social care of the partnership."""
    care = Agency.objects.filter(partnership=agency.partnership_id, kind=Kind.CSC)
    return User.objects.holding(Role.INFORMATION_GOVERNANCE, agency_ids=care.values_list("pk", flat=True))


def _tell(people: Iterable[User], offer: MembershipOffer, kind: str, *, path: str, at: datetime) -> None:
    """Who asks, for which agency and which role; of the person nothing but the address it goes to."""
    facts = {
        "inviter": _plain(offer.asked_by.name),
        "agency": _plain(offer.agency.name),
        "role": offer.get_role_display(),
    }
    outbox.tell_each(
        people, key=f"{kind}:{offer.pk}", kind=kind, reference="account", path=path, at=at, facts=facts
    )


def _plain(name: str) -> str:
    """A name on one line: nobody writes a second paragraph of our mail with it."""
    return " ".join(name.split())


# --- the second, and the person -----------------------------------------------------------


def why_not_confirm(offer: MembershipOffer, *, by: User) -> WhyNot:
    if offer.state != State.ASKED:
        yield Refusal(f"This is over: {offer.get_state_display().lower()}.")
        return
    if by == offer.asked_by:
        yield Refusal("You asked for it. A second person confirms it.")
    elif by == offer.user or by.email == folded(offer.email):
        yield Refusal("Nobody confirms what is their own. Another administrator does.")
    elif standing(offer.agency, by=by) not in (Standing.AGENCY, Standing.PARTNERSHIP) or not (
        seconds_of(offer).filter(pk=by.pk).exists()
    ):
        yield Refusal("The administrator of the agency confirms this.")


@transaction.atomic
def confirm(pk: int, *, by: User, at: datetime) -> MembershipOffer:
    """The second person agrees; it begins, or goes to the person for their yes."""
    offer = MembershipOffer.objects.lock(pk)
    refuse_if(why_not_confirm(offer, by=by))
    refuse_if(why_not_hat(offer.agency, Hat.of(offer)))
    user = offer.user or _holder(offer.email)
    refuse_if(_why_not_now(offer, user))
    if offer.replaces is None:
        refuse_if(why_not_address(offer.agency, offer.email))
    offer.confirmed_at, offer.confirmed_by = at, by
    offer.confirmed_as = standing(offer.agency, by=by) or ""
    _go_on(offer, at=at)
    return offer


def _why_not_now(offer: MembershipOffer, user: User | None) -> WhyNot:
    """What may have changed since it was asked for."""
    if not offer.agency.active:
        yield Refusal("This agency is closed, or was merged into another one.")
    if user and not user.is_active:
        yield Refusal("This account was closed meanwhile.")
    if offer.replaces and offer.replaces.ended_at:
        yield Refusal("The role that was to be changed has ended meanwhile. Ask for the new one by itself.")
    yield from _why_not_twice(offer.agency, Hat.of(offer), user, replaces=offer.replaces)


def why_not_answer(offer: MembershipOffer, *, by: User) -> WhyNot:
    if offer.user_id != by.pk:
        yield Refusal("Only the person for whom it is meant answers this.")
    elif offer.state != State.OFFERED:
        yield Refusal(f"This is over: {offer.get_state_display().lower()}.")


@transaction.atomic
def accept(pk: int, *, by: User, at: datetime) -> MembershipOffer:
    """The person says yes: the membership begins."""
    offer = MembershipOffer.objects.lock(pk)
    refuse_if([*why_not_answer(offer, by=by), *_why_not_now(offer, by)])
    offer.accepted_at, offer.accepted_by = at, by
    _give(offer, at=at)
    return offer


@transaction.atomic
def decline(pk: int, *, by: User, at: datetime) -> MembershipOffer:
    """The person says no: nothing has begun, and whoever asked is told."""
    offer = MembershipOffer.objects.lock(pk)
    refuse_if(why_not_answer(offer, by=by))
    return _close(offer, State.DECLINED, by=by, at=at)


@transaction.atomic
def refuse(pk: int, *, by: User, at: datetime) -> MembershipOffer:
    """Whoever could confirm it does not."""
    offer = MembershipOffer.objects.lock(pk)
    refuse_if(why_not_confirm(offer, by=by))
    return _close(offer, State.REFUSED, by=by, at=at)


def why_not_withdraw(offer: MembershipOffer, *, by: User) -> WhyNot:
    if offer.state not in STEPS:
        yield Refusal(f"This is over: {offer.get_state_display().lower()}.")
    elif by != offer.asked_by and standing(offer.agency, by=by) not in (
        Standing.AGENCY,
        Standing.PARTNERSHIP,
    ):
        yield Refusal("Whoever asked for it, or the administrator of the agency, withdraws it.")


@transaction.atomic
def withdraw(pk: int, *, by: User, at: datetime) -> MembershipOffer:
    offer = MembershipOffer.objects.lock(pk)
    refuse_if(why_not_withdraw(offer, by=by))
    return _close(offer, State.WITHDRAWN, by=by, at=at)


def lapse(*, at: datetime) -> int:
    """Close what nobody answered in time, each by itself. Returns how many."""
    old = list(MembershipOffer.objects.lapsed(at=at).order_by("pk").values_list("pk", flat=True))
    for pk in old:
        with transaction.atomic():
            offer = MembershipOffer.objects.lock(pk)
            if offer.state in STEPS:  # nobody answered it meanwhile
                _close(offer, State.LAPSED, by=None, at=at)
    return len(old)


def _close(offer: MembershipOffer, state: str, *, by: User | None, at: datetime) -> MembershipOffer:
    offer.closed_at, offer.closed_by = at, by
    _step(offer, state)
    if by != offer.asked_by:
        _tell([offer.asked_by], offer, "offer_closed", path="/", at=at)
    return offer


# --- moving and ending --------------------------------------------------------------------


def why_not_change(membership: Membership, *, by: User) -> WhyNot:
    as_what = standing(membership.agency, by=by)
    if as_what not in (Standing.AGENCY, Standing.PARTNERSHIP):
        yield Refusal("The administrator of the agency does this.")
    elif membership.role in OF_THE_PARTNERSHIP and as_what != Standing.PARTNERSHIP:
        yield Refusal("A system administrator of the partnership does this.")
    if membership.user_id == by.pk:
        yield Refusal("Nobody changes their own roles. Ask another administrator.")
    if membership.ended_at:
        yield Refusal("This role has ended already.")


@transaction.atomic
def move(pk: int, *, hat: Hat, by: User, at: datetime) -> MembershipOffer:
    """A mover: asked for like any role; the one there is ends when the new one begins."""
    old = _locked(pk, by=by)
    return ask(
        old.agency, email=old.user.email, name=old.user.name, hat=hat, by=by, at=at, replaces=old
    )  # fmt: skip


@transaction.atomic
def end(pk: int, *, by: User, at: datetime) -> Membership:
    """A leaver: access ends with the next request, in every open tab."""
    return _end(_locked(pk, by=by), at=at)


@transaction.atomic
def end_all(users: Iterable[User], *, partnerships: Iterable[int], by: User, at: datetime) -> int:
    """Every role of these people in these partnerships ends now, but for one's own. Returns how many."""
    live = Membership.objects.select_for_update(of=("self",)).filter(
        user__in=[user.pk for user in users], agency__partnership__in=partnerships, ended_at=None
    )
    return len([_end(each, at=at) for each in live.exclude(user=by)])


def _end(membership: Membership, *, at: datetime) -> Membership:
    membership.ended_at = at
    membership.save()
    return membership


def _locked(pk: int, *, by: User) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("agency", "user").get(pk=pk)
    refuse_if(why_not_change(found, by=by))
    return found


# --- what is shown ------------------------------------------------------------------------


def waiting_in(agency: Agency) -> "QuerySet[MembershipOffer]":
    found = MembershipOffer.objects.waiting().filter(agency=agency)
    return found.select_related("agency", "user", "team", "asked_by", "confirmed_by").order_by("pk")


def for_governance(user: User) -> "QuerySet[MembershipOffer]":
    """What opens files of social care, or a system administrator asked for or confirmed, where this person
    governs; newest first."""
    care = Agency.objects.filter(pk__in=user.governed_ids()).values("partnership")
    opens = [role for role, duties in DUTIES.items() if duties.opens_cases]
    mine = Q(asked_as=Standing.PARTNERSHIP) | Q(confirmed_as=Standing.PARTNERSHIP)
    mine |= Q(agency__kind=Kind.CSC, role__in=opens)
    found = MembershipOffer.objects.filter(mine, agency__partnership__in=care)
    return found.select_related("agency", "user", "asked_by", "confirmed_by").order_by("-pk")
