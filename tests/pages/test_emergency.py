"""Emergency access: a reason, a limited time, an alert, a review (§9)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AccessEvent
from boards.queries import my_work
from children.models import Glass
from config.clock import now
from config.opaque import tagged
from governance import glass as emergency
from notices.models import Notice
from notices.workflow import compose
from records.models import Record
from tests.entering import WORD
from tests.pages.test_restricted import restrict
from tests.stories import signed, story
from tests.together import both_at_once

WHY = "The father is at the door and nobody of the team answers."


def ask(client, child, reason=WHY):
    return client.post("/emergency/", {"number": child.case_number, "reason": reason, "password": WORD})


def test_a_worker_of_another_team_opens_the_file_for_an_hour_and_it_is_noted(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])
    assert client.get(f"/records/{discussion.ref}/").status_code == 404

    answer = ask(client, discussion.child)

    assert answer.url == f"/children/{discussion.child.ref}/"
    assert client.get(f"/records/{discussion.ref}/").status_code == 200
    page = client.get("/").content.decode()
    assert "Emergency access" in page
    assert "End it now" in page
    glass = Glass.objects.get()
    assert glass.until - glass.at == timedelta(minutes=60)
    event = AccessEvent.objects.get(verb="glass")
    assert (event.user_id, event.child_id) == (cast["worker2"].pk, discussion.child_id)


def test_the_responsible_manager_and_governance_are_told_at_once_and_no_name_leaves(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])

    ask(client, discussion.child)

    told = Notice.objects.filter(kind="glass")
    assert set(told.values_list("to_email", flat=True)) == {"manager@demo.invalid", "governance@demo.invalid"}
    text = compose(told[0]).body
    assert discussion.child.family_name not in text
    assert cast["worker2"].name not in text
    for key in ("manager", "governance"):
        assert "Review an emergency access" in [task.what for task in my_work(cast[key])]
    assert "Review an emergency access" not in [task.what for task in my_work(cast["manager2"])]


def test_it_opens_a_restricted_case_too_and_the_named_manager_is_told(cast, client):
    _, discussion = signed(cast)
    restrict(cast, discussion.child)
    client.force_login(cast["worker2"])
    assert client.get(f"/children/{discussion.child.ref}/").status_code == 404

    ask(client, discussion.child)

    assert client.get(f"/children/{discussion.child.ref}/").status_code == 200
    assert client.get(f"/records/{discussion.ref}/").status_code == 200
    assert set(Notice.objects.filter(kind="glass").values_list("to_email", flat=True)) == {
        "manager@demo.invalid",
        "governance@demo.invalid",
    }


@pytest.mark.parametrize("reason", ["", "   ", "urgent"])
def test_without_a_reason_it_stays_closed_and_what_was_typed_stays(cast, client, reason):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])

    answer = ask(client, discussion.child, reason)

    assert answer.status_code == 422
    assert "Say why this cannot wait" in answer.content.decode()
    assert discussion.child.case_number in answer.content.decode()
    assert not Glass.objects.exists()
    assert AccessEvent.objects.get(verb="refused").kind == "emergency"


def test_a_name_or_a_wrong_number_finds_nobody(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])

    for number in (discussion.child.family_name, "T-9", "", discussion.child.case_number[:-1]):
        answer = client.post("/emergency/", {"number": number, "reason": WHY, "password": WORD})
        assert answer.status_code == 422
        assert "No child of your authority has this number" in answer.content.decode()
    assert not Glass.objects.exists()


def test_it_ends_by_itself(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])
    ask(client, discussion.child)
    an_hour_ago = now() - timedelta(minutes=61)
    Glass.objects.update(at=an_hour_ago, until=an_hour_ago + timedelta(minutes=60))
    cast["worker2"].glass_until = an_hour_ago + timedelta(minutes=60)
    cast["worker2"].save()

    assert client.get(f"/records/{discussion.ref}/").status_code == 404
    assert "Emergency access" not in client.get("/").content.decode()


def test_it_can_be_given_back(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])
    ask(client, discussion.child)

    client.post("/emergency/end/")

    assert client.get(f"/records/{discussion.ref}/").status_code == 404
    assert "Emergency access</strong> until" not in client.get("/").content.decode()
    assert Glass.objects.get().ended_at


def test_a_second_click_makes_no_second_one_and_does_not_stretch_the_first(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])

    ask(client, discussion.child)
    until = Glass.objects.get().until
    ask(client, discussion.child)

    assert Glass.objects.get().until == until
    assert Notice.objects.filter(kind="glass").count() == 2


def test_it_opens_one_child_and_to_one_person(cast, client):
    told, discussion = signed(cast)
    second = story(cast, child=told.child | {"case_number": "T-2"})
    other = second.record(second.make_child())
    client.force_login(cast["worker2"])
    ask(client, discussion.child)

    assert client.get(f"/records/{other.ref}/").status_code == 404
    assert not Record.objects.visible_to(cast["manager2"]).filter(pk=discussion.pk).exists()


@pytest.mark.parametrize("key", ["doctor", "sergeant", "school", "admin", "governance", "elsewhere"])
def test_it_is_for_children_s_social_care(cast, client, key):
    _, discussion = signed(cast)
    client.force_login(cast[key])

    assert client.get("/emergency/").status_code == 404
    assert ask(client, discussion.child).status_code == 404
    assert not Glass.objects.exists()


def test_it_stays_on_the_list_until_somebody_else_has_closed_the_review(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])
    ask(client, discussion.child)
    glass = Glass.objects.get()
    client.force_login(cast["manager"])
    assert WHY in client.get("/emergency/review/").content.decode()

    answer = client.post(f"/emergency/review/{tagged(glass.pk)}/", {"outcome": "justified", "note": ""})
    assert answer.status_code == 422
    assert "Write down who was asked" in answer.content.decode()
    client.post(
        f"/emergency/review/{tagged(glass.pk)}/", {"outcome": "justified", "note": "Robin told me at once."}
    )

    glass.refresh_from_db()
    assert (glass.outcome, glass.reviewed_by) == ("justified", cast["manager"])
    page = client.get("/emergency/review/").content.decode()
    assert "Nothing waits for a review" in page
    assert "Robin told me at once." in page
    client.force_login(cast["governance"])
    again = client.post(f"/emergency/review/{tagged(glass.pk)}/", {"outcome": "breach", "note": "Changed"})
    assert again.status_code == 422
    assert "Alex Demo has reviewed this already" in again.content.decode()


def test_nobody_reviews_their_own(cast, client):
    _, discussion = signed(cast)
    restrict(cast, discussion.child)
    client.force_login(cast["service"])  # a manager, and not named
    ask(client, discussion.child)
    glass = Glass.objects.get()

    assert WHY not in client.get("/emergency/review/").content.decode()
    assert (
        client.post(
            f"/emergency/review/{tagged(glass.pk)}/", {"outcome": "justified", "note": "x"}
        ).status_code
        == 404
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Glass.objects.update(outcome="justified", note="x", reviewed_by=cast["service"], reviewed_at=now())


def test_a_manager_of_another_team_and_a_partner_review_nothing(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker2"])
    ask(client, discussion.child)
    glass = Glass.objects.get()

    client.force_login(cast["manager2"])
    assert WHY not in client.get("/emergency/review/").content.decode()
    assert (
        client.post(f"/emergency/review/{tagged(glass.pk)}/", {"outcome": "breach", "note": "x"}).status_code
        == 404
    )
    client.force_login(cast["doctor"])
    assert client.get("/emergency/review/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(cast):
    _, discussion = signed(cast)
    child, user = discussion.child, cast["worker2"]

    both_at_once(lambda: emergency.break_glass(child.case_number, by=user, reason=WHY, at=now()))

    assert Glass.objects.count() == 1
    assert Notice.objects.filter(kind="glass").count() == 2
