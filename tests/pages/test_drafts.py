"""What was typed and not saved: never lost, and never over what a colleague or oneself has saved since."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from config.clock import now
from records.drafts import TYPING_NOW
from records.models import Draft, SectionContent
from tests.stories import convened, fresh
from tests.together import before_the_first_commits
from tests.told import told_once

LIVE = {"HX-Request": "true"}


def own_form(page):
    """The form of the section, apart from others of its page."""
    return page.partition('id="section-form"')[2].partition("</form>")[0]


class Section:
    """The section “voice” of one discussion, in the browser of one person."""

    def __init__(self, discussion, person):
        self.path = f"/records/{discussion.ref}/voice/"
        self.client = Client()
        self.client.force_login(person)
        self.open()

    def open(self):
        self.page = self.client.get(self.path).content.decode()
        form = own_form(self.page)
        self.form = dict(re.findall(r'type="hidden" name="(once|seen|began)" value="([^"]*)"', form))
        return self

    def save(self, says, **changed):
        self.answer = self.client.post(self.path, self.form | {"says": says, "next": "stay"} | changed)
        return self.answer.status_code

    def types(self, says, **changed):
        form = self.form | {"says": says} | changed
        return self.client.post(f"{self.path}draft/", form, headers=LIVE).status_code

    @property
    def in_the_form(self):
        return re.search(r'<textarea[^>]*name="says"[^>]*>\s*([^<]*)</textarea>', self.page)[1].strip()


def stands():
    return SectionContent.objects.get(section="voice").fields["says"]


@pytest.fixture
@told_once
def discussion(cast):
    return convened(cast)[1]


@pytest.fixture
def chair(cast, discussion):
    return Section(discussion, cast["manager"])


def test_an_autosave_that_lands_after_the_form_was_saved_is_dropped(chair):
    chair.types("The child s")
    assert chair.save("The child says that she is afraid.") == 302

    assert chair.types("The child says tha") == 204
    assert not Draft.objects.exists()
    assert chair.open().in_the_form == "The child says that she is afraid."
    assert "You also typed" not in chair.page


@pytest.mark.django_db(transaction=True)
def test_an_autosave_waits_for_the_save_that_is_under_way_and_is_dropped(chair):
    answers = []
    before_the_first_commits(lambda: chair.save("All of it."), lambda: answers.append(chair.types("All o")))

    assert answers == [204]
    assert stands() == "All of it."
    assert not Draft.objects.exists()


def test_an_autosave_that_was_overtaken_on_its_way_changes_nothing(chair):
    chair.types("The child says that", nth="9")
    assert chair.types("The child s", nth="4") == 200
    assert chair.open().in_the_form == "The child says that"

    chair.types("The child", nth="1")  # a page that was opened anew counts anew
    assert chair.open().in_the_form == "The child"


def test_an_autosave_of_a_form_that_was_refused_is_kept(chair):
    assert chair.save("word " * 40_000) == 422
    assert chair.types("In fewer words.") == 200

    assert Draft.objects.get().fields["says"] == ["In fewer words."]


def test_what_a_colleague_improved_is_not_overwritten_by_what_was_typed_before(chair, cast, discussion):
    """A late autosave without its form’s identity, as a script or an older page sends it."""
    chair.save("She is afraid.")
    notes = Section(discussion, cast["support"])
    notes.save("She is afraid of the dark, says her teacher.")
    chair.types("She is afr", once=str(uuid.uuid4()), seen="0")

    chair.open()
    assert chair.in_the_form == "She is afraid of the dark, says her teacher."
    assert "You also typed" not in chair.page
    chair.save(chair.in_the_form)
    assert stands() == "She is afraid of the dark, says her teacher."
    assert not Draft.objects.exists()


def test_what_is_truly_more_stands_beside_the_form(chair, cast, discussion):
    chair.types("She wants to go to her aunt.")
    Section(discussion, cast["support"]).save("She is afraid.")

    chair.open()
    assert chair.in_the_form == "She is afraid."
    assert "You also typed" in chair.page
    assert "She wants to go to her aunt." in chair.page


def test_typing_on_does_not_lose_what_stands_beside_the_form(chair, cast, discussion):
    chair.types("She wants to go to her aunt.")
    Section(discussion, cast["support"]).save("She is afraid.")
    chair.open().types("She is afraid. She wants")

    chair.open()
    assert chair.in_the_form == "She is afraid. She wants"
    assert "She wants to go to her aunt." in chair.page
    chair.save("She is afraid. She wants to go to her aunt.")
    assert not Draft.objects.exists()


def test_a_draft_that_says_what_stands_is_dropped(chair, cast, discussion):
    chair.types("She is afraid.")
    Section(discussion, cast["support"]).save("She is afraid.")

    assert "You also typed" not in chair.open().page
    assert not Draft.objects.exists()


def test_what_goes_on_from_what_stands_is_in_the_form_again(chair):
    chair.save("She is afraid.")
    chair.open().types("She is afraid of")

    assert chair.open().in_the_form == "She is afraid of"
    assert "It is not saved yet" in chair.page


def test_after_a_conflict_the_page_that_is_opened_again_still_shows_what_stands(chair, cast, discussion):
    Section(discussion, cast["support"]).save("She is afraid.")
    assert chair.save("She wants to go to her aunt.") == 409
    page = chair.answer.content.decode()
    chair.form = dict(re.findall(r'type="hidden" name="(once|seen|began)" value="([^"]*)"', own_form(page)))
    chair.types("She wants to go to her aunt, she says.")

    chair.open()
    assert chair.in_the_form == "She is afraid."
    assert "She wants to go to her aunt, she says." in chair.page


def test_two_tabs_of_one_person_lose_nothing(chair, cast, discussion):
    other = Section(discussion, cast["manager"])
    other.save("In the second tab.")
    other.open().types("In the second tab, and on.")
    chair.types("In the first tab.")

    other.open()
    assert other.in_the_form == "In the second tab, and on."
    assert "In the first tab." in other.page


def test_an_impossible_date_is_more_than_nothing(cast, discussion):
    client = Client()
    client.force_login(cast["manager"])
    path = f"/records/{discussion.ref}/held/"
    client.post(f"{path}draft/", {"started_at_day": "31", "started_at_month": "2", "seen": "0"}, headers=LIVE)

    assert 'value="31"' in client.get(path).content.decode()


def test_being_typed_names_who_types_now(chair, cast, discussion):
    notes = Section(discussion, cast["support"])
    moment = now()
    with time_machine.travel(moment, tick=False):
        notes.types("She")
        assert f"{cast['support']}: voice" in chair.open().page
    with time_machine.travel(moment + TYPING_NOW + timedelta(seconds=1), tick=False):
        assert "Being typed" not in chair.open().page


def test_what_an_agency_brings_is_not_overwritten_either(cast, discussion):
    client, path = Client(), f"/invitations/{fresh(discussion).ref}/"
    client.force_login(cast["doctor"])
    form = {"source": "", "analysis": "", "restriction": "all", "seen": "0", "once": str(uuid.uuid4())}
    client.post(f"{path}draft/", form | {"information": "A fract"}, headers=LIVE)
    saved = client.post(path, form | {"information": "A fracture of the arm.", "do": "save"})
    late = client.post(f"{path}draft/", form | {"information": "A fracture of"}, headers=LIVE)

    assert (saved.status_code, late.status_code) == (302, 204)
    page = client.get(path).content.decode()
    assert "A fracture of the arm." in page
    assert "You also typed" not in page
    assert "It is not saved yet" not in page
