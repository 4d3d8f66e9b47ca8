from datetime import timedelta

import pytest
from icalendar import Calendar

from demo.ics import WARD
from demo.story import write
from notices.models import Notice
from notices.workflow import compose
from records.refusals import Refused
from strategy.models import Participant
from strategy.workflow import concern as concerns
from strategy.workflow import convening
from strategy.workflow.convening import Plan
from tests.stories import convened, fresh, recorded
from tests.told import told_once


@pytest.fixture
@told_once
def decided(cast):
    told, concern = recorded(cast)
    return told, told.decide(concern)


def entry_of(mail):
    ((_, text, _),) = mail.attachments
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    return entry


def plan(cast, told, **changed):
    facts = {"planned_at": told.at(180), "chair": cast["manager"], "social_worker": cast["worker"]}
    return Plan(**facts | changed)


def test_everybody_is_invited_once_without_personal_data_and_with_a_calendar_entry(cast):
    _, discussion = convened(cast)

    invitations = Notice.objects.filter(kind="invitation", reference=discussion.ref)
    assert {n.to_user_id for n in invitations} == {
        cast[key].pk for key in ("manager", "worker", "sergeant", "doctor", "nurse", "visitor")
    }
    mail = compose(invitations[0])
    whole = f"{mail.subject} {mail.body} {mail.attachments}"
    entry = entry_of(mail)
    assert entry["DTSTART"].dt == discussion.planned_at
    assert entry["ATTENDEE"] == f"mailto:{invitations[0].to_email}"
    assert entry["ORGANIZER"].startswith("mailto:no-reply@")
    assert "Quillfeather" not in whole
    assert "Testchild" not in whole


def test_siblings_get_a_record_each_and_the_invited_one_invitation(cast):
    told, first = recorded(cast)
    told.child = told.child | {"given_names": "Second", "case_number": "T-2"}
    second = told.record(told.make_child())
    for concern in (first, second):
        told.decide(concern)

    made = told.convene(first, second, minutes=180, who=WARD)

    assert len(made) == 2
    assert made[0].together == made[1].together
    assert Participant.objects.filter(record__in=made, user=cast["doctor"]).count() == 2
    assert Notice.objects.filter(kind="invitation", to_user_id=cast["doctor"].pk).count() == 1


def test_a_discussion_is_convened_only_after_a_manager_has_decided(cast):
    told, concern = recorded(cast)

    with pytest.raises(Refused, match="must first decide"):
        convening.convene([concern], plan=plan(cast, told), by=cast["manager"], at=told.at(90))


@pytest.mark.parametrize("who", ["worker", "support", "head", "sergeant"])
def test_only_a_team_or_service_manager_chairs(cast, decided, who):
    told, concern = decided

    with pytest.raises(Refused, match="must chair"):
        convening.convene(
            [concern], plan=plan(cast, told, chair=cast[who]), by=cast["manager"], at=told.at(90)
        )


def test_after_the_clock_a_reason_is_needed(cast, decided):
    told, concern = decided
    late = plan(cast, told, planned_at=told.received + timedelta(days=3))

    with pytest.raises(Refused, match="after the clock runs out"):
        convening.convene([concern], plan=late, by=cast["manager"], at=told.at(90))


def test_a_second_discussion_is_not_convened_while_one_waits(cast):
    told, discussion = convened(cast)

    with pytest.raises(Refused, match="already convened"):
        convening.convene([discussion.concern], plan=plan(cast, told), by=cast["manager"], at=told.at(95))


def test_the_chair_is_handed_over_with_a_reason(cast):
    told, discussion = convened(cast)

    convening.hand_over_chair(
        discussion.pk, to=cast["manager2"], reason="Fell ill", by=cast["manager"], at=told.at(100)
    )

    assert fresh(discussion).chair == cast["manager2"]
    with pytest.raises(Refused, match="Give the reason"):
        convening.hand_over_chair(
            discussion.pk, to=cast["manager"], reason="", by=cast["manager2"], at=told.at(101)
        )


def test_cancelling_tells_everybody_and_lets_another_be_convened(cast):
    told, discussion = convened(cast)

    convening.cancel(discussion.pk, reason="Held with the siblings", by=cast["manager"], at=told.at(100))

    told_so = Notice.objects.filter(kind="cancelled", reference=discussion.ref)
    assert told_so.count() == 6
    entry = entry_of(compose(told_so[0]))
    assert (entry["UID"], entry["STATUS"]) == (f"{discussion.ref}@fortyseven", "CANCELLED")
    assert told.convene(discussion.concern, minutes=200, who=WARD)


def test_a_manager_may_shorten_without_a_reason(cast, decided):
    told, concern = decided

    assert told.convene(concern, minutes=100, who=WARD)


def test_beginning_about_two_children_at_once_makes_two_records(cast):
    told, first = recorded(cast)
    told.child = told.child | {"given_names": "Second", "case_number": "T-2"}
    other = told.make_child()

    made = concerns.begin([first.child, other], by=cast["worker"], at=told.now)

    assert {c.child_id for c in made} == {first.child_id, other.pk}
    assert made[0].others_together(cast["worker"]).get() == made[1]
    write(made[0], "place", {"lives": "here"}, by=cast["worker"], at=told.now)
