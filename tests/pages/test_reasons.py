"""Case workers of other teams find that a child is known, and with whom; before they open the file they say why (§9)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent
from boards import restricting
from children import reach
from children import workflow as children
from children.models import LookReason, Person, Relationship
from config.clock import now
from records.models import Record
from strategy.workflow.concern import begin
from tests.stories import recorded, signed

WORDS = "The school rang about her brother, whom I work with."


@pytest.fixture
def child(cast):
    _, concern = recorded(cast)
    return concern.child


def why(child, **changed):
    said = {"look_child": child.ref, "look_asked": "GET", "look_kind": "family", "look_words": WORDS}
    return said | changed


def test_search_says_with_which_team_and_whom_a_child_is_known(cast, client, child):
    client.force_login(cast["worker2"])
    page = client.post("/search/", {"q": "Quillfeather"}).content.decode()
    team = Record.objects.get(child=child).team
    assert f"{team.name}: {cast['worker'].name}" in page


@pytest.mark.parametrize("page", ["", "edit/", "family/", "siblings/"])
def test_a_case_worker_of_another_team_is_asked_why_before_anything_of_the_file_is_shown(
    cast, client, child, page
):
    Person.objects.filter(pk=child.pk).update(address="14 Secret Row")
    client.force_login(cast["worker2"])
    answer = client.get(f"/children/{child.ref}/{page}")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Why do you open this file?" in text
    assert "14 Secret Row" not in text
    assert "Timeline" not in text
    assert not AccessEvent.objects.filter(user_id=cast["worker2"].pk, kind="child").exists()


def test_the_reason_opens_the_file_and_stands_in_the_access_log(cast, client, child):
    client.force_login(cast["worker2"])
    answer = client.post(f"/children/{child.ref}/", why(child), follow=True)
    assert answer.status_code == 200
    assert "Timeline" in answer.content.decode()

    event = AccessEvent.objects.get(kind="reason")
    assert (event.user_id, event.child_id) == (cast["worker2"].pk, child.pk)
    assert WORDS not in event.detail  # the log outlives the file; the words go with it
    client.force_login(cast["governance"])
    looked = client.get(f"/children/{child.ref}/looked/").content.decode()
    assert WORDS in looked
    assert "Said why they open the file" in looked


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"look_kind": ""}, "Choose why you open this file"),
        ({"look_words": ""}, "Say in your own words"),
        ({"look_words": "duty"}, "Say it in a few words more"),
    ],
)
def test_without_a_reason_it_stays_closed_and_says_what_is_wrong(cast, client, child, changed, says):
    client.force_login(cast["worker2"])
    answer = client.post(f"/children/{child.ref}/", why(child, **changed))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert client.get(f"/children/{child.ref}/").status_code == 403
    assert not LookReason.objects.exists()


def test_it_holds_for_this_child_for_a_while_and_for_no_other(cast, client, child, settings):
    other = children.register_child(
        authority=child.authority, by=cast["worker"], at=now(), given_names="Another", family_name="Child",
        born_on=date(2020, 1, 1),
    )  # fmt: skip
    at = now()
    said = children.give_reason(child, kind="duty", words=WORDS, by=cast["worker2"], at=at)
    assert said.until - at == timedelta(hours=settings.LOOK_REASON_HOURS)
    client.force_login(cast["worker2"])
    assert client.get(f"/children/{child.ref}/edit/").status_code == 200
    assert client.get(f"/children/{other.ref}/").status_code == 403
    client.force_login(cast["manager2"])
    assert client.get(f"/children/{child.ref}/").status_code == 403


def test_when_it_has_run_out_they_are_asked_again(cast, client, child):
    children.give_reason(
        child, kind="duty", words=WORDS, by=cast["worker2"], at=now() - timedelta(hours=8, seconds=1)
    )
    client.force_login(cast["worker2"])
    assert client.get(f"/children/{child.ref}/").status_code == 403


def test_what_was_typed_meanwhile_goes_on_with_the_reason(cast, client, child):
    client.force_login(cast["worker2"])
    typed = {"kind": "father", "given_names": "Mr", "family_name": "Late", "note": "Two\nlines"}
    asked = client.post(f"/children/{child.ref}/family/", typed)
    assert asked.status_code == 403
    hidden = dict(asked.context["typed"])
    assert hidden == typed
    assert not Relationship.objects.exists()

    client.post(f"/children/{child.ref}/family/", hidden | why(child, look_asked="POST"))

    (added,) = Relationship.objects.all()
    assert (added.person.family_name, added.note) == ("Late", "Two\nlines")


def test_linking_two_children_asks_for_each_of_them(cast, client, child):
    own = begin(
        [
            children.register_child(
                authority=child.authority, by=cast["worker2"], at=now(), given_names="My", family_name="Own",
                born_on=date(2020, 1, 1),
            )
        ],
        by=cast["worker2"], at=now(),
    )[0].child  # fmt: skip
    client.force_login(cast["worker2"])
    link = f"/children/{own.ref}/siblings/"
    assert client.post(link, {"other": child.ref}).status_code == 403
    assert not Relationship.objects.exists()

    assert (
        client.post(link, {"other": child.ref} | why(child, look_asked="POST")).url == f"/children/{own.ref}/"
    )
    assert Relationship.objects.count() == 2


@pytest.mark.parametrize("key", ["worker", "manager", "service", "head", "support"])
def test_who_works_with_the_child_is_not_asked(cast, client, child, key):
    client.force_login(cast[key])
    assert client.get(f"/children/{child.ref}/").status_code == 200
    assert client.get(f"/children/{child.ref}/edit/").status_code == 200


def test_nor_is_who_has_an_action_or_is_named_or_put_the_child_on_file(cast, client):
    _, discussion = signed(cast)
    child, user = discussion.child, cast["worker2"]
    assert not reach.needs_no_reason(child, user)

    discussion.actions.filter(owner=cast["doctor"]).update(owner=user)
    assert reach.needs_no_reason(child, user)

    discussion.actions.filter(owner=user).update(owner=cast["doctor"])
    people = [*restricting.who_works_on(child), user, cast["service"]]
    restricting.restrict(child, people=people, reason="A colleague’s", by=cast["service"], at=now())
    assert reach.needs_no_reason(child, user)

    new = children.register_child(
        authority=child.authority, by=user, at=now(), given_names="New", family_name="Child", born_on=date(2020, 1, 1)
    )  # fmt: skip
    assert reach.needs_no_reason(new, user)
    assert reach.needs_no_reason(new, cast["manager2"])  # of the same team
    assert not reach.needs_no_reason(new, cast["worker"])


def test_a_concern_can_be_begun_at_once_and_makes_the_child_theirs_once_it_is_recorded(cast, client, child):
    client.force_login(cast["worker2"])
    assert client.post("/concerns/start/", {"child": child.ref, "knowingly": "yes"}).status_code == 302
    assert client.get(f"/children/{child.ref}/").status_code == 403
    assert client.get(f"/children/{child.ref}/edit/").status_code == 403
    Record.objects.filter(child=child, created_by=cast["worker2"]).update(state="recorded")
    assert client.get(f"/children/{child.ref}/").status_code == 200


def test_a_reason_is_written_once(cast, child):
    said = children.give_reason(child, kind="duty", words=WORDS, by=cast["worker2"], at=now())
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        LookReason.objects.filter(pk=said.pk).update(words="x")


def test_whether_it_is_their_work_is_one_statement(cast, child):
    cast["worker2"].hats()
    with CaptureQueriesContext(connection) as asked:
        reach.needs_no_reason(child, cast["worker2"])
    assert len(asked) == 1
