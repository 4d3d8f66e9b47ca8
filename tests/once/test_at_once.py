"""Three at once, or a slow double click: one thing is made, and everybody gets its answer."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action, Happening
from children.models import Person, Relationship
from once.models import Once
from records.models import Record
from retention.models import LegalHold
from tests.stories import convened, recorded, signed
from tests.together import both_at_once

pytestmark = pytest.mark.django_db(transaction=True)

DUE = {"due_on_day": "1", "due_on_month": "9", "due_on_year": "2099"}


def three_at_once(person, path, **said):
    """The answers to one form that one person sends three times in the same moment."""
    form, answers = said | {"once": str(uuid.uuid4())}, []

    def send():
        client = Client()
        client.force_login(person)
        answers.append(client.post(path, form))

    both_at_once(send, people=3)
    assert {answer.status_code for answer in answers} == {302}, [a.content.decode()[-3000:] for a in answers]
    (where,) = {answer.url for answer in answers}
    assert Once.objects.count() == 1
    return where


def test_a_new_child(cast):
    where = three_at_once(
        cast["worker"], "/children/new/", given_names="Zebedee", family_name="Onlyone", sex="M",
        born_on_day="1", born_on_month="2", born_on_year="2020",
    )  # fmt: skip

    (child,) = Person.objects.filter(family_name="Onlyone")
    assert child.ref in where


def test_a_relative(cast):
    _, concern = recorded(cast)
    three_at_once(
        cast["worker"],
        f"/children/{concern.child.ref}/family/",
        given_names="Marta",
        family_name="Onlyone",
        kind="mother",
    )

    assert Person.objects.filter(family_name="Onlyone").count() == 1
    assert Relationship.objects.filter(child=concern.child, person__family_name="Onlyone").count() == 1


def test_a_concern(cast):
    _, concern = recorded(cast)
    before = Record.objects.count()
    three_at_once(cast["worker"], "/concerns/start/", child=[concern.child.ref], knowingly="yes")

    assert Record.objects.count() == before + 1


def test_an_agreed_action(cast):
    _, discussion = convened(cast)
    before = Action.objects.count()
    three_at_once(
        cast["manager"], f"/discussions/{discussion.ref}/actions/", what="Ring the ward", why="To know",
        owner=str(cast["doctor"].pk), **DUE,
    )  # fmt: skip

    assert Action.objects.count() == before + 1


def test_a_legal_hold(cast):
    _, concern = recorded(cast)
    three_at_once(
        cast["governance"],
        "/retention/holds/",
        of="child",
        number=concern.child.case_number,
        why="A claim was announced.",
    )

    assert LegalHold.objects.count() == 1


def test_a_request_for_more_time(cast):
    _, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    three_at_once(
        cast["doctor"], reverse("action_verb", args=[action.pk, "more-time"]), reason="The ward is closed.",
        day_day="1", day_month="9", day_year="2099",
    )  # fmt: skip

    assert Happening.objects.filter(action=action, kind="time_asked").count() == 1


def test_the_chair_is_handed_over_once_and_never_from_somebody_to_themselves(cast):
    _, discussion = convened(cast)
    three_at_once(
        discussion.chair,
        f"/discussions/{discussion.ref}/hand-over/",
        to=str(cast["service"].pk),
        reason="On leave.",
    )

    (line,) = discussion.agreements.filter(gate="handed_over")
    assert line.capacity == f"from {discussion.chair} to {cast['service']}"
