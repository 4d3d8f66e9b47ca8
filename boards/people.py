"""Joiner, mover, leaver: the people of an agency, kept by its own administrator; who has what, reviewed.

Nobody changes their own memberships. What is given is a role of the agency’s kind; the roles that look after
the whole partnership are given by its system administrators alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from actions.models import Action
from agencies import passwords
from agencies import workflow as accounts
from agencies.addresses import fault, folded
from agencies.models import AccessReview, Agency, Membership, Team, User
from agencies.roles import DUTIES, Kind, Rank, Role
from audit.models import AccessEvent
from boards.queries import Task
from config.opaque import tagged
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from records.refusals import Refusal, WhyNot, refuse_if

# Given by a system administrator alone.
OF_THE_PARTNERSHIP = (Role.INFORMATION_GOVERNANCE, Role.ADMINISTRATOR)


def kept_by(user: User) -> "QuerySet[Agency]":
    """The agencies whose people this person keeps: one’s own, or all of the partnership."""
    own = user.agency_ids_as(Role.AGENCY_ADMINISTRATOR)
    partnerships = [hat.agency.partnership_id for hat in user.hats() if hat.role == Role.ADMINISTRATOR]
    return Agency.objects.filter(Q(pk__in=own) | Q(partnership__in=partnerships), active=True).order_by(
        "name"
    )


def roles_for(agency: Agency, *, by: User) -> list[Role]:
    """The roles that `by` may give in this agency."""
    social_care = agency.kind == Kind.CSC
    everywhere = by.holds(Role.ADMINISTRATOR)
    return [
        role
        for role, duty in DUTIES.items()
        if (duty.in_csc if social_care else duty.in_partners)
        and (everywhere or role not in OF_THE_PARTNERSHIP)
    ]


@dataclass(frozen=True)
class Hat:
    """What is given to somebody: a role with what belongs to it."""

    role: Role
    team: Team | None = None
    position: str = ""
    rank: str = ""
    decides: bool = False
    qualified: bool = False


def _why_not_hat(agency: Agency, hat: Hat, *, by: User) -> WhyNot:
    if hat.role not in roles_for(agency, by=by):
        yield Refusal("Choose a role that you may give in this agency.", mend="role")
    if hat.team and hat.team.agency_id != agency.pk:
        yield Refusal("Choose a team of this agency.", mend="team")
    if hat.rank and agency.kind != Kind.POLICE:
        yield Refusal("Only the police have ranks.", mend="rank")
    if hat.role == Role.POLICE_DECISION_MAKER and hat.rank in ("", Rank.CONSTABLE):
        yield Refusal(
            "A police decision maker is a sergeant or above, or the dedicated decision maker.", mend="rank"
        )
    if hat.qualified and hat.role != Role.SOCIAL_WORKER:
        yield Refusal("Qualified and experienced is said of a social worker.", mend="qualified")


@transaction.atomic
def invite(agency: Agency, *, email: str, name: str, hat: Hat, by: User, at: datetime) -> Membership:
    """A joiner: an account if the address has none, and the membership. The person sets the password.

    The answer is the same whether or not another agency had invited the address before.
    """
    refuse_if([*_why_not_keep(agency, by=by), *_why_not_hat(agency, hat, by=by)])
    if said := fault(email):
        refuse_if([Refusal(f"{said}.", mend="email")])
    found = User.objects.get_queryset().filter(email=folded(email)).select_for_update().first()
    if found == by:
        refuse_if([Refusal("Nobody gives a role to themselves. Ask another administrator.", mend="email")])
    if found and not found.is_active:
        refuse_if(
            [Refusal("This account was closed. A system administrator can open it again.", mend="email")]
        )
    user = found or User.objects.create_user(email, name.strip())
    if user.memberships.filter(agency=agency, role=hat.role, ended_at=None).exists():
        refuse_if([Refusal(f"{user} has this role already.", mend="role")])
    made = _give(user, agency, hat, at=at)
    if user.has_usable_password():
        accounts.tell(user, "joined", path="/account/", at=at)
    else:
        passwords.offer(user, at=at, invited=True)
    return made


def _give(user: User, agency: Agency, hat: Hat, *, at: datetime) -> Membership:
    return Membership.objects.create(
        user=user, agency=agency, role=hat.role, team=hat.team, position=hat.position, rank=hat.rank,
        decides=hat.decides, qualified=hat.qualified, since=at,
    )  # fmt: skip


@transaction.atomic
def move(pk: int, *, hat: Hat, by: User, at: datetime) -> Membership:
    """A mover: the membership ends and another one begins, in one moment."""
    old = _locked(pk, by=by)
    refuse_if(_why_not_hat(old.agency, hat, by=by))
    _end(old, at=at)
    return _give(old.user, old.agency, hat, at=at)


@transaction.atomic
def end(pk: int, *, by: User, at: datetime) -> Membership:
    """A leaver: access ends with the next request, in every open tab."""
    return _end(_locked(pk, by=by), at=at)


def _end(membership: Membership, *, at: datetime) -> Membership:
    membership.ended_at = at
    membership.save()
    return membership


def _locked(pk: int, *, by: User) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("agency", "user").get(pk=pk)
    refuse_if(_why_not_change(found, by=by))
    return found


def _why_not_keep(agency: Agency, *, by: User) -> WhyNot:
    if not kept_by(by).filter(pk=agency.pk).exists():
        yield Refusal("The administrator of the agency does this.")


def _why_not_change(membership: Membership, *, by: User) -> WhyNot:
    yield from _why_not_keep(membership.agency, by=by)
    if membership.user_id == by.pk:
        yield Refusal("Nobody changes their own roles. Ask another administrator.")
    if membership.ended_at:
        yield Refusal("This role has ended already.")
    if membership.role in OF_THE_PARTNERSHIP and not by.holds(Role.ADMINISTRATOR):
        yield Refusal("A system administrator of the partnership does this.")


def why_not_tend(user: User, *, by: User) -> WhyNot:
    """Sessions and second factor of somebody: by who keeps every agency that they work for."""
    if user.pk == by.pk:
        yield Refusal("For yourself, use “Your account”.")
    mine = set(kept_by(by).values_list("pk", flat=True))
    theirs = set(Membership.objects.live().filter(user=user).values_list("agency", flat=True))
    if not theirs & mine:
        yield Refusal("The administrator of their agency does this.")
    if not theirs <= mine:
        yield Refusal("They work for another agency too: a system administrator does this.")


def end_sessions(user: User, *, by: User, at: datetime) -> None:
    refuse_if(why_not_tend(user, by=by))
    accounts.end_sessions(user, at=at)


def take_off_factors(user: User, *, by: User, at: datetime) -> None:
    """For whoever has lost phone, key and codes: the next sign-in sets up a new one. Sessions end."""
    refuse_if(why_not_tend(user, by=by))
    accounts.take_off_factors(user, at=at)


def send_link(user: User, *, by: User, at: datetime) -> None:
    refuse_if(why_not_tend(user, by=by))
    passwords.offer(user, at=at, invited=True)


# --- who has what -------------------------------------------------------------------------


@dataclass
class Line:
    """A membership with what a review asks: since when, last used, by a second factor or not."""

    membership: Membership
    last_used: datetime | None
    factor: bool
    review: AccessReview | None = None


def lines(agency: Agency, *, ended: bool = False, quarter: date | None = None) -> list[Line]:
    """Who has, or had, a role in this agency, by name; three statements whatever the number."""
    found = Membership.objects.filter(agency=agency, ended_at__isnull=not ended).select_related(
        "user", "team"
    )
    last = AccessEvent.objects.filter(user_id=OuterRef("user")).order_by("-at").values("at")[:1]
    memberships = list(found.annotate(last_used=Subquery(last)).order_by("user__name", "pk"))
    factors = accounts.with_factor({membership.user_id for membership in memberships})
    reviewed = AccessReview.objects.filter(membership__agency=agency).select_related("by")
    reviews = {review.membership_id: review for review in reviewed if review.quarter == quarter}
    return [
        Line(m, m.last_used, m.user_id in factors, reviews.get(m.pk))
        for m in memberships
        if m.user.is_active or ended
    ]


def still_theirs(user: User) -> list[str]:
    """What waits for this person, in words, to be handed over; nothing of what it is about."""
    counts = {
        "open action": Action.objects.open().filter(owner=user).count(),
        "running clock": Deadline.objects.running().filter(owner=user).count(),
    }
    return [f"{number} {what}{'' if number == 1 else 's'}" for what, number in counts.items() if number]


# --- the quarterly review -----------------------------------------------------------------


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


@transaction.atomic
def confirm(agency: Agency, kept: Iterable[int], *, quarter: date, by: User, at: datetime) -> int:
    """Confirm these memberships for the quarter, in one’s own name. Returns how many were new."""
    refuse_if(_why_not_keep(agency, by=by))
    live = Membership.objects.live().filter(agency=agency, pk__in=kept).exclude(user=by)
    there = AccessReview.objects.filter(quarter=quarter, membership__in=live).values("membership")
    made = [
        AccessReview(membership=each, quarter=quarter, by=by, at=at, kept=True)
        for each in live.exclude(pk__in=there)
    ]
    AccessReview.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@transaction.atomic
def not_kept(pk: int, *, quarter: date, by: User, at: datetime) -> None:
    """The review found that somebody should not have this: it ends, and the review says so."""
    membership = end(pk, by=by, at=at)
    AccessReview.objects.create(membership=membership, quarter=quarter, by=by, at=at, kept=False)


def unreviewed(user: User, *, quarter: date) -> list[tuple[Agency, int]]:
    """The agencies that this person keeps with how many memberships nobody has confirmed this quarter."""
    mine = {agency.pk: agency for agency in kept_by(user)}
    left = Membership.objects.live().filter(agency__in=mine, user__is_active=True)
    left = left.exclude(reviews__quarter=quarter).exclude(user=user)
    counts: dict[int, int] = {}
    for agency_id in left.values_list("agency", flat=True):
        counts[agency_id] = counts.get(agency_id, 0) + 1
    return [(mine[pk], number) for pk, number in counts.items()]


def to_review(user: User, *, day: date) -> Iterator[Task]:
    """For “my work” of whoever keeps an agency: the review of this quarter, until all is confirmed."""
    if not user.holds(Role.AGENCY_ADMINISTRATOR):
        return
    quarter = quarter_of(day)
    for agency, number in unreviewed(user, quarter=quarter):
        due = datetime.combine(last_day(quarter), time(23, 59), tzinfo=LONDON)
        what = f"Review who has access: {number} to confirm"
        yield Task(what, "review", agency.name, f"/people/{tagged(agency.pk)}/review/", due)


def last_day(quarter: date) -> date:
    """The last day of the quarter that begins on `quarter`."""
    return quarter_of(quarter + timedelta(days=95)) - timedelta(days=1)


# --- an agency that is merged -------------------------------------------------------------


def why_not_merge(agency: Agency, into: Agency | None, *, by: User) -> WhyNot:
    if not by.holds(Role.ADMINISTRATOR):
        yield Refusal("A system administrator of the partnership merges agencies.")
    if (
        into is None
        or into.pk == agency.pk
        or into.partnership_id != agency.partnership_id
        or not into.active
    ):
        yield Refusal("Choose another agency of the partnership that is at work.", mend="into")
    if not agency.active:
        yield Refusal("This agency is merged already, or closed.")
    if Kind.CSC in (agency.kind, into.kind if into else ""):
        yield Refusal("A children’s social care is not merged here: its cases would change their authority.")


@transaction.atomic
def merge(pk: int, *, into: Agency | None, by: User, at: datetime) -> Agency:
    """`pk` is over. Its receipts, shares and actions stay as they are; the people of `into` answer for them.

    Its people go on with the same role in `into`.
    """
    agency = Agency.objects.select_for_update().select_related("partnership").get(pk=pk)
    into = Agency.objects.select_for_update().filter(pk=into.pk).first() if into else None
    refuse_if(why_not_merge(agency, into, by=by))
    assert into
    for membership in Membership.objects.filter(agency=agency, ended_at=None).select_related("user"):
        _end(membership, at=at)
        if not membership.user.memberships.filter(agency=into, role=membership.role, ended_at=None).exists():
            hat = Hat(
                Role(membership.role), None, membership.position, membership.rank, membership.decides,
                membership.qualified,
            )  # fmt: skip
            _give(membership.user, into, hat, at=at)
    into.formerly = [*into.formerly, agency.pk, *agency.formerly]
    into.save()
    for before in Agency.objects.filter(pk__in=[agency.pk, *agency.formerly]):
        before.merged_into, before.active, before.formerly = into, False, []
        before.save()
    return into
