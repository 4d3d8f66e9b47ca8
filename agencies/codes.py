"""Codes that are good once: of the app, and of the recovery codes on paper.

A code of the app is taken for a minute and a half (`MFA_TOTP_TOLERANCE`), so it is remembered, with the app
itself, which of its half minutes was used last: that one and all before it are spent (RFC 6238, 5.2). A
memory that forgets sooner would take the code a second time.
"""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction

WITH_CODES = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
SPENT = "spent"  # beside the secret: the number of the half minute


@transaction.atomic
def spend(user_id: int, typed: str) -> Authenticator | None:
    """Whose code this is, of this person’s app and recovery codes; it is no code any more afterwards."""
    factors = Authenticator.objects.select_for_update().filter(user=user_id, type__in=WITH_CODES)
    for factor in factors.order_by("-type"):
        app = factor.type == Authenticator.Type.TOTP
        if _spend_half_minute(factor, typed) if app else factor.wrap().validate_code(typed):
            return factor
    return None


def _spend_half_minute(factor: Authenticator, typed: str) -> bool:
    secret = decrypt(factor.data["secret"])
    for number in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, number))
        if number > factor.data.get(SPENT, 0) and compare_user_code(actual=typed, expected=expected):
            factor.data[SPENT] = number
            factor.save(update_fields=["data"])
            return True
    return False
