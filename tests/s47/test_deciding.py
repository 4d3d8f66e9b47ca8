"""The manager’s gate, and the decision of the head of service (§6)."""

import pytest
from django.db import IntegrityError, transaction

from actions.models import Action
from agencies.models import Membership
from agencies.roles import Role
from circulation.models import Receipt
from deadlines.models import Deadline
from demo.enquiry import carry_out
from demo.enquiry import decide as decided
from demo.people import load_people
from notices.models import Notice
from records import workflow as records
from records.models import Product, Version
from records.refusals import Refused
from records.states import State
from s47.models import Enquiry, OutcomeDecision
from s47.sections import CHECK
from s47.vocabulary import Outcome
from s47.workflow import deciding
from s47.workflow.deciding import Verdict
from tests.stories import fresh, signed
from tests.together import before_the_first_commits


def recommend(complete, *, who="manager", at=900, **changed):
    told, _, enquiry = complete
    facts = {
        "outcome": Outcome.CONFERENCE,
        "reasons": "Likely to be harmed again.",
        "override": "",
        "explained": "",
    }
    return deciding.recommend(enquiry.pk, **facts | changed, by=told.people[who], at=told.at(at))


def decide(complete, *, who="head", at=930, **changed):
    told, _, enquiry = complete
    seen = changed.pop("seen", fresh(enquiry).revision)
    verdict = Verdict(**{"outcome": Outcome.CONFERENCE, "reasons": "I agree."} | changed)
    return deciding.decide(enquiry.pk, verdict=verdict, by=told.people[who], at=told.at(at), seen=seen)


def clock(enquiry, code):
    return Deadline.objects.filter(record=enquiry.pk, code=code).order_by("-pk").first()


def test_a_complete_enquiry_is_recommended_and_the_head_of_service_is_asked(complete):
    told, _, enquiry = complete

    made = recommend(complete)

    assert fresh(enquiry).state == State.RECOMMENDED
    assert [why for _, why in made.conditions] == ["", "", "", ""]
    asked = Notice.objects.filter(kind="decide_outcome", reference=enquiry.ref)
    assert [n.to_user_id for n in asked] == [told.people["head"].pk]


def an_action_is_open(told, discussion, enquiry):
    action = Action.objects.on(discussion).first()
    Action.objects.filter(pk=action.pk).update(state="open", completed_at=None, completed_by=None, outcome="")


def the_child_was_not_seen(told, discussion, enquiry):
    enquiry.sightings.all().delete()


def an_agency_has_not_answered(told, discussion, enquiry):
    enquiry.checks.filter(agency__kind="police").update(answer="waiting", answered_on=None)


def the_police_were_not_asked(told, discussion, enquiry):
    enquiry.checks.filter(agency__kind="police").delete()


def the_analysis_is_unfinished(told, discussion, enquiry):
    content = enquiry.contents.get(section="analysis")
    content.fields = content.fields | {"harm": ""}
    content.save()


@pytest.mark.parametrize(
    ("spoil", "reason", "mend"),
    [
        (an_action_is_open, "All actions of the discussion are completed: not yet. 1 still to do", "came_of"),
        (the_child_was_not_seen, "The child has been seen: not yet", "visits"),
        (an_agency_has_not_answered, "No answer yet from Northmoor Police", "checks"),
        (the_police_were_not_asked, "The police have not been asked", "checks"),
        (the_analysis_is_unfinished, "Analyse the harm and the danger", "analysis"),
    ],
)
def test_each_of_the_four_conditions_blocks_with_its_link_or_is_overridden_with_a_reason(
    complete, spoil, reason, mend
):
    spoil(*complete)

    with pytest.raises(Refused) as refused:
        recommend(complete)

    assert [r.mend for r in refused.value.reasons] == [mend]
    assert reason in str(refused.value)
    made = recommend(complete, override="The child is in hospital and safe.")
    assert len(made.unmet) == 1
    assert made.override == "The child is in hospital and safe."


def test_an_override_without_need_is_not_kept(complete):
    assert recommend(complete, override="Just in case.").override == ""


def test_what_is_missing_besides_the_conditions_cannot_be_overridden(complete):
    told, _, enquiry = complete
    enquiry.contents.filter(section="safety").delete()

    with pytest.raises(Refused, match="Write the immediate safety plan"):
        recommend(complete, override="In a hurry")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"outcome": "perhaps"}, "Choose what you recommend"),
        ({"reasons": "  "}, "Give your reasons"),
        ({"who": "worker"}, "Only a manager"),
        ({"who": "sergeant"}, "Only a manager"),
        ({"who": "conference"}, "Only a manager"),
    ],
)
def test_a_recommendation_is_a_managers_with_reasons(complete, changed, reason):
    with pytest.raises(Refused, match=reason):
        recommend(complete, **changed)


def test_who_leads_the_enquiry_does_not_pass_its_own_gate(complete):
    told, _, enquiry = complete
    enquiry.allocations.update(lead_social_worker=told.people["manager"])

    with pytest.raises(Refused, match="Who leads the enquiry cannot recommend"):
        recommend(complete)


def test_deciding_freezes_the_record_stops_the_clock_and_firms_the_conference(complete):
    told, discussion, enquiry = complete
    recommend(complete)

    decide(complete)

    now = fresh(enquiry)
    assert (now.state, now.outcome, now.open_for) == (State.SIGNED, Outcome.CONFERENCE, None)
    assert clock(enquiry, "s47_outcome").met_at == told.at(930)
    icpc = clock(enquiry, "icpc")
    assert (icpc.running, icpc.because, icpc.started_at) == (True, "", discussion.started_at)
    version = Version.objects.get(record=enquiry.pk, product=Product.RECORD)
    assert version.content
    assert version.content["head"]["title"] == "Record of outcome of section 47 enquiries"
    read = str(version.content)
    assert "Chris Imagine, Head of service" in read
    assert "afraid of shouting" in read


def test_the_record_goes_to_who_took_part_and_who_contributed_and_the_outcome_to_the_absent(complete):
    told, _, enquiry = complete
    recommend(complete)

    decide(complete)

    def sent(product):
        receipts = Receipt.objects.filter(version__record=enquiry.pk, version__product=product)
        return set(receipts.values_list("agency__name", flat=True))

    assert sent(Product.RECORD) == {
        "Northmoor Police", "Northmoor General Hospital", "Northmoor Community Health",
    }  # fmt: skip
    assert sent(Product.OUTCOME) == set()


@pytest.mark.parametrize("outcome", [Outcome.NO_CONFERENCE, Outcome.NOT_SUBSTANTIATED])
def test_without_a_conference_its_clock_does_not_apply_and_something_follows(complete, outcome):
    told, _, enquiry = complete
    recommend(complete, outcome=outcome, explained="It has ended since.")
    with pytest.raises(Refused, match="Say what follows"):
        decide(complete, outcome=outcome)

    decision = decide(complete, outcome=outcome, onward="assessment", explained="It has ended since.")

    assert decision.onward == "assessment"
    icpc = clock(enquiry, "icpc")
    assert (icpc.running, icpc.dropped_because) == (False, "The outcome is not a conference.")


def test_the_head_of_service_may_decide_otherwise_than_recommended(complete):
    recommend(complete)

    other = {"outcome": Outcome.NO_CONFERENCE, "onward": "support", "explained": "It has ended since."}
    assert decide(complete, **other).outcome == "no_conference"


@pytest.mark.parametrize("who", ["manager", "service", "worker", "sergeant", "conference", "admin"])
def test_only_the_head_of_service_decides(complete, who):
    recommend(complete)

    with pytest.raises(Refused, match="Only the head of service"):
        decide(complete, who=who)


def test_the_same_person_does_not_recommend_and_decide(complete):
    told, _, enquiry = complete
    Membership.objects.create(
        user=told.people["manager"],
        agency=enquiry.authority,
        role=Role.HEAD_OF_SERVICE,
        position="Acting head",
    )
    recommend(complete)

    with pytest.raises(Refused, match="You recommended this outcome"):
        decide(complete, who="manager")


def test_nothing_is_decided_before_it_is_recommended_nor_twice(complete):
    with pytest.raises(Refused, match="must recommend an outcome first"):
        decide(complete)
    recommend(complete)
    decide(complete)
    with pytest.raises(Refused, match="must recommend an outcome first"):
        decide(complete, at=940)


def test_a_record_that_changed_since_it_was_read_is_not_decided(complete):
    recommend(complete)

    with pytest.raises(Refused, match="changed since you opened this page"):
        decide(complete, seen=1)


def test_while_it_waits_nobody_writes_into_it(complete):
    told, _, enquiry = complete
    recommend(complete)

    row = enquiry.checks.first()
    with pytest.raises(Refused, match="cannot be changed"):
        records.save_row(
            fresh(enquiry),
            CHECK,
            facts={"information": "x"},
            by=told.people["worker"],
            at=told.at(910),
            row=row.pk,
        )


def test_sent_back_with_a_reason_it_can_be_completed_and_recommended_again(complete):
    told, _, enquiry = complete
    recommend(complete)
    with pytest.raises(Refused, match="Say what must be done first"):
        deciding.send_back(enquiry.pk, because=" ", by=told.people["head"], at=told.at(910))

    deciding.send_back(enquiry.pk, because="See the school.", by=told.people["head"], at=told.at(911))

    assert fresh(enquiry).state == State.OPENED
    told_of_it = Notice.objects.filter(kind="sent_back", reference=enquiry.ref)
    assert {n.to_user_id for n in told_of_it} == {told.people["manager"].pk, told.people["worker"].pk}
    recommend(complete, at=920)
    assert fresh(enquiry).state == State.RECOMMENDED


def test_a_correction_makes_the_next_version_and_restarts_no_clock(complete):
    told, discussion, enquiry = complete
    decided(told, enquiry, Outcome.CONFERENCE, minutes=900)
    deciding.correct(enquiry.pk, reason="It was the left arm.", by=told.people["manager"], at=told.at(1000))

    decided(told, enquiry, Outcome.CONFERENCE, minutes=1010)

    versions = Version.objects.filter(record=enquiry.pk, product=Product.RECORD).order_by("number")
    assert [(v.number, v.reason) for v in versions] == [(1, ""), (2, "It was the left arm.")]
    assert clock(enquiry, "s47_outcome").met_at == told.at(930)
    assert Deadline.objects.filter(record=enquiry.pk, code="icpc").count() == 1
    assert OutcomeDecision.objects.filter(enquiry=enquiry).count() == 2


def test_an_outcome_corrected_to_a_conference_counts_from_the_same_discussion(complete):
    told, discussion, enquiry = complete
    decided(told, enquiry, Outcome.NO_CONFERENCE, minutes=900, onward="close")
    deciding.correct(enquiry.pk, reason="New facts.", by=told.people["manager"], at=told.at(1000))

    decided(told, enquiry, Outcome.CONFERENCE, minutes=1010)

    icpc = clock(enquiry, "icpc")
    assert (icpc.running, icpc.started_at) == (True, discussion.started_at)


def test_the_database_keeps_a_decision_as_it_was(complete):
    recommend(complete)
    decision = decide(complete)

    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        OutcomeDecision.objects.filter(pk=decision.pk).update(outcome="no_conference", onward="close")
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeDecision.objects.create(
            enquiry=decision.enquiry, recommendation=decision.recommendation, outcome="not_substantiated",
            reasons="x", capacity="x", at=decision.at, by=decision.by,
        )  # fmt: skip


def test_after_the_outcome_a_new_enquiry_may_open_for_the_child(complete):
    told, discussion, enquiry = complete
    recommend(complete)
    decide(complete)

    assert not Enquiry.objects.filter(open_for=discussion.child_id).exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_of_the_head_of_service_decides_once():
    told, discussion = signed(load_people())
    whole = (told, discussion, carry_out(told, discussion, minutes=400))
    recommend(whole)
    seen, refused = fresh(whole[2]).revision, []

    def second():
        try:
            decide(whole, seen=seen)
        except Refused as refusal:
            refused.append(str(refusal))

    before_the_first_commits(lambda: decide(whole, seen=seen), second)

    assert "must recommend an outcome first" in refused[0]
    assert OutcomeDecision.objects.count() == 1
    assert Version.objects.filter(product=Product.RECORD, record__kind="enquiry").count() == 1


def test_after_the_clock_the_cause_and_what_was_done_about_it_are_asked_and_read_in_the_record(complete):
    recommend(complete)
    day = 24 * 60
    with pytest.raises(Refused, match="Its clock had run out"):
        decide(complete, at=20 * day)

    decide(complete, at=20 * day, delay_cause="A report was late.", delay_mitigation="Visited every day.")

    met = clock(complete[2], "s47_outcome")
    assert (met.met_late, met.delay_cause) == (True, "A report was late.")
    version = Version.objects.get(record=complete[2].pk, product=Product.RECORD)
    (outcome,) = (c for c in version.content["chapters"] if c["key"] == "outcome")
    assert any("Visited every day." in p["text"] for p in outcome["passages"])


def test_a_correction_long_after_is_not_late(complete):
    told, _, enquiry = complete
    recommend(complete)
    decide(complete)
    day = 24 * 60
    deciding.correct(enquiry.pk, reason="A name.", by=told.people["manager"], at=told.at(30 * day))
    recommend(complete, at=30 * day + 10)

    assert decide(complete, at=30 * day + 20).pk


def test_deciding_leaves_that_the_child_was_seen(complete):
    _, _, enquiry = complete
    seen_at = clock(enquiry, "child_seen").met_at
    recommend(complete)
    decide(complete)
    after = clock(enquiry, "child_seen")
    assert (after.met_at, after.dropped_at) == (seen_at, None) != (None, None)
