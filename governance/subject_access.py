"""Subject access: gather a child’s file, withhold what is not the asker’s, have it looked at, release it.

1. The file is gathered once, and never changed: what is withheld lies over it.
2. What the record restricts, and what the finder takes for somebody else’s, is withheld from the beginning.
3. Every mark is settled by a person with a reason before a second person looks at the whole.
4. The PDF is made when that person agrees, and holds nothing of what is withheld.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies.models import User
from agencies.roles import Role
from children.models import Person, PersonQuerySet
from deadlines.calendar import LONDON, add_months
from governance import gathering, proposing, reading
from governance.models import (
    OF_A_PARENT,
    Asker,
    Gathered,
    Mark,
    Reason,
    Released,
    SecondLook,
    SubjectAccess,
)
from governance.redaction import Text, texts
from records.passages import digest_of
from records.pdf import to_pdf
from records.refusals import Refusal, WhyNot, refuse_if

State = SubjectAccess.State
STAYS = "Police-sensitive and legally privileged passages stay withheld: only their agency can widen them."
FEWEST = 3  # characters that are withheld wherever they stand
MONTHS, MORE_MONTHS = 1, 3  # UK GDPR Article 12(3): one month, and two further ones where it is complex


def files_for(user: User) -> PersonQuerySet:
    """The children whose file this person may gather: those of the authority they govern."""
    governed = user.governed_ids()
    return Person.objects.children().filter(authority__in=governed)


def takes_part(user: User) -> bool:
    return user.holds(Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)


def _governs(request: SubjectAccess, user: User) -> bool:
    return user.holds(Role.INFORMATION_GOVERNANCE, agency_id=request.child.authority_id)


# --- open ----------------------------------------------------------------------------------


def why_not_open(child: Person, *, by: User) -> WhyNot:
    if not files_for(by).filter(pk=child.pk).exists():
        yield Refusal("Only information governance answers a request for a file.")


def _why_not_so(
    *, asker: str, asker_name: str, checked: str, received_on: date | None, at: datetime
) -> WhyNot:
    if asker not in Asker.values:
        yield Refusal("Choose who asks.", mend="asker")
    if not asker_name.strip():
        yield Refusal("Enter the name of whoever asks.", mend="asker_name")
    if not checked.strip():
        yield Refusal("Say how you saw who they are and that they may ask.", mend="checked")
    if received_on is None:
        yield Refusal("Enter the day on which the request was complete.", mend="received_on")
    elif received_on > at.astimezone(LONDON).date():
        yield Refusal("The request cannot have come in the future.", mend="received_on")
    elif received_on < date(2018, 5, 25):
        yield Refusal("The right of access is that of 25 May 2018. Check the year.", mend="received_on")


@transaction.atomic
def open_request(
    child: Person,
    *,
    asker: str,
    asker_name: str,
    checked: str,
    received_on: date | None,
    by: User,
    at: datetime,
) -> SubjectAccess:
    """Gather the file as it is now, and mark what is restricted and what is somebody else’s.

    `received_on` is the day on which the request was complete, in London; the reply is due a month later.
    The same request opened twice is one.
    """
    refuse_if(
        [
            *why_not_open(child, by=by),
            *_why_not_so(asker=asker, asker_name=asker_name, checked=checked, received_on=received_on, at=at),
        ]
    )
    assert received_on
    facts = {"child": child, "asker_name": asker_name.strip(), "received_on": received_on}
    try:
        with transaction.atomic():
            made = SubjectAccess.objects.create(
                **facts, asker=asker, checked=checked.strip(), due_on=add_months(received_on, MONTHS),
                opened_at=at, opened_by=by,
            )  # fmt: skip
    except IntegrityError:
        return SubjectAccess.objects.open().get(**facts)
    parts = gathering.gather(child, at=at)
    plain = [part.as_json() for part in parts]
    Gathered.objects.create(request=made, parts=plain, sha256=digest_of(plain), at=at)
    Mark.objects.bulk_create(proposing.proposed(made, parts, at=at))
    return made


# --- redact --------------------------------------------------------------------------------


def why_not_redact(request: SubjectAccess, *, by: User) -> WhyNot:
    if not _governs(request, by):
        yield Refusal("Only information governance decides what is withheld.")
    if request.state != State.REDACTING:
        yield Refusal(f"This file is {request.get_state_display().lower()} and cannot be changed.")


def _why_not_reason(request: SubjectAccess, reason: str) -> WhyNot:
    if reason not in Reason.values:
        yield Refusal("Choose why it is withheld.", mend="reason")
    elif reason in OF_A_PARENT and request.asker != Asker.PARENT:
        label = Reason(reason).label.lower()
        yield Refusal(f"“{label}” holds against a parent who asks, not against the child.", mend="reason")


@transaction.atomic
def withhold(
    pk: int,
    *,
    part: int,
    place: str,
    words: str,
    everywhere: bool,
    reason: str,
    note: str,
    by: User,
    at: datetime,
) -> int:
    """Withhold these words of one text, or without words all of it; `everywhere` in the file, if asked.

    Returns how many places are marked now that were not.
    """
    request = _locked(pk)
    refuse_if([*why_not_redact(request, by=by), *_why_not_reason(request, reason)])
    words = words.strip()
    if everywhere and len(words) < FEWEST:
        refuse_if([Refusal("Give more of the words: these stand in nearly every line.", mend="words")])
    found = _places(request, part=part, place=place, words=words, everywhere=everywhere)
    if not found:
        refuse_if([Refusal("These words do not stand there. Copy them as they are.", mend="words")])
    made = [
        Mark(
            request=request, part=number, place=text.place, begins=begins, ends=ends, by=Mark.By.PERSON,
            words=text.text[begins:ends][:120], reason=reason, note=note.strip(), put_at=at, put_by=by,
            confirmed_at=at, confirmed_by=by,
        )
        for number, text, begins, ends in found
    ]  # fmt: skip
    before = request.marks.standing().count()
    Mark.objects.bulk_create(made, ignore_conflicts=True)
    return request.marks.standing().count() - before


def _places(
    request: SubjectAccess, *, part: int, place: str, words: str, everywhere: bool
) -> list[tuple[int, Text, int, int]]:
    found = []
    for number, each in enumerate(reading.parts_of(request)):
        for text in texts(each):
            here = number == part and text.place == place
            if here and not words and text.text:
                found.append((number, text, 0, len(text.text)))
            elif words and (here or everywhere):
                found += [
                    (number, text, begins, begins + len(words)) for begins in _occurrences(text.text, words)
                ]
    return found


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Where the words begin, with capitals or without."""
    plain, wanted = (_lower(each) for each in (text, words))
    at = plain.find(wanted)
    while at >= 0:
        yield at
        at = plain.find(wanted, at + len(wanted))


def _lower(text: str) -> str:
    """Without capitals, letter for letter."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@transaction.atomic
def keep(pk: int, *, marks: Iterable[int], reason: str, by: User, at: datetime) -> int:
    """Confirm these marks; `reason` replaces the one that was proposed, if it is given."""
    request = _locked(pk)
    refuse_if(why_not_redact(request, by=by))
    if reason:
        refuse_if(_why_not_reason(request, reason))
    chosen = request.marks.proposed().filter(pk__in=marks)
    if not reason and chosen.filter(reason="").exists():
        refuse_if([Refusal("Choose why it is withheld.", mend="reason")])
    facts = {"confirmed_at": at, "confirmed_by": by}
    return chosen.update(**facts, reason=reason) if reason else chosen.update(**facts)


@transaction.atomic
def lift(pk: int, *, marks: Iterable[int], because: str, by: User, at: datetime) -> int:
    """Withhold these no longer. What the finder took for somebody else’s by mistake needs no words."""
    request = _locked(pk)
    refuse_if(why_not_redact(request, by=by))
    chosen = request.marks.standing().filter(pk__in=marks)
    if chosen.filter(locked=True).exists():
        refuse_if([Refusal(STAYS)])
    mistaken = chosen.filter(by=Mark.By.FINDER, confirmed_at=None).exclude(found=proposing.REPEATED)
    if not because.strip() and chosen.exclude(pk__in=mistaken.values("pk")).exists():
        refuse_if([Refusal("Say why this may be read.", mend="because")])
    return chosen.update(lifted_at=at, lifted_by=by, lifted_because=because.strip())


def settled_at_once(request: SubjectAccess, *, mark: int) -> list[int]:
    """The keys of every open proposal that reads as this one does."""
    proposed = request.marks.proposed()
    same = proposed.filter(pk=mark).values("found", "words").first()
    return list(proposed.filter(**same).values_list("pk", flat=True)) if same else []


# --- the second person ---------------------------------------------------------------------


def why_not_send(request: SubjectAccess, *, by: User) -> WhyNot:
    yield from why_not_redact(request, by=by)
    if left := request.marks.proposed().count():
        yield Refusal(f"{left} marks are not settled yet: keep each, or take it off.")


@transaction.atomic
def send(pk: int, *, by: User, at: datetime) -> SubjectAccess:
    """To a second person; nothing is changed while it waits there."""
    request = _locked(pk)
    if request.state == State.SENT and request.sent_by == by:
        return request
    refuse_if(why_not_send(request, by=by))
    request.state, request.sent_at, request.sent_by = State.SENT, at, by
    request.save()
    return request


def why_not_review(request: SubjectAccess, *, by: User) -> WhyNot:
    if request.state != State.SENT:
        yield Refusal(f"This file is {request.get_state_display().lower()}: there is nothing to look at.")
    if not takes_part(by) or by.hat_in(request.child.authority_id) is None:
        yield Refusal("A second person of information governance, or the head of service, looks at it.")
    settled = request.marks.filter(Q(confirmed_by=by) | Q(lifted_by=by))
    if by == request.sent_by or settled.exists():
        yield Refusal("You decided what is withheld. A second person must look at it.")


def _why_not_seen(request: SubjectAccess, seen: str) -> WhyNot:
    if not seen or seen != request.sending:
        yield Refusal("The file was sent again after you opened this page. Read it once more.")


@transaction.atomic
def send_back(pk: int, *, said: str, seen: str, by: User, at: datetime) -> SubjectAccess:
    request = _locked(pk)
    refuse_if([*why_not_review(request, by=by), *_why_not_seen(request, seen)])
    if not said.strip():
        refuse_if([Refusal("Say what is to be changed.", mend="said")])
    _looked(request, agreed=False, said=said, by=by, at=at)
    request.state = State.REDACTING
    request.save()
    return request


def _looked(request: SubjectAccess, *, agreed: bool, said: str, by: User, at: datetime) -> None:
    assert request.sent_by
    SecondLook.objects.create(
        request=request, sent_by=request.sent_by, by=by, at=at, agreed=agreed, said=said.strip()
    )


@transaction.atomic
def release(pk: int, *, said: str, seen: str, by: User, at: datetime) -> SubjectAccess:
    """The second person agrees: what is released is fixed, and the PDF made. `seen` is its `sending`."""
    request = _locked(pk)
    if request.state == State.RELEASED and request.closed_by == by:
        return request  # the same click twice
    refuse_if([*why_not_review(request, by=by), *_why_not_seen(request, seen)])
    _looked(request, agreed=True, said=said, by=by, at=at)
    content = reading.as_released(request)
    made = Released(request=request, content=content, sha256=digest_of(content), at=at)
    pdf = to_pdf(reading.html_of(made))
    made.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    made.pdf.save(f"{request.ref}.pdf", ContentFile(pdf), save=False)
    made.save()
    request.state, request.closed_at, request.closed_by = State.RELEASED, at, by
    request.save()
    return request


# --- the clock, and the end ----------------------------------------------------------------


@transaction.atomic
def extend(pk: int, *, because: str, by: User, at: datetime) -> SubjectAccess:
    """Two further months for a complex request; whoever asked must be told within the first one."""
    request = _locked(pk)
    if not _governs(request, by) or request.given_on or request.state == State.WITHDRAWN:
        refuse_if([Refusal("Only information governance extends a request that is not answered.")])
    if request.extended_because:
        refuse_if([Refusal("It was extended already. There is no further extension.")])
    if at.astimezone(LONDON).date() > request.due_on:
        refuse_if([Refusal("The month is over: it cannot be extended any more.")])
    if not because.strip():
        refuse_if([Refusal("Say why it is complex, as whoever asked was told.", mend="because")])
    request.due_on = add_months(request.received_on, MORE_MONTHS)
    request.extended_because = because.strip()
    request.save()
    return request


@transaction.atomic
def withdraw(pk: int, *, because: str, by: User, at: datetime) -> SubjectAccess:
    request = _locked(pk)
    if request.state == State.WITHDRAWN:
        return request
    if not _governs(request, by) or request.state == State.RELEASED:
        refuse_if([Refusal("Only information governance ends a request, before the file is released.")])
    if not because.strip():
        refuse_if([Refusal("Say why the request ends without an answer.", mend="because")])
    request.state, request.closed_at, request.closed_by = State.WITHDRAWN, at, by
    request.withdrawn_because = because.strip()
    request.save()
    return request


@transaction.atomic
def give(pk: int, *, given_on: date | None, given_how: str, by: User, at: datetime) -> SubjectAccess:
    """The file reached whoever asked: the clock ends on that day."""
    request = _locked(pk)
    if not _governs(request, by) or request.state != State.RELEASED:
        refuse_if([Refusal("Information governance notes it once the file is released.")])
    if request.given_on:
        return request
    assert request.closed_at
    if given_on is None or not given_how.strip():
        refuse_if([Refusal("Enter the day, and how the file was handed over.", mend="given_on")])
    first, last = (moment.astimezone(LONDON).date() for moment in (request.closed_at, at))
    if given_on and not first <= given_on <= last:
        when = "It is handed over once it is released, and not in the future."
        refuse_if([Refusal(when, mend="given_on")])
    request.given_on, request.given_how = given_on, given_how.strip()
    request.save()
    return request


def _locked(pk: int) -> SubjectAccess:
    found = SubjectAccess.objects.select_for_update(of=("self",))
    return found.select_related("child__authority", "sent_by", "closed_by").get(pk=pk)
