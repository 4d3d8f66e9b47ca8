"""Looks that stand out: found by rule, asked about by information governance, written down once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from audit.models import AccessEvent, LookReview
from boards import unusual
from children import workflow as children
from children.workflow import give_reason
from config.clock import now
from records.refusals import Refused
from strategy.workflow.concern import begin
from tests.stories import recorded


@pytest.fixture
def child(cast):
    told, concern = recorded(cast)
    children.add_relative(
        concern.child, kind="father", given_names="Mr", family_name="Example", address="4 Mill Road\nNorthmoor NM1 2AB",
        by=cast["worker"], at=told.at(5),
    )  # fmt: skip
    AccessEvent.objects.all()
    return concern.child


def look(user, child, *, at=None, verb="view"):
    return AccessEvent.objects.create(
        at=at or now(), verb=verb, user_id=user.pk, kind="child", ref=child.ref, child_id=child.pk
    )


def listed(cast, who="governance"):
    return [(u.rule, u.user) for u in unusual.listed_for(cast[who], at=now())]


def test_somebody_of_the_same_surname_as_the_family_stands_out(cast, child):
    look(cast["manager"], child)
    assert listed(cast) == []

    look(cast["worker"], child)  # Sam Example
    assert listed(cast) == [("surname", cast["worker"])]


def test_somebody_who_lives_at_the_family_s_postcode_stands_out(cast, child):
    cast["manager"].home_postcode = "nm12ab"
    cast["manager"].save()
    look(cast["manager"], child)
    assert listed(cast) == [("address", cast["manager"])]


def test_many_children_within_an_hour_stand_out_and_over_a_day_they_do_not(cast, settings, child):
    settings.UNUSUAL_CHILDREN_IN_AN_HOUR = 3
    begin = now() - timedelta(hours=20)
    for n in range(4):
        other = children.register_child(
            authority=child.authority, by=cast["worker"], at=begin, given_names=f"C{n}", family_name="Sample", born_on=date(2020, 1, 1),
        )  # fmt: skip
        look(cast["manager"], other, at=begin + timedelta(hours=n))
        look(cast["service"], other, at=begin + timedelta(minutes=n))
        look(cast["service"], other, at=begin + timedelta(minutes=n))
    assert listed(cast) == [("many", cast["service"])]


@pytest.mark.parametrize("who", ["support", "school"])
def test_whoever_is_refused_again_and_again_stands_out(cast, child, who):
    at = now().replace(minute=10)
    for _ in range(5):
        AccessEvent.objects.create(at=at, verb="refused", user_id=cast[who].pk, kind="record", ref="SD-1")
    assert listed(cast) == [("refused", cast[who])]


@pytest.mark.parametrize("why", ["a slip of typing", "refused by a rule"])
def test_a_slip_of_typing_and_a_rule_that_refuses_are_no_attempts(cast, child, why):
    at = now().replace(minute=10)
    for _ in range(20):
        AccessEvent.objects.create(
            at=at, verb="refused", user_id=cast["support"].pk, kind="record", detail=why
        )
    assert listed(cast) == []


def test_nor_are_wrong_passwords_and_forms_that_lack_something(cast, child, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    client.force_login(cast["worker2"])
    for n in range(8):
        client.post("/emergency/", {"number": "", "reason": "short", "password": f"wrong {n}"})
        client.post("/children/new/", {"given_names": "x" * 500})
    client.logout()
    for n in range(8):
        client.post("/sign-in/", {"login": "worker2@demo.invalid", "password": f"wrong {n}"})
    assert AccessEvent.objects.filter(verb="refused").count() >= 8
    assert listed(cast) == []


def test_the_page_says_what_was_tried_how_often_and_of_what_kind(cast, child, client):
    client.force_login(cast["school"])
    for _ in range(4):
        client.get(f"/records/{child.records.get().ref}/")
    for _ in range(2):
        client.get(f"/children/{child.ref}/")
    client.force_login(cast["governance"])
    page = client.get("/looked/unusual/").content.decode()
    assert "Tried again and again within an hour to open what is not theirs" in page
    assert "6 times within an hour: children’s files 2 times, records 4 times." in page
    assert child.family_name not in page


def test_what_search_found_is_not_counted_as_opened(cast, settings, child):
    settings.UNUSUAL_CHILDREN_IN_AN_HOUR = 0
    at = now()
    AccessEvent.objects.create(
        at=at, verb="search", user_id=cast["manager"].pk, kind="search", child_id=child.pk
    )
    AccessEvent.objects.create(at=at, verb="view", user_id=cast["manager"].pk, kind="name", child_id=child.pk)
    assert listed(cast) == []
    look(cast["manager"], child, at=at)
    assert listed(cast) == [("many", cast["manager"])]


def test_whoever_of_another_team_opens_a_file_that_is_not_theirs_stands_out(cast, child, client):
    for key in ("worker", "manager", "service", "head", "support", "worker2"):
        client.force_login(cast[key])
        if key == "worker2":
            give_reason(child, kind="duty", words="On duty tonight.", by=cast[key], at=now())
        assert client.get(f"/children/{child.ref}/").status_code == 200

    assert set(listed(cast)) == {("out", cast["worker2"]), ("surname", cast["worker"])}
    client.force_login(cast["governance"])
    assert "They said: I am on duty" in client.get("/looked/unusual/").content.decode()


def test_no_longer_once_their_team_has_a_record_of_the_child(cast, child):
    look(cast["worker2"], child)
    look(cast["manager2"], child)
    assert set(listed(cast)) == {("out", cast["worker2"]), ("out", cast["manager2"])}

    begin([child], by=cast["worker2"], at=now())

    assert listed(cast) == []


def test_what_was_long_ago_is_not_listed(cast, child):
    look(cast["worker"], child, at=now() - timedelta(days=31))
    assert listed(cast) == []


def reviewed(cast, *, by="governance", **changed):
    (found,) = unusual.listed_for(cast["governance"], at=now())
    said = {"outcome": "explained", "note": "Leads the enquiry; no relation."}
    return unusual.review(found.key, **said | changed, by=cast[by], at=now())


def test_what_was_reviewed_is_kept_and_not_listed_again(cast, child):
    look(cast["worker"], child)
    review = reviewed(cast)

    assert listed(cast) == []
    look(cast["worker"], child)
    assert listed(cast) == []  # the same day, the same child
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        LookReview.objects.filter(pk=review.pk).update(note="x")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"outcome": ""}, "Say what came of it"),
        ({"note": " "}, "Say who was asked"),
        ({"by": "manager"}, "Only information governance"),
    ],
)
def test_a_review_says_what_came_of_it_and_is_governance_s(cast, child, changed, why):
    look(cast["worker"], child)
    with pytest.raises(Refused, match=why):
        reviewed(cast, **changed)
    assert listed(cast)


def test_nobody_reviews_their_own_looks(cast, child):
    cast["governance"].name = "Kim Example"
    cast["governance"].save()
    look(cast["governance"], child)
    with pytest.raises(Refused, match="their own looks"):
        reviewed(cast)


def test_in_the_browser_what_was_typed_stays_when_it_is_refused(cast, child, client):
    look(cast["worker"], child)
    client.force_login(cast["governance"])
    assert "Sam Example" in client.get("/looked/unusual/").content.decode()
    (found,) = unusual.listed_for(cast["governance"], at=now())

    said = {"stands_on": "/looked/unusual/", "key": found.key, "note": "Asked the manager."}
    response = client.post("/looked/unusual/review/", said)
    assert response.status_code == 422
    assert "Say what came of it" in response.content.decode()
    assert "Asked the manager." in response.content.decode()

    said = {"key": found.key, "note": "Asked the manager.", "outcome": "explained"}
    client.post("/looked/unusual/review/", said)
    assert "Nothing stands out" in client.get("/looked/unusual/").content.decode()
    assert "reviewed already" in client.post("/looked/unusual/review/", said).content.decode()


def test_another_authority_s_governance_sees_nothing_of_it(cast, child, client):
    look(cast["worker"], child)
    for who in ("manager", "elsewhere", "admin"):
        client.force_login(cast[who])
        assert client.get("/looked/unusual/").status_code == 404, who
