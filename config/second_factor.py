"""Nobody goes further than the door without a second factor, whatever the role.

The sign-in library asks for it when somebody has one; whoever has none yet is led to set one up. That it was
used is noted in the session, so that a page costs no statement more.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

USED = "second_factor"
# Open without it: setting one up, confirming who one is, leaving.
BEFORE_IT = ("/account/second-factor/", "/account/again/", "/account/still-here/", "/sign-out/", "/static/")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

Respond = Callable[[HttpRequest], HttpResponse]


def has_one(user: Any) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def begin(request: HttpRequest, user: Any) -> None:
    """Somebody has signed in: with a factor, or without one."""
    request.session[USED] = any(step["method"] == "mfa" for step in get_authentication_records(request, user))


def changed(request: HttpRequest, user: Any) -> None:
    """A factor was set up, or taken off, in this session. Whoever has set one up has just shown it."""
    request.session[USED] = has_one(user)
    if request.session[USED]:
        record_authentication(request, user, "mfa", reauthenticated=True)


def required(get_response: Respond) -> Respond:
    """Lead whoever has not used a second factor in this session to where one is set up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR
            and request.user.is_authenticated
            and not request.session.get(USED)
            and not request.path.startswith(BEFORE_IT)
        ):
            if has_one(request.user):  # set up elsewhere meanwhile: it has to be used here too
                logout(request)
                return redirect("account_login")
            return redirect("mfa_index")
        return get_response(request)

    return middleware
