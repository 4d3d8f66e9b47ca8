"""The data that bin/bench measures is what it says: people who see 60 records, and people who see a fifth."""

import pytest

from agencies.models import User
from circulation.models import Receipt
from demo import scale
from records.models import Record


@pytest.mark.django_db
def test_the_people_of_the_benchmark_see_what_they_are_said_to_see(client):
    scale.load(600, lambda line: None)

    seen = {}
    for key in scale.WHO:
        user = User.objects.get(email=f"{key}@demo.invalid")
        records, receipts = Record.objects.visible_to(user), Receipt.objects.visible_to(user)
        kinds = [records.filter(kind=kind).count() for kind in ("discussion", "enquiry", "conference")]
        seen[key] = (*kinds, receipts.count())
        client.force_login(user)
        for page in ("/", "/board/", "/shared/"):
            assert client.get(page).status_code == 200
    assert seen["scale-60"] == (60, 60, 30, 0)
    assert seen["scale-school"] == (60, 0, 0, 60)
    fifth, enquiries, conferences, none = seen["scale-fifth"]
    assert fifth >= 120
    assert (enquiries > 0, conferences > 0, none) == (True, True, 0)
    discussions, outcomes, _, receipts = seen["scale-police"]
    assert discussions == fifth
    assert 0 < outcomes <= enquiries  # those that are decided
    assert receipts == discussions + outcomes
