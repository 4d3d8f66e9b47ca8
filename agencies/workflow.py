from datetime import datetime

from agencies.models import User


def end_sessions(user: User, *, at: datetime) -> None:
    """Every session that began before `at` is over at its next request."""
    user.sessions_end_before = at
    user.save(update_fields=["sessions_end_before"])
