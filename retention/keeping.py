"""How long one file is kept: what the schedule says of it, what stops that it goes, who keeps it longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from actions.models import Action
from agencies.models import Agency, User
from children.models import Glass, Person
from deadlines.calendar import LONDON, add_months
from governance.models import SubjectAccess
from records.fields import day_in_words
from records.models import Record
from records.refusals import Refusal, Refused, WhyNot, refuse_if
from records.states import UNFINISHED
from retention import files
from retention.models import Destruction, KeptLonger, LegalHold
from retention.schedule import Rule, applying, died_young, ends_of, rules_for

OLDEST = 150  # years: nobody is older


def why_not_yours(authority_id: int, *, by: User) -> WhyNot:
    if authority_id not in by.governed_ids():
        yield Refusal("Only information governance decides how long a file is kept.")


# --- how long --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How one file stands: what belongs to it, until when each rule keeps it, and what stops that it goes."""

    file: files.File
    last: date  # of the last entry, in London
    ends: list[tuple[Rule, date]]  # the longest first
    kept_until: date | None
    stops: list[Refusal]

    @property
    def due_on(self) -> date:
        """The first day on which nothing keeps it any more."""
        return max(self.ends[0][1], self.kept_until) if self.kept_until else self.ends[0][1]

    @property
    def rule(self) -> str:
        rule, _ = self.ends[0]
        return f"{rule.title}: {rule.in_words}"

    def why_kept(self, *, at: datetime) -> WhyNot:
        """Every reason for which it may not go now."""
        if self.due_on > at.astimezone(LONDON).date():
            yield Refusal(f"It is kept until {day_in_words(self.due_on.isoformat())}.")
        yield from self.stops


def standing(child: Person, *, at: datetime) -> Standing:
    """How the file of this child stands at this moment, counted anew from what it holds."""
    file = files.file_of(child)
    last = files.last_written(file, at=at).astimezone(LONDON).date()
    kept = KeptLonger.objects.filter(child=child).order_by("-pk").first()
    return Standing(
        file=file,
        last=last,
        ends=ends_of(rules_for(child.authority.partnership_id), codes_of(child), **days_of(child), last=last),
        kept_until=kept.until if kept else None,
        stops=list(_stops(child, file)),
    )


def born(child: Person) -> date:
    day = child.born_on or child.expected_on
    assert day  # the database asks for one of them
    return day


def days_of(child: Person) -> dict[str, Any]:
    """What the schedule counts from besides the last entry."""
    return {"born": born(child), "died": child.died_on}


def codes_of(child: Person) -> list[str]:
    """What of the schedule applies: the kinds of the child’s records; whether it ever was looked after."""
    kinds = Record.objects.filter(child=child).values_list("kind", flat=True).distinct()
    events: Any = files.history_of(Person)
    ever = child.looked_after or events.objects.filter(pgh_obj=child, looked_after=True).exists()
    return applying(set(kinds), looked_after=ever, young=died_young(born(child), child.died_on))


def _stops(child: Person, file: files.File) -> Iterator[Refusal]:
    records = Record.objects.filter(child=child)
    for ref in records.filter(state__in=UNFINISHED).order_by("pk").values_list("ref", flat=True):
        yield Refusal(f"{ref} is not finished.")
    unsettled = [Action.State.OPEN, Action.State.DONE]
    if count := Action.objects.filter(records__in=records, state__in=unsettled).distinct().count():
        yield Refusal(f"Actions that are not done and reviewed: {count}.")
    if child.on_plan:
        yield Refusal("The child is on a child protection plan.")
    asked = SubjectAccess.objects.unanswered().filter(child=child)
    for ref in asked.order_by("pk").values_list("ref", flat=True):
        yield Refusal(f"Somebody has asked for this file and waits for it: {ref}.")
    if Glass.objects.to_review().filter(child=child).exists():
        yield Refusal("An emergency access to it is not reviewed yet.")
    for hold in LegalHold.objects.on(child).order_by("pk"):
        what = "this file" if hold.child_id else "everything the authority keeps"
        yield Refusal(f"A legal hold stands on {what}: {hold.ref}.")
    if _of_others(child, file):
        yield Refusal("A record of another child hangs on a row of this file: have it looked at.")


def _of_others(child: Person, file: files.File) -> bool:
    keys: set[int] = set()
    for model, found in file.rows.items():
        if issubclass(model, Record):
            keys |= found
    return Record.objects.filter(pk__in=keys).exclude(child=child).exists()


GONE = "There is no such file any more."


def still_there(pk: int) -> Person:
    """The child, locked until the transaction ends. Errors: `Refused` once the file was destroyed."""
    found = Person.objects.children().select_for_update(of=("self",)).filter(pk=pk)
    child = found.select_related("authority").first()
    if child is None:
        raise Refused([Refusal(GONE)])
    return child


@transaction.atomic
def keep_longer(pk: int, *, until: date | None, reason: str, by: User, at: datetime) -> KeptLonger:
    """The file stays until this day, whatever the schedule says. The latest such decision counts."""
    child = still_there(pk)
    refuse_if(why_not_yours(child.authority_id, by=by))
    today = at.astimezone(LONDON).date()
    why: list[Refusal] = []
    if until is None:
        why.append(Refusal("Enter the day until which it is kept.", mend="until"))
    elif until <= today:
        why.append(Refusal("Enter a day in the future.", mend="until"))
    elif until > add_months(born(child), 12 * OLDEST):
        why.append(Refusal("Nobody is that old. Check the year.", mend="until"))
    if not reason.strip():
        why.append(Refusal("Say why it is kept longer.", mend="reason"))
    if Destruction.objects.under_way().filter(child_id=child.pk).exists():
        why.append(Refusal("Its destruction is proposed. Say there why it is kept."))
    refuse_if(why)
    assert until
    return KeptLonger.objects.create(child=child, until=until, reason=reason.strip(), at=at, by=by)


def keep_still(authority_id: int) -> None:
    """Whoever holds or destroys files of an authority waits for the other. Nobody else waits."""
    Agency.objects.select_for_update(no_key=True).get(pk=authority_id)
