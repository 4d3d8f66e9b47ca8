"""Who works for two agencies acts for one at a time."""

import pytest

from agencies.models import Agency, Membership, User
from agencies.roles import Role
from audit.models import AccessEvent
from circulation.models import Receipt
from config.clock import now
from config.opaque import tagged
from demo.people import load_second_hats
from records.models import Product
from tests.stories import signed


@pytest.fixture
def both(cast):
    load_second_hats()
    return User.objects.get_queryset().get(email="both@demo.invalid")


def test_who_works_for_two_agencies_chooses_and_it_is_noted(cast, client, both):
    client.force_login(both)
    assert client.get("/").url == "/account/hat/"
    assert client.post("/account/hat/", {"agency": cast["school"].hats()[0].agency_id}).status_code == 422
    surgery = Agency.objects.get(name="Moorgate Surgery")

    client.post("/account/hat/", {"agency": surgery.pk})

    page = client.get("/").content.decode()
    assert "Moorgate Surgery" in page
    assert "Northmoor General Hospital" not in page
    event = AccessEvent.objects.get(verb="hat")
    assert (event.user_id, event.agency_id) == (both.pk, surgery.pk)


def test_each_hat_sees_its_own_agency_s_and_every_look_says_which(cast, client, both):
    signed(cast)
    receipts = Receipt.objects.filter(
        agency__name="Northmoor General Hospital", version__product=Product.RECORD
    )
    hospital = receipts.get().agency
    Membership.objects.filter(user=both, agency=hospital).update(role=Role.SAFEGUARDING_LEAD)
    surgery = Agency.objects.get(name="Moorgate Surgery")
    client.force_login(both)
    path = f"/shared/{tagged(receipts.get().pk)}/"

    client.post("/account/hat/", {"agency": surgery.pk})
    assert client.get(path).status_code == 404
    client.post("/account/hat/", {"agency": hospital.pk})
    assert client.get(path).status_code == 200

    noted = AccessEvent.objects.filter(
        user_id=both.pk, verb__in=["refused", "view"], kind__in=["receipt", "record"]
    )
    assert list(noted.order_by("pk").values_list("verb", "agency_id")) == [
        ("refused", surgery.pk),
        ("view", hospital.pk),
    ]


def test_a_hat_that_was_taken_leaves_the_other_one(cast, client, both):
    client.force_login(both)
    surgery = Agency.objects.get(name="Moorgate Surgery")
    client.post("/account/hat/", {"agency": surgery.pk})

    Membership.objects.filter(user=both, agency=surgery).update(ended_at=now())

    assert "Northmoor General Hospital" in client.get("/").content.decode()
