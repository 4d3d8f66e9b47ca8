"""Somebody who works for two agencies acts for one at a time, and chooses for which.

The choice is kept in the session and noted with every access event; a sign-in with the account at an agency
acts for that agency alone.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agencies.models import Agency, User

CHOSEN, ONLY = "acts_for", "acts_for_only"
# Open before the choice: the choice itself, the own account, leaving.
BEFORE_IT = ("/account/", "/sign-out/", "/sign-in/", "/static/")

Respond = Callable[[HttpRequest], HttpResponse]


def chosen(get_response: Respond) -> Respond:
    """Let a person wear the hats of the agency they act for, and no others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and (len(user.agencies()) > 1 or ONLY in request.session):
            wanted = request.session.get(ONLY) or request.session.get(CHOSEN)
            if wanted is None and not request.path.startswith(BEFORE_IT):
                return redirect("choose_hat")
            user.act_for(wanted)
        return get_response(request)

    return middleware


def choices(user: User) -> list[Agency]:
    """The agencies between which this person chooses, by name; none when there is nothing to choose."""
    return sorted(user.agencies().values(), key=lambda agency: agency.name)
