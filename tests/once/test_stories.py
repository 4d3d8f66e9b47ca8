"""Verbs that want a story of their own before a form of theirs is taken: sent twice like all others.

What another test sends by its page is borrowed, with a client that sends each form a second time.
"""

import uuid

import pytest
from django.test import Client
from django.urls import resolve

from agencies import offering
from agencies.roles import Role
from agencies.standing import Hat
from boards import unusual
from children.workflow import add_relative
from conference.models import Sitting
from conference.workflow import reporting
from config.clock import now
from demo.conference import hold
from demo.story import write as write_section
from once.models import Once
from records import second_reading
from s47.workflow import missing
from strategy.models import Concern
from strategy.workflow import concern as concerns
from tests.conference.conftest import asked, convened, days, reported  # noqa: F401  fixtures
from tests.conference.test_adjourning import begins  # noqa: F401
from tests.conference.test_lateness import late, test_the_button_agrees_in_the_browser_once  # noqa: F401
from tests.entering import WORD, confirm
from tests.once.filled import forms_of
from tests.once.test_every_verb import BY_A_STORY, counts
from tests.pages.test_by_name import (  # noqa: F401
    child,
    test_governance_is_told_at_once_and_no_personal_data_leaves,
    test_in_the_browser_the_number_leads_to_emergency_access,
)
from tests.pages.test_people import (  # noqa: F401  # noqa: F401
    hospital,
    keeper,
    test_a_joiner_gets_a_link_and_a_role_and_nothing_of_the_administrator_s,
)
from tests.pages.test_restricted import restrict
from tests.pages.test_unusual import look
from tests.s47.conftest import opened  # noqa: F401
from tests.s47.test_letters import decided, write  # noqa: F401
from tests.s47.test_missing import lost  # noqa: F401
from tests.stories import convened as convened_discussion
from tests.stories import fresh, recorded, story
from tests.strategy.test_asked_instead import other, test_in_the_browser, waiting  # noqa: F401
from tests.strategy.test_who_widens import test_the_agency_widens_it_in_its_own_sign_in, typed  # noqa: F401


class Twice(Client):
    """Sends each form twice; the second adds nothing and is answered like the first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.done = set()

    def post(self, path, data=None, **kwargs):
        form, known = (data or {}) | {"once": str(uuid.uuid4())}, Once.objects.count()
        first = super().post(path, form, **kwargs)
        if Once.objects.count() > known:
            before, again = counts(), super().post(path, form, **kwargs)
            assert counts() == before
            assert (again.status_code, again.headers["Location"]) == (
                first.status_code,
                first.headers["Location"],
            )
            self.done.add(resolve(path).url_name)
        return first

    def fill_in(self, page, path, **said):
        """Send the form of a page that goes to `path`, every question answered, with these answers instead."""
        answer = self.get(page)
        assert answer.status_code == 200
        forms = [fields for to, fields in forms_of(answer.content.decode(), page) if to == path]
        assert forms, f"{page} has no form for {path}"
        return self.post(path, forms[0] | said)


@pytest.fixture
def client(cast):
    sends_twice = Twice()
    yield sends_twice
    assert sends_twice.done, "No form was taken."


def days_of(name, day, time=""):
    parts = {"day": day.day, "month": day.month, "year": day.year} | ({"time": time} if time else {})
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def test_a_concern_is_begun_and_recorded(cast, client, monkeypatch):
    told = story(cast)
    client.force_login(cast["worker"])
    # Its sections as the story writes them; the verb that ends it is the page’s.
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(concerns, "record", lambda pk, **_: Concern.objects.get(pk=pk))
        draft = told.record(told.make_child())

    told.child = told.child | {"case_number": "T-2"}
    client.post("/concerns/start/", {"child": told.make_child().ref})
    client.post(f"/concerns/{draft.ref}/record/")

    assert client.done == {"concern_start", "concern_record"}


def test_the_police_are_spoken_to_and_a_discussion_is_convened(cast, client):
    told, concern = recorded(cast)
    client.force_login(cast["worker"])
    client.fill_in(
        f"/records/{concern.ref}/", f"/concerns/{concern.ref}/liaison/", **days_of("at", told.at(60), "10:00")
    )
    told.decide(concern)
    client.force_login(cast["manager"])

    client.fill_in(
        f"/concerns/{concern.ref}/convene/",
        f"/concerns/{concern.ref}/convene/",
        chair=cast["manager"].pk,
        social_worker=cast["worker"].pk,
        new_name="",
        new_email="",
        **days_of("planned_at", told.at(180), "13:00"),
    )

    assert client.done == {"liaise", "convene"}


def test_the_head_of_service_agrees_the_plan_for_a_missing_child(cast, client, lost):  # noqa: F811
    enquiry = lost[2]
    client.force_login(cast["head"])

    client.post(f"/enquiries/{enquiry.ref}/missing/agree/", {"plan": "Police search.", "password": WORD})

    assert client.done == {"agree_plan"}
    assert missing.current(fresh(enquiry)).agreed_by == cast["head"]


def test_a_child_who_was_missing_is_found(cast, client, lost):  # noqa: F811
    enquiry = lost[2]
    client.force_login(cast["worker"])
    when = {"when_day": 10, "when_month": 6, "when_year": 2026, "when_time": "19:30"}

    client.post(f"/enquiries/{enquiry.ref}/missing/found/", {**when, "how": "At her aunt’s."})

    assert client.done == {"child_found"}
    assert missing.current(fresh(enquiry)) is None


def test_a_letter_is_given(cast, client, decided):  # noqa: F811
    told, enquiry = decided
    letter = write(decided)
    second_reading.approve(letter.version.family_paper.pk, by=cast["manager"], at=told.at(1100))
    client.force_login(cast["worker"])

    said = {"how": "hand", "by_whom": cast["worker"].name} | days_of("given_on", told.at(1100))
    client.post(f"/enquiries/{enquiry.ref}/letters/{letter.version.number}/given/", said)

    assert client.done == {"letter_given"}


def test_the_report_is_signed(cast, client, convened):  # noqa: F811
    told, _, conference = convened
    said = {"recommendation": "A child protection plan.", "outline": "Work with both parents."}
    write_section(conference, "recommendation", said, by=cast["worker"], at=told.at(2000))
    page = f"/conferences/{conference.ref}/report/"

    for who in ("worker", "manager"):
        client.force_login(cast[who])
        client.fill_in(page, page, password=WORD)

    assert client.done == {"sign_report"}
    assert len(reporting.agreements(fresh(conference))) == 2


def test_the_first_core_group_is_noted(cast, client, reported, days):  # noqa: F811
    told, _, conference = reported
    hold(told, conference, minutes=7 * 24 * 60 + 180, **days)
    client.force_login(cast["worker"])

    said = {"code": "core_group"} | days_of("when", told.at(9 * 24 * 60), "10:00")
    client.post(f"/conferences/{conference.ref}/followed/", said)

    assert client.done == {"conference_followed"}


def test_a_conference_is_adjourned(cast, client, begins):  # noqa: F811
    conference = begins[2]
    client.force_login(conference.chair)

    client.post(f"/conferences/{conference.ref}/adjourn/", {"reason": "The police could not come."})

    assert client.done == {"adjourn_conference"}
    assert Sitting.objects.count() == 1


def test_a_legal_hold_is_placed(cast, client):
    client.force_login(cast["governance"])
    confirm(client)

    client.post("/retention/holds/", {"of": "all", "why": "The inquiry asks for it."})

    assert client.done == {"retention_hold"}


def test_somebody_says_yes_to_a_second_agency(cast, client):
    offer = offering.ask(
        cast["people"].hats()[0].agency, email=cast["school"].email, name=cast["school"].name,
        hat=Hat(Role.REPRESENTATIVE), by=cast["people"], at=now(),
    )  # fmt: skip
    client.force_login(cast["school"])
    confirm(client)

    client.post("/account/offers/", {"answer": "yes", "which": offer.pk})

    assert client.done == {"offers"}


def test_a_file_is_opened_in_an_emergency(cast, client):
    _, concern = recorded(cast)
    restrict(cast, concern.child, "manager")
    client.force_login(cast["worker2"])

    client.post(
        "/emergency/", {"number": concern.child.case_number, "reason": "Screams tonight.", "password": WORD}
    )

    assert client.done == {"emergency"}


def test_a_look_that_stands_out_is_reviewed(cast, client):
    told, concern = recorded(cast)
    father = {"kind": "father", "given_names": "Mr", "family_name": "Example"}  # as the worker is called
    add_relative(concern.child, **father, by=cast["worker"], at=told.at(5))
    look(cast["worker"], concern.child)
    client.force_login(cast["governance"])
    (found,) = unusual.listed_for(cast["governance"], at=now())

    said = {"key": found.key, "note": "Asked the manager.", "outcome": "explained"}
    client.post("/looked/unusual/review/", said)

    assert client.done == {"unusual_review"}


def test_a_child_put_on_file_by_mistake_is_withdrawn(cast, client):
    twice = story(cast).make_child()
    client.force_login(cast["worker"])

    client.post(f"/children/{twice.ref}/withdraw/", {"reason": "Entered twice."})

    assert client.done == {"child_withdraw"}


def test_the_day_of_a_death_is_recorded(cast, client):
    _, concern = recorded(cast)
    client.force_login(cast["manager"])

    said = {"day_day": 11, "day_month": 6, "day_year": 2026, "note": "The ward telephoned."}
    client.post(f"/children/{concern.child.ref}/death/", said)

    assert client.done == {"child_death"}


def test_a_second_concern_is_joined_to_the_discussion_that_covers_it(cast, client):
    told, discussion = convened_discussion(cast)
    second = told.record(discussion.child)
    client.force_login(cast["manager"])

    page = f"/records/{second.ref}/"
    client.fill_in(page, f"/concerns/{second.ref}/join/", to=discussion.pk, password=WORD)

    assert client.done == {"concern_join"}
    assert fresh(second).joined == discussion


def test_every_verb_that_is_named_as_not_reached_is_sent_twice_here():
    borrowed = {
        "agree_late",
        "name_question",
        "name_question_ask",
        "invite_person",
        "ask_instead",
        "restrict_passage",
    }
    own = {
        "concern_start", "concern_record", "liaise", "convene", "agree_plan", "letter_given", "sign_report",
        "conference_followed", "adjourn_conference", "retention_hold", "offers", "emergency", "unusual_review",
        "child_withdraw", "child_death", "child_found", "concern_join",
    }  # fmt: skip
    assert borrowed | own == BY_A_STORY
