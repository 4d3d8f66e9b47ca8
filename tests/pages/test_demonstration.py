"""The demonstration: loaded once however often, and alive on any day it is started."""

import pytest
import time_machine
from django.core.management import call_command

from children.models import Person
from circulation.models import Receipt
from config.clock import now
from deadlines.models import Deadline
from notices.models import Notice
from records.models import Record, SectionContent, Version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-21T00:10:00Z",  # a Saturday, just after midnight
        "2027-03-28T01:30:00Z",  # the clocks went forward, on Easter Sunday
        "2026-12-25T12:00:00Z",
        "2027-02-28T23:50:00Z",
    ],
)
def test_it_loads_at_any_moment_and_shows_every_kind_of_clock(moment):
    with time_machine.travel(moment, tick=False):
        call_command("load_demo")
        at = now()

    running = Deadline.objects.running()
    assert running.breached(at=at).exists()
    assert running.filter(due_at__gt=at).exists()
    assert running.filter(code="strategy_5wd").exists()
    assert Receipt.objects.unacknowledged().filter(version__product="record").exists()
    assert Record.objects.filter(child__case_number="ICS-0001", state="signed").exists()
    assert not Deadline.objects.running().filter(
        record__child__case_number="ICS-0001", code="minutes_acknowledged"
    )


def test_loading_it_again_changes_nothing(capsys):
    call_command("load_demo")
    models = (Person, Record, Deadline, Version, Receipt, Notice)
    before = [m.objects.count() for m in models]

    call_command("load_demo")

    assert [m.objects.count() for m in models] == before
    assert "sergeant@demo.invalid" in capsys.readouterr().out


def test_no_record_of_the_demonstration_speaks_of_another_child():
    call_command("load_demo")

    for content in SectionContent.objects.exclude(record__child__case_number="ICS-0001"):
        text = str(content.fields)
        assert "Ahmed" not in text, content
        assert "Aktar" not in text, content
        assert "green-stick" not in text, content
