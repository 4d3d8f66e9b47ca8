"""An agency that is merged, or renamed."""

from django.test import Client

from agencies.models import Agency, Membership, User
from boards import merging
from circulation.models import Receipt
from config.clock import now
from config.opaque import tagged
from records.models import Product
from tests.stories import signed


def test_an_agency_that_is_merged_keeps_its_receipts_and_its_successor_answers(cast, client):
    told, discussion = signed(cast)
    receipt = Receipt.objects.get(agency__name="Northmoor General Hospital", version__product=Product.RECORD)
    old, into = receipt.agency, cast["visitor"].hats()[0].agency
    client.force_login(cast["visitorlead"])
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 404
    for key, verb in (("admin", "ask"), ("admin2", "agree")):
        client.force_login(cast[key])
        client.post(f"/people/{tagged(old.pk)}/merge/", {"into": into.pk, "verb": verb})

    receipt.refresh_from_db()
    assert receipt.agency == old  # as it was sent
    client.force_login(cast["visitorlead"])
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 200
    assert client.post(f"/shared/{tagged(receipt.pk)}/acknowledge/", {"read": "on"}).status_code in (302, 422)
    nurse = User.objects.get_queryset().get(pk=cast["nurse"].pk)
    assert [hat.agency for hat in nurse.hats()] == [into]
    assert Receipt.objects.visible_to(nurse).filter(pk=receipt.pk).exists()
    old.refresh_from_db()
    assert old.leads().filter(pk=cast["visitorlead"].pk).exists()  # who is told
    assert (old.active, old.merged_into) == (False, into)


def test_merged_twice_the_last_one_answers_for_all(cast):
    one, two, three = (cast[key].hats()[0].agency for key in ("doctor", "visitor", "midwife"))
    both_agree(cast, one, two)
    both_agree(cast, two, three)

    three.refresh_from_db()
    one.refresh_from_db()
    assert set(three.formerly) == {one.pk, two.pk}
    assert one.merged_into == three


def both_agree(cast, agency, into):
    merging.ask(agency.pk, into=into, by=cast["admin"], at=now())
    merging.merge(agency.pk, into=into, by=cast["admin2"], at=now())


def test_one_system_administrator_alone_merges_nothing(cast, client):
    one, two, three = (cast[key].hats()[0].agency for key in ("doctor", "visitor", "midwife"))
    client.force_login(cast["admin"])
    way = f"/people/{tagged(one.pk)}/merge/"
    client.post(way, {"into": two.pk, "verb": "ask"})

    assert client.post(way, {"into": two.pk, "verb": "agree"}).status_code == 422
    client.force_login(cast["admin2"])
    assert client.post(way, {"into": three.pk, "verb": "agree"}).status_code == 422  # not what was asked for
    one.refresh_from_db()
    assert (one.active, one.merging_into) == (True, two)
    client.post(way, {"verb": "stop"})
    one.refresh_from_db()
    assert one.merging_into is None


def test_a_role_that_the_successor_does_not_have_ends(cast):
    police, hospital = (cast[key].hats()[0].agency for key in ("sergeant", "doctor"))

    both_agree(cast, police, hospital)

    assert not Membership.objects.live().filter(user=cast["sergeant"]).exists()
    assert Membership.objects.live().get(user=cast["constable"]).rank == ""


def test_only_a_system_administrator_merges_and_never_social_care(cast, client):
    hospital = cast["people"].hats()[0].agency
    keeper = Client()
    keeper.force_login(cast["people"])
    school = cast["school"].hats()[0].agency
    assert keeper.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": school.pk}).status_code == 404
    client.force_login(cast["admin"])
    care = cast["worker"].hats()[0].agency

    assert client.post(f"/people/{tagged(care.pk)}/merge/", {"into": school.pk}).status_code == 422
    assert client.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": care.pk}).status_code == 422
    assert client.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": hospital.pk}).status_code == 422
    assert Agency.objects.filter(active=False).count() == 0


def test_a_renamed_agency_keeps_its_receipts_and_its_former_name_in_the_history(cast, client):
    told, discussion = signed(cast)
    receipt = Receipt.objects.filter(agency__name="Northmoor General Hospital").first()
    agency = receipt.agency
    agency.name = "Northmoor University Hospital"
    agency.save()

    assert Receipt.objects.filter(pk=receipt.pk, agency__name="Northmoor University Hospital").exists()
    names = list(agency.events.order_by("pgh_id").values_list("name", flat=True))
    assert names[-2:] == ["Northmoor General Hospital", "Northmoor University Hospital"]
