"""The way to a password: one open link a person, good once, an hour long; an invitation’s a few days.

What is stored is a random word, which opens nothing. The link is made of it with a key of ours when the mail
goes out, and again, the same, when the mail has to go out again: neither a row nor a log line holds it.
Address and password are in it too: when one of them changes, the link is over.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from agencies.addresses import folded
from agencies.models import PasswordLink, PasswordRequest, User
from notices import outbox

HOUR = timedelta(hours=1)
PAGE = "/set-password/"


@transaction.atomic
def ask(address: str, *, at: datetime) -> None:
    """Note the wish, so many an hour and address; whether anybody has the address is found out by the worker.

    What is over the number is dropped: whoever has the address holds a link that is still good.
    """
    address = folded(address)[:254]
    with connection.cursor() as cursor:  # two at once are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"password:{address}"])
    lately = PasswordRequest.objects.filter(address=address, at__gt=at - HOUR).count()
    if lately < settings.PASSWORD_LINKS_AN_HOUR:
        PasswordRequest.objects.create(address=address, at=at)
        outbox.wake_after_commit()


@transaction.atomic
def answer_requests(*, at: datetime) -> None:
    """Offer a link for each address that somebody active has. What was asked is forgotten after an hour."""
    waiting = PasswordRequest.objects.filter(answered=False)
    asked = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:100])
    for request in asked:
        user = User.objects.get_queryset().filter(email=request.address, is_active=True).first()
        if user:
            offer(user, at=request.at)
    PasswordRequest.objects.filter(pk__in=[request.pk for request in asked]).update(answered=True)
    PasswordRequest.objects.filter(answered=True, at__lte=at - HOUR).delete()


@transaction.atomic
def offer(user: User, *, at: datetime, invited: bool = False) -> None:
    """Post a link with which this person alone sets a password, once. One that was open before is over.

    `invited`: it is for the first password, and may take its time.
    """
    first = invited and not user.has_usable_password()
    made = {"nonce": secrets.token_urlsafe(16), "first": first, "until": None}
    PasswordLink.objects.update_or_create(user=user, defaults=made)
    facts = {"lives": _in_words(_life(first))}
    key = f"password:{at.isoformat()}"
    outbox.tell_each([user], key=key, kind="password", reference="account", path=PAGE, facts=facts, at=at)


def path_of(notice: Any, at: datetime) -> str | None:
    """The link for a mail that goes out now, to whom it was offered; its time begins. None: it is over."""
    link = PasswordLink.objects.select_related("user").filter(user=notice.to_user_id).first()
    if link is None or link.user.email != folded(notice.to_email):
        return None
    PasswordLink.objects.filter(pk=link.pk, nonce=link.nonce).update(until=at + _life(link.first))
    return f"{PAGE}{link.nonce}/{_token(link, settings.SECRET_KEY)}/"


def proof(token: str) -> str:
    """What may be kept of a token, in a session for one: it proves the link, and is none."""
    return hashlib.sha256(token.encode()).hexdigest()


def whose(nonce: str, shown: str, *, at: datetime) -> User | None:
    """Who sets a password with this link, as `proof` of its token shows; None when it is over, or forged."""
    link = PasswordLink.objects.select_related("user").filter(nonce=nonce).first()
    return link.user if link and _is_open(link, shown, at=at) else None


@transaction.atomic
def set_password(nonce: str, shown: str, *, password: str, at: datetime) -> User | None:
    """Set it, once: the link is spent, and every other session over. None when the link is no longer good."""
    link = (
        PasswordLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(nonce=nonce)
        .first()
    )
    if link is None or not _is_open(link, shown, at=at):
        return None
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    link.delete()
    return user


def _is_open(link: PasswordLink, shown: str, *, at: datetime) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    right = any(constant_time_compare(proof(_token(link, key)), shown) for key in keys)
    return right and link.user.is_active and link.until is not None and at < link.until


def _token(link: PasswordLink, key: str) -> str:
    said = f"{link.user_id}:{link.nonce}:{link.user.email}:{link.user.password}"
    return salted_hmac("fortyseven.password_link", said, secret=key, algorithm="sha256").hexdigest()


def _life(first: bool) -> timedelta:
    if first:
        return timedelta(days=settings.FIRST_PASSWORD_DAYS)
    return timedelta(minutes=settings.PASSWORD_LINK_MINUTES)


def _in_words(life: timedelta) -> str:
    hours = life.total_seconds() / 3600
    if hours == 1:
        return "an hour"
    return f"{life.days} days" if life.days > 1 else f"{int(hours * 60)} minutes"
