"""Emergency access, “break glass”: a reason, a limited time, an alert, a review (§9)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from agencies.models import User
from agencies.roles import CSC_MANAGERS, WHOLE_SERVICE, Role
from children.models import Glass, GlassQuerySet, Person, PersonQuerySet
from children.restriction import named_in, standing
from notices import outbox
from records.models import Record
from records.refusals import Refusal, WhyNot, refuse_if


def within_reach(user: User) -> PersonQuerySet:
    """The children whose file this person may open in an emergency: those of the own authority."""
    return Person.objects.children().filter(authority__in=user.case_work_ids())


def why_not_break(child: Person | None, *, by: User, reason: str) -> WhyNot:
    if not by.case_work_ids():
        yield Refusal("Emergency access is for children’s social care.")
    if child is None:
        yield Refusal(
            "No child of your authority has this number. Check it; a name is not enough.", mend="number"
        )
    if len(reason.strip()) < 10:
        yield Refusal("Say why this cannot wait until somebody responsible is reached.", mend="reason")


@transaction.atomic
def break_glass(child: Person | None, *, by: User, reason: str, at: datetime) -> Glass:
    """Open the file of one child to one person for a while, and tell whoever answers for it at once.

    The same person twice, or with two clicks, has one: the first one’s time is not stretched.
    """
    refuse_if(why_not_break(child, by=by, reason=reason))
    assert child
    user = User.objects.select_for_update().get(pk=by.pk)
    if known := Glass.objects.live().filter(child=child, user=user).first():
        return known
    until = at + timedelta(minutes=settings.BREAK_GLASS_MINUTES)
    made = Glass.objects.create(child=child, user=user, reason=reason.strip(), at=at, until=until)
    user.glass_until = max(until, user.glass_until or until)
    user.save(update_fields=["glass_until"])
    outbox.tell_each(
        who_answers(child, but=user),
        key=f"glass:{made.pk}",
        kind="glass",
        reference=child.ref,
        path="/emergency/review/",
        at=at,
        facts={"until": until.isoformat()},
    )
    return made


def who_answers(child: Person, *, but: User) -> list[User]:
    """The responsible managers and information governance: those named in a restricted case, or else the
    managers of the teams that have records of the child, or else of the service."""
    people = User.objects.of(child.authority)
    governance = people.holding(Role.INFORMATION_GOVERNANCE)
    restriction = standing(child.pk)
    if restriction:
        managers = [entry.user for entry in named_in(restriction) if entry.user.holds(*CSC_MANAGERS)]
    else:
        teams = Record.objects.filter(child=child).values("team")
        managers = list(
            people.holding(Role.TEAM_MANAGER).filter(memberships__team__in=teams, memberships__ended_at=None)
        )
        managers = managers or list(people.holding(*WHOLE_SERVICE))
    return [user for user in dict.fromkeys([*managers, *governance]) if user != but]


@transaction.atomic
def give_back(*, by: User, at: datetime) -> int:
    """End what this person still has open; returns how many files that were."""
    ended = Glass.objects.live().filter(user=by).update(ended_at=at)
    User.objects.filter(pk=by.pk).update(glass_until=None)
    return ended


def reviews(user: User) -> bool:
    """Whether reviewing is this person’s business at all."""
    return user.holds(*CSC_MANAGERS, Role.INFORMATION_GOVERNANCE)


def reviewable_by(user: User) -> GlassQuerySet:
    """What this person may review: governance all of its authority, managers what they answer for."""
    found = Glass.objects.exclude(user=user).select_related("child", "user", "reviewed_by")
    governed = user.governed_ids()
    if governed:
        return found.filter(child__authority__in=governed)
    managed = user.agency_ids_as(*CSC_MANAGERS)
    mine = Record.objects.visible_to(user).values("child")
    return found.filter(child__authority__in=managed, child__in=mine)


def why_not_review(glass: Glass, *, by: User, outcome: str, note: str) -> WhyNot:
    if glass.user == by:
        yield Refusal("Nobody reviews their own emergency access.")
    if glass.reviewed_at:
        yield Refusal(f"{glass.reviewed_by} has reviewed this already.")
    if outcome not in Glass.Outcome.values:
        yield Refusal("Choose what came of it.", mend="outcome")
    if not note.strip():
        yield Refusal("Write down who was asked and what they said.", mend="note")


@transaction.atomic
def review(pk: int, *, outcome: str, note: str, by: User, at: datetime) -> Glass:
    glass = Glass.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_if(why_not_review(glass, by=by, outcome=outcome, note=note))
    glass.outcome, glass.note, glass.reviewed_at, glass.reviewed_by = outcome, note.strip(), at, by
    glass.save()
    return glass
