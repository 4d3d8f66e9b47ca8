"""A legal hold: placed by one person, asked to end by one, and ended by a second one."""

from datetime import datetime

from django.db import transaction

from agencies.models import Agency, User
from children.models import Person
from governance.subject_access import takes_part
from records.refusals import Refusal, WhyNot, refuse_if
from retention.keeping import keep_still, still_there, why_not_yours
from retention.models import LegalHold


@transaction.atomic
def place_hold(*, authority: Agency, child: Person | None, why: str, by: User, at: datetime) -> LegalHold:
    """Stop that this file goes, or any of the authority. What was agreed already is stopped too."""
    keep_still(authority.pk)
    refuse_if(_why_not_hold(authority, child, why=why, by=by))
    if child:
        still_there(child.pk)
    return LegalHold.objects.create(authority=authority, child=child, why=why.strip(), since=at, by=by)


def _why_not_hold(authority: Agency, child: Person | None, *, why: str, by: User) -> WhyNot:
    if authority.pk not in by.governed_ids() or (child and child.authority_id != authority.pk):
        yield Refusal("Only information governance places a legal hold, on files of its own authority.")
    if not why.strip():
        yield Refusal("Say who asks for it and why: an inquiry, a court, a claim.", mend="why")


# --- the end, by two people ----------------------------------------------------------------


def why_not_ask_to_end(hold: LegalHold, *, by: User, because: str = "-") -> WhyNot:
    yield from why_not_yours(hold.authority_id, by=by)
    if hold.ended_at:
        yield Refusal("This hold has ended.")
    elif hold.ending_asked_at:
        yield Refusal(f"{hold.ending_asked_by} has asked already. A second person ends it.")
    if not because.strip():
        yield Refusal("Say why it ends.", mend="because")


@transaction.atomic
def ask_to_end(pk: int, *, because: str, by: User, at: datetime) -> LegalHold:
    """Say why the hold is not needed any more. It stands until a second person ends it."""
    hold = LegalHold.objects.select_for_update().get(pk=pk)
    if hold.ending_asked_by == by and not hold.ended_at:
        return hold  # the same click twice
    refuse_if(why_not_ask_to_end(hold, by=by, because=because))
    hold.ending_asked_at, hold.ending_asked_by, hold.ended_because = at, by, because.strip()
    hold.save()
    return hold


def why_not_answer(hold: LegalHold, *, by: User) -> WhyNot:
    """What may be answered: of information governance, or the head of service."""
    if not takes_part(by) or not LegalHold.objects.visible_to(by).filter(pk=hold.pk).exists():
        yield Refusal("A second person of information governance, or the head of service, ends it.")
    if hold.ended_at:
        yield Refusal("This hold has ended.")
    elif not hold.ending_asked_at:
        yield Refusal("Nobody has asked that it ends.")


def why_not_end(hold: LegalHold, *, by: User) -> WhyNot:
    yield from why_not_answer(hold, by=by)
    if by == hold.ending_asked_by:
        yield Refusal("You asked that it ends. A second person must end it.")


@transaction.atomic
def end(pk: int, *, by: User, at: datetime) -> LegalHold:
    """The second person ends the hold; the database holds that it is another one."""
    hold = LegalHold.objects.select_for_update().get(pk=pk)
    if hold.ended_by == by:
        return hold  # the same click twice
    refuse_if(why_not_end(hold, by=by))
    hold.ended_at, hold.ended_by = at, by
    hold.save()
    return hold


@transaction.atomic
def let_stand(pk: int, *, by: User, at: datetime) -> LegalHold:
    """The hold is needed after all: what was asked is taken back, and history keeps that it was asked."""
    hold = LegalHold.objects.select_for_update().get(pk=pk)
    refuse_if(why_not_answer(hold, by=by))
    hold.ending_asked_at, hold.ending_asked_by, hold.ended_because = None, None, ""
    hold.save()
    return hold
