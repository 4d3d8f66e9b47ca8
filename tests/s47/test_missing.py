"""A child who is missing or out of reach: 24 hours, until police and head of service (§3, [003])."""

from datetime import timedelta

import pytest

from deadlines.breaches import why_not_answer
from deadlines.models import Deadline
from deadlines.sweep import sweep
from demo.ics import WARD
from demo.story import hold
from notices.models import Notice
from records.refusals import Refused
from s47.sections import visit_rows
from s47.workflow import missing
from strategy.models import StrategyDiscussion
from strategy.workflow import signing
from tests.clocks import standing
from tests.s47.test_deciding import decide, recommend
from tests.stories import fresh
from tests.told import told_once


@pytest.fixture
@told_once
def lost(opened):
    told, discussion, enquiry = opened
    made = missing.record_missing(
        enquiry.pk, since=told.at(480), what="Gone from the ward.", by=told.people["worker"], at=told.at(500)
    )
    return told, discussion, enquiry, made


def clock(enquiry):
    return standing(enquiry, "missing_child")


def further(lost, *, minutes=600, police="attended"):
    """A further discussion about the child, held and concluded."""
    told, discussion, _, _ = lost
    (later,) = told.convene(discussion.concern, minutes=minutes, who=WARD, late="The child is missing.")
    said = {"decisions": {"threshold": "yes", "decisions": ["police"], "reason_police": "Missing."}}
    hold(told, later, minutes=minutes, said=said, risks=[], attendance={"sergeant": police})
    signing.conclude(later.pk, by=later.chair, at=told.at(minutes + 70))
    return StrategyDiscussion.objects.get(pk=later.pk)


def agree(lost, *, at=700, who="head", plan="Police search; both homes watched."):
    told, _, enquiry, _ = lost
    return missing.agree_plan(enquiry.pk, plan=plan, by=told.people[who], at=told.at(at))


def test_the_24_hours_run_from_when_the_whereabouts_were_unknown_and_the_head_is_told(lost):
    told, _, enquiry, _ = lost

    assert clock(enquiry).due_at == told.at(480) + timedelta(hours=24)
    asked = Notice.objects.filter(kind="missing_child", reference=enquiry.ref)
    assert told.people["head"].pk in {n.to_user_id for n in asked}


def test_neither_the_discussion_nor_the_agreement_alone_stops_it(lost):
    further(lost)
    assert clock(lost[2]).running


def test_the_agreement_alone_does_not_stop_it(lost):
    agree(lost)
    assert clock(lost[2]).running


@pytest.mark.parametrize(("agreed_at", "stops"), [(700, 700), (520, 600)])
def test_both_stop_it_at_the_later_of_the_two(lost, agreed_at, stops):
    told = lost[0]
    if agreed_at < 600:
        agree(lost, at=agreed_at)
        later = further(lost)
        assert clock(lost[2]).met_at == later.started_at
    else:
        further(lost)
        agree(lost, at=agreed_at)
        assert clock(lost[2]).met_at == told.at(stops)
    assert missing.current(lost[2]) is None


def test_a_discussion_without_the_police_does_not_count(lost):
    further(lost, police="apologies")
    agree(lost)

    assert clock(lost[2]).running


@pytest.mark.parametrize("who", ["manager", "service", "worker", "sergeant"])
def test_only_the_head_of_service_agrees_the_plan(lost, who):
    with pytest.raises(Refused, match="Only the head of service"):
        agree(lost, who=who)


def test_the_plan_says_something(lost):
    with pytest.raises(Refused, match="Write the plan"):
        agree(lost, plan=" ")


def test_recorded_twice_it_is_one(lost):
    told, _, enquiry, made = lost
    again = missing.record_missing(
        enquiry.pk, since=told.at(485), what="Again", by=told.people["worker"], at=told.at(505)
    )
    assert again == made


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"since": 900}, "moment still to come"), ({"what": " "}, "what is known")],
)
def test_a_moment_to_come_or_nothing_said_is_refused(opened, facts, reason):
    told, _, enquiry = opened
    since, what = told.at(facts.get("since", 480)), facts.get("what", "Gone")
    with pytest.raises(Refused, match=reason):
        missing.record_missing(enquiry.pk, since=since, what=what, by=told.people["worker"], at=told.at(500))


def find(lost, *, when=600, at=610, how="At her aunt’s; the police brought her home."):
    told, _, enquiry, _ = lost
    return missing.note_found(
        enquiry.pk, when=told.at(when), how=how, by=told.people["worker"], at=told.at(at)
    )


def only(enquiry):
    return Deadline.objects.get(record=enquiry.pk, code="missing_child")


def test_once_the_child_is_found_its_clock_applies_no_longer(lost):
    find(lost)
    ended = only(lost[2])
    assert ended.dropped_because.startswith("The child was found 10 June 2026 at")
    assert missing.current(lost[2]) is None
    with pytest.raises(Refused, match="not recorded as missing"):
        find(lost)


def test_found_after_the_24_hours_the_breach_stays_and_cannot_be_answered_away(lost):
    told, _, enquiry, _ = lost
    sweep(at=told.at(3000))
    find(lost, when=2900, at=3010)
    assert not only(enquiry).never_applied
    assert any(why_not_answer(only(enquiry).breach, by=told.people["service"]))


def test_found_in_time_and_typed_late_another_manager_may_answer_it(lost):
    told, _, enquiry, _ = lost
    sweep(at=told.at(3000))
    find(lost, when=600, at=3010)
    assert not any(why_not_answer(only(enquiry).breach, by=told.people["service"]))


def test_it_can_be_missing_again_with_a_clock_of_its_own(lost):
    told, _, enquiry, _ = lost
    find(lost)
    again = missing.record_missing(
        enquiry.pk, since=told.at(900), what="Gone again.", by=told.people["worker"], at=told.at(910)
    )
    assert clock(enquiry).subject == again.subject


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"when": 470}, "found after that"),
        ({"when": 700}, "moment still to come"),
        ({"how": " "}, "how the child"),
    ],
)
def test_found_before_it_was_missing_or_tomorrow_or_somehow_is_refused(lost, facts, reason):
    with pytest.raises(Refused, match=reason):
        find(lost, **facts)


def test_the_page_offers_it_and_the_record_tells_it(lost, client):
    told, _, enquiry, _ = lost
    client.force_login(told.people["worker"])
    path = f"/enquiries/{enquiry.ref}/missing/found/"
    assert path in client.get(f"/records/{enquiry.ref}/").content.decode()
    assert client.post(path, {"how": "Home."}).status_code == 422

    day = {"when_day": 10, "when_month": 6, "when_year": 2026, "when_time": "19:30"}
    answer = client.post(path, {**day, "how": "At her aunt’s."}, follow=True)

    assert "the child is found" in answer.content.decode()
    reads = visit_rows(fresh(enquiry)).passages
    assert any("At her aunt’s." in passage.text for passage in reads)


def test_an_enquiry_that_is_closed_with_the_child_missing_and_unseen_ends_both_clocks_with_its_reason(
    complete,
):
    told, _, enquiry = complete
    enquiry.sightings.all().delete()
    missing.record_missing(
        enquiry.pk, since=told.at(880), what="Gone.", by=told.people["worker"], at=told.at(885)
    )
    with pytest.raises(Refused, match="The child is missing since"):
        recommend(complete)
    recommend(complete, override="The police go on looking.")
    decide(complete)

    ended = {
        d.code: d.dropped_because for d in Deadline.objects.filter(record=enquiry.pk).exclude(dropped_at=None)
    }
    assert ended["child_seen"] == "The enquiry was closed with the child unseen. The police go on looking."
    assert (
        ended["missing_child"]
        == "The enquiry was closed with the child still missing. The police go on looking."
    )
