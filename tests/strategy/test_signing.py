from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from agencies.models import Partnership
from circulation.models import Receipt
from deadlines.models import Deadline
from demo.people import load_people
from demo.story import agree_and_sign, write
from notices.models import Notice
from records.models import Product, Version
from records.refusals import Refused
from records.states import State
from strategy.models import said_of
from strategy.workflow import agreeing, signing
from tests.stories import agree, concluded, fresh, held, sign, signed
from tests.together import both_at_once

# --- conclude


def test_concluding_starts_the_clocks_from_the_end_and_sends_the_action_list(cast):
    told, discussion = concluded(cast)

    running = {d.code: d for d in Deadline.objects.filter(record=discussion.pk)}
    assert {"actions_received", "record_circulated", "outcome_notified", "record_filed", "minutes_acknowledged",
            "action_review", "action"} == set(running)  # fmt: skip
    assert running["record_filed"].started_at == discussion.ended_at
    version = Version.objects.get(record=discussion.pk)
    assert (version.product, version.signed_at) == (Product.ACTION_LIST, None)
    assert version.content["head"]["unsigned"] is True


def test_a_follow_up_and_an_unfinished_interview_plan_start_their_clocks(cast, morning):
    day = morning.date() + timedelta(days=6)
    _, discussion = concluded(
        cast,
        said={
            "further": {"follow_up": "yes", "follow_up_on": day, "disagreement": "no"},
            "examination": {
                "medical": "no",
                "abe": "yes",
                "abe_plan": "no",
                "abe_by_whom": "x",
                "abe_by_when": day,
            },
        },
    )

    due = {d.code: d.due_at.date() for d in Deadline.objects.filter(record=discussion.pk)}
    assert due["follow_up_discussion"] == due["interview_plan"] == day


@pytest.mark.parametrize("who", ["worker", "service", "support", "sergeant"])
def test_only_the_chair_concludes(cast, who):
    told, discussion = held(cast)

    with pytest.raises(Refused, match="Only the chair"):
        signing.conclude(discussion.pk, by=cast[who], at=told.at(250))


# --- agree


def test_a_constable_cannot_agree_for_the_police(cast):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="sergeant or above"):
        agree(told, discussion, "constable")


@pytest.mark.parametrize("who", ["worker", "support", "school", "doctor", "lado", "admin"])
def test_nobody_but_a_manager_or_the_police_can_agree(cast, who):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="Only a manager of children’s social care or the police"):
        agree(told, discussion, who)


def test_the_chair_cannot_also_agree(cast):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="another manager must agree"):
        agree(told, discussion, "manager")


def test_agreeing_to_what_has_changed_meanwhile_is_refused(cast):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="changed since you opened"):
        agree(told, discussion, "service", seen="0" * 64)


def test_a_change_of_the_decision_asks_both_again_and_keeps_the_old_agreement(cast):
    told, discussion = concluded(cast)
    agree(told, discussion, "service")
    agree(told, discussion, "sergeant")

    write(
        fresh(discussion),
        "safety",
        {"measures": "Something else", "visits": "x"},
        by=cast["manager"],
        at=told.at(270),
    )

    assert agreeing.agreements(fresh(discussion)) == {"csc": None, "police": None}
    assert discussion.agreements.count() == 2
    with pytest.raises(Refused, match="agreed by the police again: the record changed"):
        sign(told, discussion)


def test_completing_an_action_does_not_undo_the_agreement(cast):
    from actions import workflow as actions

    told, discussion = concluded(cast)
    agree(told, discussion, "service")
    action = discussion.actions.get(owner=cast["worker"])

    actions.complete(action.pk, outcome="Done", by=cast["worker"], at=told.at(265))

    assert agreeing.agreements(fresh(discussion))["csc"]


def test_who_does_not_agree_says_why_and_stops_the_signature(cast):
    told, discussion = concluded(cast)
    with pytest.raises(Refused, match="with what you do not agree"):
        agree(told, discussion, "sergeant", agreed=False)

    agree(told, discussion, "sergeant", agreed=False, comment="The plan is too slow")
    agree(told, discussion, "service")

    with pytest.raises(Refused, match="Sgt Toni Makebelieve does not agree: The plan is too slow"):
        sign(told, discussion)


# --- sign


def test_signing_freezes_version_1_files_and_circulates_it(cast):
    told, discussion = signed(cast)

    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)
    assert (version.number, version.signed_by) == (1, discussion.chair) and version.content
    assert Deadline.objects.get(record=discussion.pk, code="record_filed").met_at == version.signed_at
    full = Receipt.objects.filter(version=version)
    assert {r.agency.name for r in full} == {"Northmoor Police", "Northmoor General Hospital"}
    outcome = Receipt.objects.get(version__record=discussion.pk, version__product=Product.OUTCOME)
    assert outcome.agency.name == "Northmoor Community Health"


SPOILED = [
    ({"said": {"voice": {}}}, "Record the child’s voice."),
    ({"said": {"child": {}}}, "Say what is known of the father"),
    ({"said": {"safety": {}}}, "Write the interim safety plan."),
    ({"said": {"plan": {}}}, "Name the areas of risk"),
    ({"said": {"reason": {"trigger": "x", "purpose": "x"}}}, "Say whether there was a delay."),
    ({"said": {"reason": {"trigger": "x", "purpose": "x", "delay": "yes"}}}, "Say what caused the delay."),
    ({"risks": ()}, "Name at least one risk."),
    ({"actions": False}, "Agree at least one action."),
    ({"said": {"examination": {"medical": "no"}}}, "Achieving Best Evidence interview is needed"),
    ({"said": {"further": {"follow_up": "no"}}}, "Say whether any agency disagrees."),
    (
        {"said": {"decisions": {"threshold": "yes", "decisions": ["s47"], "conducted": "joint"}}},
        "Give the reason for: Section 47",
    ),
    (
        {
            "said": {
                "decisions": {
                    "threshold": "yes",
                    "decisions": ["s47"],
                    "conducted": "alone",
                    "reason_s47": "x",
                }
            }
        },
        "A joint investigation is required",
    ),
]


@pytest.mark.parametrize(("spoil", "reason"), SPOILED)
def test_an_unfinished_record_cannot_be_signed_and_says_what_it_lacks(cast, spoil, reason):
    told, discussion = concluded(cast, **spoil)
    agree(told, discussion, "service")
    agree(told, discussion, "sergeant")

    with pytest.raises(Refused, match=reason):
        sign(told, discussion)

    assert fresh(discussion).state == State.CONCLUDED
    assert not Version.objects.filter(record=discussion.pk, product=Product.RECORD).exists()


def test_a_partnership_that_concludes_discussions_is_asked_for_the_conclusion(cast, client):
    told, discussion = held(cast)
    client.force_login(discussion.chair)
    page = f"/records/{discussion.ref}/decisions/"
    question = "What does the discussion conclude?"
    assert question not in client.get(page).content.decode()

    Partnership.objects.update(discussions_conclude=True)

    assert question in client.get(page).content.decode()
    lacking = [r.reason for r in signing.why_not_sign(fresh(discussion), by=discussion.chair)]
    assert "Say what the discussion concludes." in " ".join(lacking)
    answers = {**said_of(discussion, "decisions"), "conclusion": "likely"}
    write(discussion, "decisions", answers, by=discussion.chair, at=told.at(200))
    lacking = [r.reason for r in signing.why_not_sign(fresh(discussion), by=discussion.chair)]
    assert "concludes" not in " ".join(lacking)
    Partnership.objects.update(discussions_conclude=False)
    assert question in client.get(page).content.decode()  # what was recorded stays


def test_an_inquorate_discussion_is_signed_once_it_says_why_it_went_ahead(cast):
    told, discussion = concluded(cast)
    discussion.participants.filter(seat="police").update(attendance="apologies")
    with pytest.raises(Refused, match="without being quorate"):
        agree_and_sign(told, discussion, minutes=260)

    write(
        fresh(discussion),
        "who",
        {"not_quorate_reason": "It could not wait"},
        by=cast["manager"],
        at=told.at(270),
    )
    agree_and_sign(told, discussion, minutes=280)

    assert fresh(discussion).state == State.SIGNED


def test_the_chair_does_not_sign_what_changed_since_the_page_was_opened(cast):
    told, discussion = concluded(cast)
    agree(told, discussion, "service")
    agree(told, discussion, "sergeant")

    with pytest.raises(Refused, match="changed since you opened this page"):
        sign(told, discussion, seen=1)


@pytest.mark.parametrize("who", ["worker", "service", "support", "sergeant", "admin"])
def test_only_the_chair_signs(cast, who):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="Only the chair"):
        sign(told, discussion, by=cast[who])


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_touch_a_signed_version(cast, change):
    _, discussion = signed(cast)
    versions = Version.objects.filter(record=discussion.pk, product=Product.RECORD)

    with pytest.raises((InternalError, IntegrityError), match="Cannot"), transaction.atomic():
        versions.update(sha256="x") if change == "update" else versions._raw_delete(versions.db)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_signs_once():
    cast = load_people()
    told, discussion = concluded(cast)
    for who in ("service", "sergeant"):
        agree(told, discussion, who)
    seen, outcomes = fresh(discussion).revision, []

    def click():
        try:
            outcomes.append(sign(told, discussion, seen=seen).state)
        except Refused as refused:
            outcomes.append(str(refused))

    both_at_once(click)

    assert sorted(outcomes) == ["This record is already signed.", "signed"]
    assert Version.objects.filter(record=discussion.pk, product=Product.RECORD).count() == 1
    assert Notice.objects.filter(kind="circulated_record", to_user_id=cast["doctor"].pk).count() == 1


# --- correct


def test_a_correction_makes_version_2_and_tells_who_received_the_old_one(cast):
    told, discussion = signed(cast)
    old = Receipt.objects.get(version__product=Product.RECORD, agency__name="Northmoor Police")
    signing.correct(discussion.pk, reason="The name of the ward", by=cast["manager"], at=told.at(400))
    write(fresh(discussion), "voice", {"says": "corrected", "how": "x"}, by=cast["manager"], at=told.at(410))
    agree_and_sign(told, discussion, minutes=420)

    first, second = Version.objects.filter(record=discussion.pk, product=Product.RECORD).order_by("number")
    old.refresh_from_db()
    assert second.number == 2
    assert second.reason == "The name of the ward"
    assert first.content
    assert old.lapsed_at
    assert Receipt.objects.filter(version=second, agency=old.agency, acknowledged_at=None).exists()


def test_a_correction_needs_its_reason_and_the_chair(cast):
    told, discussion = signed(cast)

    with pytest.raises(Refused, match="Say what is corrected"):
        signing.correct(discussion.pk, reason=" ", by=cast["manager"], at=told.at(400))
    with pytest.raises(Refused, match="Only the chair"):
        signing.correct(discussion.pk, reason="x", by=cast["worker"], at=told.at(400))


def test_who_is_asked_to_agree_sees_it_in_their_work_until_they_have_and_again_after_a_change(cast):
    from strategy.queries import waiting_for_agreement_of

    told, discussion = concluded(cast)

    def asked():
        return {key for key, user in cast.items() if waiting_for_agreement_of(user).exists()}

    assert asked() == {"service", "sergeant"}
    for who in ("service", "sergeant"):
        agree(told, discussion, who)
    assert asked() == set()
    write(
        fresh(discussion),
        "safety",
        {"measures": "Something else", "visits": "x"},
        by=cast["manager"],
        at=told.at(270),
    )
    assert asked() == {"service", "sergeant"}


def test_a_manager_who_took_part_is_asked_before_the_service_manager(cast):
    from strategy.queries import waiting_for_agreement_of
    from strategy.workflow.convening import Invitee, invite

    told, discussion = held(cast)
    invite(
        discussion.pk,
        invitee=Invitee(cast["manager2"], discussion.authority),
        by=cast["manager"],
        at=told.at(200),
    )
    signing.conclude(discussion.pk, by=cast["manager"], at=told.at(250))

    assert agreeing.who_agrees_for_csc(fresh(discussion)) == [cast["manager2"]]
    assert waiting_for_agreement_of(cast["manager2"]).exists()
    assert not waiting_for_agreement_of(cast["service"]).exists()


def test_what_the_chair_notes_of_the_police_counts_once_they_confirm_it(cast):
    told, discussion = concluded(cast)
    agree(told, discussion, "service")

    agreeing.note_agreement(discussion.pk, whose=cast["sergeant"], by=cast["manager"], at=told.at(255))

    with pytest.raises(Refused, match="must be agreed by the police"):
        sign(told, discussion)
    agree(told, discussion, "sergeant")
    assert sign(told, discussion).state == State.SIGNED


@pytest.mark.parametrize("who", ["constable", "doctor", "lado", "service"])
def test_the_chair_can_note_nobody_but_a_police_decision_maker_who_took_part(cast, who):
    told, discussion = concluded(cast)

    with pytest.raises(Refused, match="police sergeant or above"):
        agreeing.note_agreement(discussion.pk, whose=cast[who], by=cast["manager"], at=told.at(255))
