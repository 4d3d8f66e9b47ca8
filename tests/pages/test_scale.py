"""The data that bin/bench measures is what it says: people who see 60 records, and people who see a fifth."""

import pytest
from django.core.management import call_command
from django.db.models import F, Q

from agencies.models import User
from circulation.models import Receipt
from config.clock import now
from deadlines.models import Breach, Deadline
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


@pytest.mark.django_db
def test_every_clock_of_the_benchmark_follows_from_its_facts_and_every_breach_stands():
    scale.load(600, lambda line: None)

    call_command("settle", "--check")  # it would exit with 1

    clocks = Deadline.objects.all()
    assert set(clocks.values_list("code", flat=True)) == set(scale.USED)
    assert clocks.running().exists()
    at = now()
    late = clocks.filter(Q(due_at__lt=F("met_at")) | Q(met_at=None, due_at__lt=at))
    assert set(Breach.objects.values_list("clock", "due_at")) == set(late.values_list("pk", "due_at"))
    assert 0 < late.count() < clocks.count()
