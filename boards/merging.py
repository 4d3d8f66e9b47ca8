"""An agency that is no more: another one answers for what it received, and its people go on there.

It opens to the people of one agency what another one was given, and gives roles: two system administrators
agree, as for any role.
"""

from datetime import datetime

from django.db import transaction

from agencies.models import Agency, Membership, User
from agencies.roles import Kind
from agencies.standing import Hat, held_in
from records.refusals import Refusal, WhyNot, refuse_if


def why_not_ask(agency: Agency, into: Agency | None, *, by: User) -> WhyNot:
    if agency.partnership_id not in by.administered_ids():
        yield Refusal("A system administrator of the partnership merges agencies.")
    if (
        into is None
        or into.pk == agency.pk
        or into.partnership_id != agency.partnership_id
        or not into.active
    ):
        yield Refusal("Choose another agency of the partnership that is at work.", mend="into")
    if not agency.active:
        yield Refusal("This agency is merged already, or closed.")
    if Kind.CSC in (agency.kind, into.kind if into else ""):
        yield Refusal("A children’s social care is not merged here: its cases would change their authority.")


def why_not_merge(agency: Agency, *, by: User) -> WhyNot:
    """The second: another system administrator, about the very agency that the first one chose."""
    yield from why_not_ask(agency, agency.merging_into, by=by)
    if agency.merger_asked_by_id == by.pk:
        yield Refusal("You asked for it. Another system administrator agrees.")


@transaction.atomic
def ask(pk: int, *, into: Agency | None, by: User, at: datetime) -> Agency:
    """Say that `into` is to answer for this agency. Nothing changes before a second agrees."""
    agency = Agency.objects.select_for_update().get(pk=pk)
    refuse_if(why_not_ask(agency, into, by=by))
    agency.merging_into, agency.merger_asked_at, agency.merger_asked_by = into, at, by
    agency.save()
    return agency


@transaction.atomic
def give_up(pk: int, *, by: User) -> None:
    """Not after all; one is enough for that."""
    agency = Agency.objects.select_for_update().get(pk=pk)
    refuse_if(why_not_ask(agency, agency.merging_into, by=by))
    agency.merging_into = agency.merger_asked_at = agency.merger_asked_by = None
    agency.save()


@transaction.atomic
def merge(pk: int, *, into: Agency | None, by: User, at: datetime) -> Agency:
    """`pk` is over. Its receipts, shares and actions stay as they are; the people of `into` answer for them.

    Its people go on with the same role in `into`, where an agency of that kind has it.
    """
    agency = Agency.objects.select_for_update().get(pk=pk)
    refuse_if(why_not_merge(agency, by=by))
    if into != agency.merging_into:
        refuse_if([Refusal("This was changed meanwhile. Look again what is merged into what.", mend="into")])
    assert into
    into = Agency.objects.select_for_update().get(pk=into.pk)
    _move_people(agency, into, at=at)
    into.formerly = [*into.formerly, agency.pk, *agency.formerly]
    into.save()
    for before in Agency.objects.filter(pk__in=[agency.pk, *agency.formerly]):
        before.merged_into, before.active, before.formerly = into, False, []
        before.save()
    return into


def _move_people(agency: Agency, into: Agency, *, at: datetime) -> None:
    for old in Membership.objects.filter(agency=agency, ended_at=None).select_related("user"):
        old.ended_at = at
        old.save()
        held = old.user.memberships.filter(agency=into, role=old.role, ended_at=None)
        hat = held_in(into, Hat.of(old))
        if hat and not held.exists():
            Membership.objects.create(user=old.user, agency=into, since=at, **hat.facts())
