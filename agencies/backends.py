from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from agencies.addresses import folded
from agencies.models import Membership, User
from config.clock import now


class Accounts(ModelBackend):
    """Accounts with a password. Whoever asks is read with their memberships, in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        worn = list(Membership.objects.filter(user=user_id, ended_at=None).select_related("user", "agency"))
        if not worn:
            found = super().get_user(user_id)
            return found if isinstance(found, User) else None
        user = worn[0].user
        user.wear(worn)
        if user.glass_until and user.glass_until < now():
            user.glass_until = None  # over: every list is asked as before
        return user if self.user_can_authenticate(user) else None


def address_typed(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address that somebody tries, as wrong passwords are counted by it."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    return folded(typed)[:255]
