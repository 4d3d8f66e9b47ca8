"""Half-typed rows: kept for their typist alone, there again when their page is opened, gone when they are made."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from actions.models import Action
from children.models import Relationship
from config.clock import now
from config.opaque import tagged
from demo.conference import conference_of
from demo.enquiry import carry_out, decide
from records import drafts
from records.models import Draft, Record
from s47.vocabulary import Outcome
from strategy.models import Risk
from strategy.workflow.concern import begin
from tests.conftest import MORNING
from tests.entering import WORD
from tests.matrix.worlds import PATTERNS
from tests.stories import concluded, signed, story
from tests.told import told_once

LIVE = {"HX-Request": "true"}


class Form:
    """One form beside the sections, in the browser of one person."""

    def __init__(self, path, person):
        self.path, self.client = path, Client()
        self.client.force_login(person)
        self.open()

    def open(self):
        self.answer = self.client.get(self.path)
        self.page = self.answer.content.decode()
        form = self.page.partition(f'hx-post="{self.path}draft/"')[2].partition("</form>")[0]
        self.hidden = dict(re.findall(r'type="hidden" name="(once|seen|began|back)" value="([^"]*)"', form))
        return self

    def types(self, **fields):
        return self.client.post(f"{self.path}draft/", self.hidden | fields, headers=LIVE)

    def sends(self, **fields):
        return self.client.post(self.path, self.hidden | fields)


@pytest.fixture
@told_once
def discussion(cast):
    return concluded(cast)[1]


def risk(discussion, person):
    return Form(f"/records/{discussion.ref}/rows/risk/", person)


# Every form beside the sections: its page, and a field with what is half typed in it.
def pages(discussion):
    ref = discussion.ref
    risks = f"/records/{ref}/rows/risk/"
    return {
        "row_add": (risks, {"risk": "Left alone at ni"}),
        "row": (f"{risks}{tagged(discussion.risks.first().pk)}/", {"risk": "Left alone at ni"}),
        "agree_action": (f"/discussions/{ref}/actions/", {"what": "Ask the school wh"}),
        "invite": (f"/discussions/{ref}/invite/", {"new_name": "Dr Newcome"}),
        "child_death": (f"/children/{discussion.child.ref}/death/", {"note": "The ward tele"}),
        "relative": (f"/children/{discussion.child.ref}/family/", {"given_names": "Hildegard"}),
        "convene": (f"/concerns/{discussion.concern.ref}/convene/", {"place": "At the hos"}),
    }


# Of another kind of record, below; of a child of whom nothing is recorded, tests/pages/test_withdraw_child.py.
ELSEWHERE = {"convene_conference", "child_withdraw"}


def test_every_form_beside_the_sections_is_tried_here(discussion):
    assert set(pages(discussion)) | ELSEWHERE == drafts.BESIDE
    for name in drafts.BESIDE:
        assert f"{name}_draft" in PATTERNS
    for name, (path, _) in pages(discussion).items():
        ref, key = drafts.form_at(resolve(path))
        assert drafts.page_of(ref, key) == path, name
        assert drafts.form_at(resolve(drafts.page_of(ref, key, draft=True))) == (ref, key)


@pytest.mark.parametrize("name", sorted(drafts.BESIDE - ELSEWHERE))
def test_what_is_half_typed_is_there_again_for_its_typist_alone_and_nothing_is_said_against_it(
    cast, discussion, name
):
    path, typed = pages(discussion)[name]
    form = Form(path, cast["manager"])
    text = next(iter(typed.values()))
    assert form.types(**typed).status_code == 200

    form.open()
    assert text in form.page
    assert "It is not saved yet" in form.page
    assert "There is a problem" not in form.page
    assert text not in Form(path, cast["service"]).page
    assert Form(path, cast["service"]).types(**typed).status_code == 200


@pytest.mark.parametrize("name", sorted(drafts.BESIDE - ELSEWHERE))
def test_it_is_kept_only_for_whom_the_page_opens(cast, discussion, name):
    path, typed = pages(discussion)[name]
    for role in ("worker2", "sergeant", "doctor", "admin"):
        client = Client()
        client.force_login(cast[role])
        assert client.post(f"{path}draft/", typed, headers=LIVE).status_code == client.get(path).status_code
    assert not Draft.objects.filter(
        section__contains=":", user__in=[cast["worker2"], cast["doctor"]]
    ).exists()


@pytest.mark.parametrize("name", sorted(drafts.BESIDE - ELSEWHERE))
def test_it_is_let_go_of_with_one_click(cast, discussion, name):
    path, typed = pages(discussion)[name]
    form = Form(path, cast["manager"])
    form.types(**typed)
    assert form.client.post(f"{path}draft/", {"do": "discard"}).status_code == 302

    assert not Draft.objects.exists()
    assert next(iter(typed.values())) not in form.open().page


def test_it_is_gone_when_the_row_is_made_and_a_late_autosave_does_not_bring_it_back(cast, discussion):
    form = risk(discussion, cast["manager"])
    form.types(risk="Left alone")
    said = {"risk": "Left alone at night", "category": "PHY"}
    assert form.sends(**said).status_code == 302

    assert form.types(risk="Left alone at ni").status_code == 204
    assert not Draft.objects.exists()
    assert Risk.objects.filter(risk="Left alone at night").count() == 1
    assert "Left alone" not in form.open().page


def test_an_action_is_gone_when_it_is_agreed(cast, discussion):
    form = Form(f"/discussions/{discussion.ref}/actions/", cast["manager"])
    form.types(what="Ask the sch")
    due = now() + timedelta(days=9)
    form.sends(
        what="Ask the school", owner=cast["worker"].pk, due_on_day=due.day, due_on_month=due.month,
        due_on_year=due.year,
    )  # fmt: skip

    assert Action.objects.filter(what="Ask the school").exists()
    assert not Draft.objects.exists()


def test_somebody_of_the_family_is_gone_when_they_are_added(cast, discussion):
    form = Form(f"/children/{discussion.child.ref}/family/", cast["manager"])
    form.types(given_names="Mart")
    form.sends(kind="mother", given_names="Marta", family_name="Invented")

    assert Relationship.objects.filter(child=discussion.child, person__given_names="Marta").exists()
    assert not Draft.objects.exists()


def test_who_is_ticked_to_be_invited_is_ticked_again(cast, discussion):
    form = Form(f"/discussions/{discussion.ref}/invite/", cast["manager"])
    box = re.search(r'name="invite" value="([^"]+)"', form.page)[1]
    form.types(invite=box)

    assert f'value="{box}" id="invite-{box.replace(":", "-")}" checked' in form.open().page


def test_a_form_that_was_refused_is_kept_also_without_scripts(cast, discussion):
    form = risk(discussion, cast["manager"])
    answer = form.sends(risk="", evidence="Seen by the neighbour.")

    assert answer.status_code == 422
    assert "Seen by the neighbour." in form.open().page


def test_an_impossible_date_is_there_again(cast, discussion):
    form = Form(f"/discussions/{discussion.ref}/actions/", cast["manager"])
    form.types(due_on_day="31", due_on_month="2")

    assert 'value="31"' in form.open().page


def test_an_action_stands_half_typed_beside_every_section(cast, discussion):
    form = Form(f"/discussions/{discussion.ref}/actions/", cast["manager"])
    form.types(what="Ask the school wh")

    for section in ("voice", "risks", "actions"):
        page = form.client.get(f"/records/{discussion.ref}/{section}/").content.decode()
        assert "Ask the school wh" in page
    back = form.client.post(f"{form.path}draft/", {"do": "discard", "back": "voice"})
    assert back.url == f"/records/{discussion.ref}/voice/"


def test_what_a_colleague_changed_in_a_row_is_not_overwritten_by_what_was_typed_before(cast, discussion):
    path, _ = pages(discussion)["row"]
    mine, theirs = Form(path, cast["manager"]), Form(path, cast["service"])
    mine.types(risk="Typed before", evidence="Mine.")
    assert theirs.sends(risk="As it stands now", category="PHY").status_code == 302

    mine.open()
    assert re.search(r'name="risk"[^>]*value="As it stands now"|>As it stands now</textarea>', mine.page)
    assert "You also typed" in mine.page
    assert "Typed before" in mine.page


def test_never_in_another_childs_form(cast, discussion):
    risk(discussion, cast["manager"]).types(risk="Left alone at ni")
    Form(f"/children/{discussion.child.ref}/family/", cast["manager"]).types(given_names="Hildegard")
    told = story(cast, child={"given_names": "Another", "family_name": "Child", "born_on": MORNING.date(), "sex": "F",
                              "case_number": "T-2"})  # fmt: skip
    concern = begin([told.make_child()], by=cast["worker"], at=told.at(0))[0]

    assert "Hildegard" not in Form(f"/children/{concern.child.ref}/family/", cast["manager"]).page
    other = Record.objects.exclude(pk=discussion.pk).filter(kind="discussion")
    for record in other:
        assert "Left alone" not in risk(record, cast["manager"]).page


def test_a_row_typed_in_a_section_of_one_child_leaves_that_of_the_other_alone(cast, discussion):
    """A row made for several children takes nothing away that is half typed in the other’s record."""
    form = risk(discussion, cast["manager"])
    Draft.objects.create(
        record_id=discussion.concern_id, section="row_add:risk", user=cast["manager"], base_revision=0,
        fields={"risk": ["Another"]}, saved_at=now(),
    )  # fmt: skip
    form.sends(risk="Left alone at night", category="PHY")

    assert Draft.objects.get().record_id == discussion.concern_id


def test_being_typed_does_not_tell_of_rows(cast, discussion):
    risk(discussion, cast["manager"]).types(risk="Left alone at ni")

    page = Form(f"/records/{discussion.ref}/risks/", cast["service"]).page
    assert "Being typed" not in page


def test_my_work_leads_back_to_it(cast, discussion):
    form = risk(discussion, cast["manager"])
    form.types(risk="Left alone at ni")

    page = form.client.get("/").content.decode()
    assert "Save what you had typed" in page
    assert f'href="{form.path}"' in page


def test_one_that_is_sent_after_the_session_had_ended_is_half_typed_again(cast, discussion):
    client, word = Client(), {"login": "manager@demo.invalid", "password": WORD}
    path = f"/records/{discussion.ref}/rows/risk/"
    client.post("/sign-in/", word)
    client.get(path)
    with time_machine.travel(now() + timedelta(minutes=16)):
        client.post(path, {"risk": "Left alone at ni"})
        back = client.post("/sign-in/", word)

        assert back.url == path
        assert "Left alone at ni" in client.get(path).content.decode()


def test_a_conference_that_is_not_convened_yet(cast):
    told, parent = signed(cast)
    enquiry = carry_out(told, parent, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = conference_of(enquiry)
    form = Form(f"/conferences/{conference.ref}/convene/", cast["manager"])
    everybody = set(re.findall(r'name="invite" value="([^"]+)"[^>]*checked', form.page))
    form.types(place="At the civic cen")

    form.open()
    assert "At the civic cen" in form.page
    assert everybody
    assert not re.findall(r'name="invite" value="([^"]+)"[^>]*checked', form.page)  # as it was typed
