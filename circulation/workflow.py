"""Who was sent which version, and what became of it (§8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from agencies.addresses import folded
from agencies.models import Agency, Membership, User
from agencies.roles import Role
from agencies.workflow import domain_of
from children.restriction import name_all, named_in, standing
from circulation.models import Correction, NothingReceived, Receipt, ReceiptPerson
from config.opaque import tagged
from deadlines.calendar import LONDON
from deadlines.workflow import calendar_of
from notices import outbox
from notices import workflow as notices
from notices.models import Notice
from records import workflow as records
from records.models import Product, Record, Version
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb

CHASE_EVERY = 2  # working days [ours]


@dataclass(frozen=True)
class Recipient:
    agency: Agency
    people: tuple[User, ...]
    why: str


def circulate(version: Version, *, to: Sequence[Recipient], by: User, at: datetime) -> list[Receipt]:
    """Send a version to agencies: a receipt each, a share each, a notice a person.

    The receipts of earlier versions lapse. Called inside the transaction that made the
    version; the worker is woken after the commit.
    """
    earlier = Receipt.objects.current().filter(
        version__record=version.record_id,
        version__product=version.product,
        version__number__lt=version.number,
    )
    earlier.update(lapsed_at=at)
    receipts = Receipt.objects.bulk_create(
        Receipt(version=version, agency=r.agency, why=r.why, queued_at=at) for r in to
    )
    told: list[notices.Notice] = []
    people: list[ReceiptPerson] = []
    for receipt, recipient in zip(receipts, to, strict=True):
        for person in _may_be_told(version, recipient):
            people.append(ReceiptPerson(receipt=receipt, user=person))
            told.append(_notice(receipt, person, version, by=by, at=at))
    if version.product == Product.RECORD:
        records.share_with_agencies(version.record, ((r.agency, r.why) for r in to), at=at)
        by_name = ((person, r.agency, r.why) for r in to for person in r.people)
        records.share_by_name(version.record, by_name, at=at)
    ReceiptPerson.objects.bulk_create(people)
    notices.post(told)
    NothingReceived.objects.filter(
        record=version.record_id, agency__in=[r.agency for r in to], settled_at=None
    ).update(settled_at=at)
    outbox.wake_after_commit()
    return receipts


def whom_to_tell(recipient: Recipient) -> list[User]:
    """Those named, or else the leads of the agency."""
    return list(dict.fromkeys(recipient.people)) or list(recipient.agency.leads())


def _may_be_told(version: Version, recipient: Recipient) -> list[User]:
    """Of a restricted case only those who are named in it; the sender sees an agency where that is nobody."""
    told = whom_to_tell(recipient)
    restriction = standing(version.record.child_id)
    if restriction is None:
        return told
    named = {entry.user_id for entry in named_in(restriction)}
    return [user for user in told if user.pk in named]


def _notice(receipt: Receipt, person: User, version: Version, *, by: User, at: datetime) -> notices.Notice:
    return notices.tell(
        key=f"receipt:{receipt.pk}",
        kind=f"circulated_{version.product}",
        to=person,
        sender=by,
        reference=version.record.ref,
        path=f"/shared/{tagged(receipt.pk)}/",
        at=at,
        facts={"version": version.number},
    )


# Asked once for each row, so that the plan stays the same however many wait: the planner takes
# the unsent for one or two, as they mostly are.
WHEN_SENT = """
SELECT min(n.sent_at) FROM circulation_receiptperson p
JOIN notices_notice n ON n.key = 'receipt:' || p.receipt_id || ':' || p.user_id
WHERE p.receipt_id = r.id
"""
SENT = f"""
UPDATE circulation_receipt r SET sent_at = ({WHEN_SENT})
WHERE r.sent_at IS NULL AND ({WHEN_SENT}) IS NOT NULL
RETURNING r.version_id
"""


@verb
def note_sent(*, at: datetime) -> int:
    """Mark the receipts whose notice has gone out; the clocks that waited for them follow."""
    with connection.cursor() as cursor:
        # Two workers that each mark a part would each find the other's part unsent.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('circulation.note_sent'))")
        cursor.execute(SENT)
        versions = {row[0] for row in cursor.fetchall()}
    Record.objects.lock_all(set(Version.objects.filter(pk__in=versions).values_list("record", flat=True)))
    return len(versions)


def why_not_send_again(notice: Notice, *, email: str) -> WhyNot:
    """A notice goes to whom it was meant for: at their own address, or another at their agency (§8)."""
    person = User.objects.get_queryset().filter(pk=notice.to_user_id or 0).first()
    if notice.failed_at is None:
        yield Refusal("This is on its way already, or was delivered.")
    if person and folded(email) == person.email:
        return
    theirs = Membership.objects.live().filter(user=notice.to_user_id).select_related("agency")
    domains = sorted({domain for held in theirs for domain in held.agency.domains})
    if domain_of(email) not in domains:
        ending = " or ".join(f"@{domain}" for domain in domains)
        mend = f"Enter one that ends in {ending}, or ask" if domains else "Ask"
        yield Refusal(
            f"This is not known to be an address of theirs. {mend} the administrator of their agency to"
            " invite them at the right one.",
            mend="email",
        )


@verb
def send_again(pk: int, *, email: str, at: datetime) -> None:
    """Try a failed notice once more, perhaps at a corrected address."""
    notice = Notice.objects.select_for_update().get(pk=pk)
    refuse_if(why_not_send_again(notice, email=email))
    notices.send_again(pk, to_email=email, at=at)
    outbox.wake_after_commit()


def why_not_acknowledge(receipt: Receipt, *, by: User) -> WhyNot:
    """A receipt is the agency's: whoever of it was sent the version, or its lead."""
    if not Receipt.objects.visible_to(by).filter(pk=receipt.pk).exists():
        yield Refusal("This was not sent to you or your agency.")
    if receipt.acknowledged_at:
        moment = receipt.acknowledged_at.astimezone(LONDON)
        yield Refusal(f"{receipt.acknowledged_by} acknowledged it on {moment:%-d %B at %H:%M}.")
    if receipt.lapsed_at:
        yield Refusal("A newer version has taken its place. Acknowledge that one.")


@verb
def acknowledge(pk: int, *, by: User, at: datetime) -> Receipt:
    Record.objects.lock(Receipt.objects.values_list("version__record", flat=True).get(pk=pk))
    receipt = Receipt.objects.select_for_update().select_related("version__record").get(pk=pk)
    refuse_if(why_not_acknowledge(receipt, by=by))
    receipt.acknowledged_at, receipt.acknowledged_by = at, by
    if receipt.opened_at is None:
        receipt.opened_at, receipt.opened_by = at, by
    receipt.save()
    return receipt


def open_receipt(receipt: Receipt, *, by: User, at: datetime) -> None:
    """Note who opened it first."""
    Receipt.objects.filter(pk=receipt.pk, opened_at=None).update(opened_at=at, opened_by=by)


def why_not_ask_for_correction(receipt: Receipt, *, by: User, text: str = "-") -> WhyNot:
    if not Receipt.objects.visible_to(by).filter(pk=receipt.pk).exists():
        yield Refusal("This was not sent to you or your agency.")
    if receipt.lapsed_at:
        yield Refusal("A newer version has taken its place. Ask there.")
    if not text.strip():
        yield Refusal("Say what should be corrected.", mend="text")


@verb
def ask_for_correction(pk: int, *, text: str, by: User, at: datetime) -> Correction:
    receipt = Receipt.objects.select_for_update().select_related("version__record").get(pk=pk)
    refuse_if(why_not_ask_for_correction(receipt, by=by, text=text))
    correction, made = Correction.objects.get_or_create(
        receipt=receipt, by=by, text=text.strip(), defaults={"at": at}
    )
    if made:
        sender = receipt.version.made_by
        _tell_chair(receipt.version.record, sender, f"correction:{correction.pk}", "correction", at)
    return correction


def why_not_answer_correction(correction: Correction, *, by: User) -> WhyNot:
    if by != correction.receipt.version.made_by:
        yield Refusal(f"Only {correction.receipt.version.made_by} can answer this.")
    if correction.answered_at:
        yield Refusal("This has been answered.")


@verb
def answer_correction(pk: int, *, answer: str, by: User, at: datetime) -> Correction:
    """Say why nothing was corrected, or that a new version is on its way."""
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_if(why_not_answer_correction(correction, by=by))
    if not answer.strip():
        refuse_if([Refusal("Write an answer.", mend="answer")])
    correction.answer, correction.answered_at, correction.answered_by = answer.strip(), at, by
    correction.save()
    record = correction.receipt.version.record
    notice = notices.tell(
        key=f"answered:{correction.pk}",
        kind="correction_answered",
        to=correction.by,
        reference=record.ref,
        path=f"/shared/{tagged(correction.receipt_id)}/",
        at=at,
    )
    notices.post([notice])
    outbox.wake_after_commit()
    return correction


@verb
def say_nothing_received(
    record: Record, *, agency: Agency, chair: User, by: User, at: datetime
) -> NothingReceived:
    """A partner took part and has received nothing: the chair is told at once."""
    said, made = NothingReceived.objects.get_or_create(
        record_id=record.pk, agency=agency, settled_at=None, defaults={"at": at, "by": by}
    )
    if made:
        _tell_chair(record, chair, f"nothing:{said.pk}", "nothing_received", at)
    return said


def _tell_chair(record: Record, chair: User, key: str, kind: str, at: datetime) -> None:
    notice = notices.tell(
        key=key,
        kind=kind,
        to=chair,
        reference=record.ref,
        path=f"/records/{record.ref}/circulation/",
        at=at,
    )
    notices.post([notice])
    outbox.wake_after_commit()


def chase(*, at: datetime) -> int:
    """Remind agencies that have not acknowledged, every second working day; then their lead.

    Each receipt is chased by a conditional update that must hit one row.
    """
    waiting = Receipt.objects.unacknowledged().filter(
        version__product=Product.RECORD, queued_at__lt=at - timedelta(days=CHASE_EVERY)
    )
    chased = 0
    for receipt in waiting.select_related("version__record__authority", "agency"):
        since = receipt.chased_at or receipt.queued_at
        calendar = calendar_of(receipt.version.record.authority.partnership_id)
        today = at.astimezone(LONDON).date()
        passed = calendar.working_days_between(since.astimezone(LONDON).date(), today)
        if passed < CHASE_EVERY or not calendar.is_working_day(today):
            continue
        chased += _chase_one(receipt, at=at)
    return chased


@verb
def _chase_one(receipt: Receipt, *, at: datetime) -> int:
    count = receipt.chased + 1
    hit = Receipt.objects.filter(pk=receipt.pk, chased=receipt.chased, acknowledged_at=None).update(
        chased=count, chased_at=at
    )
    if not hit:
        return 0
    people = list(receipt.people.all())
    if count > 1:
        people += receipt.agency.leads()
    notices.post(
        notices.tell(
            key=f"chase:{receipt.pk}:{count}",
            kind="chase",
            to=person,
            sender=receipt.version.signed_by,
            reference=receipt.version.record.ref,
            path=f"/shared/{tagged(receipt.pk)}/",
            at=at,
        )
        for person in dict.fromkeys(people)
    )
    outbox.wake_after_commit()
    return 1


def why_not_pass_on(receipt: Receipt, *, by: User, to: User | None) -> WhyNot:
    """The safeguarding lead hands over within the agency (§2)."""
    if not by.holds(Role.SAFEGUARDING_LEAD, agency_id=receipt.agency_id):
        yield Refusal(f"Only the safeguarding lead of {receipt.agency} can hand this over.")
    if to is None or receipt.agency_id not in to.agency_ids():
        yield Refusal(f"Choose somebody of {receipt.agency}.", mend="to")


@verb
def pass_on(pk: int, *, to: User | None, by: User, at: datetime) -> Receipt:
    receipt = Receipt.objects.select_for_update().select_related("version__record").get(pk=pk)
    refuse_if(why_not_pass_on(receipt, by=by, to=to))
    assert to
    ReceiptPerson.objects.get_or_create(receipt=receipt, user=to)
    name_all(receipt.version.record.child_id, [to], why="was handed what was sent", at=at, by=by)
    if receipt.version.product == Product.RECORD:
        given = [(to, "handed over")]
        records.share_with_people(receipt.version.record, given, of=receipt.agency, at=at)
    notices.post([_notice(receipt, to, receipt.version, by=by, at=at)])
    outbox.wake_after_commit()
    return receipt


def merge(recipients: Iterable[Recipient]) -> list[Recipient]:
    """One recipient an agency, with everybody named for it."""
    found: dict[int, Recipient] = {}
    for r in recipients:
        known = found.get(r.agency.pk)
        people = tuple(dict.fromkeys([*(known.people if known else ()), *r.people]))
        found[r.agency.pk] = Recipient(r.agency, people, known.why if known else r.why)
    return list(found.values())
