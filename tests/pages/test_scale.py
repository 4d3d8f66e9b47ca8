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
        seen[key] = (records.count(), receipts.count())
        client.force_login(user)
        for page in ("/", "/board/", "/shared/"):
            assert client.get(page).status_code == 200
    assert seen["scale-60"] == (60, 0)
    assert seen["scale-school"] == (60, 60)
    fifth = seen["scale-fifth"][0]
    assert fifth >= 120
    assert seen["scale-police"] == (fifth, fifth)
