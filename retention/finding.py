"""Which files are due for a review: asked once an hour of every file, exactly of those that may be."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from agencies.models import Agency, User
from agencies.roles import Kind, Role
from children.models import Person
from deadlines.calendar import LONDON
from notices import outbox
from records.models import Record
from records.states import UNFINISHED
from retention.keeping import born, days_of, standing
from retention.models import Destruction, DueFile
from retention.schedule import Rule, applying, died_young, ends_of, rules_for


def find(*, at: datetime) -> int:
    """Note every file whose time is over and that nothing stops. Returns how many are due."""
    return sum(_find(authority, at=at) for authority in Agency.objects.filter(kind=Kind.CSC).order_by("pk"))


@transaction.atomic
def _find(authority: Agency, *, at: datetime) -> int:
    rules = rules_for(authority.partnership_id)
    found: dict[int, DueFile] = {}
    for child in _candidates(authority, rules, on=at.astimezone(LONDON).date()):
        how = standing(child, at=at)
        if not any(how.why_kept(at=at)):
            found[child.pk] = DueFile(child=child, due_on=how.due_on, rule=how.rule, found_at=at)
    known = DueFile.objects.filter(child__authority=authority)
    known.exclude(child__in=found).delete()
    before = set(known.values_list("child", flat=True))
    new = [due for child, due in found.items() if child not in before]
    DueFile.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        _tell(authority, len(found), at=at)
    return len(found)


def _candidates(authority: Agency, rules: dict[str, Rule], *, on: date) -> Iterator[Person]:
    """Those whose time may be over: the file is at least as young as its newest record."""
    children = Person.objects.children().filter(authority=authority, on_plan=False)
    unfinished = Record.objects.filter(child=OuterRef("pk"), state__in=UNFINISHED)
    under_way = Destruction.objects.under_way().filter(child_id=OuterRef("pk"))
    plain = (
        children.exclude(Exists(unfinished))
        .exclude(Exists(under_way))
        .annotate(
            newest=Max("records__created_at"),
            kinds=ArrayAgg("records__kind", distinct=True, filter=Q(records__isnull=False), default=[]),
        )
    )
    for child in plain.select_related("authority").order_by("pk").iterator():
        newest = (child.newest or child.created_at).astimezone(LONDON).date()
        young = died_young(born(child), child.died_on)
        codes = applying(child.kinds, looked_after=child.looked_after, young=young)
        if ends_of(rules, codes, **days_of(child), last=newest)[0][1] <= on:
            yield child


def _tell(authority: Agency, count: int, *, at: datetime) -> None:
    people = User.objects.holding(Role.INFORMATION_GOVERNANCE, agency_ids=[authority.pk]).order_by("pk")
    outbox.tell_each(
        people,
        key=f"retention_due:{authority.pk}:{at.astimezone(LONDON):%Y-%m}",  # once a month
        kind="retention_due",
        reference="Retention",
        path="/retention/",
        at=at,
        facts={"count": count},
    )
