"""Who has looked at a child’s file: read by managers and information governance (§9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from agencies.models import User
from agencies.roles import CSC_MANAGERS, Role
from audit.door import NAME
from audit.models import AccessEvent
from children.models import LookReason, Person, PersonQuerySet, hidden_from
from children.reach import REASON
from children.restriction import standing
from deadlines.calendar import LONDON
from retention.models import Destruction


@dataclass(frozen=True)
class Look:
    """One line: when, who with which hats they wear now, what they did with what."""

    at: datetime
    name: str
    hats: str
    verb: str
    kind: str
    ref: str
    detail: str = ""


OPENED = "opened"  # instead of a verb: all but the lists on which the name stood
# What the kinds of access events are called, where the word alone does not say it.
KINDS = {
    "child": "The file",
    NAME: "The name, on a list or beside another child",
    REASON: "Said why they open the file",
    "looked": "Who has looked",
}


@dataclass(frozen=True)
class Asked:
    """What is asked for: part of a name, a verb, days of London’s calendar, both included."""

    who: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class File:
    """The file that is asked about: a child’s, or one that was destroyed, of which who looked is left."""

    pk: int  # of the child
    ref: str
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def restricted(self) -> bool:
        return standing(self.pk) is not None


ASKING = (*CSC_MANAGERS, Role.INFORMATION_GOVERNANCE)


def may_ask(user: User) -> bool:
    return user.holds(*ASKING)


def files_for(user: User) -> PersonQuerySet:
    """The children about whose files this person may ask: a manager’s own authority’s, and governance’s.

    Restricted cases exist for governance, and for a manager who is named.
    """
    children = Person.objects.children()
    governed = user.governed_ids()
    managed = user.agency_ids_as(*CSC_MANAGERS)
    return children.filter(Q(authority__in=governed) | Q(authority__in=managed) & ~hidden_from(user))


def file_of(user: User, ref: str) -> File | None:
    """The file with this reference, if this person may ask about it; governance about a destroyed one too."""
    child = files_for(user).filter(ref=ref).first()
    return File(child.pk, child.ref, str(child)) if child else _destroyed(user, ref)


def numbered(user: User, number: str) -> File | None:
    """The same by reference, case number or NHS number; what was destroyed by its reference alone."""
    child = files_for(user).numbered(number)
    return File(child.pk, child.ref, str(child)) if child else _destroyed(user, number.strip())


def _destroyed(user: User, ref: str) -> File | None:
    gone = Destruction.objects.filter(
        state=Destruction.State.DESTROYED, child_ref__iexact=ref, authority__in=user.governed_ids()
    ).first()
    return File(gone.child_id, gone.child_ref, f"a child, destroyed by {gone.ref}") if gone else None


def looks(file: File, asked: Asked) -> "QuerySet[AccessEvent]":
    """Newest first; read from the index of the child."""
    events = AccessEvent.objects.filter(child_id=file.pk).order_by("-at", "-pk")
    if asked.who:
        events = events.filter(user_id__in=User.objects.filter(name__icontains=asked.who).values("pk"))
    if asked.verb == OPENED:
        events = events.exclude(kind=NAME)
    elif asked.verb:
        events = events.filter(verb=asked.verb)
    if asked.since:
        events = events.filter(at__gte=_begins(asked.since))
    if asked.until:
        events = events.filter(at__lt=_begins(asked.until + timedelta(days=1)))
    return events


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def told(events: Iterable[AccessEvent]) -> list[Look]:
    """The events in words, with the people of all of them read at once."""
    events = list(events)
    people = User.objects.filter(pk__in={e.user_id for e in events if e.user_id})
    names = {u.pk: u for u in people.prefetch_related("memberships__agency")}
    said = {e.child_id for e in events if e.kind == REASON}
    reasons = list(LookReason.objects.filter(child__in=said).order_by("-at")) if said else []
    return [
        Look(
            at=e.at,
            name=names[e.user_id].name if e.user_id in names else "Nobody signed in",
            hats=_hats(names.get(e.user_id or 0)),
            verb=e.get_verb_display(),
            kind=KINDS.get(e.kind, e.kind),
            ref=e.ref,
            detail=_detail(e, reasons),
        )
        for e in events
    ]


def _detail(event: AccessEvent, reasons: list[LookReason]) -> str:
    """The reason in the words of who gave it, as long as the file has them; or of what kind a refusal was."""
    if event.kind != REASON:
        return event.detail
    mine = (r for r in reasons if r.user_id == event.user_id and r.at <= event.at)
    words = next((r.words for r in mine), "")
    return f"{event.detail}. {words}".strip()


def _hats(user: User | None) -> str:
    if user is None:
        return ""
    return "; ".join(
        f"{m.title}, {m.agency}{', left' if m.ended_at else ''}"
        for m in sorted(user.memberships.all(), key=lambda m: m.pk)
    )
