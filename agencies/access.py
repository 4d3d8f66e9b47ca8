"""Signed in or not: the first question of every page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from agencies.models import User

View = Callable[..., HttpResponseBase]
# request. A form came in after the session had ended.
session_ended = Signal()


def signed_in(view: View) -> View:
    """Ask for a sign-in first; what was typed in a form meanwhile is held for its typist."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if getattr(request, "htmx", False):
            text = render_to_string("records/signed_out.html", {"path": request.path})
            return HttpResponse(text, status=401)
        if request.method == "POST":
            session_ended.send(request.__class__, request=request)
            return redirect_to_login("/")
        return redirect_to_login(request.get_full_path())

    return asking


def confirmed(view: View) -> View:
    """Ask once more who it is, unless that was shown within five minutes; then go on where it was asked."""
    asking: View = reauthentication_required(view, app="export")
    return asking


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
