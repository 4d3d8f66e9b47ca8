"""Emergency access: a reason, a limited time, an alert, a review (§9)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent
from boards.queries import my_work
from children.models import Glass
from config.clock import LONDON, now
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


# --- counting up ------------------------------------------------------------------------------


def several(cast, many):
    """So many children of the team, each with a concern."""
    made = []
    for n in range(many):
        told = story(
            cast, child=story(cast).child | {"case_number": f"T-{n + 1}", "given_names": f"Child{n}"}
        )
        made.append(told.record(told.make_child()).child)
    return made


def opened(client, *children):
    return [ask(client, child).status_code for child in children]


def test_counting_up_numbers_ends_at_the_limit_of_files_a_day(cast, client):
    children = several(cast, 4)
    client.force_login(cast["worker2"])

    assert opened(client, *children) == [302, 302, 302, 422]

    assert Glass.objects.count() == 3
    page = ask(client, children[3]).content.decode()
    assert "You have opened 3 files by emergency access within 24 hours" in page
    assert "closed the review of one of them as justified" in page
    assert children[3].case_number in page  # what was typed
    assert ask(client, children[2]).status_code == 302  # open already


def test_a_review_closed_as_justified_lets_the_next_one_be_opened(cast, client):
    children = several(cast, 4)
    client.force_login(cast["worker2"])
    opened(client, *children[:3])
    glass = Glass.objects.earliest("pk")

    emergency.review(glass.pk, outcome="reminded", note="Asked.", by=cast["manager"], at=now())
    assert ask(client, children[3]).status_code == 422
    other = Glass.objects.exclude(pk=glass.pk).earliest("pk")
    emergency.review(other.pk, outcome="justified", note="Robin rang me.", by=cast["manager"], at=now())

    assert ask(client, children[3]).status_code == 302


def test_after_a_day_the_files_of_the_day_before_count_no_more(cast, client):
    children = several(cast, 4)
    client.force_login(cast["worker2"])
    opened(client, *children[:3])
    yesterday = now() - timedelta(hours=24, seconds=1)
    Glass.objects.update(at=yesterday, until=yesterday + timedelta(hours=1))

    assert ask(client, children[3]).status_code == 302


def test_wrong_numbers_are_attempts_and_run_out_and_then_no_number_is_looked_up(cast, client):
    (child,) = several(cast, 1)
    client.force_login(cast["worker2"])
    for n in range(5):
        client.post("/emergency/", {"number": f"X-{n}", "reason": WHY, "password": WORD})

    answer = ask(client, child)

    assert answer.status_code == 422
    assert "You have entered 5 wrong numbers within 24 hours" in answer.content.decode()
    assert not Glass.objects.exists()
    kinds = AccessEvent.objects.filter(verb="refused", kind="emergency").values_list("detail", flat=True)
    assert sorted(kinds) == ["more than a person needs", *["wrong number"] * 5]


def test_a_second_file_within_hours_is_told_at_once_as_a_series(cast, client):
    children = several(cast, 2)
    client.force_login(cast["worker2"])
    ask(client, children[0])
    assert not Notice.objects.filter(kind="glass_series").exists()

    ask(client, children[1])

    told = Notice.objects.filter(kind="glass_series")
    assert set(told.values_list("to_email", flat=True)) == {"governance@demo.invalid", "head@demo.invalid"}
    mail = compose(told[0])
    assert "A series of emergency accesses by one person" in mail.subject
    assert "2 files" in mail.body
    for word in (cast["worker2"].name, *(c.family_name for c in children), *(c.ref for c in children)):
        assert word not in mail.subject + mail.body
    for key in ("governance", "head"):
        client.force_login(cast[key])
        page = client.get("/emergency/review/").content.decode()
        assert "Series by one person" in page
        assert f"{cast['worker2'].name}, " in page
    client.force_login(cast["manager"])
    assert "Series by one person" not in client.get("/emergency/review/").content.decode()


def test_two_files_a_day_apart_are_no_series(cast, client):
    children = several(cast, 2)
    client.force_login(cast["worker2"])
    ask(client, children[0])
    before = now() - timedelta(hours=5)
    Glass.objects.update(at=before, until=before + timedelta(hours=1))

    ask(client, children[1])

    assert not Notice.objects.filter(kind="glass_series").exists()


def test_three_wrong_numbers_in_a_row_are_told_at_once_too(cast, client):
    client.force_login(cast["worker2"])
    for n in range(3):
        assert not Notice.objects.exists()
        client.post("/emergency/", {"number": f"X-{n}", "reason": WHY, "password": WORD})

    assert set(Notice.objects.values_list("kind", "to_email")) == {
        ("glass_series", "governance@demo.invalid"),
        ("glass_series", "head@demo.invalid"),
    }
    assert "3 wrong numbers" in compose(Notice.objects.first()).body


def test_a_number_out_of_reach_and_one_that_does_not_exist_get_the_same_answer_by_the_same_work(cast, client):
    (child,) = several(cast, 1)
    elsewhere = cast["elsewhere"].hats()[0].agency
    type(child).objects.filter(pk=child.pk).update(authority=elsewhere)
    client.force_login(cast["worker2"])

    def tried(number):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/emergency/", {"number": number, "reason": WHY, "password": WORD})
        return answer.status_code, answer.context["reasons"], len(asked)

    client.get("/emergency/")  # what is only read once
    assert tried("T-1") == tried("T-9")


@pytest.mark.parametrize("lacking", [{"reason": "urgent"}, {"password": "wrong"}])
def test_a_form_that_lacks_something_does_not_tell_whether_the_number_is_right(cast, client, lacking):
    (child,) = several(cast, 1)
    client.force_login(cast["worker2"])
    facts = {"reason": WHY, "password": WORD} | lacking
    pages = [
        client.post("/emergency/", facts | {"number": number}).context["reasons"]
        for number in (child.case_number, "X-1")
    ]
    assert [str(r) for r in pages[0]] == [str(r) for r in pages[1]]


# --- the review has its own time ---------------------------------------------------------------


def test_a_review_is_due_at_the_end_of_the_next_working_day_and_not_overdue_at_once(cast, client):
    _, discussion = signed(cast)
    friday = datetime(2026, 11, 20, 22, 30, tzinfo=LONDON)
    glass = emergency.break_glass(discussion.child.case_number, by=cast["worker2"], reason=WHY, at=friday)

    assert glass.review_due_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=LONDON)
    (task,) = [t for t in my_work(cast["governance"]) if t.what == "Review an emergency access"]
    assert task.due == glass.review_due_at
    Glass.objects.update(review_due_at=now() + timedelta(hours=3))
    client.force_login(cast["governance"])
    for page in ("/", "/emergency/review/"):
        assert "Overdue" not in client.get(page).content.decode()
    Glass.objects.update(review_due_at=now() - timedelta(minutes=1))
    for page in ("/", "/emergency/review/"):
        assert "Overdue" in client.get(page).content.decode()


def test_a_late_review_goes_up_the_ladder_one_working_day_at_a_time(cast):
    _, discussion = signed(cast)
    monday = datetime(2026, 11, 23, 22, 30, tzinfo=LONDON)
    glass = emergency.break_glass(discussion.child.case_number, by=cast["worker2"], reason=WHY, at=monday)

    def told(day, hour=1):
        emergency.remind(at=datetime(2026, 11, day, hour, tzinfo=LONDON))
        late = Notice.objects.filter(kind="overdue").values_list("to_email", flat=True)
        return {address.split("@")[0] for address in late}

    assert told(24, 23) == set()
    assert told(25) == told(25, 9) == {"manager", "governance"}
    assert told(26) == {"manager", "governance", "service"}
    assert told(27) == {"manager", "governance", "service", "head"}
    many = Notice.objects.count()
    emergency.review(glass.pk, outcome="justified", note="Asked.", by=cast["head"], at=now())
    told(30)
    assert Notice.objects.count() == many


def test_of_a_restricted_case_the_ladder_tells_nobody_who_is_not_named(cast):
    _, discussion = signed(cast)
    restrict(cast, discussion.child)
    monday = datetime(2026, 11, 23, 22, 30, tzinfo=LONDON)
    emergency.break_glass(discussion.child.case_number, by=cast["worker2"], reason=WHY, at=monday)

    emergency.remind(at=datetime(2026, 12, 10, tzinfo=LONDON))

    late = Notice.objects.filter(kind="overdue").values_list("to_email", flat=True)
    assert set(late) == {"manager@demo.invalid", "governance@demo.invalid"}
