"""The people of an agency, kept by its own administrator: who has what, their sessions, the quarterly review.

How somebody comes to a role, and how it ends, is in agencies/offering.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from actions.models import Action
from agencies import offering, passwords
from agencies import workflow as accounts
from agencies.models import AccessReview, Agency, Membership, MembershipOffer, User
from agencies.roles import Role
from audit.models import AccessEvent
from boards.queries import Task
from config.opaque import tagged
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from records.refusals import Refusal, WhyNot, refuse_if


def kept_by(user: User) -> "QuerySet[Agency]":
    """The agencies whose people this person keeps: one’s own, or all of the partnership."""
    own = user.agency_ids_as(Role.AGENCY_ADMINISTRATOR)
    kept = Q(pk__in=own) | Q(partnership__in=user.administered_ids())
    return Agency.objects.filter(kept, active=True).order_by("name")


def _why_not_keep(agency: Agency, *, by: User) -> WhyNot:
    if not kept_by(by).filter(pk=agency.pk).exists():
        yield Refusal("The administrator of the agency does this.")


def why_not_tend(user: User, *, by: User) -> WhyNot:
    """Sessions and second factor of somebody: by who keeps every agency that they work for."""
    if user.pk == by.pk:
        yield Refusal("For yourself, use “Your account”.")
    mine = set(kept_by(by).values_list("pk", flat=True))
    theirs = set(Membership.objects.live().filter(user=user).values_list("agency", flat=True))
    if not theirs & mine:
        yield Refusal("The administrator of their agency does this.")
    if not theirs <= mine:
        yield Refusal("They work for another agency too: an administrator who keeps both does this.")


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
    elsewhere = Membership.objects.filter(user=OuterRef("user_id")).exclude(agency=agency)
    # What somebody did for another agency is that one's; a sign-in says for which only when there is one.
    here = Q(agency_id=agency.pk) | (Q(agency_id=None) & ~Exists(elsewhere))
    last = AccessEvent.objects.filter(here, user_id=OuterRef("user")).order_by("-at").values("at")[:1]
    memberships = list(found.annotate(last_used=Subquery(last)).order_by("user__name", "pk"))
    factors = accounts.with_factor({membership.user_id for membership in memberships})
    reviewed = AccessReview.objects.filter(membership__agency=agency).select_related("by")
    reviews = {review.membership_id: review for review in reviewed if review.quarter == quarter}
    return [
        Line(m, m.last_used, m.user_id in factors, reviews.get(m.pk))
        for m in memberships
        if m.user.is_active or ended
    ]


def still_theirs(user: User, agency: Agency) -> list[str]:
    """What of this agency waits for this person, in words; nothing of what it is about, or of another's."""
    own = [agency.pk, *agency.formerly]
    counts = {
        "open action": Action.objects.open().filter(owner=user, agency__in=own).count(),
        "running clock": Deadline.objects.running().filter(owner=user, agency__in=own).count(),
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
    membership = offering.end(pk, by=by, at=at)
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
    """For “my work” of whoever keeps an agency: roles that wait for them, and the review of this quarter.

    And for everybody: what waits for their own yes.
    """
    for offer in user.offers.awaiting_answer().select_related("agency").order_by("pk"):
        yield Task(f"Say yes or no: {offer.agency} offers you a role", "offer", "", "/account/offers/")
    yield from _to_confirm(user)
    if not user.holds(Role.AGENCY_ADMINISTRATOR):
        return
    quarter = quarter_of(day)
    for agency, number in unreviewed(user, quarter=quarter):
        due = datetime.combine(last_day(quarter), time(23, 59), tzinfo=LONDON)
        what = f"Review who has access: {number} to confirm"
        yield Task(what, "review", agency.name, f"/people/{tagged(agency.pk)}/review/", due)


def _to_confirm(user: User) -> Iterator[Task]:
    if not user.holds(Role.AGENCY_ADMINISTRATOR, Role.ADMINISTRATOR):
        return
    asked = MembershipOffer.objects.filter(state=MembershipOffer.State.ASKED, agency__in=kept_by(user))
    for offer in asked.select_related("agency", "asked_by", "user").order_by("pk"):
        if not any(offering.why_not_confirm(offer, by=user)):
            way = f"/people/{tagged(offer.agency_id)}/"
            yield Task(f"Confirm a role or not: {offer}", "offer", offer.agency.name, way)


def last_day(quarter: date) -> date:
    """The last day of the quarter that begins on `quarter`."""
    return quarter_of(quarter + timedelta(days=95)) - timedelta(days=1)
