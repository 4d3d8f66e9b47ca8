"""Is it really this person? Asked again before something grave: password, code, or key.

Wrong answers are counted by person, ten a minute, so that nobody guesses at somebody else's open screen.
"""

import json
from typing import Any

from allauth.core import context, ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as keys
from django.core.exceptions import ValidationError

from agencies import codes
from agencies.models import User
from audit import door
from audit.models import AccessEvent


class TooMany(Exception):
    """Too many wrong answers within a minute."""


def knows(user: User, typed: str) -> bool:
    """Whether `typed` is the password, or a code of the app or of the recovery codes. Errors: `TooMany`."""
    _refuse_guessing(user)
    return user.check_password(typed) or _noted(user, codes.spend(user.pk, typed) is not None)


def key_options(user: User) -> dict[str, Any] | None:
    """What the browser needs to ask for one of the keys of this person; None when there is none."""
    if not Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.WEBAUTHN).exists():
        return None
    return {"request_options": keys.begin_authentication(user)}


def shows_key(user: User, credential: str) -> bool:
    """Whether the browser's answer is that of a key of this person. Errors: `TooMany`."""
    _refuse_guessing(user)
    try:
        answer = json.loads(credential)
        keys.parse_authentication_response(answer)
        right = bool(keys.complete_authentication(user, answer))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        right = False
    return _noted(user, right)


def _refuse_guessing(user: User) -> None:
    """Before anything is tried: a recovery code that is not let through is not used up."""
    if not ratelimit.consume(context.request, action="reauthenticate", user=user, dry_run=True):
        raise TooMany


def _noted(user: User, right: bool) -> bool:
    if not right:
        ratelimit.consume(context.request, action="reauthenticate", user=user)
        door.note(AccessEvent.Verb.REFUSED, user_id=user.pk, detail=door.Why.TYPING)
    return right
