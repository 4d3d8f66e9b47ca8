"""How the sign-in library asks this project: who may come in, by which factor, and what follows."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from agencies import hats, sealed
from agencies import workflow as accounts
from agencies.models import IdentityProvider, User
from audit import door
from audit.models import AccessEvent
from config import held
from config.entrance import refused_entry
from config.second_factor import has_one

BACKEND = "agencies.backends.Accounts"


class Accounts(DefaultAccountAdapter):
    """Nobody registers; wrong passwords are counted by django-axes; typing that was held is given back."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many wrong codes. Wait fifteen minutes, then try again",
        "rate_limited": "Too many wrong codes. Wait fifteen minutes, then try again",
        "incorrect_password": "This is not your password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted by `axes`, which tells how long to wait."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted here."""

    def login(self, request: HttpRequest, user: Any) -> None:
        user.backend = BACKEND  # it has come a long way, through the second factor
        steps = get_authentication_records(request, user)
        if not any(step["method"] == "socialaccount" for step in steps):
            request.session.pop(hats.ONLY, None)  # of somebody who stopped at the second factor
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        return held.give_back(request, user) or super().post_login(request, user, **how)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened where it happened."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        right = bool(user.check_password(password))
        if not right:
            door.note(AccessEvent.Verb.REFUSED, user_id=user.pk)
        return right

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signs in for the first time sets up the first factor without being asked again."""
        return app != "allauth.mfa" or has_one(self.request.user)


class SecondFactors(DefaultMFAAdapter):
    """Secrets are stored encrypted; the app stays while it is the last factor where one is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Each works once: wait for the next one",
        "cannot_delete_authenticator": "Your last second factor cannot be taken off. Set up another first",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "Security key"

    def encrypt(self, text: str) -> str:
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        others = Authenticator.objects.filter(
            user=authenticator.user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR or others.exists()


class EmployersAccounts(DefaultSocialAccountAdapter):
    """Sign-in with the account at an agency: for whom the agency has invited, and no one else."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        found = IdentityProvider.objects.usable()
        if provider and provider != "openid_connect":
            found = found.filter(slug=provider)
        if client_id:
            found = found.filter(client_id=client_id)
        return [_app(each) for each in found]

    def get_requests_session(self) -> Any:
        """Ask the issuer that an administrator has entered, and nobody to whom it would send us on."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the invited account, tie it to this one at the provider the first time; or refuse."""
        slug, claims = sociallogin.account.provider, _claims(sociallogin.account.extra_data)
        provider = IdentityProvider.objects.select_related("agency").get(slug=slug)
        user = _whose(provider, sociallogin, claims)
        if user is None:
            door.note(AccessEvent.Verb.REFUSED, user_id=None)
            raise ImmediateHttpResponse(refused_entry(request, NOT_INVITED.format(provider.agency)))
        if not sociallogin.is_existing and any(accounts.why_not_signed_in_by(provider, user)):
            door.note(AccessEvent.Verb.REFUSED, user_id=user.pk)
            raise ImmediateHttpResponse(refused_entry(request, NOT_ALLOWED.format(provider)))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
        request.session[hats.ONLY] = provider.agency_id


NOT_INVITED = (
    "You signed in with {}, but no account here belongs to that address. Ask the administrator of your agency"
    " to invite you; nobody gets an account by signing in."
)

NOT_ALLOWED = (
    "{} has not signed you in here before, and you work for another agency too. Sign in here with your own"
    " password first, and allow it under “Your account”."
)


def _whose(provider: IdentityProvider, sociallogin: Any, claims: dict[str, Any]) -> User | None:
    """Tied before and still a member; or invited by an address that no other account there is tied to."""
    if sociallogin.is_existing:
        member = User.objects.of(provider.agency).filter(pk=sociallogin.user.pk).first()
        return member if isinstance(member, User) else None
    user = accounts.invited(provider, accounts.vouched_address(provider, claims))
    # An address that was given to somebody new does not open the account of whoever had it.
    taken = user and SocialAccount.objects.filter(user=user, provider=provider.slug).exists()
    return None if taken else user


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """What was signed goes before what was fetched."""
    if "id_token" in data or "userinfo" in data:
        return {**data.get("userinfo", {}), **data.get("id_token", {})}
    return data


def _app(provider: IdentityProvider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.slug,
        name=provider.name,
        client_id=provider.client_id,
        secret=sealed.unseal(provider.sealed_secret) if provider.sealed_secret else "",
        settings={"server_url": provider.server_url, "oauth_pkce_enabled": True},
    )
