from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from boards.queries import my_work
from circulation import workflow
from circulation.models import NothingReceived, Receipt
from deadlines.models import Deadline
from demo.people import load_people
from demo.story import acknowledge_all, deliver
from notices.models import Notice
from records.models import NamedShare, Product, Record, Share
from records.refusals import Refused
from tests.stories import concluded, signed
from tests.together import before_the_first_commits


def receipt_of(discussion, agency, product=Product.RECORD):
    return Receipt.objects.get(version__record=discussion.pk, version__product=product, agency__name=agency)


def test_the_clocks_of_circulation_stop_when_everybody_has_been_sent_it(cast):
    told, discussion = signed(cast)

    met = dict(Deadline.objects.filter(record=discussion.pk).values_list("code", "met_at"))
    assert met["actions_received"]
    assert met["record_circulated"]
    assert met["outcome_notified"]
    assert met["minutes_acknowledged"] is None


def test_nothing_stops_while_the_mail_server_holds_one_back(cast):
    _, discussion = concluded(cast)
    Notice.objects.update(send_at=discussion.planned_at + timedelta(days=9))

    workflow.note_sent(at=discussion.planned_at)

    assert Deadline.objects.running().filter(record=discussion.pk, code="actions_received").exists()


def test_the_last_acknowledgement_stops_the_clock(cast):
    told, discussion = signed(cast)
    police = receipt_of(discussion, "Northmoor Police")
    workflow.acknowledge(police.pk, by=cast["sergeant"], at=told.at(500))
    clock = Deadline.objects.get(record=discussion.pk, code="minutes_acknowledged")
    assert clock.running

    workflow.acknowledge(
        receipt_of(discussion, "Northmoor General Hospital").pk, by=cast["doctor"], at=told.at(600)
    )

    clock.refresh_from_db()
    assert clock.met_at == told.at(600)


@pytest.mark.django_db(transaction=True)
def test_the_clock_stops_though_the_last_two_acknowledge_at_once():
    cast = load_people()
    told, discussion = signed(cast)
    police = receipt_of(discussion, "Northmoor Police")
    hospital = receipt_of(discussion, "Northmoor General Hospital")

    before_the_first_commits(
        lambda: workflow.acknowledge(police.pk, by=cast["sergeant"], at=told.at(500)),
        lambda: workflow.acknowledge(hospital.pk, by=cast["doctor"], at=told.at(501)),
    )

    assert Deadline.objects.get(record=discussion.pk, code="minutes_acknowledged").met_at == told.at(501)


@pytest.mark.django_db(transaction=True)
def test_the_clock_stops_though_two_workers_have_each_sent_a_part():
    cast = load_people()
    told, discussion = signed(cast)
    clock = Deadline.objects.filter(record=discussion.pk, code="record_circulated")
    notices = Notice.objects.filter(kind="circulated_record", reference=discussion.ref).order_by("pk")
    keys = list(notices.values_list("key", flat=True))
    assert len(keys) > 1
    clock.update(met_at=None)
    notices.update(sent_at=None)
    Receipt.objects.filter(version__record=discussion.pk, version__product=Product.RECORD).update(
        sent_at=None
    )

    def worker(mine):
        Notice.objects.filter(key__in=mine).update(sent_at=told.at(600))
        workflow.note_sent(at=told.at(600))

    before_the_first_commits(lambda: worker(keys[:1]), lambda: worker(keys[1:]))

    assert clock.get().met_at == told.at(600)


def test_acknowledging_twice_says_who_did_it_first(cast):
    told, discussion = signed(cast)
    hospital = receipt_of(discussion, "Northmoor General Hospital")
    workflow.acknowledge(hospital.pk, by=cast["doctor"], at=told.at(500))

    with pytest.raises(Refused, match="Dr Nico Fable acknowledged it on 10 June"):
        workflow.acknowledge(hospital.pk, by=cast["nurse"], at=told.at(501))


@pytest.mark.parametrize("who", ["school", "midwife", "worker", "manager", "constable", "admin"])
def test_nobody_acknowledges_for_an_agency_that_is_not_theirs(cast, who):
    told, discussion = signed(cast)

    with pytest.raises(Refused, match="was not sent to you"):
        workflow.acknowledge(receipt_of(discussion, "Northmoor Police").pk, by=cast[who], at=told.at(500))


def test_inviting_one_person_does_not_open_the_record_to_their_colleagues(cast):
    _, discussion = signed(cast)

    seen_by = {key for key, user in cast.items() if Record.objects.visible_to(user).filter(pk=discussion.pk)}

    assert {"sergeant", "doctor", "nurse", "worker", "manager", "service", "head", "support"} == seen_by


def test_the_absent_agency_gets_the_outcome_and_never_the_record(cast):
    _, discussion = signed(cast)

    received = Receipt.objects.visible_to(cast["visitor"])

    assert [r.version.product for r in received] == [Product.OUTCOME]
    outcome = str(received[0].version.content)
    assert "Section 47 enquiries" in outcome
    assert "fracture" not in outcome.lower()


def test_guardian_and_our_share_are_one_row(cast):
    _, discussion = signed(cast)
    record = Record.objects.get(pk=discussion.pk)

    assert cast["nurse"].has_perm("records.read_record", record)
    Share.objects.filter(content_object=record).delete()
    NamedShare.objects.filter(content_object=record).delete()

    nurse = type(cast["nurse"]).objects.get(pk=cast["nurse"].pk)
    assert not nurse.has_perm("records.read_record", record)
    assert not Record.objects.visible_to(nurse).exists()


def test_a_membership_that_ended_ends_access_at_once(cast, morning):
    _, discussion = signed(cast)
    for membership in cast["doctor"].memberships.all():
        membership.ended_at = morning
        membership.save()
    doctor = type(cast["doctor"]).objects.get(pk=cast["doctor"].pk)

    assert not Receipt.objects.visible_to(doctor).exists()
    assert not Record.objects.visible_to(doctor).exists()


def test_a_correction_reaches_the_chair_once_and_its_answer_the_recipient(cast):
    told, discussion = signed(cast)
    hospital = receipt_of(discussion, "Northmoor General Hospital")
    for _ in range(2):
        asked = workflow.ask_for_correction(
            hospital.pk, text="It is the left arm", by=cast["doctor"], at=told.at(500)
        )

    assert Notice.objects.filter(kind="correction", to_user_id=cast["manager"].pk).count() == 1
    assert "Northmoor General Hospital asks for a correction" in [t.what for t in my_work(cast["manager"])]
    with pytest.raises(Refused, match="Only Alex Demo"):
        workflow.answer_correction(asked.pk, answer="x", by=cast["worker"], at=told.at(501))
    workflow.answer_correction(asked.pk, answer="Corrected in version 2", by=cast["manager"], at=told.at(501))
    assert Notice.objects.filter(kind="correction_answered", to_user_id=cast["doctor"].pk).count() == 1
    assert not [t for t in my_work(cast["manager"]) if t.kind == "correct"]


def test_a_correction_of_the_action_list_that_nobody_signed_reaches_who_sent_it(cast):
    told, discussion = concluded(cast)
    receipt = Receipt.objects.filter(version__record=discussion.pk, people=cast["doctor"]).get()

    workflow.ask_for_correction(receipt.pk, text="Not ours", by=cast["doctor"], at=told.at(255))

    assert Notice.objects.filter(kind="correction", to_user_id=cast["manager"].pk).count() == 1


def test_i_took_part_and_have_received_nothing_reaches_the_chair_and_is_settled_by_sending(cast):
    told, discussion = concluded(cast)
    police = cast["sergeant"].hats()[0].agency

    for _ in range(2):
        workflow.say_nothing_received(
            discussion, agency=police, chair=cast["manager"], by=cast["sergeant"], at=told.at(255)
        )

    assert NothingReceived.objects.get().settled_at is None
    assert "Northmoor Police took part and has received nothing" in [t.what for t in my_work(cast["manager"])]
    assert Notice.objects.filter(kind="nothing_received").count() == 1
    from demo.story import agree_and_sign

    agree_and_sign(told, discussion, minutes=260)
    assert NothingReceived.objects.get().settled_at


def test_who_does_not_acknowledge_is_chased_and_then_the_lead_too(cast):
    told, discussion = signed(cast)
    acknowledge_all(told, discussion, minutes=500, but=("doctor",))

    assert workflow.chase(at=told.at(24 * 60)) == 0
    assert workflow.chase(at=told.at(2 * 24 * 60 + 300)) == 1
    assert workflow.chase(at=told.at(2 * 24 * 60 + 301)) == 0
    workflow.chase(at=told.at(7 * 24 * 60))

    hospital = receipt_of(discussion, "Northmoor General Hospital")
    assert hospital.chased == 2
    last = Notice.objects.filter(key__startswith=f"chase:{hospital.pk}:2:")
    assert {n.to_user_id for n in last} == {cast["doctor"].pk, cast["nurse"].pk}


def test_the_lead_hands_over_within_the_agency_only(cast):
    told, discussion = signed(cast)
    hospital = receipt_of(discussion, "Northmoor General Hospital")

    with pytest.raises(Refused, match="Choose somebody of Northmoor General Hospital"):
        workflow.pass_on(hospital.pk, to=cast["school"], by=cast["nurse"], at=told.at(500))
    with pytest.raises(Refused, match="Only the safeguarding lead"):
        workflow.pass_on(hospital.pk, to=cast["nurse"], by=cast["doctor"], at=told.at(500))


def test_there_is_one_receipt_an_agency_and_version(cast):
    _, discussion = signed(cast)
    one = receipt_of(discussion, "Northmoor Police")

    with pytest.raises(IntegrityError, match="receipt_once"), transaction.atomic():
        Receipt.objects.create(version=one.version, agency=one.agency, why="again", queued_at=one.queued_at)


def test_delivering_again_sends_nothing_again(cast, mailoutbox):
    told, discussion = signed(cast)
    sent = len(mailoutbox)

    deliver(told, minutes=600)

    assert len(mailoutbox) == sent
