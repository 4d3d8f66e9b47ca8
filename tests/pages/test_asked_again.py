"""A form that is refused comes back on its page: as it was typed, and to nobody else's page."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from audit.models import AccessEvent
from config import asked_again
from config.refusals import Refusal
from tests.entering import WORD
from tests.stories import concluded, convened, long_ago

TYPED = 'On leave <b>"now"</b> & ill'
MESSAGE = '<span class="govuk-error-message"'


def hand_over(client, discussion, **said):
    said = {"stands_on": f"/records/{discussion.ref}/", "to": "", "reason": TYPED} | said
    return client.post(f"/discussions/{discussion.ref}/hand-over/", said)


def test_what_was_typed_stands_in_its_field_and_the_reason_beside_the_other(cast, client):
    _, discussion = convened(cast)
    client.force_login(discussion.chair)

    answer = hand_over(client, discussion)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(MESSAGE) == 1
    assert f"<title>Error: Strategy discussion about {discussion.child}" in page
    assert '<a href="#chair-to">A team manager or service manager must chair.</a>' in page
    assert 'value="On leave &lt;b&gt;&quot;now&quot;&lt;/b&gt; &amp; ill"' in page


def test_what_the_browser_has_filled_in_unseen_does_not_hide_which_form_it_was():
    form = (
        '<main><form method="post" action="/emergency/"><input type="hidden" name="credential">'
        '<input type="hidden" name="do" value="open"><input name="number"></form></main>'
    )
    sent = QueryDict("credential=answer-of-a-key&do=open&number=NM-1")
    said = {"stands_on": "/emergency/", "sent_to": "/emergency/", "sent": sent}

    page = asked_again.with_reasons(form, reasons=[Refusal("Nobody has it.", mend="number")], **said)

    assert "answer-of-a-key" not in page
    assert 'value="NM-1"' in page
    assert page.count(MESSAGE) == 1


def test_what_hides_the_form_is_opened_and_the_other_forms_are_as_they_were(cast, client):
    _, discussion = convened(cast)
    client.force_login(discussion.chair)

    page = hand_over(client, discussion).content.decode()

    hides = re.findall(r'<details class="govuk-details"( open)?><summary[^>]*><span[^>]*>([^<]*)', page)
    assert {what for opened, what in hides if opened} == {"Hand over the chair"}
    assert '<input class="govuk-input" id="cancel-reason" name="reason">' in page


def test_a_choice_that_was_made_stays_made(cast, client):
    _, discussion = convened(cast)
    client.force_login(discussion.chair)

    page = hand_over(client, discussion, to=str(cast["service"].pk), reason="").content.decode()

    assert f'<option value="{cast["service"].pk}" selected>' in page
    assert '<a href="#chair-reason">Give the reason for handing over the chair.</a>' in page


def test_a_password_is_not_put_back(cast, client):
    _, concern = long_ago(cast)
    client.force_login(cast["governance"])
    path = f"/retention/file/{concern.child.ref}/"

    said = {"stands_on": path, "reason": "", "password": WORD}
    page = client.post(f"{path}propose/", said).content.decode()

    assert "Say why it may go" in page
    assert MESSAGE in page
    assert WORD not in page


def test_who_does_not_agree_is_asked_with_what(cast, client):
    _, discussion = concluded(cast)
    client.force_login(cast["service"])
    path = f"/discussions/{discussion.ref}/agree/"
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', client.get(path).content.decode())

    said = {"stands_on": path, "seen": seen, "agreed": "no", "comment": "", "password": WORD}
    page = client.post(path, said).content.decode()

    assert '<a href="#id_comment">Say with what you do not agree.</a>' in page
    assert re.search(r'id="id_agreed_1"[^>]* value="no" checked', page)


def test_a_form_that_names_another_page_is_refused_on_a_page_of_its_own(cast, client):
    _, discussion = convened(cast)
    client.force_login(discussion.chair)

    for page in (
        "/",
        f"/records/{discussion.concern.ref}/",
        "/nowhere/",
        "https://example.org/",
        "/sign-in/",
        "//x[",
    ):
        answer = hand_over(client, discussion, stands_on=page)
        assert answer.status_code == 422
        assert "This could not be done" in answer.content.decode()


def test_the_page_that_comes_back_is_noted_once_and_a_slip_is_no_refusal(cast, client):
    client.force_login(cast["worker"])

    client.post("/search/", {"stands_on": "/search/", "q": " "})
    assert not AccessEvent.objects.filter(verb="refused").exists()

    _, discussion = convened(cast)
    client.force_login(discussion.chair)
    hand_over(client, discussion)

    noted = AccessEvent.objects.filter(user_id=discussion.chair.pk, ref=discussion.ref)
    assert sorted(noted.values_list("verb", flat=True)) == ["refused", "view"]


def test_of_the_same_form_for_several_the_one_that_was_sent_has_the_reason(cast, client):
    """Each of a person's roles has a form of its own at one address."""
    doctor, keeper = cast["doctor"], cast["people"]
    agency = keeper.hats()[0].agency
    theirs = doctor.memberships.get(agency=agency, ended_at=None)
    client.force_login(keeper)
    path = reverse("person_of_agency", args=[agency.pk, doctor.pk])

    said = {"stands_on": path, "membership": str(theirs.pk), f"m{theirs.pk}-role": ""}
    page = client.post(f"{path}move/", said).content.decode()

    assert f'<a href="#id_m{theirs.pk}-role">Choose a role</a>' in page
    assert page.count(MESSAGE) == 1


@pytest.mark.parametrize(
    ("path", "comes"),
    [("/discussions/SD-1/hand-over/", True), ("/account/roles/", False), ("/set-password/x/", False),
     ("/sign-out/", False), ("/account/second-factor/", False)],
)  # fmt: skip
def test_what_is_open_before_a_door_brings_back_no_page_behind_it(cast, rf, path, comes):
    _, discussion = convened(cast)
    request = rf.post(path, {"stands_on": f"/records/{discussion.ref}/handed/"})
    request.user = cast["manager"]
    assert (asked_again._where(request) is not None) == comes
