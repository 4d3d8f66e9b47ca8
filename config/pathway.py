"""What follows what across floors: the only file that connects signals.

concern → strategy discussion        a plain call down, in strategy/workflow
discussion → section 47 enquiry      discussion_signed, when a floor above listens
outcome → conference                 comes with the conference floor
"""

from typing import Any

from django.http import HttpRequest


def connect() -> None:
    from agencies.access import session_ended

    session_ended.connect(_hold_typing, dispatch_uid="hold typing")


def _hold_typing(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    from config.views import hold_typing

    hold_typing(request)
