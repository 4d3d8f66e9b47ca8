"""Files opened one after another by number run out and are told; a review has its own time (§9)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent
from boards.queries import my_work
from children.models import Glass
from config.clock import LONDON, now
from governance import glass as emergency
from notices.models import Notice
from notices.workflow import compose
from tests.entering import WORD
from tests.pages.posted_empty import summary_of
from tests.pages.test_emergency import WHY, ask
from tests.pages.test_restricted import restrict
from tests.stories import signed, story


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
        return answer.status_code, summary_of(answer), len(asked)

    client.get("/emergency/")  # what is only read once
    assert tried("T-1") == tried("T-9")


@pytest.mark.parametrize("lacking", [{"reason": "urgent"}, {"password": "wrong"}])
def test_a_form_that_lacks_something_does_not_tell_whether_the_number_is_right(cast, client, lacking):
    (child,) = several(cast, 1)
    client.force_login(cast["worker2"])
    facts = {"reason": WHY, "password": WORD} | lacking
    pages = [
        summary_of(client.post("/emergency/", facts | {"number": number}))
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
