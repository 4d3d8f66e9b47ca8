"""Clocks follow the facts when these are corrected, closed ones too; what stood before stays to be read."""

from datetime import date, timedelta

from actions.workflow import answer_time, ask_for_time
from children.workflow import change_child
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from demo.enquiry import carry_out, enquiry_of
from demo.ics import WARD
from demo.story import acknowledge_all, agree_and_sign, deliver, hold, write
from records.states import State
from records.verbs import verb
from s47.workflow.opening import allocate
from strategy.models import Concern
from strategy.workflow import signing
from tests.clocks import put_right, standing
from tests.stories import concluded, convened, fresh, held, recorded, signed


def correct_start(told, discussion, *, minutes, at=300):
    """The chair says that it began at another moment."""
    record = fresh(discussion)
    if record.state == State.SIGNED:
        record = signing.correct(
            record.pk, reason="The clock on the wall was wrong.", by=record.chair, at=told.at(at)
        )
    said = {"mode": "video", "started_at": told.at(minutes), "ended_at": told.at(240)}
    write(record, "held", said, by=record.chair, at=told.at(at + 1))


def test_the_start_of_the_initiating_discussion_moves_every_clock_that_hangs_on_it(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    before = {code: standing(enquiry, code) for code in ("child_seen", "s47_outcome", "icpc")}

    correct_start(told, discussion, minutes=60, at=5000)

    for code, was in before.items():
        now = standing(enquiry, code)
        was.refresh_from_db()
        assert was.superseded_by == now
        assert now.started_at == told.at(60)
        assert "corrected from 10 June 2026 at 12:14 to 10 June 2026 at 10:14" in was.superseded_because
        assert was.superseded_because.endswith(f", by {discussion.chair}.")
    seen = standing(enquiry, "child_seen")
    assert (seen.met_at, before["child_seen"].met_at) == (seen.met_at, seen.met_at) != (None, None)
    assert standing(discussion.concern, "strategy_same_day").met_at == told.at(60)


def test_met_may_become_met_late(cast):
    told, discussion = concluded(cast)
    enquiry = enquiry_of(discussion)
    allocate(enquiry.pk, to=cast["worker"], reason="", by=cast["manager"], at=told.at(260))
    seen_at = told.at(180) + timedelta(hours=23)
    carry_out(told, discussion, minutes=400)
    enquiry.sightings.update(seen_at=seen_at)
    put_right(enquiry, at=told.at(5000))
    assert not standing(enquiry, "child_seen").met_late

    correct_start(told, discussion, minutes=60, at=5001)

    assert standing(enquiry, "child_seen").met_late


def test_a_start_typed_by_mistake_and_cleared_lets_the_clock_run_and_the_record_be_convened_again(cast):
    told, discussion = convened(cast)
    hold(told, discussion, minutes=180, said={}, risks=[], attendance={})
    assert fresh(discussion).state == State.HELD

    write(discussion, "held", {"mode": "video"}, by=discussion.chair, at=told.at(200))

    clock = standing(discussion.concern, "strategy_same_day")
    assert clock.running
    assert (
        clock.supersedes.superseded_because == f"Discussion held: no longer recorded, by {discussion.chair}."
    )
    assert fresh(discussion).state == State.CONVENED


def test_a_further_discussion_touches_nothing_that_the_first_one_stopped(cast):
    told, discussion = signed(cast)
    first = Deadline.objects.filter(record__in=[discussion.pk, discussion.concern_id]).order_by("pk")
    before = list(first.exclude(code="follow_up_discussion").values())
    (later,) = told.convene(fresh(discussion.concern), minutes=3000, who=WARD, late="More is known.")

    reason = {"delay": "yes", "delay_cause": "The ward moved.", "delay_mitigation": "He stayed on the ward."}
    hold(told, later, minutes=3000, said={"reason": reason}, risks=[], attendance={})

    assert list(first.exclude(code="follow_up_discussion").values()) == before


def test_the_moment_of_receipt_moves_what_was_met_already(cast):
    told, concern = recorded(cast)
    told.liaise(concern)
    referral = dict(concern.contents.get(section="referral").fields)

    said = referral | {"received_at": told.at(-2 * 24 * 60)}
    write(concern, "referral", said, by=cast["worker"], at=told.at(300))

    liaison, strategy = (standing(concern, code) for code in ("police_liaison", "strategy_same_day"))
    assert {liaison.started_at, strategy.started_at} == {told.at(-2 * 24 * 60)}
    assert liaison.met_late
    assert not liaison.supersedes.met_late


def test_more_time_granted_after_the_day_leaves_the_earlier_clock_run_out(cast):
    told, discussion = signed(cast)
    action = discussion.actions.first()
    clock = Deadline.objects.get(subject=action.subject)
    assert clock.due_at < told.at(20 * 24 * 60)
    late = told.at(20 * 24 * 60)
    ask_for_time(
        action.pk, day=late.date() + timedelta(days=5), reason="The ward moved.", by=action.owner, at=late
    )
    answer_time(action.pk, granted=True, by=action.reviewer, at=late)

    clock.refresh_from_db()
    assert clock.superseded_because == f"More time granted: The ward moved., by {action.reviewer}."
    assert clock.superseded_at > clock.due_at


def test_a_child_who_is_born_while_the_enquiry_runs_is_to_be_seen_from_then(cast):
    child = {
        "given_names": "",
        "family_name": "Quillfeather",
        "born_on": None,
        "expected_on": date(2026, 6, 20),
        "sex": "U",
        "case_number": "T-9",
    }
    told, discussion = concluded(cast, child=child)
    enquiry = enquiry_of(discussion)
    assert not Deadline.objects.filter(record=enquiry.pk, code="child_seen").exists()

    born = {"born_on": told.at(0).date() + timedelta(days=2), "expected_on": None}
    change_child(discussion.child, at=told.at(3 * 24 * 60), **born)

    clock = standing(enquiry, "child_seen")
    assert clock.started_at.astimezone(LONDON).date() == born["born_on"]


def test_recording_what_changes_no_fact_writes_no_clock(cast):
    told, discussion = held(cast)
    before = Deadline.objects.order_by("pk").values_list("pk", "met_at")

    known = list(before)
    write(
        discussion,
        "voice",
        {"says": "He points at the door.", "how": "Seen by the nurse."},
        by=discussion.chair,
        at=told.at(300),
    )

    assert list(before) == known


def test_every_clock_of_the_stories_is_as_its_facts_give_it(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)

    assert put_right(Concern.objects.get(), discussion, enquiry, at=told.at(9000)) == 0


def test_prose_that_is_saved_after_a_fact_in_the_same_verb_hides_it_not(cast):
    told, discussion = held(cast)

    @verb
    def both(*, at):
        said = {"mode": "video", "started_at": told.at(190), "ended_at": told.at(240)}
        write(fresh(discussion), "held", said, by=discussion.chair, at=at)
        write(fresh(discussion), "voice", {"says": "x", "how": "y"}, by=discussion.chair, at=at)

    both(at=told.at(300))

    assert standing(discussion.concern, "strategy_same_day").met_at == told.at(190)


def test_a_corrected_record_has_clocks_of_its_own_to_be_sent_and_acknowledged(cast):
    told, discussion = signed(cast)
    deliver(told, minutes=400)
    acknowledge_all(told, fresh(discussion), minutes=410)
    sent = standing(discussion, "minutes_acknowledged").met_at

    for number, at in ((2, 3000), (3, 5000)):
        correct_start(told, fresh(discussion), minutes=170 - number, at=at)
        record = fresh(discussion)
        agree_and_sign(told, record, minutes=at + 10)
        clock = Deadline.objects.get(
            record=discussion.pk, code="correction_circulated", subject=f"version:{number}"
        )
        assert clock.started_at == record.versions.filter(product="record").latest("number").made_at

    second, third = Deadline.objects.filter(record=discussion.pk, code="correction_acknowledged").order_by(
        "pk"
    )
    assert second.dropped_because == "Version 3 has taken its place."
    assert third.running
    deliver(told, minutes=5100)
    acknowledge_all(told, fresh(discussion), minutes=5200)
    third.refresh_from_db()
    assert third.met_at
    assert standing(discussion, "minutes_acknowledged").met_at == sent
