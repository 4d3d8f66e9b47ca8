from typing import Any

from django.conf import settings
from django.http import HttpRequest

from agencies import hats as hats_of
from agencies.roles import Role
from config.clock import now


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the header of every page shows."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    hats = user.hats()
    until = user.glass_until
    return {
        "changes_hat": len(user.agencies()) > 1 and hats_of.ONLY not in request.session,
        "keeps_people": user.holds(Role.AGENCY_ADMINISTRATOR, Role.ADMINISTRATOR),
        "administers": user.holds(Role.ADMINISTRATOR),
        "hat": hats[0] if hats else None,
        "agencies_of_user": list(dict.fromkeys(h.agency.name for h in hats)),
        "in_csc": user.works_in_csc,
        "idle_seconds": settings.IDLE_MINUTES * 60,
        "emergency_until": until if until and until > now() else None,
    }
