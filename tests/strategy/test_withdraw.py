"""A concern begun by mistake is withdrawn with a reason: out of lists, counts and clocks, and still readable."""

import re

import pytest
from django.test import Client

from boards.known import with_whom
from children.reach import needs_no_reason
from deadlines.models import Deadline
from records import workflow as records
from records.refusals import Refused
from records.states import State
from strategy.models import Concern
from strategy.workflow import concern as workflow
from tests.stories import convened, fresh, recorded, story

WHY = "It is the other child of this name."


def begun(cast):
    told = story(cast)
    return told, workflow.begin([told.make_child()], by=cast["worker"], at=told.at(0))[0]


def withdraw(cast, concern, by, *, at, reason=WHY):
    return workflow.withdraw(concern.pk, reason=reason, by=cast[by], at=at)


def page(cast, who, path):
    client = Client()
    client.force_login(cast[who])
    answer = client.get(path)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("by", ["worker", "support", "manager"])
def test_a_draft_is_withdrawn_by_whoever_may_write_it(cast, by):
    told, concern = begun(cast)
    withdraw(cast, concern, by, at=told.at(5))

    found = fresh(concern)
    assert (found.state, found.withdrawn_by, found.withdrawn_reason) == (State.WITHDRAWN, cast[by], WHY)
    assert found.withdrawn_at == told.at(5)


@pytest.mark.parametrize(
    "by", ["worker2", "manager2", "conference", "sergeant", "doctor", "governance", "admin"]
)
def test_by_nobody_else(cast, by):
    told, concern = begun(cast)
    with pytest.raises(Refused):
        withdraw(cast, concern, by, at=told.at(5))


@pytest.mark.parametrize("by", ["worker", "support"])
def test_one_that_is_recorded_by_a_manager_alone(cast, by):
    told, concern = recorded(cast)
    with pytest.raises(Refused, match="Only a manager"):
        withdraw(cast, concern, by, at=told.at(30))

    withdraw(cast, concern, "manager", at=told.at(30))
    assert fresh(concern).state == State.WITHDRAWN


def test_its_clocks_end_as_no_longer_applying_with_the_reason(cast):
    told, concern = recorded(cast)
    withdraw(cast, concern, "manager", at=told.at(30))

    clocks = Deadline.objects.filter(record=concern.pk)
    assert clocks.count() == 2
    assert {clock.status(at=told.at(40)) for clock in clocks} == {"not applicable"}
    assert {clock.dropped_because for clock in clocks} == {f"Begun by mistake: {WHY}"}


def test_a_reason_is_needed(cast):
    told, concern = begun(cast)
    with pytest.raises(Refused, match="why it was a mistake"):
        withdraw(cast, concern, "worker", at=told.at(5), reason=" ")


def liaised(told, concern):
    told.liaise(concern)


def decided(told, concern):
    told.decide(concern)


def gone(told, concern):
    workflow.withdraw(concern.pk, reason=WHY, by=told.people["manager"], at=told.at(20))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(liaised, "police have been told"), (decided, "has decided this concern"), (gone, "withdrawn already")],
)
def test_once_something_hangs_on_it_a_sentence_says_what(cast, spoil, says):
    told, concern = recorded(cast)
    spoil(told, concern)
    with pytest.raises(Refused, match=says):
        withdraw(cast, concern, "manager", at=told.at(200))


def test_nothing_is_written_or_done_on_it_any_more(cast):
    told, concern = recorded(cast)
    withdraw(cast, concern, "manager", at=told.at(30))

    assert any(records.why_not_write(fresh(concern), by=cast["worker"]))
    for verb in (told.liaise, told.decide):
        with pytest.raises(Refused):
            verb(concern)
    assert set(Concern.objects.values_list("discussions", flat=True)) == {None}


def test_it_leaves_lists_boards_and_my_work_and_stays_readable_with_the_reason(cast):
    told, concern = recorded(cast)
    lists = ("/records/", "/records/?show=open", "/board/", "/")
    before = [path for path in lists if concern.ref in page(cast, "manager", path)]
    assert before
    withdraw(cast, concern, "manager", at=told.at(30))

    for path in lists:
        assert concern.ref not in page(cast, "manager", path), path
    text = page(cast, "manager", f"/records/{concern.ref}/")
    assert WHY in text
    assert "Withdrawn" in text
    assert "Record the decision" not in text
    file = page(cast, "manager", f"/children/{concern.child.ref}/")
    timeline, _, folded = file.partition("Begun by mistake and withdrawn")
    assert concern.ref not in timeline
    assert concern.ref in folded
    assert page(cast, "worker2", f"/records/{concern.ref}/") == 404


def test_it_makes_the_child_nobodys(cast):
    """To begin a concern needs no reason and opens no file; to withdraw it does neither."""
    told, concern = begun(cast)
    other = workflow.begin([concern.child], by=cast["worker2"], at=told.at(1))[0]
    assert not needs_no_reason(concern.child, cast["worker2"])  # nobody was told of it yet
    withdraw(cast, other, "worker2", at=told.at(2))

    assert not needs_no_reason(concern.child, cast["worker2"])
    withdraw(cast, concern, "worker", at=told.at(5))
    assert with_whom([concern.child_id]) == {}
    assert needs_no_reason(concern.child, cast["worker"])  # who put the child on file


def test_on_the_page_with_a_reason_and_not_where_it_would_be_refused(cast):
    told, concern = recorded(cast)
    path = f"/records/{concern.ref}/"
    assert "begun by mistake: withdraw it" not in page(cast, "worker", path)
    client = Client()
    client.force_login(cast["manager"])
    text = client.get(path).content.decode()
    way = re.search(r'action="([^"]+/withdraw/)"', text)[1]
    client.post(way, {"reason": WHY})
    assert fresh(concern).state == State.WITHDRAWN

    _, discussion = convened(cast, child=told.child | {"case_number": "T-9", "given_names": "Other"})
    refused = client.post(f"/concerns/{discussion.concern.ref}/withdraw/", {"reason": WHY})
    assert refused.status_code == 422
    assert "has decided this concern" in refused.content.decode()
