"""Who has looked at a child’s file: who may ask, what they are told, what of it they take away."""

import csv
import io
from datetime import timedelta

import pytest

from audit.models import AccessEvent
from tests.entering import confirm
from tests.stories import recorded


@pytest.fixture
def seen(cast, client):
    """A file that its worker and a manager have opened, and a teacher has tried to."""
    told, concern = recorded(cast)
    for who in ("worker", "manager", "school"):
        client.force_login(cast[who])
        client.get(f"/records/{concern.ref}/")
    return told, concern.child


def page(client, user, child, **asked):
    client.force_login(user)
    return client.get(f"/children/{child.ref}/looked/", asked)


def test_it_says_who_when_as_what_and_at_what(seen, cast, client):
    text = page(client, cast["governance"], seen[1]).content.decode()
    assert "Sam Example" in text
    assert "Social worker, Northmoor Children’s Social Care" in text
    assert "Viewed" in text
    assert "Concern" in text


def test_asking_is_noted_too(seen, cast, client):
    page(client, cast["governance"], seen[1])
    event = AccessEvent.objects.get(kind="looked", user_id=cast["governance"].pk)
    assert event.child_id == seen[1].pk


def test_it_is_narrowed_by_name_verb_and_days(seen, cast, client):
    child = seen[1]
    said = page(client, cast["governance"], child, who="exam").content.decode()
    assert "Sam Example" in said
    assert '<td class="govuk-table__cell">Alex Demo' not in said
    assert "Nobody has done this" in page(client, cast["governance"], child, verb="print").content.decode()
    day = AccessEvent.objects.latest("at").at.date()
    assert (
        "Nobody has done this"
        in page(
            client, cast["governance"], child, until=(day - timedelta(days=3)).isoformat()
        ).content.decode()
    )
    assert (
        "Sam Example"
        in page(
            client,
            cast["governance"],
            child,
            since=day.isoformat(),
            until=(day + timedelta(days=1)).isoformat(),
        ).content.decode()
    )


def test_days_the_wrong_way_round_are_a_clear_error(seen, cast, client):
    response = page(client, cast["governance"], seen[1], since="2026-02-01", until="2026-01-01")
    assert response.status_code == 422
    assert "The last day is before the first one" in response.content.decode()


def test_governance_finds_a_child_by_number_and_never_by_name(seen, cast, client):
    child = seen[1]
    client.force_login(cast["governance"])
    for number in (child.ref, child.case_number, child.ref.lower()):
        assert client.post("/looked/", {"number": number}).url == f"/children/{child.ref}/looked/"
    response = client.post("/looked/", {"number": child.family_name})
    assert response.status_code == 422
    assert "No child of your authority has this number" in response.content.decode()


def test_another_authority_s_child_is_not_found(seen, cast, client):
    client.force_login(cast["elsewhere"])
    assert client.get("/looked/").status_code == 404
    assert page(client, cast["elsewhere"], seen[1]).status_code == 404
    assert AccessEvent.objects.filter(verb="refused", user_id=cast["elsewhere"].pk, kind="looked").exists()


def test_the_file_holds_every_line_and_no_formula(seen, cast, client):
    child = seen[1]
    cast["worker"].name = "=1+1"
    cast["worker"].save()
    client.force_login(cast["governance"])
    response = confirm(client).get(f"/children/{child.ref}/looked.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert rows[0] == ["at", "who", "works as", "did", "what", "reference", "why"]
    assert len(rows) == 1 + AccessEvent.objects.filter(child_id=child.pk).exclude(verb="export").count()
    assert "'=1+1" in {row[1] for row in rows}
    assert AccessEvent.objects.filter(verb="export", child_id=child.pk).exists()


def test_ten_looks_and_a_hundred_ask_the_same_number_of_queries(
    seen, cast, client, django_assert_max_num_queries
):
    child = seen[1]
    AccessEvent.objects.bulk_create(
        AccessEvent(
            at=child.created_at, verb="view", user_id=u.pk, kind="child", ref=child.ref, child_id=child.pk
        )
        for u in list(cast.values()) * 4
    )
    client.force_login(cast["governance"])
    with django_assert_max_num_queries(9):
        client.get(f"/children/{child.ref}/looked/")
