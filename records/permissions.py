"""Who may write case records; what they see of them is `Record.objects.visible_to`."""

from collections.abc import Callable

from agencies.models import Membership, User
from agencies.roles import CSC_MANAGERS, RECORD_WORKERS, Kind
from config.read_once import read_once
from records.models import Record
from records.refusals import Refusal, WhyNot


def csc_hat(user: User, authority_id: int) -> Membership | None:
    return next(
        (
            h
            for h in user.hats()
            if h.agency_id == authority_id and h.agency.kind == Kind.CSC and h.role in RECORD_WORKERS
        ),
        None,
    )


def may_see(record: Record, user: User, asked: Callable[[], bool]) -> bool:
    """The one door, asked once a request for each record, by whoever asks first."""
    return read_once(asked, "worked on", user.pk, record.pk)


def why_not_see(record: Record, *, by: User) -> WhyNot:
    """§9: nobody changes a record, or what hangs on it, that they may not open."""
    if not may_see(record, by, Record.objects.worked_on_by(by).filter(pk=record.pk).exists):
        yield Refusal("This record is not open to you. Ask the team that works with the child.")


def why_not_work_on(record: Record, *, by: User) -> WhyNot:
    """Recording is children's social care's: workers, managers, business support."""
    if not csc_hat(by, record.authority_id):
        yield Refusal(f"Only {record.authority} can change this record.")
    else:
        yield from why_not_see(record, by=by)


def why_not_manage(record: Record, *, by: User) -> WhyNot:
    if not by.holds(*CSC_MANAGERS, agency_id=record.authority_id):
        yield Refusal(f"Only a manager of {record.authority} can do this.")
    else:
        yield from why_not_see(record, by=by)
