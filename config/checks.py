"""Production refuses to start with settings that are safe only at a desk."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Critical, register


@register()
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    faults = []
    if settings.SECRET_KEY == settings.INSECURE_SECRET or len(settings.SECRET_KEY) < 50:
        faults.append(("SECRET_KEY", "Set SECRET_KEY to 50 random characters or more."))
    if settings.DEBUG:
        faults.append(("DEBUG", "DEBUG must be off."))
    if not (settings.SESSION_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS):
        faults.append(("HTTPS", "COOKIES_SECURE and SECURE_HSTS_SECONDS must be on."))
    if not settings.SITE_URL.startswith("https://"):
        faults.append(("SITE_URL", "SITE_URL must begin with https://."))
    if not settings.SECOND_FACTOR:
        faults.append(("SECOND_FACTOR", "SECOND_FACTOR must be on."))
    if settings.ALLOWED_HOSTS == ["*"]:
        faults.append(("ALLOWED_HOSTS", "Name the hosts in ALLOWED_HOSTS."))
    faults += [
        (name, f"Set {name}.")
        for name in ("DATABASE_URL", "REDIS_URL", "SEALS_FILE")
        if not os.environ.get(name)
    ]
    return [Critical(text, id=f"fortyseven.{code}") for code, text in faults]


def refuse_unsafe_start() -> None:
    """Called by the web server, the worker and the beat before they do anything."""
    if faults := production_is_safe(None):
        raise SystemExit("\n".join(f"Refusing to start: {fault.msg}" for fault in faults))
