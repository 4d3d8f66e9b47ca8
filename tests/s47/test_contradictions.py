"""An outcome beside what the enquiry concludes: refused, or explained in words that the record shows (§6)."""

import pytest

from records.models import Product, Version
from records.refusals import Refused
from s47.vocabulary import Outcome
from s47.workflow import deciding
from s47.workflow.deciding import Verdict
from tests.stories import fresh

WHY = "The conclusion speaks of the time before he left."


def recommend(complete, outcome, explained=""):
    told, _, enquiry = complete
    facts = {"outcome": outcome, "reasons": "r", "override": "", "explained": explained}
    return deciding.recommend(enquiry.pk, **facts, by=told.people["manager"], at=told.at(900))


def decide(complete, outcome, *, onward="", explained=""):
    told, _, enquiry = complete
    verdict = Verdict(outcome, onward, "r", explained)
    now = fresh(enquiry).revision
    return deciding.decide(enquiry.pk, verdict=verdict, by=told.people["head"], at=told.at(930), seen=now)


def test_harm_does_not_close_as_not_substantiated_with_nothing_further(complete):
    recommend(complete, Outcome.NOT_SUBSTANTIATED, WHY)

    with pytest.raises(Refused, match="cannot be not substantiated and close"):
        decide(complete, Outcome.NOT_SUBSTANTIATED, onward="close", explained=WHY)


@pytest.mark.parametrize("outcome", [Outcome.NOT_SUBSTANTIATED, Outcome.NO_CONFERENCE])
def test_what_may_be_is_explained_by_manager_and_head_and_the_record_shows_both(complete, outcome):
    with pytest.raises(Refused, match="Explain it, or change one of them"):
        recommend(complete, outcome)
    recommend(complete, outcome, WHY)
    with pytest.raises(Refused, match="Explain it, or change one of them"):
        decide(complete, outcome, onward="support")
    decide(complete, outcome, onward="support", explained="I have heard the lead.")

    version = Version.objects.get(record=complete[2].pk, product=Product.RECORD)
    (outcome,) = (c for c in version.content["chapters"] if c["key"] == "outcome")
    said = [p["text"] for p in outcome["passages"] if p["label"].endswith("Why?")]
    assert said == [WHY, "I have heard the lead."]


def test_no_harm_and_a_conference_about_it_is_the_same_the_other_way_round(complete):
    told, _, enquiry = complete
    content = enquiry.contents.get(section="conclusion")
    content.fields |= {"threshold": "no"}
    content.save()

    with pytest.raises(Refused, match="not suffering, nor likely to suffer"):
        recommend(complete, Outcome.CONFERENCE)


def test_what_contradicts_nothing_keeps_no_explanation(complete):
    assert recommend(complete, Outcome.CONFERENCE, "Just in case.").explained == []


def test_on_the_page_it_is_asked_at_its_field(complete, client):
    told, _, enquiry = complete
    client.force_login(told.people["manager"])
    path = f"/enquiries/{enquiry.ref}/recommend/"

    answer = client.post(path, {"outcome": "not_substantiated", "reasons": "Nothing was found."})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_explained"' in text
    assert "Nothing was found." in text
