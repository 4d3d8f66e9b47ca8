"""A worker on duty has only the name of a child whom search does not show: governance answers within the hour."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AccessEvent
from boards.queries import my_work
from children.models import Person
from config.clock import now
from governance import duty
from governance.models import NameQuestion
from notices.models import Notice
from notices.workflow import compose
from records.refusals import Refused
from tests.pages.test_restricted import restrict
from tests.stories import recorded

ASKED = {
    "name": "Testchild Quillfeather",
    "birth": "1 12 2024",
    "address": "14 Refuge Lane",
    "worry": "A neighbour hears the child scream tonight.",
    "telephone": "01632 960 001",
}


@pytest.fixture
def child(cast):
    _, concern = recorded(cast)
    restrict(cast, concern.child, "manager")
    return concern.child


def ask(client, user, **changed):
    client.force_login(user)
    return client.post("/emergency/by-name/", ASKED | changed)


def asked(cast, *, at=None):
    authority = cast["worker2"].hats()[0].agency
    return duty.ask(authority=authority, **ASKED, by=cast["worker2"], at=at or now())


def answer(question, cast, *, by="governance", **changed):
    said = {"answer": "handled", "words": "Robin rings you back.", "child": None, "knowingly": False}
    return duty.answer(question.pk, **said | changed, by=cast[by], at=now())


def test_a_search_that_finds_nobody_and_the_form_for_a_new_child_lead_there(cast, client, child):
    client.force_login(cast["worker2"])
    for page in (client.post("/search/", {"q": "Quillfeather"}), client.get("/children/new/")):
        assert 'href="/emergency/by-name/"' in page.content.decode()


def test_governance_is_told_at_once_and_no_personal_data_leaves(cast, client):
    answered = ask(client, cast["worker2"])
    question = NameQuestion.objects.get()
    assert answered.url == f"/emergency/by-name/{question.ref}/"
    told = Notice.objects.get()
    assert (told.to_email, told.kind) == ("governance@demo.invalid", "name_question")
    text = compose(told)
    for word in (*ASKED.values(), cast["worker2"].name):
        assert word not in text.body + text.subject
    assert question.due_at - question.asked_at == timedelta(minutes=60)
    assert "Answer who asks for a child by name" in [t.what for t in my_work(cast["governance"])]
    assert "Answer who asks for a child by name" not in [t.what for t in my_work(cast["manager"])]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": " "}, "Enter the name"),
        ({"worry": "help"}, "Say what you have been told"),
        ({"telephone": "the office"}, "Enter the telephone number"),
    ],
)
def test_what_lacks_is_said_and_what_was_typed_stays(cast, client, changed, says):
    page = ask(client, cast["worker2"], **changed)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "14 Refuge Lane" in page.content.decode()
    assert not NameQuestion.objects.exists()


def test_two_clicks_ask_once(cast, client):
    ask(client, cast["worker2"])
    ask(client, cast["worker2"])
    assert NameQuestion.objects.count() == 1
    assert Notice.objects.count() == 1


def test_who_asks_is_told_the_same_whether_the_child_is_on_file_or_not(cast, client, child):
    pages = []
    for name in ("Testchild Quillfeather", "Nobody Whatever"):
        ask(client, cast["worker2"], name=name)
        question = NameQuestion.objects.latest("pk")
        page = client.get(f"/emergency/by-name/{question.ref}/").content.decode()
        answer(question, cast)
        after = client.get(f"/emergency/by-name/{question.ref}/").content.decode()
        pages.append((page + after).replace(name, "").replace(question.ref, ""))
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])


def _without_tokens(page):
    return [
        line
        for line in page.splitlines()
        if "csrf" not in line and "nonce" not in line and "answered " not in line
    ]


def test_governance_finds_the_restricted_child_and_sees_what_was_typed(cast, client, child):
    question = asked(cast)
    client.force_login(cast["governance"])
    page = client.get(f"/emergency/by-name/{question.ref}/").content.decode()
    assert child.case_number in page
    assert "14 Refuge Lane" in page
    event = AccessEvent.objects.get(verb="search", user_id=cast["governance"].pk)
    assert event.child_id == child.pk


@pytest.mark.parametrize(
    "key", ["worker", "manager", "manager2", "service", "sergeant", "admin", "elsewhere"]
)
def test_nobody_else_reads_it(cast, client, key):
    question = asked(cast)
    client.force_login(cast[key])
    assert client.get(f"/emergency/by-name/{question.ref}/").status_code == 404


def test_the_head_of_service_who_is_not_named_is_not_offered_the_restricted_child(cast, client, child):
    question = asked(cast)
    client.force_login(cast["head"])
    assert child.case_number not in client.get(f"/emergency/by-name/{question.ref}/").content.decode()
    answer(question, cast, answer="number", child=child, knowingly=True)
    page = client.get(f"/emergency/by-name/{question.ref}/").content.decode()
    assert child.case_number not in page
    assert "on file" not in page


def test_the_number_of_a_restricted_child_is_told_only_knowingly(cast, child):
    question = asked(cast)
    with pytest.raises(Refused, match="tells them that the child is known"):
        answer(question, cast, answer="number", child=child)
    answer(question, cast, answer="number", child=child, knowingly=True)
    assert NameQuestion.objects.get().child == child


def test_in_the_browser_the_number_leads_to_emergency_access(cast, client, child):
    question = asked(cast)
    client.force_login(cast["governance"])
    said = {"answer": "number", "child": child.ref, "words": ""}
    refused = client.post(f"/emergency/by-name/{question.ref}/", said)
    assert refused.status_code == 422
    assert f'value="{child.ref}" id="c1" checked' in refused.content.decode()
    client.post(f"/emergency/by-name/{question.ref}/", said | {"knowingly": "on"})
    assert Notice.objects.get(kind="name_answered").to_email == "worker2@demo.invalid"

    client.force_login(cast["worker2"])
    page = client.get(f"/emergency/by-name/{question.ref}/").content.decode()
    assert f"/emergency/?child={child.case_number}" in page
    assert child.family_name not in page.replace(ASKED["name"], "")


def test_not_known_leads_to_adding_the_child(cast, client):
    question = asked(cast)
    answer(question, cast, answer="not_known", words="")
    client.force_login(cast["worker2"])
    assert 'href="/children/new/"' in client.get(f"/emergency/by-name/{question.ref}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"answer": ""}, "Choose an answer"),
        ({"answer": "number"}, "Choose whose number it is"),
        ({"words": ""}, "Say who sees to it"),
        ({"by": "manager"}, "Information governance answers this"),
        ({"by": "worker2"}, "Nobody answers their own question"),
    ],
)
def test_an_answer_says_what_to_do_and_is_governance_s(cast, changed, says):
    question = asked(cast)
    with pytest.raises(Refused, match=says):
        answer(question, cast, **changed)


def test_it_is_answered_once(cast):
    question = asked(cast)
    answer(question, cast)
    with pytest.raises(Refused, match="has answered this already"):
        answer(question, cast, by="head")
    with pytest.raises(IntegrityError), transaction.atomic():
        NameQuestion.objects.update(answered_by=cast["worker2"])


def test_the_clock_tells_governance_at_half_time_and_the_head_of_service_when_it_is_over(cast):
    at = now()
    question = asked(cast, at=at)
    assert duty.remind(at=at + timedelta(minutes=20)) == 0
    duty.remind(at=at + timedelta(minutes=31))
    duty.remind(at=at + timedelta(minutes=32))
    assert _told("reminder") == {"governance@demo.invalid"}

    duty.remind(at=question.due_at + timedelta(minutes=1))

    assert _told("overdue") == {"governance@demo.invalid", "head@demo.invalid"}
    assert Notice.objects.count() == 1 + 1 + 2
    answer(question, cast)
    assert duty.remind(at=at + timedelta(hours=9)) == 0


def _told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to_email", flat=True))


def test_what_was_typed_is_forgotten_after_a_while(cast, settings):
    question = asked(cast)
    answer(question, cast)
    assert duty.forget(at=now() + timedelta(days=settings.NAME_QUESTION_KEPT_DAYS - 1)) == 0
    assert duty.forget(at=now() + timedelta(days=settings.NAME_QUESTION_KEPT_DAYS + 1)) == 1
    question.refresh_from_db()
    assert (question.name, question.address, question.worry, question.telephone) == ("", "", "", "")


def test_nobody_needs_to_make_the_child_a_second_time(cast, child):
    asked(cast)
    assert Person.objects.filter(is_child=True).count() == 1
