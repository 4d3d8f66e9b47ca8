"""Getting in: password or the employer’s account, the second factor, a new password; and the own account."""

from functools import wraps
from typing import Any

import axes.utils
import requests
import structlog
from allauth.account.views import LoginView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import codes, hats, passwords
from agencies import workflow as accounts
from agencies.access import View, user_of
from agencies.models import IdentityProvider
from audit import door
from audit.models import AccessEvent
from config import sessions
from config.asked_again import asks_again
from config.clock import now
from config.entering import AskPasswordForm


class ConfirmByKey(ReauthenticateWebAuthnView):
    """Who one is, by key. One that was not accepted is said where it was shown."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=422)


log = structlog.get_logger(__name__)


class SignIn(LoginView):
    """E-mail address and password, or the way to the account at an agency."""

    template_name = "sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = IdentityProvider.objects.usable().order_by("name")
        why = self.request.session.get(sessions.WHY, "")
        return super().get_context_data(
            why=why, idle=settings.IDLE_MINUTES, providers=providers, next=self.get_next_url(), **kwargs
        )


def locked_out(request: HttpRequest, *args: Any) -> HttpResponse:
    """Too many wrong passwords for one address; the answer is the same whether anybody has it."""
    return render(request, "sign_in.html", {"locked": True}, status=429)


class SetUpApp(ActivateTOTPView):
    """An app becomes the second factor. The code that has shown it is spent by it."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        done: HttpResponse = super().form_valid(form)
        codes.spend(self.request.user.pk, form.cleaned_data["code"])
        return done


LINK, CHOOSE = "password_link", "choose"


@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, link: str, token: str) -> HttpResponse:
    """A new password. It signs nobody in: whoever has the mail may not have the second factor.

    The token leaves the address at once, and what the session keeps of it is none.
    """
    at, shown = now(), passwords.proof(token)
    if token != CHOOSE:
        if passwords.whose(link, shown, at=at) is None:
            return no_longer(request)
        request.session[LINK] = shown
        return redirect("password_reset_confirm", link, CHOOSE)
    shown = request.session.get(LINK, "")
    user = passwords.whose(link, shown, at=at)
    if user is None:
        return no_longer(request)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "set_password.html", {"form": form}, status=422 if form.is_bound else 200)
    if passwords.set_password(link, shown, password=form.cleaned_data["new_password1"], at=at) is None:
        return no_longer(request)
    del request.session[LINK]
    axes.utils.reset(username=user.email)
    messages.success(request, "Your password is set. Sign in with it.")
    return redirect("account_login")


def no_longer(request: HttpRequest) -> HttpResponse:
    """A link that was used, is over, or never was one: all the same page, with the way to a new one."""
    return render(request, "set_password.html", {"over": True}, status=410)


@require_http_methods(["GET", "POST"])
def ask_password(request: HttpRequest) -> HttpResponse:
    """Answers the same, and does the same work, whether the address is known or not."""
    form = AskPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        passwords.ask(form.cleaned_data["email"], at=now())
        return redirect("password_reset_done")
    return render(request, "ask_password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What somebody is in this system, and when they signed in lately."""
    user = user_of(request)
    signed = AccessEvent.objects.filter(user_id=user.pk, verb=AccessEvent.Verb.SIGN_IN).order_by("-at")[:10]
    return render(request, "own_account.html", {"signed": signed, "idle": settings.IDLE_MINUTES})


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person, here and elsewhere."""
    accounts.end_sessions(user_of(request), at=now())
    sessions.end(request, sessions.EVERYWHERE)
    return redirect("account_login")


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """The person is at work: the session goes on. Asked by the warning."""
    request.session[sessions.SEEN] = now().timestamp()
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def choose_hat(request: HttpRequest) -> HttpResponse:
    """For which of their agencies somebody acts; noted, and kept for the session."""
    user = user_of(request)
    agencies = hats.choices(user)
    if hats.ONLY in request.session or len(agencies) < 2:
        return redirect("my_work")
    if request.method == "POST":
        chosen = next((a for a in agencies if str(a.pk) == request.POST.get("agency")), None)
        if chosen:
            request.session[hats.CHOSEN] = chosen.pk
            door.note(AccessEvent.Verb.HAT, user_id=user.pk, agency_id=chosen.pk)
            return redirect("my_work")
    if failed := request.method == "POST":
        asks_again(request)
    context = {"agencies": agencies, "failed": failed, "now_for": request.session.get(hats.CHOSEN)}
    return render(request, "choose_hat.html", context, status=422 if failed else 200)


def password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "password_sent.html")


def at_provider(view: View) -> View:
    """A sign-in over an agency's provider; one that is away, or answers nonsense, is a clear page."""

    @wraps(view)
    def asking(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        try:
            return view(request, provider_id)
        except (requests.RequestException, OAuth2Error, KeyError) as fault:
            log.warning("provider_unreachable", provider=provider_id, fault=type(fault).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)

    return asking


def inactive(request: HttpRequest) -> HttpResponse:
    """An account that was closed. Said only to whoever knows its password."""
    return refused_entry(request, "This account is closed. Ask the administrator of your agency.")


def cancelled(request: HttpRequest) -> HttpResponse:
    return refused_entry(request, "You stopped signing in with your agency’s account. Nothing was done.")


def refused_entry(request: HttpRequest, reason: str) -> HttpResponse:
    """Whoever asked does not get in; in a sentence why, and what to do."""
    return render(request, "not_in.html", {"reason": reason}, status=403)
