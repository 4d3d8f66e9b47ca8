"""The report: gathered without retyping, edited, signed by author and manager (§7)."""

import pytest

from circulation.models import Receipt
from conference import report as assembled
from conference.models import Edit
from conference.workflow import reporting
from demo.story import write
from records.models import Product
from records.refusals import Refused
from tests.stories import fresh


def test_the_report_gathers_without_retyping_and_says_where_each_passage_comes_from(convened):
    told, enquiry, conference = convened

    analysis = assembled.reads(conference, "analysis", "Analysis")

    texts = [p.text for p in analysis.passages]
    assert any("Repeated harm that nobody explains." in t for t in texts)
    assert all(f"[Section 47 enquiry {enquiry.ref}]" in t for t in texts)


def test_a_passage_follows_its_source_until_it_is_edited_and_again_when_the_edit_is_taken_back(convened):
    told, enquiry, conference = convened
    worker = told.people["worker"]

    def harm():
        found = assembled.lines(fresh(conference), "analysis")
        return next(line for line in found if line.passage.label == "Harm and danger")

    change = enquiry.contents.get(section="analysis")
    change.fields |= {"harm": "The source was corrected."}
    change.save()
    assert harm().passage.text == "The source was corrected."
    reporting.edit(
        conference.pk,
        chapter="analysis",
        key=harm().key,
        text="The author’s words.",
        by=worker,
        at=told.at(1100),
    )
    change.fields |= {"harm": "Corrected once more."}
    change.save()
    assert (harm().passage.text, harm().edited) == ("The author’s words.", True)

    reporting.edit(conference.pk, chapter="analysis", key=harm().key, by=worker, at=told.at(1110))

    assert (harm().passage.text, harm().edited) == ("Corrected once more.", False)
    assert not Edit.objects.exists()


def test_the_chronology_is_the_childs_file_and_what_is_left_out_does_not_read(convened):
    told, enquiry, conference = convened
    lines = assembled.lines(conference, "chronology")
    titles = [line.passage.label.split(": ")[1] for line in lines]
    assert titles[0] == "Concern"
    assert {"Strategy discussion", "Section 47 enquiry", "The child was seen"} <= set(titles)

    key = lines[0].key
    reporting.edit(
        conference.pk,
        chapter="chronology",
        key=key,
        left_out=True,
        by=told.people["worker"],
        at=told.at(1100),
    )

    read = assembled.reads(fresh(conference), "chronology", "Chronology")
    assert not any(p.label.endswith(": Concern") for p in read.passages)
    assert len(read.passages) == len(lines) - 1


def test_agencies_hand_in_on_the_contribution_page_and_the_report_shows_it(convened, client):
    told, _, conference = convened
    client.force_login(told.people["doctor"])
    page = client.get(f"/invitations/{conference.ref}/")
    assert "Initial child protection conference" in page.content.decode()

    said = {
        "information": "He is healing.",
        "source": "record",
        "restriction": "all",
        "seen": "0",
        "do": "send",
    }
    client.post(f"/invitations/{conference.ref}/", said)

    (line,) = assembled.lines(fresh(conference), "agencies")
    assert (line.passage.label, line.passage.text) == ("Northmoor General Hospital", "He is healing.")


def seen_of(conference):
    from records.passages import digest

    return digest(reporting.chapters(fresh(conference)))


def sign_report(convened, who, at=2000):
    told, _, conference = convened
    return reporting.sign_report(conference.pk, by=told.people[who], at=told.at(at), seen=seen_of(conference))


def recommend(convened):
    told, _, conference = convened
    write(
        conference,
        "recommendation",
        {"recommendation": "A plan."},
        by=told.people["worker"],
        at=told.at(1900),
    )


def test_author_and_manager_sign_and_then_it_freezes_and_goes_to_who_is_invited(convened):
    told, _, conference = convened
    recommend(convened)
    assert sign_report(convened, "worker") is None

    version = sign_report(convened, "manager", at=2010)

    assert version.product == Product.REPORT
    assert [p["label"] for p in version.content["chapters"][-1]["passages"]] == [
        "Written and signed by",
        "Approved by",
    ]
    receivers = set(Receipt.objects.filter(version=version).values_list("agency__name", flat=True))
    assert receivers == {"Northmoor Police", "Northmoor General Hospital", "Northmoor Community Health"}


@pytest.mark.parametrize("who", ["manager", "service", "conference", "worker2"])
def test_nobody_signs_before_the_author(convened, who):
    recommend(convened)
    with pytest.raises(Refused, match="signs it first"):
        sign_report(convened, who)


@pytest.mark.parametrize(
    ("who", "reason"), [("worker", "a manager must approve"), ("support", "Only a manager")]
)
def test_the_author_does_not_approve_nor_who_is_no_manager(convened, who, reason):
    recommend(convened)
    sign_report(convened, "worker")
    with pytest.raises(Refused, match=reason):
        sign_report(convened, who, at=2010)


def test_what_changes_after_the_authors_signature_asks_the_author_again(convened):
    told, enquiry, conference = convened
    recommend(convened)
    sign_report(convened, "worker")
    write(
        conference,
        "recommendation",
        {"recommendation": "Another."},
        by=told.people["worker"],
        at=told.at(2005),
    )

    with pytest.raises(Refused, match="signs it first"):
        sign_report(convened, "manager", at=2010)
