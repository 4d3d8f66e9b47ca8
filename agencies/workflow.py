"""Accounts: sessions that end, passwords that are asked for, sign-in with the account of an employer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from agencies.models import IdentityProvider, PasswordRequest, User
from notices import outbox


def end_sessions(user: User, *, at: datetime) -> None:
    """Every session that began before `at` is over at its next request."""
    user.sessions_end_before = at
    user.save(update_fields=["sessions_end_before"])


def ask_for_password(address: str, *, at: datetime) -> None:
    """Note the wish; whether anybody has the address is found out by the worker."""
    PasswordRequest.objects.create(address=address.strip()[:254], at=at)
    outbox.wake_after_commit()


def answer_password_requests(*, at: datetime) -> None:
    """Post a link for each address that somebody active has; the requests are gone afterwards."""
    with transaction.atomic():
        asked = list(PasswordRequest.objects.select_for_update(skip_locked=True).order_by("pk")[:100])
        for request in asked:
            user = User.objects.get_queryset().filter(email__iexact=request.address, is_active=True).first()
            if user:
                offer_password(user, at=request.at)
        PasswordRequest.objects.filter(pk__in=[request.pk for request in asked]).delete()


def offer_password(user: User, *, at: datetime) -> None:
    """Post a link with which this person alone sets a password, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = f"/set-password/{uid}/{default_token_generator.make_token(user)}/"
    tell(user, "password", path=path, at=at)


def with_factor(people: Iterable[int]) -> set[int]:
    """Which of these people have set up a second factor."""
    found = Authenticator.objects.filter(user__in=people).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(found.values_list("user", flat=True))


@transaction.atomic
def take_off_factors(user: User, *, at: datetime) -> None:
    """Every factor and code is gone, and every session over: the next sign-in sets up a new one."""
    Authenticator.objects.filter(user=user.pk).delete()
    end_sessions(user, at=at)
    tell(user, "second_factor", path="/account/second-factor/", at=at)


def tell(user: User, kind: str, *, path: str, at: datetime) -> None:
    """Post a notice about the account itself."""
    key = f"{kind}:{at.isoformat()}"
    outbox.tell_each([user], key=key, kind=kind, reference="account", path=path, at=at)


def vouched_address(provider: IdentityProvider, claims: Mapping[str, Any]) -> str:
    """The address for which the provider answers, in lower case; empty when it answers for none.

    `email_verified` must be true, or the domain be one whose addresses this agency itself gives out: Entra ID
    sends no `email_verified`, and lets an administrator write anything else into `email`.
    """
    address = str(claims.get("email") or "").strip().lower()
    own = address.rpartition("@")[2] in {domain.strip().lower() for domain in provider.domains}
    return address if "@" in address and (claims.get("email_verified") is True or own) else ""


def invited(provider: IdentityProvider, address: str) -> User | None:
    """Who has this address and was invited by the provider's agency; no one else ever gets in by it."""
    if not address:
        return None
    found = User.objects.of(provider.agency).filter(email__iexact=address).first()
    return found if isinstance(found, User) else None


def whose(address: str) -> int | None:
    """The key of whoever has this address, to note an attempt; the same work when nobody has."""
    return User.objects.get_queryset().filter(email__iexact=address).values_list("pk", flat=True).first()
