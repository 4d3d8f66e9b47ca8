import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from deadlines.models import Deadline
from demo.story import write
from records import sections, workflow
from records import workflow as records
from records.models import Draft, SectionContent
from records.refusals import Conflict, Refused
from strategy.models import Decision, Information
from strategy.sections.discussion import INFORMATION
from strategy.workflow import recording
from tests.stories import convened, held, recorded, signed
from tests.told import told_once

REASON = {"trigger": "first", "purpose": "", "delay": "", "delay_cause": "", "delay_mitigation": ""}


def save(discussion, by, *, seen, **said):
    section = sections.section_of(discussion, "reason")
    return workflow.save_section(
        discussion, section, cleaned=REASON | said, by=by, at=discussion.planned_at, seen=seen
    )


def test_two_people_in_one_section_the_second_is_told_and_nothing_is_lost(cast):
    _, discussion = convened(cast)
    save(discussion, cast["manager"], seen=0, trigger="what the chair wrote")

    with pytest.raises(Conflict, match="Alex Demo saved this section"):
        save(discussion, cast["support"], seen=0, trigger="what the note taker wrote")

    assert (
        SectionContent.objects.get(record=discussion.pk, section="reason").fields["trigger"]
        == "what the chair wrote"
    )


def test_a_replayed_post_saves_once(cast):
    _, discussion = convened(cast)

    for _ in range(2):
        save(discussion, cast["manager"], seen=0, trigger="the same")

    assert SectionContent.objects.get(record=discussion.pk, section="reason").revision == 1


def test_a_draft_belongs_to_one_person_one_record_and_one_section(cast):
    _, discussion = convened(cast)
    at = discussion.planned_at
    workflow.keep_draft(
        discussion, "reason", fields={"trigger": ["half a"]}, base=0, by=cast["manager"], at=at
    )
    workflow.keep_draft(
        discussion, "reason", fields={"trigger": ["half a w"]}, base=0, by=cast["manager"], at=at
    )
    workflow.keep_draft(discussion, "voice", fields={"says": ["x"]}, base=0, by=cast["support"], at=at)

    drafts = Draft.objects.filter(record=discussion.pk)
    assert drafts.get(user=cast["manager"]).fields == {"trigger": ["half a w"]}
    assert drafts.filter(user=cast["support"], section="reason").count() == 0


def test_saving_drops_the_draft(cast):
    _, discussion = convened(cast)
    workflow.keep_draft(discussion, "reason", fields={}, base=0, by=cast["manager"], at=discussion.planned_at)

    save(discussion, cast["manager"], seen=0, trigger="x")

    assert not Draft.objects.exists()


def test_the_recorded_start_stops_the_strategy_clock(cast):
    told, discussion = held(cast)

    clock = Deadline.objects.get(record=discussion.concern_id, code="strategy_same_day")
    assert clock.met_at == told.at(180)


def test_a_start_corrected_later_corrects_when_the_clock_stopped(cast):
    told, discussion = held(cast)

    write(discussion, "held", {"mode": "video", "started_at": told.at(190), "ended_at": told.at(240)},
          by=cast["manager"], at=told.at(300))  # fmt: skip

    was, now = Deadline.objects.filter(record=discussion.concern_id, code="strategy_same_day").order_by("pk")
    assert (was.met_at, now.met_at) == (told.at(180), told.at(190))
    assert was.superseded_by == now
    assert was.superseded_because == (
        "Discussion held: corrected from 10 June 2026 at 12:14 to 10 June 2026 at 12:24, by Alex Demo."
    )


def test_the_database_refuses_no_further_action_beside_another_decision(cast):
    _, discussion = held(cast)

    with pytest.raises(IntegrityError, match="no further action"), transaction.atomic():
        Decision.objects.create(discussion=discussion, kind="nfa", reason="x")


def test_the_database_refuses_a_discussion_that_ends_before_it_begins(cast):
    _, discussion = held(cast)
    discussion.ended_at = discussion.started_at - timedelta(minutes=1)

    with pytest.raises(IntegrityError, match="discussion_ends_after_it_begins"), transaction.atomic():
        discussion.save()


def test_an_agency_sees_and_writes_its_own_contribution_only(cast):
    told, discussion = convened(cast)
    facts = {"information": "x", "source": "", "analysis": "", "restriction": "all"}

    for who, agency in (("school", "school"), ("teacher", "school"), ("visitor", "doctor")):
        with pytest.raises(Refused):
            recording.save_contribution(
                discussion.pk, agency=cast[agency].hats()[0].agency, facts=facts, seen=0, send=True,
                by=cast[who], at=told.at(100),
            )  # fmt: skip


def test_two_colleagues_writing_one_contribution_see_the_conflict(cast):
    told, discussion = convened(cast)
    agency = cast["doctor"].hats()[0].agency
    facts = {"information": "the doctor's", "source": "", "analysis": "", "restriction": "all"}
    recording.save_contribution(
        discussion.pk, agency=agency, facts=facts, seen=0, send=False, by=cast["doctor"], at=told.at(99)
    )

    with pytest.raises(Conflict, match="Dr Nico Fable"):
        recording.save_contribution(
            discussion.pk, agency=agency, facts=facts | {"information": "the nurse's"}, seen=0, send=False,
            by=cast["nurse"], at=told.at(100),
        )  # fmt: skip


def test_the_chair_cannot_alter_what_an_agency_contributed(cast):
    told, discussion = held(cast)
    police = Information.objects.get(discussion=discussion, restriction="police")

    with pytest.raises(Refused, match="Only Northmoor Police"):
        records.save_row(
            discussion,
            INFORMATION,
            facts={"restriction": "all"},
            by=cast["manager"],
            at=told.at(300),
            row=police.pk,
        )


def test_nothing_is_written_into_a_signed_record(cast):
    told, discussion = signed(cast)

    with pytest.raises(Refused, match="signed and cannot be changed"):
        write(discussion, "voice", {"says": "later"}, by=cast["manager"], at=told.at(400))


@pytest.mark.parametrize("who", ["sergeant", "school", "admin", "governance"])
def test_nobody_outside_children_s_social_care_writes_the_record(cast, who):
    told, discussion = held(cast)

    with pytest.raises(Refused, match="can change this record"):
        write(discussion, "voice", {"says": "x"}, by=cast[who], at=told.at(300))


@pytest.fixture
@told_once
def siblings(cast):
    """Two discussions held together, the first one recorded."""
    told, concern = recorded(cast)
    told.child = told.child | {"given_names": "Second", "case_number": "T-2"}
    second = told.record(told.make_child())
    for each in (concern, second):
        told.decide(each)
    return told, *told.convene(concern, second, minutes=180, who={"sergeant": "police", "doctor": "health"})


def copy(told, discussion, to, key, **said):
    section = sections.section_of(discussion, key)
    empty = dict.fromkeys(section.form(record=discussion).fields, "")
    return workflow.copy_to_others(
        discussion, section, cleaned=empty | said, to=to, by=told.people["manager"], at=told.at(300)
    )


def test_a_shared_passage_is_copied_once_and_never_over_another_text(siblings, cast):
    told, first, second = siblings

    assert copy(told, first, [second], "reason", trigger="shared") == []
    write(second, "reason", {"trigger": "its own"}, by=cast["manager"], at=told.at(301))

    assert copy(told, first, [second], "reason", trigger="shared") == [second]
    assert second.contents.get(section="reason").fields["trigger"] == "its own"


def test_copied_decisions_are_decisions_of_the_other_record_too(siblings):
    told, first, second = siblings

    copy(told, first, [second], "decisions", decisions=["s17"], reason_s17="For both")

    assert [(d.kind, d.reason) for d in second.decisions.all()] == [("s17", "For both")]


def test_nothing_is_copied_into_a_signed_record(siblings):
    told, first, second = siblings
    type(second).objects.filter(pk=second.pk).update(state="signed")

    assert copy(told, first, [second], "reason", trigger="too late") == [second]
    assert not second.contents.filter(section="reason").exists()


def test_a_contribution_is_brought_once_for_all_the_children(siblings, cast, client):
    told, first, second = siblings
    page = f"/invitations/{first.ref}/"
    client.force_login(cast["doctor"])
    assert f'value="{second.ref}"' in client.get(page).content.decode()
    said = {"information": "Seen twice.", "source": "record", "restriction": "all", "seen": "0", "do": "send"}

    client.post(page, said | {"also": [second.ref]})

    for each in (first, second):
        brought = each.contributions.get()
        assert (brought.information, brought.sent_by) == ("Seen twice.", cast["doctor"])

    own = said | {"information": "Only of the second.", "seen": "1"}
    client.post(f"/invitations/{second.ref}/", own)
    after = client.post(page, said | {"information": "More.", "seen": "1", "also": [second.ref]}, follow=True)

    assert "was left" in after.content.decode()
    assert first.contributions.get().information == "More."
    assert second.contributions.get().information == "Only of the second."


def test_what_somebody_began_for_another_child_is_not_lost_by_copying(siblings, cast, client):
    told, first, second = siblings
    client.force_login(cast["doctor"])
    client.post(f"/invitations/{second.ref}/draft/", {"information": "Begun.", "seen": "0"})
    said = {"information": "Seen twice.", "source": "record", "restriction": "all", "seen": "0", "do": "send"}

    client.post(f"/invitations/{first.ref}/", said | {"also": [second.ref]})

    assert not second.contributions.exists()
    assert "Begun." in client.get(f"/invitations/{second.ref}/").content.decode()


def test_nobody_brings_anything_to_a_discussion_that_is_not_of_these_children(siblings, cast, client):
    told, first, second = siblings
    type(second).objects.filter(pk=second.pk).update(together=uuid.uuid4())
    client.force_login(cast["doctor"])
    said = {"information": "Seen twice.", "source": "record", "restriction": "all", "seen": "0", "do": "send"}

    client.post(f"/invitations/{first.ref}/", said | {"also": [second.ref]})

    assert first.contributions.exists()
    assert not second.contributions.exists()


def test_attendance_is_noted_once_for_all_the_children(siblings, cast):
    told, first, second = siblings
    doctor = first.participants.get(user=cast["doctor"])

    recording.note_attendance(
        first.pk, person=doctor.pk, attendance="phone", position="Consultant", decides=True, others=[second],
        by=cast["manager"], at=told.at(300),
    )  # fmt: skip

    assert second.participants.get(user=cast["doctor"]).attendance == "phone"


def test_an_action_for_several_children_is_one_action_shown_in_each_record(siblings, cast):
    told, first, second = siblings

    action = recording.agree_action(
        [first, second], what="x", why="", owner=cast["doctor"], due_on=told.at(3000).date(), by=cast["manager"],
        at=told.at(300),
    )  # fmt: skip

    assert list(first.actions.all()) == list(second.actions.all()) == [action]
    assert Deadline.objects.filter(code="action").count() == 1


def test_a_clock_met_late_carries_the_cause_of_the_delay_and_its_mitigation(cast):
    late = {"flags": ["serious"], "circumstances": [], "offences": []}
    told, discussion = convened(cast, flags=late)
    begin = told.received + timedelta(days=1)
    write(discussion, "held", {"mode": "video", "started_at": begin, "ended_at": begin + timedelta(hours=1)},
          by=cast["manager"], at=begin + timedelta(hours=2))  # fmt: skip

    write(discussion, "reason", {"delay": "yes", "delay_cause": "No paediatrician", "delay_mitigation": "Child on the ward"},
          by=cast["manager"], at=begin + timedelta(hours=2))  # fmt: skip

    clock = Deadline.objects.get(record=discussion.concern_id, code="strategy_same_day")
    assert clock.met_late
    assert (clock.delay_cause, clock.delay_mitigation) == ("No paediatrician", "Child on the ward")


def test_a_revision_that_never_was_saves_what_was_typed(cast, client):
    """A tab from before a correction, or a form somebody made up: there is nobody it could be in conflict with."""
    _, discussion = convened(cast)
    client.force_login(cast["manager"])

    answer = client.post(f"/records/{discussion.ref}/voice/", {"seen": "7", "says": "Quiet."})

    assert answer.status_code == 302
    assert discussion.contents.get(section="voice").fields["says"] == "Quiet."
