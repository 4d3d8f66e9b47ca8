"""How a file whose time is over goes: proposed, agreed by a second person, destroyed, certified.

1. Nothing goes by itself: information governance proposes it, with a reason that names nobody.
2. A second person agrees with a password, or says why it is kept. Both can still stop it for some days.
3. The owner of the tables destroys it, after asking everything once more: it stays if anything has changed.
4. A certificate stays, and what it says of the history is told to the chain of seals.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction

from agencies.models import User
from agencies.roles import Role
from audit.models import LetGo
from children.models import Person
from deadlines.calendar import LONDON
from governance.subject_access import takes_part
from notices import outbox
from records.models import Record
from records.passages import digest_of
from records.refusals import Refusal, WhyNot, refuse_if
from retention import files
from retention.keeping import GONE, Standing, keep_still, standing, still_there, why_not_yours
from retention.models import Certificate, Destruction, FileToErase

State = Destruction.State
SHORTEST = 3  # letters: a shorter word is not taken for a name
log = structlog.get_logger(__name__)


# --- the first person ------------------------------------------------------------------------


def why_not_propose(child: Person, how: Standing, *, by: User, at: datetime) -> WhyNot:
    """`how` is its standing at this moment."""
    yield from why_not_yours(child.authority_id, by=by)
    yield from how.why_kept(at=at)


@transaction.atomic
def propose(pk: int, *, reason: str, by: User, at: datetime) -> Destruction:
    """Say that this file may go, and why. The same file proposed twice is proposed once."""
    child = still_there(pk)
    how = standing(child, at=at)
    refuse_if([*why_not_propose(child, how, by=by, at=at), *_why_not_reason(reason, child, how)])
    made = Destruction(
        authority=child.authority, child_id=child.pk, child_ref=child.ref, due_on=how.due_on,
        reason=reason.strip(), proposed_at=at, proposed_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return Destruction.objects.under_way().get(child_id=child.pk)
    _tell(made, "retention_proposed", _second_people(made), at=at)
    return made


def _why_not_reason(reason: str, child: Person, how: Standing) -> WhyNot:
    if not reason.strip():
        yield Refusal("Say why it may go: what you looked at, and whom you asked.", mend="reason")
    elif named := _names_in(reason, how.file):
        yield Refusal(
            f"This stays when the file has gone. Say it without a name: {', '.join(named)}.", mend="reason"
        )


def _names_in(text: str, file: files.File) -> list[str]:
    """The words of `text` that are names in the file."""
    people = [file.child, *Person.objects.filter(relationships_to__child=file.child)]
    told = " ".join(f"{p.given_names} {p.family_name} {p.also_known_as}" for p in people)
    names = {_bare(word) for word in told.split()}
    return [word for word in text.split() if len(_bare(word)) >= SHORTEST and _bare(word) in names]


def _bare(word: str) -> str:
    return word.casefold().removesuffix("’s").removesuffix("'s").strip(".,;:()“”\"'’")


def _second_people(of: Destruction) -> Iterable[User]:
    people = User.objects.holding(
        Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE, agency_ids=[of.authority_id]
    )
    return [user for user in people.order_by("pk") if not any(why_not_agree(of, by=user))]


def _tell(of: Destruction, kind: str, people: Iterable[User], *, at: datetime) -> None:
    outbox.tell_each(
        people, key=f"{kind}:{of.pk}", kind=kind, reference=of.ref, path=f"/retention/{of.ref}/", at=at
    )


# --- the second person -----------------------------------------------------------------------


def why_not_agree(of: Destruction, *, by: User) -> WhyNot:
    if of.state != State.PROPOSED:
        yield Refusal(f"This file is {of.get_state_display().lower()}: there is nothing to agree.")
    seen = Destruction.objects.visible_to(by).filter(pk=of.pk)
    if not takes_part(by) or not seen.exists():
        yield Refusal("A second person of information governance, or the head of service, agrees.")
    if by == of.proposed_by:
        yield Refusal("You proposed it. A second person must agree.")


@transaction.atomic
def agree(pk: int, *, by: User, at: datetime) -> Destruction:
    """The second person agrees: it goes after `DESTRUCTION_WAITS_DAYS`, unless somebody stops it."""
    of = _locked(pk)
    if of.state == State.AGREED and of.agreed_by == by:
        return of  # the same click twice
    refuse_if(why_not_agree(of, by=by))
    refuse_if(_why_not_now(of, at=at))
    of.state, of.agreed_at, of.agreed_by = State.AGREED, at, by
    of.not_before = at + timedelta(days=settings.DESTRUCTION_WAITS_DAYS)
    of.save()
    return of


def _why_not_now(of: Destruction, *, at: datetime) -> WhyNot:
    child = of.child
    if child is None:
        yield Refusal(GONE)
    else:
        yield from standing(child, at=at).why_kept(at=at)


def why_not_keep(of: Destruction, *, by: User) -> WhyNot:
    if of.state not in (State.PROPOSED, State.AGREED):
        yield Refusal(f"This file is {of.get_state_display().lower()} already.")
    if not Destruction.objects.visible_to(by).filter(pk=of.pk).exists():
        yield Refusal("Information governance, or the head of service, says that it is kept.")


@transaction.atomic
def keep(pk: int, *, because: str, by: User, at: datetime) -> Destruction:
    """It is kept after all: either person, or a third, can say so until it has gone."""
    of = _locked(pk)
    if of.state == State.ENDED:
        return of
    refuse_if(why_not_keep(of, by=by))
    if not because.strip():
        refuse_if([Refusal("Say why it is kept.", mend="because")])
    return _kept(of, because=because.strip(), by=by, at=at)


def _kept(of: Destruction, *, because: str, by: User | None, at: datetime) -> Destruction:
    of.state, of.ended_at, of.ended_by, of.ended_because = State.ENDED, at, by, because
    of.save()
    told = [user for user in (of.proposed_by, of.agreed_by) if user and user != by]
    _tell(of, "retention_kept", told, at=at)
    return of


def _locked(pk: int) -> Destruction:
    found = Destruction.objects.select_for_update(of=("self",))
    return found.select_related("authority", "proposed_by", "agreed_by").get(pk=pk)


# --- the owner of the tables -----------------------------------------------------------------


def carry_out(*, at: datetime) -> list[Destruction]:
    """Destroy what was agreed and has waited; each in a transaction of its own. Returns what went.

    Only the owner of the tables can: for anybody else this does nothing. What cannot be destroyed stays
    agreed, is logged by its reference, and is tried again; the others go.
    """
    gone: list[Destruction] = []
    if not files.may_erase():
        return gone
    waiting = Destruction.objects.filter(state=State.AGREED, not_before__lte=at)
    for pk, ref in list(waiting.order_by("not_before", "pk").values_list("pk", "ref")):
        try:
            done = destroy(pk, at=at)
        except DatabaseError as fault:
            log.error("not_destroyed", reference=ref, fault=type(fault).__name__)
        else:
            gone += [done] if done.state == State.DESTROYED else []
    erase_stored()
    return gone


@transaction.atomic
def destroy(pk: int, *, at: datetime) -> Destruction:
    """Destroy the file, or, if anything stops it now, note that it is kept; once, however often called."""
    keep_still(Destruction.objects.get(pk=pk).authority_id)
    of = _locked(pk)
    if of.state != State.AGREED:
        return of
    child = _child_still(of)
    how = standing(child, at=at) if child else None
    if not child or not how or (reasons := list(how.why_kept(at=at))):
        because = " ".join(map(str, reasons)) if child else GONE
        return _kept(of, because=because[:2000], by=None, at=at)
    _certify(of, how, at=at)
    return of


def _child_still(of: Destruction) -> Person | None:
    """The child and every record of it, locked: whoever wants to write waits, and then finds nothing."""
    found = Person.objects.select_for_update(of=("self",)).filter(
        pk=of.child_id, ref=of.child_ref, is_child=True
    )
    child = found.select_related("authority").first()
    list(Record.objects.select_for_update().filter(child=of.child_id).order_by("pk").values_list("pk"))
    return child


def _certify(of: Destruction, how: Standing, *, at: datetime) -> None:
    stored = how.file.stored()
    content = _content(of, how, stored=len(stored), at=at)
    sha256 = digest_of(content)
    sealed = files.erase(how.file)
    LetGo.objects.bulk_create(
        LetGo(certificate=of.ref, sha256=sha256, table=model._meta.db_table, keys=sorted(keys), at=at)
        for model, keys in sealed.items()
        if keys
    )
    Certificate.objects.create(destruction=of, content=content, sha256=sha256, at=at)
    FileToErase.objects.bulk_create(FileToErase(destruction=of, name=name) for name in sorted(stored))
    of.state, of.ended_at = State.DESTROYED, at
    of.save()
    _tell(of, "retention_destroyed", [u for u in (of.proposed_by, of.agreed_by) if u], at=at)


def _content(of: Destruction, how: Standing, *, stored: int, at: datetime) -> dict[str, Any]:
    """What the certificate says: references, rules, counts, who and when; nobody of the family."""
    records = Record.objects.filter(child=of.child_id).order_by("created_at", "pk")
    return {
        "reference": of.ref,
        "authority": str(of.authority),
        "file": of.child_ref,
        "records": [[record.title, record.ref, _day(record.created_at)] for record in records],
        "last": how.last.isoformat(),
        "rules": [[rule.title, rule.in_words, rule.source, end.isoformat()] for rule, end in how.ends],
        "due": how.due_on.isoformat(),
        "reason": of.reason,
        "proposed": _who(of.proposed_by, of.proposed_at),
        "agreed": _who(of.agreed_by, of.agreed_at),
        "destroyed": at.isoformat(),
        "rows": [list(each) for each in files.counted(how.file.rows)],
        "history": sum(len(keys) for keys in how.file.history.values()),
        "sealed": sum(len(keys) for keys in how.file.sealed.values()),
        "files": stored,
        "named_elsewhere": how.file.named_elsewhere,
    }


def _who(user: User | None, at: datetime | None) -> list[str]:
    assert user and at  # the database asks for both
    return [str(user), at.isoformat()]


def _day(moment: datetime) -> str:
    return moment.astimezone(LONDON).date().isoformat()


def erase_stored() -> int:
    """Erase the stored files of what is gone; what cannot be erased is tried again. Returns how many went."""
    gone = 0
    for left in FileToErase.objects.order_by("pk"):
        try:
            default_storage.delete(left.name)
        except OSError as fault:
            log.error("file_not_erased", file=left.pk, fault=type(fault).__name__)
        else:
            left.delete()
            gone += 1
    return gone
