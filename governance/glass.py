"""Emergency access, “break glass”: a reason, a limited time, an alert, a review (§9).

1. A form that lacks something is sent back before any number is looked up.
2. A person has some files and some wrong numbers in 24 hours. A file whose review is closed as justified
   counts no more, so that a long night goes on once somebody responsible has looked.
3. A second file within hours, or wrong numbers in a row, are told as what they are: a series.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from agencies.models import User
from agencies.roles import CSC_MANAGERS, WHOLE_SERVICE, Role
from audit import door
from audit.models import AccessEvent
from children.models import Glass, GlassQuerySet, Person, PersonQuerySet
from children.restriction import named_in, standing, who_may_know
from config.opaque import tagged
from deadlines.calendar import LONDON, due_moment
from deadlines.workflow import calendar_of
from notices import outbox
from records.models import Record
from records.refusals import Refusal, Refused, WhyNot, refuse_if

DAY = timedelta(days=1)
LISTED = timedelta(days=30)  # so long a series stays on the page of reviews
WRONG_IN_A_ROW = 3
DANGER = "If a child is in danger now, dial 999."
WRONG_NUMBER = "wrong number"


def within_reach(user: User) -> PersonQuerySet:
    """The children whose file this person may open in an emergency: those of the own authority."""
    return Person.objects.children().filter(authority__in=user.case_work_ids())


def why_not_ask(*, by: User, reason: str) -> WhyNot:
    if not by.case_work_ids():
        yield Refusal("Emergency access is for children’s social care.")
    if len(reason.strip()) < 10:
        yield Refusal("Say why this cannot wait until someone responsible is reached.", mend="reason")


def why_not_another(user: User, *, at: datetime) -> WhyNot:
    """Whether this person has had what one person may have in 24 hours."""
    mine, most = Glass.objects.filter(user=user, at__gt=at - DAY), settings.BREAK_GLASS_FILES
    if mine.exclude(outcome=Glass.Outcome.JUSTIFIED).count() >= most:
        yield Refusal(
            f"You have opened {most} files by emergency access within 24 hours. For the next one phone the"
            " manager on duty or information governance: once they have closed the review of one of them as"
            f" justified, you can go on. {DANGER}"
        )
    wrong = settings.BREAK_GLASS_WRONG_NUMBERS
    if _wrong(user, since=at - DAY).count() >= wrong:
        yield Refusal(
            f"You have entered {wrong} wrong numbers within 24 hours, and cannot try more. Ask information"
            f" governance by the child’s name: they answer within the hour. {DANGER}"
        )


def _wrong(user: User, *, since: datetime) -> QuerySet[AccessEvent]:
    found = AccessEvent.objects.filter(user_id=user.pk, verb=AccessEvent.Verb.REFUSED, at__gt=since)
    return found.filter(kind="emergency", detail=WRONG_NUMBER)


def break_glass(number: str, *, by: User, reason: str, at: datetime) -> Glass:
    """Open the file of the child with this number to one person for a while, and tell who answers.

    The same person twice, or with two clicks, has one: the first one’s time is not stretched. A wrong
    number is kept as an attempt although it is refused.
    :raises Refused: the same for a number that does not exist and for one out of reach.
    """
    refuse_if(why_not_ask(by=by, reason=reason))
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=by.pk)
        user.wear(by.hats())
        mine = Person.objects.filter(pk__in=Glass.objects.live().filter(user=user).values("child"))
        if known := mine.numbered(number):
            return Glass.objects.live().get(child=known, user=user)
        refuse_if(why_not_another(user, at=at))
        child = within_reach(user).numbered(number)
        if child:
            return _broken(child, user=user, reason=reason, at=at)
        _tried_in_vain(user, at=at)
    wrong = "No child of your authority has this number. Check it. If you have only a name, ask about it."
    raise Refused([Refusal(wrong, mend="number")])


def _broken(child: Person, *, user: User, reason: str, at: datetime) -> Glass:
    until = at + timedelta(minutes=settings.BREAK_GLASS_MINUTES)
    calendar = calendar_of(child.authority.partnership_id)
    made = Glass.objects.create(
        child=child,
        user=user,
        reason=reason.strip(),
        at=at,
        until=until,
        review_due_at=due_moment(calendar, at, settings.BREAK_GLASS_REVIEW_DAYS, "working_days"),
    )
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
    since = at - timedelta(hours=settings.BREAK_GLASS_SERIES_HOURS)
    if (files := Glass.objects.filter(user=user, at__gt=since).count()) > 1:
        _tell_series(user, f"glass:{made.pk}", files=files, wrong=_wrong(user, since=since).count(), at=at)
    return made


def _tried_in_vain(user: User, *, at: datetime) -> None:
    refused = AccessEvent.Verb.REFUSED
    agency = user.case_work_ids()[0]
    door.note(refused, user_id=user.pk, agency_id=agency, kind="emergency", detail=WRONG_NUMBER)
    wrong = _wrong(user, since=at - DAY).count()
    if wrong in (WRONG_IN_A_ROW, settings.BREAK_GLASS_WRONG_NUMBERS):
        files = Glass.objects.filter(user=user, at__gt=at - DAY).count()
        _tell_series(user, f"wrong:{at:%Y-%m-%dT%H}:{wrong}", files=files, wrong=wrong, at=at)


def _tell_series(user: User, key: str, *, files: int, wrong: int, at: datetime) -> None:
    """To information governance and the head of service: it is about a person, and names no child."""
    roles = (Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
    people = User.objects.holding(*roles, agency_ids=user.case_work_ids()).exclude(pk=user.pk)
    outbox.tell_each(
        people.order_by("pk"),
        key=f"glass-series:{user.pk}:{key}",
        kind="glass_series",
        reference=f"EA-{tagged(user.pk)}",
        path="/emergency/review/",
        at=at,
        facts={"files": files, "wrong": wrong},
    )


@dataclass(frozen=True)
class Series:
    """What one person did by emergency access on one day of London’s calendar, more than once."""

    user: User
    on: date
    files: int
    wrong: int


def series(user: User, *, at: datetime) -> list[Series]:
    """The series of the last thirty days, newest first, for governance and the head of service: no child."""
    authorities = user.agency_ids_as(Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
    if not authorities:
        return []
    since, refused = at - LISTED, AccessEvent.Verb.REFUSED
    workers = User.objects.filter(memberships__agency__in=authorities).values("pk")
    opened: Iterable[tuple[int, datetime]] = Glass.objects.filter(
        at__gt=since, child__authority__in=authorities
    ).values_list("user", "at")
    tried: Iterable[tuple[int | None, datetime]] = (
        AccessEvent.objects.filter(
            at__gt=since, verb=refused, kind="emergency", detail=WRONG_NUMBER, user_id__in=workers
        )
        .filter(agency_id__in=authorities)
        .values_list("user_id", "at")
    )
    files, wrong = (Counter((who, _day(when)) for who, when in found) for found in (opened, tried))
    people = User.objects.in_bulk({who for who, _ in [*files, *wrong] if who and who != user.pk})
    found = [
        Series(people[who], on, files[who, on], wrong[who, on])
        for who, on in {*files, *wrong}
        if who in people and (files[who, on] > 1 or wrong[who, on] >= WRONG_IN_A_ROW)
    ]
    return sorted(found, key=lambda each: (each.on, each.user.pk), reverse=True)


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


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


# --- a review that is late ----------------------------------------------------------------


def steps(glass: Glass) -> Iterator[tuple[str, datetime, list[User]]]:
    """Name, moment and whom it tells: who answers, then service manager, then head [ours]."""
    child, due = glass.child, glass.review_due_at
    calendar = calendar_of(child.authority.partnership_id)
    people = User.objects.of(child.authority)
    told = who_answers(child, but=glass.user)
    yield "overdue", due, told
    for days, role in ((1, Role.SERVICE_MANAGER), (2, Role.HEAD_OF_SERVICE)):
        more = who_may_know(child.pk, people.holding(role).exclude(pk=glass.user_id))
        told = [*told, *(user for user in more if user != glass.user)]
        yield f"+{days}", due_moment(calendar, due, days, "working_days"), told


def remind(*, at: datetime) -> int:
    """Tell of the latest step of each late review, once. Returns of how many was told."""
    told = 0
    late = Glass.objects.to_review().filter(review_due_at__lt=at).select_related("child__authority", "user")
    for glass in late.order_by("pk"):
        step, _, people = [step for step in steps(glass) if step[1] < at][-1]
        outbox.tell_each(
            people,
            key=f"glass-review:{glass.pk}:{step}",
            kind="overdue",
            reference=glass.child.ref,
            path="/emergency/review/",
            at=at,
            facts={"due": glass.review_due_at.isoformat()},
        )
        told += 1
    return told
