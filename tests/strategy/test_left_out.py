"""A required seat that is left out asks why; who is offered suits the seat (§5)."""

import pytest

from agencies.models import Membership
from demo.ics import WARD
from records import sections
from records.refusals import Refused
from strategy.models import StrategyDiscussion
from strategy.views.convening import offers
from strategy.workflow import convening
from strategy.workflow.convening import Invitee, Plan
from strategy.workflow.newcomers import Newcomer
from strategy.workflow.newcomers import convene as convene_with
from tests.stories import fresh, recorded
from tests.told import told_once

WHY = "The ward is told by the doctor."


@pytest.fixture
@told_once
def decided(cast):
    told, concern = recorded(cast)
    return told, told.decide(concern)


def plan(told, *who, **changed):
    people = [told.people[key] for key in who]
    facts = {
        "planned_at": told.at(180), "chair": told.people["manager"], "social_worker": told.people["worker"],
        "invitees": tuple(Invitee(p, p.hats()[0].agency) for p in people),
    }  # fmt: skip
    return Plan(**facts | changed)


def convene(told, concern, made):
    return convening.convene([concern], plan=made, by=told.people["manager"], at=told.at(90))


def test_everybody_required_is_asked_and_nothing_is_to_be_explained(decided):
    told, concern = decided

    (discussion,) = convene(told, concern, plan(told, *WARD))

    assert not discussion.explanations.exists()


def test_each_seat_left_out_asks_why_and_with_it_nothing_is_barred(decided):
    told, concern = decided
    with pytest.raises(Refused) as refused:
        convene(told, concern, plan(told))
    reasons = {r.mend: r.reason for r in refused.value.reasons}
    assert set(reasons) == {
        f"left_out_{key}" for key in ("police", "health", "paediatrician", "responsible_consultant", "senior_ward_nurse")
    }  # fmt: skip
    assert "physical injury" in reasons["left_out_paediatrician"]

    why = {name.removeprefix("left_out_"): WHY for name in reasons}
    (discussion,) = convene(told, concern, plan(told, left_out=why))

    chapter = sections.reads(fresh(discussion), sections.section_of(discussion, "who"))
    said = {p.label: p.text for p in chapter.passages}
    assert WHY in said["Paediatrician must be asked (physical injury, [003]), and is not."]


def test_a_reason_for_a_seat_that_is_taken_is_not_kept(decided):
    told, concern = decided

    (discussion,) = convene(told, concern, plan(told, *WARD, left_out={"police": "Not needed."}))

    assert not discussion.explanations.exists()


def test_somebody_asked_by_name_takes_the_seat_of_their_profession(decided):
    told, concern = decided
    hospital = told.people["doctor"].hats()[0].agency
    named = Newcomer(hospital, "Dr New Fable", "new@general.invalid", "Consultant paediatrician")
    made = plan(told, "sergeant", "nurse")

    (discussion,) = convene_with(
        [concern], plan=made, newcomer=named, by=told.people["manager"], at=told.at(90)
    )

    assert not discussion.explanations.exists()


@pytest.mark.parametrize(
    ("position", "offered"), [("Consultant paediatrician", True), ("Information manager", False)]
)
def test_a_paediatrician_is_one_by_profession(decided, position, offered):
    told, concern = decided
    Membership.objects.filter(user=told.people["doctor"]).update(position=position)

    found = {o.ask.who: {m.user for m in o.people} for o in offers(concern)}

    assert (told.people["doctor"] in found["Paediatrician"]) is offered
    assert told.people["people"] not in found["Paediatrician"]  # looks after accounts
    assert told.people["people"] not in found["Health"]


def test_on_the_page_the_reason_is_asked_at_its_seat_and_an_empty_list_says_what_to_do(decided, client):
    told, concern = decided
    Membership.objects.filter(user=told.people["doctor"]).update(position="Registrar")
    client.force_login(told.people["manager"])
    path, when = f"/concerns/{concern.ref}/convene/", told.at(180)
    text = client.get(path).content.decode()
    assert (
        "Nobody on file suits (Paediatrician: child development, community health, hospital (acute))" in text
    )
    assert 'href="#add-somebody"' in text and 'id="add-somebody"' in text
    seat = Membership.objects.get(user=told.people["sergeant"])
    typed = {
        "planned_at_day": when.day, "planned_at_month": when.month, "planned_at_year": when.year,
        "planned_at_time": f"{when:%H:%M}", "minutes": "60", "mode": "video", "chair": told.people["manager"].pk,
        "social_worker": told.people["worker"].pk, "invite": f"{seat.pk}:0",
    }  # fmt: skip

    answer = client.post(path, typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_left_out_paediatrician"' in text
    assert "left_out_police" not in text
    assert not StrategyDiscussion.objects.exists()
    seats = ("health", "paediatrician", "responsible_consultant", "senior_ward_nurse")
    assert client.post(path, typed | {f"left_out_{key}": WHY for key in seats}).status_code == 302
    assert StrategyDiscussion.objects.get().explanations.count() == len(seats)
