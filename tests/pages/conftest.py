"""Agencies by who works in them, and another partnership."""

import pytest

from agencies.models import Agency, Membership, Partnership, User
from agencies.roles import Kind, Role


@pytest.fixture
def agencies(cast):
    return {key: cast[key].hats()[0].agency for key in ("worker", "people", "sergeant", "school", "visitor")}


@pytest.fixture
def far(cast):
    """Another partnership, with its social care and its two administrators."""
    care = Agency.objects.create(
        partnership=Partnership.objects.create(name="Far"), name="Far care", kind=Kind.CSC
    )
    for number in "12":
        user = User.objects.create_user(f"far{number}@demo.invalid", f"Far Admin {number}")
        Membership.objects.create(user=user, agency=care, role=Role.ADMINISTRATOR)
    return care
