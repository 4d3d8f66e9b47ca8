"""A clock that ran out asks why, of whoever can know, whichever timescale it is [002]."""

import pytest

from actions.models import Action
from actions.workflow import complete
from boards.lateness import to_say_why
from config.opaque import tagged
from deadlines import late
from deadlines.models import Deadline
from demo.story import acknowledge_all, agree_and_sign, deliver
from records import sections
from records.refusals import Refused
from tests.stories import concluded, fresh

DAY = 24 * 60


@pytest.fixture
def passed(cast):
    """A discussion that was signed, sent and acknowledged a month later: its clocks were met after they ran out."""
    told, discussion = concluded(cast)
    agree_and_sign(told, discussion, minutes=30 * DAY)
    deliver(told, minutes=31 * DAY)
    acknowledge_all(told, fresh(discussion), minutes=32 * DAY)
    doctor = told.people["doctor"]
    (own,) = Action.objects.filter(owner=doctor)
    complete(own.pk, outcome="The notes were read.", by=doctor, at=told.at(31 * DAY))
    return told, fresh(discussion)


def one(discussion, **facts):
    return Deadline.objects.filter(record=discussion.pk, **facts).order_by("pk").first()


def test_every_clock_of_its_owner_is_in_one_line_of_my_work_until_all_are_told(passed, client):
    told, discussion = passed
    chair = discussion.chair
    client.force_login(chair)
    count = late.waiting_for(chair).count()
    assert count >= 5  # each of the timescales that a discussion starts
    assert f"Say why it was late: {count}" in client.get("/").content.decode()
    page = client.get("/clocks/late/").content.decode()

    for clock in late.waiting_for(chair):
        assert f"/clocks/{tagged(clock.pk)}/" in page
        said = {"delay_cause": "The system was down.", "delay_mitigation": "Told by telephone."}
        assert client.post(f"/clocks/{tagged(clock.pk)}/", said).status_code == 302

    assert list(to_say_why(chair)) == []
    assert "There are none." in client.get("/clocks/late/").content.decode()
    text = client.get(f"/records/{discussion.ref}/").content.decode()
    assert "Late because: The system was down." in text


def test_both_questions_are_needed_and_what_was_typed_stays(passed, client):
    _, discussion = passed
    client.force_login(discussion.chair)
    path = f"/clocks/{tagged(one(discussion, code='record_filed').pk)}/"

    answer = client.post(path, {"delay_cause": "The system was down.", "delay_mitigation": " "})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_delay_mitigation"' in text
    assert "The system was down." in text
    assert "Error:" in text


def test_who_completes_an_action_late_says_why_for_their_own_agency(passed, client):
    told, discussion = passed
    doctor = told.people["doctor"]
    clock = one(discussion, owner=doctor)
    facts = {"cause": "On leave.", "mitigation": "The ward kept her.", "at": told.at(31 * DAY)}

    with pytest.raises(Refused, match="not open to you"):
        late.say_why(clock.pk, by=told.people["school"], **facts)
    assert [c.pk for c in late.waiting_for(doctor)] == [clock.pk]
    late.say_why(clock.pk, by=doctor, **facts)

    assert one(discussion, owner=doctor).delay_cause == "On leave."
    client.force_login(doctor)
    assert client.get(f"/clocks/{tagged(clock.pk)}/").status_code == 200


@pytest.mark.parametrize("state", ["in time", "running", "superseded"])
def test_what_was_not_late_has_nothing_to_say(passed, state):
    told, discussion = passed
    clock = one(discussion, code="record_filed")
    changed = {"in time": {"met_at": clock.due_at}, "running": {"met_at": None}}
    other = one(discussion, code="outcome_notified")
    Deadline.objects.filter(pk=clock.pk).update(**changed.get(state, {"superseded_by": other}))
    facts = {"cause": "x", "mitigation": "y", "by": discussion.chair}

    with pytest.raises(Refused, match="was not late"):
        late.say_why(clock.pk, at=told.at(260), **facts)


def test_one_that_still_runs_may_be_explained_before_it_is_met(passed):
    told, discussion = passed
    clock = one(discussion, code="record_filed")
    Deadline.objects.filter(pk=clock.pk).update(met_at=None)

    late.say_why(clock.pk, cause="x", mitigation="y", by=discussion.chair, at=told.at(40 * DAY))

    assert one(discussion, code="record_filed").delay_cause == "x"


def test_what_was_said_on_the_clock_is_in_the_section_that_asks_it(cast):
    told, discussion = concluded(cast)
    clock = Deadline.objects.get(record=discussion.concern_id, code__startswith="strategy")
    Deadline.objects.filter(pk=clock.pk).update(
        met_at=told.at(30 * DAY), delay_cause="The police were not there."
    )

    form = sections.section_of(discussion, "reason").form(record=discussion)

    assert form.fields["delay_cause"].initial == "The police were not there."
