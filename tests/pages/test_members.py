"""Without a live membership there is no page; who works for two agencies acts for one at a time (§9)."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions import workflow as actions
from actions.models import Action
from agencies.models import Agency, Membership, User
from agencies.roles import Role
from audit.models import AccessEvent
from config.clock import now
from config.opaque import tagged
from deadlines.models import Deadline
from records.models import NamedShare, Record
from records.refusals import Refused
from strategy.workflow import recording
from tests.matrix import worlds
from tests.stories import convened, held, signed

LEAVING_IS_OPEN = ("/account/", "/sign-out/")


def leave(user):
    Membership.objects.filter(user=user).update(ended_at=now())
    return User.objects.get_queryset().get(pk=user.pk)


@pytest.fixture
def done(cast):
    """The doctor’s action, done, with evidence."""
    told, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    letter = ContentFile(b"%PDF-1.7 a letter", name="letter.pdf")
    return actions.complete(
        action.pk, outcome="Examined again.", evidence=letter, by=cast["doctor"], at=told.at(500)
    )


def paths_of(action):
    clock = Deadline.objects.get(subject=action.subject)
    base = f"/actions/{tagged(action.pk)}/"
    return [
        base,
        f"{base}evidence/",
        f"/clocks/{tagged(clock.pk)}/",
        "/actions/",
        "/actions/?which=done",
        "/",
        "/shared/",
        "/board/",
    ]


@pytest.mark.parametrize("anew", [False, True], ids=["the old session", "a new sign-in"])
def test_a_leaver_has_no_page_in_any_session(cast, client, done, anew):
    client.force_login(cast["doctor"])
    assert client.get(paths_of(done)[0]).status_code == 200
    leave(cast["doctor"])
    if anew:
        client.logout()
        client.force_login(cast["doctor"])

    for path in paths_of(done):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "You have no role here" in answer.content.decode()
    assert AccessEvent.objects.filter(user_id=cast["doctor"].pk, verb="refused", kind="no role").exists()
    for path in LEAVING_IS_OPEN[:1]:
        assert client.get(path).status_code == 200


def test_a_leaver_neither_completes_nor_reviews(cast):
    told, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    doctor, chair = leave(cast["doctor"]), leave(cast["manager"])

    with pytest.raises(Refused, match="not open to you"):
        actions.complete(action.pk, outcome="Done.", by=doctor, at=told.at(500))
    Action.objects.filter(pk=action.pk).update(
        state="done", completed_at=told.at(500), completed_by=cast["nurse"]
    )
    with pytest.raises(Refused, match="not open to you"):
        actions.review(action.pk, accepted=True, note="", by=chair, at=told.at(600))


@pytest.mark.parametrize("name", sorted(worlds.PATTERNS))
def test_no_address_of_the_project_is_open_to_somebody_without_a_role(cast, client, name):
    """Also one whose view forgets to ask; without a sign-in it leads to the sign-in."""
    facts = {"ref": "x", "key": "x", "kind": "x", "product": "x", "number": 1, "pk": 1, "verb": "x", "agency": 1, "chapter": "x",
             "provider_id": "x", "link": "x", "token": "x"}  # fmt: skip
    path = worlds.address(name, facts)
    before_the_door = path.startswith(("/sign-in/", "/set-password/"))
    if before_the_door or path.startswith(LEAVING_IS_OPEN):
        return
    assert client.get(path).headers["Location"].startswith("/sign-in/")

    client.force_login(leave(cast["doctor"]))

    assert {client.get(path).status_code, client.post(path).status_code} == {403}


def both_hats(cast, client):
    """The doctor, who also works for the surgery, and acts for it."""
    surgery = Agency.objects.get(name="Moorgate Surgery")
    Membership.objects.create(user=cast["doctor"], agency=surgery, role=Role.SAFEGUARDING_LEAD)
    client.force_login(cast["doctor"])
    client.post("/account/hat/", {"agency": surgery.pk})
    return surgery


def test_acting_for_the_surgery_shows_nothing_of_the_hospital(cast, client, done):
    both_hats(cast, client)

    assert [client.get(path).status_code for path in paths_of(done)[:3]] == [404, 404, 404]
    for path in paths_of(done)[3:]:
        page = client.get(path).content.decode()
        assert done.what not in page
        assert "Testchild" not in page
        assert done.records.all()[0].ref not in page, path


def test_what_was_shared_by_name_belongs_to_the_agency_it_was_shared_with(cast):
    _, discussion = signed(cast)
    share = NamedShare.objects.get(user=cast["doctor"], content_object=discussion.pk)
    assert share.agency.name == "Northmoor General Hospital"
    doctor = User.objects.get_queryset().get(pk=cast["doctor"].pk)
    assert Record.objects.visible_to(doctor).filter(pk=discussion.pk).exists()

    doctor.act_for(Agency.objects.get(name="Moorgate Surgery").pk)

    assert not Record.objects.visible_to(doctor).exists()


def test_a_mover_leaves_the_clocks_and_the_actions_of_the_former_team(cast, client):
    _, discussion = held(cast)
    client.force_login(cast["manager"])
    assert "Testchild" in client.get("/").content.decode()
    locality = cast["worker2"].hats()[0].team
    Membership.objects.filter(user=cast["manager"]).update(team=locality)
    NamedShare.objects.filter(user=cast["manager"]).delete()

    page = client.get("/").content.decode()

    assert "Testchild" not in page
    clock = Deadline.objects.filter(record=discussion.concern_id, owner=cast["manager"]).first()
    assert client.get(f"/clocks/{tagged(clock.pk)}/").status_code == 404


@pytest.mark.parametrize("page", ["discussions", "invitations"])
def test_nobody_learns_from_an_answer_that_a_reference_exists(cast, client, page):
    """The same answer after the same statements, whether or not there is such a discussion."""
    _, discussion = convened(cast)
    client.force_login(cast["midwife"])
    client.get("/")
    asked = {}
    for ref in (discussion.ref, "SD-22222-22222"):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/{page}/{ref}/").status_code == 404
        asked[ref] = [re.split(" WHERE | VALUES ", each["sql"])[0] for each in statements]

    assert asked[discussion.ref] == asked["SD-22222-22222"]


def test_a_contribution_is_of_the_agency_one_acts_for(cast):
    told, discussion = convened(cast)
    surgery = Agency.objects.get(name="Moorgate Surgery")
    Membership.objects.create(user=cast["doctor"], agency=surgery, role=Role.REPRESENTATIVE)
    doctor = User.objects.get_queryset().get(pk=cast["doctor"].pk)
    doctor.act_for(surgery.pk)
    hospital = Agency.objects.get(name="Northmoor General Hospital")
    facts = {"information": "Known.", "source": "record", "analysis": "", "restriction": "all"}

    with pytest.raises(Refused, match="Only who was invited"):
        recording.save_contribution(
            discussion.pk, agency=hospital, facts=facts, seen=0, send=True, by=doctor, at=told.at(100)
        )
