"""What a form’s token is good for, and for whom."""

import re
import threading
import uuid
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from actions.models import Happening
from audit.models import AccessEvent
from children.models import Person
from once import workflow
from once.models import Once
from records.models import Draft
from tests.stories import convened, signed

CHILD = {
    "given_names": "Zebedee", "family_name": "Onlyone", "sex": "M",
    "born_on_day": "1", "born_on_month": "2", "born_on_year": "2020",
}  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def token_of(page):
    """The token of the last form of a page: the first is the way out, in the header."""
    return re.findall(r'name="once" value="([^"]+)"', page.content.decode())[-2]


def onlyones():
    return Person.objects.filter(family_name="Onlyone").count()


@pytest.fixture
def worker(cast):
    return signed_in(cast["worker"])


def test_every_form_of_a_page_has_a_token_of_its_own_and_a_new_one_each_time(worker):
    pages = [worker.get("/children/new/").content.decode() for _ in range(2)]

    found = [re.findall(r'name="once" value="([^"]+)"', page) for page in pages]
    forms = [page.count("csrfmiddlewaretoken") for page in pages]
    assert [len(tokens) for tokens in found] == forms
    assert len({*found[0], *found[1]}) == sum(forms)


def test_a_second_post_gives_the_first_ones_answer(worker):
    form = CHILD | {"once": token_of(worker.get("/children/new/"))}
    first, second = (worker.post("/children/new/", form) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert onlyones() == 1


def test_without_a_token_a_form_is_what_it_was(worker):
    worker.post("/children/new/", CHILD)

    assert onlyones() == 1
    assert not Once.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "0" * 5000, "\u202e"])
def test_a_token_that_is_none_is_passed_over(worker, token):
    assert worker.post("/children/new/", CHILD | {"once": token}).status_code == 302
    assert not Once.objects.exists()


def test_a_refused_form_can_be_corrected_and_sent(worker):
    form = CHILD | {"once": str(uuid.uuid4())}
    refused = worker.post("/children/new/", form | {"born_on_month": "13"})
    sent = worker.post("/children/new/", form)

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert onlyones() == 1


def test_what_a_refused_form_leaves_is_there_although_its_token_is_free(cast):
    _, discussion = signed(cast)
    client, token = signed_in(cast["manager"]), str(uuid.uuid4())
    answer = client.post(f"/discussions/{discussion.ref}/cancel/", {"reason": "x", "once": token})

    assert answer.status_code == 422
    assert AccessEvent.objects.filter(verb="refused", ref=discussion.ref).count() == 1
    assert not Once.objects.exists()


def test_a_page_that_is_not_theirs_is_noted_and_leaves_no_answer(cast):
    _, discussion = convened(cast)
    client = signed_in(cast["worker2"])
    answer = client.post(f"/records/{discussion.ref}/voice/", {"says": "x", "once": str(uuid.uuid4())})

    assert answer.status_code == 404
    assert AccessEvent.objects.filter(verb="refused", ref=discussion.ref).count() == 1
    assert not Once.objects.exists()


def test_what_cannot_be_saved_is_a_draft_although_the_token_is_free(cast):
    _, discussion = convened(cast)
    long = "word " * 40_000
    path, client = f"/records/{discussion.ref}/reason/", signed_in(cast["manager"])
    answer = client.post(path, {"trigger": long, "seen": "0", "once": str(uuid.uuid4())})

    assert answer.status_code == 422
    assert Draft.objects.get().fields == {"trigger": [long]}


def test_another_persons_token_gives_their_answer_to_nobody_else(cast):
    form = CHILD | {"once": str(uuid.uuid4())}
    mine, theirs = (signed_in(cast[key]).post("/children/new/", form) for key in ("worker", "manager"))

    # The duplicate is shown, as to everybody; nothing is answered out of the other's form.
    assert (mine.status_code, theirs.status_code) == (302, 200)
    assert Once.objects.count() == 1


def test_the_token_of_another_path_is_a_new_one_here(cast, worker):
    _, discussion = convened(cast)
    token, child = str(uuid.uuid4()), discussion.child
    worker.post("/children/new/", CHILD | {"once": token})
    answer = worker.post(f"/children/{child.ref}/family/", {"given_names": "M", "family_name": "Two", "kind": "mother", "once": token})  # fmt: skip

    assert answer.url == f"/children/{child.ref}/"
    assert Person.objects.filter(family_name="Two").count() == 1


def test_a_form_that_says_something_else_the_second_time_is_not_done_and_gives_it_back(worker):
    form = CHILD | {"once": str(uuid.uuid4())}
    worker.post("/children/new/", form)
    answer = worker.post("/children/new/", form | {"given_names": "Zebulon"})

    assert answer.status_code == 409
    assert "This form was sent already" in answer.content.decode()
    assert "Zebulon" in answer.content.decode()
    assert onlyones() == 1


def test_a_password_is_no_part_of_what_is_compared_or_kept(cast):
    _, concern = convened(cast)
    client, token = signed_in(cast["worker"]), str(uuid.uuid4())
    paths = [
        client.post("/children/new/", CHILD | {"once": token, "password": word}) for word in ("one", "two")
    ]

    assert [answer.status_code for answer in paths] == [302, 302]


def stored(place):
    return sum(path.is_file() for path in place.rglob("*"))


def test_a_file_is_stored_once(cast, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    }
    _, discussion = signed(cast)
    before = stored(tmp_path)
    found, client = discussion.actions.get(owner=cast["doctor"]), signed_in(cast["doctor"])
    form = {"outcome": "Done as agreed.", "once": str(uuid.uuid4())}
    answers = [
        client.post(
            reverse("action_verb", args=[found.pk, "complete"]),
            form | {"evidence": SimpleUploadedFile("letter.pdf", b"%PDF-1.7" + b"a letter " * 400_000)},
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert stored(tmp_path) == before + 1
    assert Happening.objects.filter(action=found, kind="completed").count() == 1


def test_live_attendance_is_noted_with_each_change_and_its_button_saves_once_more(cast):
    _, discussion = convened(cast)
    first = discussion.participants.order_by("pk")[0]
    client, token = signed_in(cast["manager"]), str(uuid.uuid4())
    path, name = f"/discussions/{discussion.ref}/attendance/", f"attendance_{first.pk}"

    def change(to, **headers):
        answer = client.post(path, {name: to, "once": token}, headers=headers)
        first.refresh_from_db()
        return answer, first.attendance

    live = {"HX-Request": "true"}
    assert [change(to, **live)[1] for to in ("attended", "apologies")] == ["attended", "apologies"]
    again, _ = change("apologies", **live)
    assert "Quora" in again.content.decode() or again.status_code == 200
    saved, said = change("attended")
    assert (saved.status_code, said) == (302, "attended")
    late, said = change("apologies", **live)
    assert (late.status_code, said) == (204, "attended")


@contextmanager
def while_it_is_sent(person, path, form, answers):
    """The form is on its way: its verb stands before the table of children, and has not answered yet."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE children_person IN SHARE ROW EXCLUSIVE MODE")
            held.set()
            done.wait(60)

    def send():
        held.wait(60)
        answers.append(signed_in(person).post(path, form))

    def alone(work):
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=[work]) for work in (hold, send)]
    for thread in threads:
        thread.start()
    while threads[1].is_alive() and not _waiting():
        threads[1].join(0.02)
    yield
    done.set()
    for thread in threads:
        thread.join()


def _waiting():
    """The connections that wait for the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'children_person'::regclass"
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_leaves_nothing_and_the_form_can_be_sent_again(cast):
    form, answers = CHILD | {"once": str(uuid.uuid4())}, []
    with while_it_is_sent(cast["worker"], "/children/new/", form, answers), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", _waiting())

    assert answers[0].status_code == 503
    assert "Zebedee" in answers[0].content.decode()
    assert (onlyones(), Once.objects.count()) == (0, 0)
    assert signed_in(cast["worker"]).post("/children/new/", form).status_code == 302
    assert onlyones() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_so_with_what_they_typed(cast, settings):
    form, answers = CHILD | {"once": str(uuid.uuid4())}, []
    client = signed_in(cast["worker"])
    settings.PATIENCE = settings.PATIENCE | {"web": {"lock_timeout": 60}}
    with while_it_is_sent(cast["worker"], "/children/new/", form, answers):
        settings.PATIENCE = settings.PATIENCE | {"web": {"lock_timeout": 0.2}}
        second = client.post("/children/new/", form)

    assert second.status_code == 409
    assert "This is still being done" in second.content.decode()
    assert "Zebedee" in second.content.decode()
    assert answers[0].status_code == 302
    assert client.post("/children/new/", form).url == answers[0].url
    assert onlyones() == 1


@pytest.mark.django_db(transaction=True)
def test_who_had_to_wait_sees_the_message_that_the_first_would_have_shown_and_later_ones_do_not(cast):
    form, answers = CHILD | {"once": str(uuid.uuid4())}, []
    client, late = signed_in(cast["worker"]), signed_in(cast["worker"])
    threads = []
    with while_it_is_sent(cast["worker"], "/children/new/", form, answers):
        threads.append(
            threading.Thread(target=lambda: (client.post("/children/new/", form), connection.close()))
        )
        threads[0].start()
        while not _for_the_form():
            threads[0].join(0.02)
    threads[0].join()
    late.post("/children/new/", form)

    assert onlyones() == 1
    assert "is now on file" in client.get("/").content.decode()
    assert "is now on file" not in late.get("/").content.decode()


def _for_the_form():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
        return cursor.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_takes_everything_back_and_the_form_can_be_sent_again(cast):
    """The database refuses the answer itself: the child that was made before it is not there either."""
    client, form = signed_in(cast["worker"]), CHILD | {"once": str(uuid.uuid4())}
    client.raise_request_exception = False
    refuse = "ALTER TABLE once_once ADD CONSTRAINT never CHECK (status = 0)"
    with connection.cursor() as cursor:
        cursor.execute(refuse)
    try:
        broken = client.post("/children/new/", form)
        there = onlyones()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE once_once DROP CONSTRAINT never")

    assert (broken.status_code, there) == (500, 0)
    assert client.post("/children/new/", form).status_code == 302
    assert onlyones() == 1


def test_an_answer_is_forgotten_after_a_day(cast, worker):
    worker.post("/children/new/", CHILD | {"once": str(uuid.uuid4())})
    kept = Once.objects.get()

    assert workflow.forget(at=kept.at + workflow.KEPT) == 0
    assert workflow.forget(at=kept.at + workflow.KEPT * 2) == 1
