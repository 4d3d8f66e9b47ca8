"""The family’s copy of the conference report: what it holds, who read it, with whom it was shared (§7)."""

import json
import subprocess

import pytest

from children import workflow as children
from children.models import Person, Relationship
from conference.sections import SHARED
from conference.workflow import sharing
from demo.conference import book, conference_of, hand_in, report
from demo.enquiry import carry_out, check, decide
from records import second_reading
from records import workflow as records
from records.models import FamilyPaper, SectionContent
from records.refusals import Refused
from s47.vocabulary import Outcome
from tests.stories import fresh, signed
from tests.told import told_once

DAY = 24 * 60
POLICE = "Intelligence that the police alone may read, for ever."


@pytest.fixture
@told_once
def reported(cast):
    """A conference whose report is signed: with police text, two homes and a neighbour who told us."""
    told, discussion = signed(cast)
    child, worker = discussion.child, cast["worker"]
    for kind, name, address in (
        ("mother", "Marta", "1 Mother Street\nNorthmoor"),
        ("father", "Milo", "99 Hidden Lane\nSouthdale\nSD1 2AB"),
    ):
        children.add_relative(
            child, kind=kind, given_names=name, family_name="Quillfeather", parental_responsibility=True, same_household=False,
            address=address, address_withheld=kind == "father", by=worker, at=told.at(10),
        )  # fmt: skip
    content, _ = SectionContent.objects.get_or_create(
        record_id=discussion.concern_id,
        section="referral",
        defaults={"changed_at": told.at(1), "changed_by": worker},
    )
    content.fields |= {"source_name": "Margaret Onlooker", "may_be_named": "no"}
    content.save()
    enquiry = carry_out(told, discussion, minutes=400)
    check(
        told,
        enquiry,
        "school",
        minutes=700,
        information="Margaret Onlooker saw him by Hidden Ln.",
        restriction="all",
    )
    check(told, enquiry, "sergeant", minutes=701, information=POLICE, restriction="police")
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = conference_of(enquiry)
    book(told, conference, told.at(DAY * 7 + 180), minutes=1000)
    hand_in(told, conference, "doctor", minutes=1500, information="Healing well.")
    report(told, conference, minutes=2000)
    return told, fresh(conference)


def person(conference, name):
    return next(p for p in sharing.people(conference) if p.given_names == name)


def copy(reported, name="Marta", who="worker", reader="manager"):
    told, conference = reported
    asked = told.people[reader] if reader else None
    return sharing.make_copy(
        conference.pk, to=person(conference, name), reader=asked, by=told.people[who], at=told.at(2100)
    )


def text_of(paper):
    return json.dumps(paper.version.content, ensure_ascii=False)


def test_it_holds_what_the_family_may_read_and_nothing_else(reported):
    told, conference = reported
    whole = text_of_report(conference)
    text = text_of(copy(reported))
    assert POLICE in whole and "Hidden Ln" in whole and "Healing well." in whole
    for kept in (POLICE, "Police information", "Hidden", "Southdale", "Onlooker"):
        assert kept not in text, kept
    for read in ("Healing well.", "A child protection plan.", "[Withheld]"):
        assert read in text, read


def text_of_report(conference):
    return json.dumps(sharing.report_of(conference).content, ensure_ascii=False)


def test_each_person_has_a_copy_of_their_own(reported):
    mothers, fathers = text_of(copy(reported, "Marta")), text_of(copy(reported, "Milo"))
    assert "The family’s copy, for Marta Quillfeather" in mothers
    assert "The family’s copy, for Milo Quillfeather" in fathers
    assert "Mother Street" not in fathers


def test_the_stub_tells_neither_who_nor_why_and_a_restricted_case_has_none(reported, cast):
    told, conference = reported

    def passages(version):
        return [p for c in version.content["chapters"] for p in c["passages"]]

    label, mothers = "Northmoor Police: answered", passages(copy(reported).version)
    everybodys = [p for p in passages(sharing.report_of(conference)) if p["label"] == label]
    assert {p["restriction"] for p in everybodys} == {"all", "police"}
    assert [p["restriction"] for p in mothers if p["label"] == label] == ["all"]
    assert {p["label"] for p in mothers if "ithheld" in p["text"]} == {"Not everything is shown here"}
    Person.objects.filter(pk=conference.child_id).update(restricted=True)
    assert "[Withheld]" not in text_of(copy(reported))


def test_before_it_is_signed_there_is_no_copy(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = conference_of(enquiry)
    with pytest.raises(Refused, match="must be signed by its author and a manager first"):
        sharing.make_copy(
            conference.pk, to=conference.child, reader=cast["manager"], by=cast["worker"], at=told.at(1000)
        )


def share(reported, name, day):
    told, conference = reported
    facts = {"person": person(conference, name), "shared_on": day, "by_whom": "Sam Example", "why_not": ""}
    return records.save_row(conference, SHARED, facts=facts, by=told.people["worker"], at=told.at(2300))


def aunt(reported):
    told, conference = reported
    made = children.add_relative(
        conference.child, kind="other", given_names="Nell", family_name="Auntly", parental_responsibility=False,
        same_household=False, address="", address_withheld=False, by=told.people["worker"], at=told.at(2050),
    )  # fmt: skip
    assert Relationship.objects.filter(child=conference.child, person__given_names="Nell").exists()
    return made


def test_only_an_approved_copy_is_noted_as_shared(reported):
    told, _ = reported
    aunt(reported)
    with pytest.raises(Refused, match="no approved copy of the report for Nell Auntly"):
        share(reported, "Nell", told.at(2200).date())
    paper = copy(reported, "Nell")
    with pytest.raises(Refused, match="no approved copy"):
        share(reported, "Nell", told.at(2200).date())
    second_reading.approve(paper.pk, by=told.people["manager"], at=told.at(2150))
    with pytest.raises(Refused, match="after a second person approved it"):
        share(reported, "Nell", told.at(0).date())
    share(reported, "Nell", told.at(2200).date())
    assert FamilyPaper.objects.get(pk=paper.pk).state == "given"


def test_on_the_page_a_copy_is_made_and_every_page_of_it_is_marked(reported, client, tmp_path):
    told, conference = reported
    client.force_login(told.people["worker"])
    path = f"/conferences/{conference.ref}/family/"
    said = {"to": str(person(conference, "Marta").pk), "reader": str(told.people["manager"].pk)}
    answer = client.post(path, said)
    assert answer.status_code == 302
    assert (
        "is asked to read it" in client.get(path).content.decode()
        or "reads it" in client.get(path).content.decode()
    )
    number = FamilyPaper.objects.order_by("-pk").first().version.number
    made = tmp_path / "made.pdf"
    made.write_bytes(client.get(f"/records/{conference.ref}/versions/family_report/{number}.pdf").content)
    told = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True)
    pages = told.stdout.rstrip("\f").split("\f")
    assert len(pages) > 1
    for page in pages:
        assert "The family’s copy, for Marta Quillfeather" in " ".join(page.split())
        assert "DRAFT" in page and "Taken by Sam Example" in page
    assert client.post(path, {"to": ""}).status_code == 422
