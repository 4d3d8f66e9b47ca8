"""A child whose whereabouts are unknown, or who cannot be reached [003]."""

from datetime import datetime

from agencies.models import User
from agencies.roles import Kind, Role
from children.restriction import who_may_know
from notices import outbox
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.permissions import why_not_see, why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb
from s47.models import Enquiry, Missing
from strategy.models import StrategyDiscussion
from strategy.vocabulary import TOOK_PART


def current(enquiry: Enquiry) -> Missing | None:
    times = rows_of(enquiry, "missing")
    return next((missing for missing in times if not missing.over_at and not missing.found_at), None)


def why_not_record_missing(enquiry: Enquiry, *, by: User) -> WhyNot:
    yield from why_not_work_on(enquiry, by=by)
    if enquiry.open_for_id is None:
        yield Refusal("This enquiry is closed.")


@verb
def record_missing(pk: int, *, since: datetime | None, what: str, by: User, at: datetime) -> Missing:
    """Start the 24 hours: a further discussion with the police, and the head of service’s agreement."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_record_missing(enquiry, by=by))
    if known := current(enquiry):
        return known  # the same click twice
    if since is None or since > at:
        refuse_if([Refusal("Say since when. It cannot be a moment still to come.", mend="since")])
    if not what.strip():
        refuse_if([Refusal("Say what is known and what has been done.", mend="what")])
    assert since
    made = Missing(enquiry=enquiry, since=since, what=what.strip(), at=at, by=by)
    made.save()
    records.touch(enquiry)
    heads = User.objects.of(enquiry.authority).holding(Role.HEAD_OF_SERVICE)
    outbox.tell_each(
        who_may_know(enquiry.child_id, [*heads, enquiry.initiating_discussion.chair]),
        key=f"missing:{made.pk}",
        kind="missing_child",
        sender=by,
        reference=enquiry.ref,
        path=f"/records/{enquiry.ref}/",
        at=at,
    )
    return made


def why_not_agree_plan(missing: Missing, *, by: User) -> WhyNot:
    if not by.holds(Role.HEAD_OF_SERVICE, agency_id=missing.enquiry.authority_id):
        yield Refusal(f"Only the head of service of {missing.enquiry.authority} agrees the plan.")
    else:
        yield from why_not_see(missing.enquiry, by=by)
    if missing.agreed_at:
        yield Refusal(f"{missing.agreed_by} has agreed the plan.")


@verb
def agree_plan(pk: int, *, plan: str, by: User, at: datetime) -> Missing:
    """The head of service agrees the plan for a missing child [003]."""
    enquiry = Enquiry.objects.lock(pk)
    missing = current(enquiry)
    if missing is None:
        refuse_if([Refusal("This child is not recorded as missing.")])
    assert missing
    refuse_if(why_not_agree_plan(missing, by=by))
    if not plan.strip():
        refuse_if([Refusal("Write the plan that you agree.", mend="plan")])
    missing.agreed_at, missing.agreed_by, missing.agreed_plan = at, by, plan.strip()
    return _settle(enquiry, missing)


@verb
def note_discussion(discussion: StrategyDiscussion, *, at: datetime) -> Missing | None:
    """A discussion was held about a child who is missing: it counts when the police took part."""
    enquiry = Enquiry.objects.filter(open_for=discussion.child_id).first()
    if enquiry is None or discussion.pk == enquiry.initiating_discussion_id:
        return None
    enquiry = Enquiry.objects.lock(enquiry.pk)
    missing = current(enquiry)
    if missing is None or missing.discussion_id:
        return None
    police = discussion.participants.filter(agency__kind=Kind.POLICE, attendance__in=TOOK_PART)
    held = discussion.started_at
    if held is None or held < missing.since or not police.exists():
        return None
    missing.discussion = discussion
    return _settle(enquiry, missing)


def why_not_note_found(enquiry: Enquiry, *, by: User) -> WhyNot:
    yield from why_not_work_on(enquiry, by=by)
    if current(enquiry) is None:
        yield Refusal("This child is not recorded as missing.")


@verb
def note_found(pk: int, *, when: datetime | None, how: str, by: User, at: datetime) -> Missing:
    """The child is found: no further discussion about that is due, and what ran out before stays [003]."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_note_found(enquiry, by=by))
    missing = current(enquiry)
    assert missing
    if when is None or when > at:
        refuse_if(
            [Refusal("Say when the child was found. It cannot be a moment still to come.", mend="when")]
        )
    assert when
    if when < missing.since:
        since = moment_in_words(missing.since)
        refuse_if([Refusal(f"The child is missing since {since}: it was found after that.", mend="when")])
    if not how.strip():
        refuse_if([Refusal("Say how the child was found, and where it is now.", mend="how")])
    missing.found_at, missing.found_how, missing.found_noted_by = when, how.strip(), by
    missing.save()
    records.touch(enquiry)
    return missing


def _settle(enquiry: Enquiry, missing: Missing) -> Missing:
    """The clock stops when both are there, at the later of the two moments."""
    if missing.discussion and missing.discussion.started_at and missing.agreed_at:
        missing.over_at = max(missing.discussion.started_at, missing.agreed_at)
    missing.save()
    records.touch(enquiry)
    return missing
