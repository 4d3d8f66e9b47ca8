"""Sending what the outbox holds.

1. `claim` takes some rows nobody else has, for three minutes, under a token of its own.
2. Before each mail its claim is renewed and its try counted, in one statement that must hit the row: who
   has lost the claim does not send. A claim is longer than the longest mail (`LONGEST_MAIL`), and the worker
   is stopped before its claim is over (config/work.py), so that nobody else sends what is being sent.
3. Each is marked in a statement of its own, so that a killed worker can repeat the one message it was sending
   and no other; its Message-ID is the same both times. Where the database is away at that moment, the mark
   waits for it: the mail is out. These statements do not wait for the disk: a killed worker cannot lose
   them, a power cut may.
4. After a turn what is left of a batch is given back: nothing waits for a slow mail server but its own mail.
5. What could not be delivered is tried again after 1, 5, 25 … minutes: an address that the mail server
   refuses three times in all, anything else seven times. What cannot be written at all is set aside alone, at
   once. The sender is shown the trouble from the first time, and then that it failed; `GIVEN_UP` knows who
   hears besides.
"""

import hashlib
import re
import smtplib
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import InterfaceError, OperationalError, connection, transaction
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from icalendar import Calendar, Event, vText

from notices.models import Heartbeat, Notice, NoticeQuerySet

log = structlog.get_logger(__name__)
BATCH = 100
TURN = timedelta(seconds=45)  # so long one worker sends before it gives back what is left
# An SMTP conversation from connecting to “taken” has eleven answers, each within settings.EMAIL_TIMEOUT.
LONGEST_MAIL = timedelta(seconds=11 * 10)
CLAIM = timedelta(minutes=3)  # longer than a turn and the mail that was begun at its end
MARKING = timedelta(seconds=20)  # so long the mark of a mail that is out waits for a database that is away
MOST_ATTEMPTS = 7
MOST_REFUSALS = 3
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


# Kind → what makes the path when the mail goes out: a way in that lies in no row. None: it is over.
MADE_WHEN_SENT: dict[str, Callable[[Notice, datetime], str | None]] = {}
STALE = timedelta(minutes=3)  # whoever was not seen for so long is not there
OVER = "It was over before the mail went out."
# Kind → who hears that a notice of it was given up, besides its sender. In the transaction that gives it up.
GIVEN_UP: dict[str, Callable[[Notice, datetime], None]] = {}
# These say nothing about the notice: the database is away, or the worker was told to stop.
NOT_ITS_FAULT = (OperationalError, InterfaceError, SoftTimeLimitExceeded, MemoryError)


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
UPDATE notices_notice n SET claimed_until = %(until)s, claimed_by = %(token)s
FROM chosen WHERE n.id = chosen.id RETURNING n.*
"""


def claim(*, at: datetime, after: Place = START, size: int = BATCH) -> list[Notice]:
    """Take what waits and nobody else has, in one statement. A claim is no try."""
    token = uuid.uuid4()
    asked = {"until": at + CLAIM, "token": token, "at": at, "since": after[0], "pk": after[1], "size": size}
    return sorted(Notice.objects.raw(CLAIMED, asked), key=_place)


def _place(notice: Notice) -> Place:
    return notice.send_at, notice.pk


# Sent to the server together, which makes one transaction of it: the setting ends with that, whoever is given
# the connection next, also behind a pooler.
QUICKLY = "SET LOCAL synchronous_commit TO off; "
MINE = " WHERE id = %(pk)s AND claimed_by = %(token)s AND sent_at IS NULL AND failed_at IS NULL"
HOLD = QUICKLY + "UPDATE notices_notice SET claimed_until = %(until)s, attempts = attempts + 1" + MINE
MARK = QUICKLY + "UPDATE notices_notice SET sent_at = %(at)s, claimed_until = NULL, claimed_by = NULL" + MINE


@dataclass
class _Turn:
    """One worker at a batch: the mail connection it keeps, and what time it is meanwhile."""

    at: datetime
    mail: Any = field(default_factory=get_connection)
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """`at`, and the whole seconds that have passed since."""
        return self.at + timedelta(seconds=int(time.monotonic() - self.began))

    def hang_up(self) -> None:
        """A conversation that went wrong is not gone on with: the next mail would fail by it."""
        with suppress(smtplib.SMTPException, OSError):
            self.mail.close()


def send_some(*, at: datetime, after: Place = START, until: datetime | None = None) -> Place | None:
    """Send a batch of what waits, and return the place after it; None when that was all.

    Ends at `until`, a turn after `at` unless it is said, and gives back what is left then.
    """
    batch, turn, done = claim(at=at, after=after), _Turn(at), after
    ends = until or at + TURN
    left = list(batch)
    try:
        while left and turn.now() < ends:
            _send(left[0], turn)
            done = _place(left.pop(0))
    finally:
        turn.hang_up()
        if left:
            _give_back(left)
    return done if left or len(batch) == BATCH else None


def _give_back(notices: Iterable[Notice]) -> None:
    """What was not begun is anybody's at once. One that was being sent waits for its claim to end."""
    for notice in notices:
        if not notice.begun:
            Notice.objects.filter(pk=notice.pk, claimed_by=notice.claimed_by).update(
                claimed_until=None, claimed_by=None
            )


def _send(notice: Notice, turn: _Turn) -> None:
    """Hold the claim, write the mail, hand it over, mark it: whatever is wrong with it is its own."""
    if notice.attempts >= MOST_ATTEMPTS:
        _give_up(notice, UNFINISHED, at=turn.now())
        return
    if not _told_with(HOLD, notice, until=turn.now() + CLAIM):
        log.warning("claim_lost", notice=notice.pk)  # another worker has it, or it is done
        return
    notice.begun = True
    notice.attempts += 1
    try:
        message = _written(notice, turn)
        if message is not None:
            message.send()
    except NOT_ITS_FAULT:
        raise
    except (smtplib.SMTPException, OSError) as fault:
        turn.hang_up()
        _put_off(notice, fault, at=turn.now())
    except Exception as fault:  # whatever it is, it must not hold back the others
        log.error("notice_not_written", notice=notice.pk, kind=notice.kind, fault=type(fault).__name__)
        _give_up(notice, _why_not_written(fault), at=turn.now())
    else:
        if message is not None:
            _mark(notice, turn)


def _mark(notice: Notice, turn: _Turn) -> None:
    """Note that it is out, on a new connection when this one was cut: unmarked it would go out again."""
    ends = time.monotonic() + MARKING.total_seconds()
    while True:
        try:
            _told_with(MARK, notice, at=turn.now())
            return
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > ends:
                raise
            log.warning("mark_waits", notice=notice.pk)
            connection.close()
            time.sleep(0.2)  # the database comes back, or `ends` does


def _written(notice: Notice, turn: _Turn) -> EmailMessage | None:
    """The mail; None when it is over, which is noted."""
    path = MADE_WHEN_SENT[notice.kind](notice, turn.now()) if notice.kind in MADE_WHEN_SENT else notice.path
    if path is None:
        _mine(notice).update(failure=OVER, failed_at=turn.now(), claimed_until=None, claimed_by=None)
        return None
    validate_email(notice.to_email)
    return compose(notice, turn.mail, path=path)


def _told_with(statement: str, notice: Notice, **said: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"pk": notice.pk, "token": notice.claimed_by, **said})
        return bool(cursor.rowcount)


def _mine(notice: Notice) -> NoticeQuerySet:
    """The row, if this worker still has it."""
    return Notice.objects.waiting().filter(pk=notice.pk, claimed_by=notice.claimed_by)


NO_TEXT = "There is no text for a mail of this kind."
NO_ADDRESS = "No mail can be sent to an address that is written like this."
NO_SENSE = "The mail could not be written from what it should say."
UNFINISHED = f"Sending it was begun {MOST_ATTEMPTS} times and never came to an end."


def _why_not_written(fault: Exception) -> str:
    if isinstance(fault, TemplateDoesNotExist):
        return NO_TEXT
    return NO_ADDRESS if isinstance(fault, ValidationError | UnicodeError) else NO_SENSE


def _put_off(notice: Notice, fault: Exception, *, at: datetime) -> None:
    code = _code(fault)
    refused = 500 <= code < 600
    what = f"refused the address ({code})" if refused else "did not take it"
    reason = f"The mail server {what}."
    if notice.attempts >= (MOST_REFUSALS if refused else MOST_ATTEMPTS):
        _give_up(notice, reason, at=at)
        return
    again = at + timedelta(minutes=5 ** (notice.attempts - 1))
    _mine(notice).update(failure=reason, send_at=again, claimed_until=None, claimed_by=None)


@transaction.atomic
def _give_up(notice: Notice, reason: str, *, at: datetime) -> None:
    """Set it aside with its reason, and let hear of it who must."""
    given_up = _mine(notice).update(failure=reason, failed_at=at, claimed_until=None, claimed_by=None)
    if not given_up or notice.kind not in GIVEN_UP:
        return
    try:
        with transaction.atomic():
            GIVEN_UP[notice.kind](notice, at)
    except NOT_ITS_FAULT:
        raise
    except Exception as fault:  # it would be the next to hold back the others
        log.error("nobody_hears_of_it", notice=notice.pk, kind=notice.kind, fault=type(fault).__name__)


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
        to_email=to_email,
        failed_at=None,
        failure="",
        attempts=0,
        send_at=at,
        claimed_until=None,
        claimed_by=None,
    )


def beat(name: str, *, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
