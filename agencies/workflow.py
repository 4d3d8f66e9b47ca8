"""Accounts: sessions that end, factors, sign-in with the account of an employer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from agencies.addresses import fault, folded
from agencies.models import Agency, IdentityProvider, Membership, SignInAllowed, User
from config.refusals import Refusal, WhyNot
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


def domain_of(address: str) -> str:
    """What stands behind the @, as `Agency.domains` holds it; empty for what is no ASCII."""
    domain = folded(address).rpartition("@")[2]
    return domain if domain.isascii() else ""


def vouched_address(provider: IdentityProvider, claims: Mapping[str, Any]) -> str:
    """The address for which the provider answers, folded; empty when it answers for none.

    `email_verified` must be true, or the domain be one whose addresses this agency itself gives out: Entra ID
    sends no `email_verified`, and lets an administrator write anything else into `email`.
    """
    address = folded(claims.get("email"))
    own = domain_of(address) in provider.agency.domains
    return address if not fault(address) and (claims.get("email_verified") is True or own) else ""


def invited(provider: IdentityProvider, address: str) -> User | None:
    """Who has this address and was invited by the provider's agency; no one else ever gets in by it."""
    if not address:
        return None
    found = User.objects.of(provider.agency).filter(email=folded(address)).first()
    return found if isinstance(found, User) else None


def confirm_providers(found: "QuerySet[IdentityProvider]", *, by: User, at: datetime) -> int:
    """A second administrator has checked them; what `by` entered stays as it is. Returns how many."""
    open_ = found.filter(confirmed_at=None).exclude(entered_by=by).exclude(entered_by=None)
    return open_.update(confirmed_at=at, confirmed_by=by)


def works_elsewhere(user: User, agency: Agency) -> bool:
    return Membership.objects.live().filter(user=user).exclude(agency__in=agency.reached_at()).exists()


def why_not_signed_in_by(provider: IdentityProvider, user: User) -> WhyNot:
    """An employer's word opens an account that is of other agencies too once its owner has allowed it."""
    allowed = SignInAllowed.objects.filter(user=user, provider=provider)
    if works_elsewhere(user, provider.agency) and not allowed.exists():
        yield Refusal("Its owner has not allowed it.")


def to_be_allowed(user: User) -> "QuerySet[IdentityProvider]":
    """The sign-ins at agencies that this person may allow, and has not."""
    found = IdentityProvider.objects.usable().filter(
        agency__in=Membership.objects.live().filter(user=user).values("agency")
    )
    return found.exclude(pk__in=user.sign_ins_allowed.values("provider")).order_by("name")


def allow_sign_in(provider: IdentityProvider, *, by: User, at: datetime) -> None:
    """From now on the account at the agency signs this person in, for that agency alone."""
    SignInAllowed.objects.get_or_create(user=by, provider=provider, defaults={"at": at})


def whose(address: str) -> int | None:
    """The key of whoever has this address, to note an attempt; the same work when nobody has."""
    return User.objects.get_queryset().filter(email=folded(address)).values_list("pk", flat=True).first()
