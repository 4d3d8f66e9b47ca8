"""Looks at files that somebody should ask about: found by rule, listed for review (§9).

A rule proves nothing. It says why a look stands out; information governance asks, and writes down what
came of it. What was reviewed is not listed again.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies.models import Agency, Membership, User
from agencies.roles import WHOLE_SERVICE, Role
from audit import door
from audit.models import AccessEvent, LookReview
from children.models import Glass, LookReason, Person, Relationship
from deadlines.calendar import LONDON
from records.models import NamedShare, Record
from records.refusals import Refusal, Refused, WhyNot, refuse_if
from strategy.models import Participant

DAYS = timedelta(days=30)  # how far back is asked
REFUSALS = 5  # in an hour
RULES = {
    "surname": "Has the surname of the child or of somebody in the family",
    "address": "Lives at the postcode of the child or of somebody in the family",
    "many": "Opened the files of many children within an hour",
    "out": "Opened the file of a child with whom neither they nor their team has work",
    "refused": "Tried again and again within an hour to open what is not theirs",
}
FOUND = ("search", "reason", "restricted", "emergency_review")  # found, or listed: not opened
# What somebody tries, by the kind of the access event; everything else is a page that is not theirs.
TRIED = {
    "record": "records",
    "child": "children’s files",
    "children": "children’s files",
    "emergency": "numbers in emergency access",
    "receipt": "what was shared with another agency",
    "action": "actions",
    "evidence": "evidence",
    "clock": "clocks",
    "invitation": "invitations",
    "agreement": "agreements",
}
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Unusual:
    """One person, one day of London’s calendar, one rule; and one child, where the rule is about one."""

    rule: str
    user: User
    on: date
    why: str
    child: Person | None = None

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.user.pk}:{self.child.pk if self.child else ''}:{self.on.isoformat()}"

    @property
    def title(self) -> str:
        return RULES[self.rule]


def listed_for(user: User, *, at: datetime) -> list[Unusual]:
    """What stands out of the last thirty days and nobody has reviewed, newest first."""
    found = list(_found(user.governed_ids(), since=at - DAYS))
    reviewed = set(LookReview.objects.filter(key__in=[u.key for u in found]).values_list("key", flat=True))
    return sorted((u for u in found if u.key not in reviewed), key=lambda u: (u.on, u.key), reverse=True)


def _found(authorities: list[int], *, since: datetime) -> Iterator[Unusual]:
    theirs = Person.objects.filter(authority__in=authorities, is_child=True)
    events = AccessEvent.objects.filter(
        at__gte=since, child_id__in=theirs.values("pk"), user_id__isnull=False
    )
    # To be named on a list, or beside a brother or sister, is no look that somebody chose.
    chosen = events.exclude(verb="refused").exclude(kind=door.NAME)
    looks: list[Any] = list(chosen.values_list("user_id", "child_id", "at").order_by("at"))
    people = {u.pk: u for u in User.objects.filter(pk__in={user for user, _, _ in looks})}
    files = {p.pk: p for p in theirs.filter(pk__in={child for _, child, _ in looks})}
    days = {(user, child, _day(at)) for user, child, at in looks if user in people}
    families = _families({child for _, child, _ in days})
    for user, child, on in days:
        yield from _related(people[user], files[child], families[child], on)
    files_opened: Any = chosen.exclude(kind__in=FOUND).values_list("user_id", "child_id", "at").order_by("at")
    yield from _many(files_opened, people)
    opened: Any = events.filter(kind="child", verb="view").values_list("user_id", "child_id")
    yield from _out_of_role(set(opened), days, people, files, since=since)
    yield from _refused(authorities, since=since)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _families(children: set[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for relation in Relationship.objects.filter(child__in=children).select_related("person"):
        found[relation.child_id].append(relation.person)
    return found


def _related(user: User, child: Person, family: list[Person], on: date) -> Iterator[Unusual]:
    surname = user.name.split()[-1].casefold() if user.name.split() else ""
    everybody = [child, *family]
    names = {name for p in everybody for name in f"{p.family_name} {p.also_known_as}".casefold().split()}
    if surname in names:
        yield Unusual("surname", user, on, f"Both are called {user.name.split()[-1]}.", child)
    home = postcodes(user.home_postcode)
    if home and any(home & postcodes(p.address) for p in everybody):
        yield Unusual("address", user, on, "The postcodes are the same.", child)


def postcodes(text: str) -> set[str]:
    return {f"{out}{into}".upper() for out, into in POSTCODE.findall(text)}


def _many(looks: Iterable[tuple[int, int, datetime]], people: dict[int, User]) -> Iterator[Unusual]:
    """Whoever opened the files of more children within sixty minutes than is usual."""
    of: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for user, child, at in looks:
        of[user].append((at, child))
    for user, mine in of.items():
        most: dict[date, int] = {}
        begins, within = 0, Counter[int]()
        for at, child in mine:
            within[child] += 1
            while mine[begins][0] <= at - timedelta(hours=1):
                within[mine[begins][1]] -= 1
                within += Counter()  # forget those that are out of the hour
                begins += 1
            most[_day(at)] = max(most.get(_day(at), 0), len(within))
        for on, children in most.items():
            if user in people and children > settings.UNUSUAL_CHILDREN_IN_AN_HOUR:
                yield Unusual("many", people[user], on, f"{children} children within an hour.")


def _out_of_role(
    opened: set[tuple[int, int]],
    days: set[tuple[int, int, date]],
    people: dict[int, User],
    files: dict[int, Person],
    *,
    since: datetime,
) -> Iterator[Unusual]:
    """Whoever of another team looked into a file although nothing in it is theirs.

    Any case worker of the authority may, once they have said why: listed with what they said. It does not
    stand out when a record of the child is their team’s, they take part in one, or it was an emergency, which
    has its own review.
    """
    seen = _sees(people, since=since)
    records: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    theirs = Record.objects.filter(child__in={child for _, child in opened})
    for child, team, authority in theirs.values_list("child", "team", "authority"):
        records[child].append((team, authority))
    given = set(NamedShare.objects.filter(user__in=people).values_list("user", "content_object__child"))
    given |= set(Participant.objects.filter(user__in=people).values_list("user", "record__child"))
    given |= set(Glass.objects.filter(user__in=people).values_list("user", "child"))
    reasons = LookReason.objects.filter(user__in=people, at__gte=since).order_by("at")
    said = {(r.user_id, r.child_id): f"They said: {r.get_kind_display()}. {r.words}" for r in reasons}
    for user, child, on in days:
        if (user, child) not in opened or (user, child) in given or not records[child]:
            continue
        teams, whole = seen[user]
        if not any(team in teams or authority in whole for team, authority in records[child]):
            why = f"No record of the child is their team’s. {said.get((user, child), 'They gave no reason.')}"
            yield Unusual("out", people[user], on, why, files[child])


def _sees(people: dict[int, User], *, since: datetime) -> dict[int, tuple[set[int], set[int]]]:
    """Each person’s teams, and the authorities all of whose cases they see or govern."""
    held = Membership.objects.filter(user__in=people).filter(Q(ended_at=None) | Q(ended_at__gte=since))
    found: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for user, agency, team, role in held.values_list("user", "agency", "team", "role"):
        teams, whole = found[user]
        if role in (*WHOLE_SERVICE, Role.INFORMATION_GOVERNANCE) or (
            role == Role.BUSINESS_SUPPORT and team is None
        ):
            whole.add(agency)
        elif team:
            teams.add(team)
    return found


def _refused(authorities: list[int], *, since: datetime) -> Iterator[Unusual]:
    """Whoever of their partnerships tried again and again what is not theirs.

    A slip of typing, a password that is wrong, a rule that says not yet: nothing of that is an attempt.
    """
    partners = Agency.objects.filter(partnership__agencies__in=authorities)
    staff = {u.pk: u for u in User.objects.filter(memberships__agency__in=partners).distinct()}
    events = AccessEvent.objects.filter(at__gte=since, verb="refused", user_id__in=staff)
    theirs = events.exclude(detail__in=[door.Why.RULE, door.Why.TYPING])
    theirs = theirs.exclude(kind__in=["session", "upload", "bad request"])  # of before they were told apart
    hours: dict[tuple[int, datetime], Counter[str]] = defaultdict(Counter)
    tried: Iterable[Any] = theirs.values_list("user_id", "at", "kind", "detail")
    for user, at, kind, why in tried:
        hour = at.astimezone(LONDON).replace(minute=0, second=0, microsecond=0)
        hours[user, hour][_tried(kind, why)] += 1
    worst: dict[tuple[int, date], Counter[str]] = {}
    for (user, hour), what in hours.items():
        most = worst.get((user, hour.date()))
        if what.total() >= REFUSALS and (most is None or what.total() > most.total()):
            worst[user, hour.date()] = what
    for (user, on), what in worst.items():
        said = ", ".join(f"{name} {number} times" for name, number in sorted(what.items()))
        yield Unusual("refused", staff[user], on, f"{what.total()} times within an hour: {said}.")


def _tried(kind: str, why: str) -> str:
    """In words what was tried, without saying of whom: it may be somebody nobody may know of."""
    if why == door.Why.TOO_MANY:
        return "more searches, exports or emergencies than a person has"
    return TRIED.get(kind, "pages that are not theirs")


# --- review -------------------------------------------------------------------------------


def why_not_review(unusual: Unusual | None, *, outcome: str, note: str, by: User) -> WhyNot:
    if not by.governed_ids():
        yield Refusal("Only information governance reviews who has looked at what.")
    if unusual is None:
        yield Refusal("This is reviewed already, or stands out no more.")
    elif unusual.user == by:
        yield Refusal("Nobody reviews their own looks: ask a colleague of information governance.")
    if outcome not in LookReview.Outcome.values:
        yield Refusal("Say what came of it.", mend="outcome")
    if not note.strip():
        yield Refusal("Say who was asked and what they answered.", mend="note")


@transaction.atomic
def review(key: str, *, outcome: str, note: str, by: User, at: datetime) -> LookReview:
    """Write down what came of asking; it is kept, and not listed again."""
    unusual = next((u for u in listed_for(by, at=at) if u.key == key), None)
    refuse_if(why_not_review(unusual, outcome=outcome, note=note, by=by))
    assert unusual
    return _kept(
        key=key,
        user_id=unusual.user.pk,
        child_id=unusual.child.pk if unusual.child else None,
        why=f"{unusual.title}. {unusual.why}"[:200],
        outcome=outcome,
        note=note.strip(),
        reviewed_at=at,
        reviewed_by_id=by.pk,
    )


def _kept(**facts: Any) -> LookReview:
    """Two reviews of the same at once: one is kept, the other told so."""
    try:
        with transaction.atomic():
            return LookReview.objects.create(**facts)
    except IntegrityError:
        raise Refused([Refusal("This is reviewed already, or stands out no more.")]) from None
