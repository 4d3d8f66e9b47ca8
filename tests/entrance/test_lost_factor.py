"""A lost second factor of somebody whom no single administrator keeps is taken off in the shell."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from agencies.models import User
from notices.models import Notice


def test_it_is_taken_off_and_its_owner_told(cast):
    doctor = cast["doctor"]
    Authenticator.objects.create(user=doctor, type=Authenticator.Type.TOTP, data={"secret": "x"})

    call_command("take_off_factors", "Doctor@demo.invalid")

    assert not Authenticator.objects.filter(user=doctor).exists()
    assert User.objects.get_queryset().get(pk=doctor.pk).sessions_end_before
    assert Notice.objects.filter(kind="second_factor", to_user_id=doctor.pk).count() == 1


@pytest.mark.parametrize("address", ["doctor@demo.invalid", "nobody@demo.invalid", ""])
def test_where_there_is_none_it_says_so(cast, address):
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("take_off_factors", address)
