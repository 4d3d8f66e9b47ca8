"""Restricting a case to named people, and lifting that again (§9).

Whoever holds work on the case is named or hands it over first: a restricted case has no clock or action
that waits for somebody who cannot see it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from actions.models import Action
from agencies.models import Membership, User, UserQuerySet
from agencies.roles import CSC_MANAGERS, WHOLE_SERVICE, Role
from children.models import Named, Person, PersonQuerySet, Restriction, hidden_from
from children.restriction import hold, name_all, named_in
from deadlines.models import Deadline
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import UNFINISHED
from strategy.models import Participant


def governs(user: User) -> bool:
    return user.holds(Role.INFORMATION_GOVERNANCE)


def restrictable_by(user: User) -> PersonQuerySet:
    """The children whose case this person may restrict: governance all of its authority’s, the managers of
    the service those that they may know of."""
    governed = user.governed_ids()
    led = user.agency_ids_as(*WHOLE_SERVICE)
    children = Person.objects.children()
    seen = children.filter(authority__in=led).exclude(hidden_from(user))
    return children.filter(authority__in=governed) | seen


def listed_for(user: User) -> "QuerySet[Restriction]":
    """Every restricted case of the authorities that this person governs, the latest first."""
    governed = user.governed_ids()
    found = Restriction.objects.standing().filter(child__authority__in=governed)
    return found.select_related("child", "by").order_by("-since", "-pk")


def everybody(child: Person) -> UserQuerySet:
    """Who can be named: whoever works in an agency of the partnership."""
    live = Membership.objects.live().filter(agency__partnership=child.authority.partnership_id)
    return User.objects.get_queryset().filter(is_active=True, memberships__in=live).distinct()


def who_works_on(child: Person) -> dict[User, str]:
    """Who has work on the case now, and what: they are proposed, and cannot be left out."""
    found: dict[User, str] = {}
    running = Deadline.objects.running().filter(record__child=child).exclude(owner=None)
    for clock in running.select_related("owner").order_by("due_at"):
        assert clock.owner
        found.setdefault(clock.owner, f"owns a clock: {clock.title.lower()}")
    open_ones = Action.objects.open().filter(records__child=child).distinct()
    for action in open_ones.select_related("owner").order_by("due_on"):
        found.setdefault(action.owner, "owns an open action")
    seats = Participant.objects.filter(record__child=child, record__state__in=UNFINISHED)
    for seat in seats.select_related("user").order_by("pk"):
        found.setdefault(seat.user, "takes part in a meeting that is not signed")
    return found


def why_not_restrict(child: Person, *, by: User) -> WhyNot:
    if not restrictable_by(by).filter(pk=child.pk).exists():
        yield Refusal("Only a manager of the service or information governance restricts a case.")


def _why_not_so(child: Person, people: Iterable[User], *, reason: str) -> WhyNot:
    people = list(people)
    if not reason.strip():
        yield Refusal("Give the reason for the restriction.", mend="reason")
    for user, what in who_works_on(child).items():
        if user not in people:
            yield Refusal(f"{user} {what}. Name them, or have it handed over first.", mend="people")
    if not any(user.holds(*CSC_MANAGERS, agency_id=child.authority_id) for user in people):
        yield Refusal(f"Name at least one manager of {child.authority}.", mend="people")


@transaction.atomic
def restrict(child: Person, *, people: Iterable[User], reason: str, by: User, at: datetime) -> Restriction:
    """From now on only `people` and information governance know of the case."""
    people = list(people)
    hold(child.pk, alone=True)
    refuse_if([*why_not_restrict(child, by=by), *_why_not_so(child, people, reason=reason)])
    try:
        with transaction.atomic():
            made = Restriction.objects.create(child=child, reason=reason.strip(), since=at, by=by)
    except IntegrityError:
        refuse_if([Refusal("This case was restricted a moment ago. See who is named.")])
    name_all(child.pk, people, why="named when the case was restricted", at=at, by=by)
    return made


def why_not_name(restriction: Restriction, *, by: User, user: User | None) -> WhyNot:
    yield from why_not_restrict(restriction.child, by=by)
    if restriction.lifted_at:
        yield Refusal("This restriction is lifted.")
    if user is None:
        yield Refusal("Nobody of the partnership has this e-mail address.", mend="email")


@transaction.atomic
def name(pk: int, *, user: User | None, why: str, by: User, at: datetime) -> Restriction:
    restriction = _locked(pk)
    refuse_if(why_not_name(restriction, by=by, user=user))
    if not why.strip():
        refuse_if([Refusal("Say why this person needs to know.", mend="why")])
    assert user
    name_all(restriction.child_id, [user], why=why.strip(), at=at, by=by)
    return restriction


def why_not_unname(entry: Named, *, by: User) -> WhyNot:
    child = entry.restriction.child
    yield from why_not_restrict(child, by=by)
    what = who_works_on(child).get(entry.user)
    if what:
        yield Refusal(f"{entry.user} {what}. Have it handed over first.")
    others = [e.user for e in named_in(entry.restriction) if e.pk != entry.pk]
    if not any(user.holds(*CSC_MANAGERS, agency_id=child.authority_id) for user in others):
        yield Refusal("A manager must stay named. Name another one first.")


@transaction.atomic
def unname(pk: int, *, entry: int, by: User, at: datetime) -> Restriction:
    restriction = _locked(pk)
    found = restriction.named.select_related("user").filter(pk=entry, ended_at=None).first()
    if found is None:
        return restriction  # the same click twice
    found.restriction = restriction
    refuse_if(why_not_unname(found, by=by))
    found.ended_at, found.ended_by = at, by
    found.save()
    return restriction


@transaction.atomic
def lift(pk: int, *, reason: str, by: User, at: datetime) -> Restriction:
    """The case is one like any other again; what was restricted, by whom and why, stays in its history."""
    restriction = _locked(pk)
    refuse_if(why_not_restrict(restriction.child, by=by))
    if restriction.lifted_at:
        return restriction
    if not reason.strip():
        refuse_if([Refusal("Say why it is lifted.", mend="reason")])
    restriction.lifted_at, restriction.lifted_by, restriction.lifted_because = at, by, reason.strip()
    restriction.save()
    return restriction


def _locked(pk: int) -> Restriction:
    return Restriction.objects.select_for_update(of=("self",)).select_related("child__authority").get(pk=pk)
