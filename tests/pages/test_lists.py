"""List pages ask the same number of queries for few and for many rows."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency, Membership
from circulation.models import Receipt, ReceiptPerson
from deadlines.models import Deadline
from tests.clocks import clock_on
from tests.entering import confirm
from tests.stories import concluded, signed


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("path", "who"),
    [("/", "manager"), ("/board/", "manager"), ("/board/?show=overdue", "service"), ("/actions/", "doctor"),
     ("/actions/?which=agency", "nurse"), ("/board.csv", "manager"), ("/board/pathway/", "service")],
)  # fmt: skip
def test_ten_rows_and_forty_ask_the_same(cast, client, path, who):
    _, discussion = signed(cast)
    client.force_login(cast[who])
    confirm(client)
    user = cast[who]

    def add(n, start):
        for i in range(n):
            clock_on(
                discussion.record_ptr, "follow_up_discussion", started_at=discussion.ended_at, owner=user,
                due_on=discussion.ended_at.date() + timedelta(days=i % 9), subject=f"t:{start + i}",
            )  # fmt: skip

    add(10, 0)
    few = queries(client, path)
    add(30, 10)

    assert queries(client, path) == few


def test_the_numbers_of_the_board_are_those_of_its_table(cast, client):
    signed(cast)
    client.force_login(cast["manager"])

    page = client.get("/board/")

    assert page.context["numbers"]["running"] == len(page.context["page"].object_list)
    overdue = client.get("/board/?show=overdue")
    numbers = page.context["numbers"]
    assert numbers["overdue"] + numbers["actions_overdue"] == len(overdue.context["page"].object_list)


def test_a_long_list_is_turned_page_by_page_and_shows_every_row_once(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["manager"])
    for i in range(60):
        clock_on(
            discussion.record_ptr, "follow_up_discussion", started_at=discussion.ended_at, owner=cast["manager"],
            due_on=discussion.ended_at.date() + timedelta(days=i % 9), subject=f"t:{i}",
        )  # fmt: skip

    first = client.get("/board/")
    second = client.get("/board/?page=2")

    shown = [d.pk for p in (first, second) for d in p.context["page"].object_list]
    assert len(shown) == len(set(shown)) == first.context["numbers"]["running"]
    assert b"Next page" in first.content
    assert b"Next page" not in second.content
    assert b"Previous page" in second.content
    for odd in ("0", "-1", "x", "99999999999"):
        assert (
            client.get(f"/board/?page={odd}").context["page"].object_list == first.context["page"].object_list
        )


def test_the_chart_shows_the_figures_of_its_table(cast, client):
    signed(cast)
    client.force_login(cast["manager"])

    page = client.get("/board/")

    kinds = ("met", "late", "breached", "corrected", "answered")
    for bar, kind in zip(page.context["chart"]["bars"][:5], kinds, strict=True):
        assert bar.title.split()[-1] == str(page.context["weeks"][0][kind])
    for week in page.context["weeks"]:
        assert set(week) == {"week", *kinds}


def test_the_csv_has_a_row_a_clock_and_no_name_of_a_child(cast, client):
    signed(cast)
    client.force_login(cast["manager"])

    text = confirm(client).get("/board.csv").content.decode()

    assert len(text.splitlines()) - 1 == Deadline.objects.running().count()
    assert "Quillfeather" not in text


def test_the_csv_says_whose_case_it_is_when_in_london_and_how_late(cast, client):
    """A receipt in July: 23:30 in Greenwich is half past midnight of the next day here."""
    _, discussion = signed(cast)
    started = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    clock = Deadline.objects.create(
        record=discussion.record_ptr, code="child_seen", started_at=started, due_at=started + timedelta(hours=24),
        owner=cast["worker"], agency=discussion.authority, team=discussion.team, authority=discussion.authority,
        length=24, unit="hours", source="[003]",
    )  # fmt: skip

    with time_machine.travel(started + timedelta(days=3), tick=False):
        client.force_login(cast["manager"])
        text = confirm(client).get("/board.csv").content.decode()

    (line,) = [row for row in csv.DictReader(StringIO(text)) if row["started"] == "2026-07-02 00:30"]
    assert line["due"] == "2026-07-03 00:30"
    assert line["days late"] == "2"
    assert line["status"] == "overdue"
    assert line["case number"] == discussion.child.case_number
    assert line["team"] == "Assessment"
    assert line["owner"] == clock.owner.name


def test_an_agency_s_csv_has_no_case_number_of_social_care(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["nurse"])

    text = confirm(client).get("/board.csv").content.decode()

    assert discussion.child.case_number
    assert discussion.child.case_number not in text


@pytest.mark.parametrize("page", ["board", "records"])
def test_a_list_of_a_foreign_team_is_not_found(cast, client, page):
    foreign = cast["manager2"].hats()[0].team
    client.force_login(cast["manager"])

    assert client.get(f"/{page}/?of=team-{foreign.pk}").status_code == 404


def test_records_are_listed_newest_first_and_narrowed_by_kind_and_state(cast, client):
    _, discussion = signed(cast)
    concern = discussion.concern.record_ptr
    enquiry = discussion.enquiries.get()
    client.force_login(cast["manager"])

    def listed(query):
        return [r.ref for r in client.get(f"/records/?{query}").context["page"]]

    assert listed("") == [enquiry.ref, discussion.ref, concern.ref]
    assert listed("kind=concern") == [concern.ref]
    assert listed("kind=nonsense") == listed("")
    assert listed("show=open") == [enquiry.ref]
    client.force_login(cast["manager2"])
    assert listed("") == []
    client.force_login(cast["service"])
    assert listed("kind=discussion") == [discussion.ref]


@pytest.mark.parametrize(
    "who", ["worker", "manager", "service", "head", "sergeant", "doctor", "school", "admin", "governance"]
)
def test_my_work_opens_for_every_role_and_says_what_will_appear(cast, client, who):
    client.force_login(cast[who])

    page = client.get("/").content.decode()

    assert "Nothing waits for you" in page


def test_the_chair_is_told_in_my_work_that_nobody_of_an_agency_can_receive_the_record(cast, client):
    told, discussion = concluded(cast)
    hospital = Agency.objects.get(name="Northmoor General Hospital")
    Membership.objects.filter(agency=hospital).update(ended_at=told.at(200))
    ReceiptPerson.objects.all().delete()
    Receipt.objects.update(sent_at=None)
    client.force_login(discussion.chair)

    page = client.get("/").content.decode()

    assert "Nobody at Northmoor General Hospital has an account to receive this" in page
    assert f"/records/{discussion.ref}/circulation/" in page
