"""Accounts: sessions that end, factors, sign-in with the account of an employer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from agencies.addresses import fault, folded
from agencies.models import IdentityProvider, User
from notices import outbox


def end_sessions(user: User, *, at: datetime) -> None:
    """Every session that began before `at` is over at its next request."""
    user.sessions_end_before = at
    user.save(update_fields=["sessions_end_before"])


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
    """The address for which the provider answers, folded; empty when it answers for none.

    `email_verified` must be true, or the domain be one whose addresses this agency itself gives out: Entra ID
    sends no `email_verified`, and lets an administrator write anything else into `email`.
    """
    address = folded(claims.get("email"))
    own = address.rpartition("@")[2] in {folded(domain) for domain in provider.domains}
    return address if not fault(address) and (claims.get("email_verified") is True or own) else ""


def invited(provider: IdentityProvider, address: str) -> User | None:
    """Who has this address and was invited by the provider's agency; no one else ever gets in by it."""
    if not address:
        return None
    found = User.objects.of(provider.agency).filter(email=folded(address)).first()
    return found if isinstance(found, User) else None


def whose(address: str) -> int | None:
    """The key of whoever has this address, to note an attempt; the same work when nobody has."""
    return User.objects.get_queryset().filter(email=folded(address)).values_list("pk", flat=True).first()
