"""Signed in, and with a role: the first questions of every page, asked of all that is not named here."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from agencies.models import User
from audit import door

View = Callable[..., HttpResponseBase]
# request. A form came in after the session had ended.
session_ended = Signal()


Respond = Callable[[HttpRequest], HttpResponseBase]
# Open to anybody: the way in.
THE_WAY_IN = ("/sign-in/", "/set-password/")
# Open to whoever has signed in, whatever they are: the own account, and leaving.
ONES_OWN = ("/account/", "/sign-out/")


class MembersOnly:
    """No page without a sign-in, and none without a live membership in the agency one acts for (§9).

    By default: a page is open to others only when its address is named above, whatever its view forgets.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.path.startswith(THE_WAY_IN):
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if request.path.startswith(ONES_OWN) or user_of(request).hats():
            return None
        door.note_refusal(request, "no role", "")
        return render(request, "no_role.html", status=403)


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in; what was typed in a form meanwhile is held for its typist."""
    if getattr(request, "htmx", False):
        text = render_to_string("records/signed_out.html", {"path": request.path})
        return HttpResponse(text, status=401)
    if request.method == "POST":
        session_ended.send(request.__class__, request=request)
        return redirect_to_login("/")
    return redirect_to_login(request.get_full_path())


def confirmed(view: View) -> View:
    """Ask once more who it is, unless that was shown within five minutes; then go on where it was asked."""
    asking: View = reauthentication_required(view, app="export")
    return asking


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
