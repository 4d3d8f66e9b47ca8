"""Sending what the outbox holds.

1. `claim` takes some rows nobody else has, for two minutes.
2. Each is sent and marked in a statement of its own, so that a killed worker can repeat
   the one message it was sending and no other; its Message-ID is the same both times. The
   mark does not wait for the disk: a killed worker cannot lose it, a power cut may.
3. What could not be delivered is tried again after 1, 5, 25 … minutes: an address that the
   mail server refuses three times in all, anything else seven times. The sender is shown
   the trouble from the first time, and then that it failed.
"""

import hashlib
import re
import smtplib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.template.loader import render_to_string
from icalendar import Calendar, Event, vText

from notices.models import Heartbeat, Notice

BATCH = 100
CLAIM = timedelta(minutes=2)
MOST_ATTEMPTS = 7
MOST_REFUSALS = 3
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


# Kind → what makes the path when the mail goes out: a way in that lies in no row. None: it is over.
MADE_WHEN_SENT: dict[str, Callable[[Notice, datetime], str | None]] = {}
OVER = "It was over before the mail went out."


def tell(
    *,
    key: str,
    kind: str,
    to: Any,
    reference: str,
    path: str,
    at: datetime,
    sender: Any = None,
    facts: dict[str, Any] | None = None,
) -> Notice:
    """Return an unsaved notice to `to` (a user). Save with `post`, in the causing transaction."""
    return Notice(
        key=f"{key}:{to.pk}",
        kind=kind,
        to_email=to.email,
        to_user_id=to.pk,
        from_user_id=sender.pk if sender else None,
        reference=reference,
        path=path,
        facts=facts or {},
        created_at=at,
        send_at=at,
    )


def post(notices: Iterable[Notice]) -> None:
    """Put notices into the outbox; one that is there already stays as it is."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)


Place = tuple[datetime, int]  # in the order of sending: when it may go, and its key
START: Place = (datetime(1, 1, 1, tzinfo=UTC), 0)
# From a place onwards: what has gone out in this run leaves its entries in the index for a while.
# Chosen once, then changed: a subquery with a limit may be asked again for each row, and take more.
CLAIMED = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM notices_notice
    WHERE sent_at IS NULL AND failed_at IS NULL AND send_at <= %(at)s AND (send_at, id) > (%(since)s, %(pk)s)
      AND (claimed_until IS NULL OR claimed_until < %(at)s)
    ORDER BY send_at, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
)
UPDATE notices_notice n SET claimed_until = %(until)s, attempts = attempts + 1
FROM chosen WHERE n.id = chosen.id RETURNING n.*
"""


def claim(*, at: datetime, after: Place = START, size: int = BATCH) -> list[Notice]:
    """Take what waits and nobody else has, in one statement."""
    asked = {"until": at + CLAIM, "at": at, "since": after[0], "pk": after[1], "size": size}
    return sorted(Notice.objects.raw(CLAIMED, asked), key=_place)


def _place(notice: Notice) -> Place:
    return notice.send_at, notice.pk


def send_some(*, at: datetime, after: Place = START) -> Place | None:
    """Send a batch of what waits, and return the place after it; None when that was all.

    Its claim lasts two minutes from `at`: the next batch is asked for with the moment that it is then.
    """
    batch = claim(at=at, after=after)
    mail = get_connection()
    with marking() as cursor:
        for notice in batch:
            _send(notice, mail, cursor, at=at)
    mail.close()
    return _place(batch[-1]) if len(batch) == BATCH else None


MARK = "UPDATE notices_notice SET sent_at = %s, claimed_until = NULL WHERE id = %s"


@contextmanager
def marking() -> Iterator[Any]:
    """A cursor whose commits do not wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        try:
            yield cursor
        finally:
            cursor.execute("SET synchronous_commit = DEFAULT")


def _send(notice: Notice, mail: Any, cursor: Any, *, at: datetime) -> None:
    path = MADE_WHEN_SENT[notice.kind](notice, at) if notice.kind in MADE_WHEN_SENT else notice.path
    if path is None:
        Notice.objects.filter(pk=notice.pk).update(failure=OVER, failed_at=at, claimed_until=None)
        return
    try:
        compose(notice, mail, path=path).send()
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        _put_off(notice, fault, at=at)
        return
    cursor.execute(MARK, [at, notice.pk])


def _put_off(notice: Notice, fault: Exception, *, at: datetime) -> None:
    code = _code(fault)
    refused = 500 <= code < 600 or isinstance(fault, ValueError)
    what = f"refused the address ({code})" if refused else "did not take it"
    reason = f"The mail server {what}."
    now: dict[str, Any] = {"send_at": at + timedelta(minutes=5 ** (notice.attempts - 1))}
    if notice.attempts >= (MOST_REFUSALS if refused else MOST_ATTEMPTS):
        now = {"failed_at": at}
    Notice.objects.filter(pk=notice.pk).update(failure=reason, claimed_until=None, **now)


def _code(fault: Exception) -> int:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return min((code for code, _ in fault.recipients.values()), default=450)
    return int(getattr(fault, "smtp_code", 0) or 0)


def compose(notice: Notice, mail: Any = None, *, path: str | None = None) -> EmailMessage:
    """The mail as it is sent: the first line of the text is its subject. `path`: where one is made for it."""
    facts = {k: _moment(v) for k, v in notice.facts.items()}
    text = render_to_string(
        f"notices/{notice.kind}.txt",
        {"notice": notice, "link": settings.SITE_URL + (path or notice.path), **facts},
    )
    subject, body = text.strip().split("\n", 1)
    name = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    message = EmailMessage(
        subject=f"OFFICIAL-SENSITIVE {subject.strip()}",
        body=body.strip() + "\n",
        to=[notice.to_email],
        headers={"Message-ID": f"<{name}@fortyseven>"},
        connection=mail,
    )
    if "starts" in facts:
        method = "CANCEL" if notice.kind == "cancelled" else "REQUEST"
        entry = calendar_entry(notice, method=method)
        message.attach("discussion.ics", entry, f"text/calendar; method={method}")
    return message


def calendar_entry(notice: Notice, *, method: str) -> str:
    """An iCalendar entry (RFC 5546) that says when, and nothing about whom."""
    event = Event()
    event.add("uid", f"{notice.reference}@fortyseven")
    event.add("summary", vText(f"Meeting {notice.reference}"))
    event.add("dtstamp", notice.created_at)
    event.add("dtstart", datetime.fromisoformat(notice.facts["starts"]).astimezone(UTC))
    event.add("dtend", datetime.fromisoformat(notice.facts["ends"]).astimezone(UTC))
    event.add("url", settings.SITE_URL + notice.path)
    event.add("class", "CONFIDENTIAL")
    event.add("sequence", notice.facts.get("sequence", 0))
    # The service itself organises: an answer goes to nobody's own mailbox.
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    event.add("attendee", f"mailto:{notice.to_email}", parameters={"RSVP": "FALSE"})
    if method == "CANCEL":
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Fortyseven//")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _moment(value: Any) -> Any:
    if isinstance(value, str) and MOMENT.match(value):
        return datetime.fromisoformat(value)
    return value


def send_again(notice_id: int, *, to_email: str, at: datetime) -> None:
    """Try a failed notice once more, perhaps at a corrected address."""
    Notice.objects.filter(pk=notice_id).exclude(failed_at=None).update(
        to_email=to_email, failed_at=None, failure="", attempts=0, send_at=at
    )


def beat(name: str, *, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
