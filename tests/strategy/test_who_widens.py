"""The agency that supplied a passage alone widens who may read it, whoever typed it (§11)."""

import pytest

from config.opaque import tagged
from records import workflow as records
from records.passages import ALL, LEGAL, NOT_FAMILY, POLICE, widens
from records.refusals import Refused
from s47.sections import CHECK
from strategy.sections.discussion import INFORMATION
from strategy.workflow import recording
from tests.stories import held, signed
from tests.told import told_once


@pytest.mark.parametrize(
    ("before", "after", "wider"),
    [
        (ALL, ALL, False), (ALL, NOT_FAMILY, False), (ALL, POLICE, False), (NOT_FAMILY, ALL, True), (NOT_FAMILY, POLICE, False),
        (NOT_FAMILY, LEGAL, False), (POLICE, ALL, True), (POLICE, NOT_FAMILY, True), (POLICE, LEGAL, True), (LEGAL, POLICE, True),
        (POLICE, POLICE, False),
    ],
)  # fmt: skip
def test_what_is_wider(before, after, wider):
    assert widens(before, after) is wider


@pytest.fixture
@told_once
def typed(cast):
    """What the note taker typed for the police, police sensitive."""
    told, discussion = held(cast)
    facts = {
        "agency": cast["sergeant"].hats()[0].agency,
        "facts": "An address.",
        "source": "record",
        "analysis": "",
        "restriction": POLICE,
    }
    row = records.save_row(discussion, INFORMATION, facts=facts, by=cast["support"], at=told.at(230))
    return told, discussion, row, facts


def change(typed, by, **changed):
    told, discussion, row, facts = typed
    return records.save_row(
        discussion, INFORMATION, facts=facts | changed, by=by, at=told.at(235), row=row.pk
    )


@pytest.mark.parametrize("restriction", [ALL, NOT_FAMILY, LEGAL])
@pytest.mark.parametrize("who", ["support", "manager"])
def test_social_care_does_not_widen_what_it_typed_for_the_police(cast, typed, who, restriction):
    with pytest.raises(Refused, match="Only Northmoor Police can widen"):
        change(typed, cast[who], restriction=restriction)

    typed[2].refresh_from_db()
    assert typed[2].restriction == POLICE


def test_nor_gives_it_to_another_agency_nor_takes_it_out(cast, typed):
    told, discussion, row, _ = typed
    with pytest.raises(Refused, match="This stays what Northmoor Police supplied"):
        change(typed, cast["support"], agency=cast["worker"].hats()[0].agency)
    with pytest.raises(Refused, match="Only Northmoor Police can take out"):
        records.remove_row(discussion, INFORMATION, row=row.pk, by=cast["support"], at=told.at(236))


def test_it_is_reworded_and_narrowed_by_whoever_types(cast, typed):
    told, discussion, _, facts = typed
    assert change(typed, cast["support"], facts="The address, corrected.").facts == "The address, corrected."
    wide = records.save_row(
        discussion,
        INFORMATION,
        facts=facts | {"restriction": ALL, "facts": "More."},
        by=cast["support"],
        at=told.at(236),
    )

    narrow = facts | {"restriction": POLICE, "facts": "More."}
    records.save_row(discussion, INFORMATION, facts=narrow, by=cast["support"], at=told.at(237), row=wide.pk)

    wide.refresh_from_db()
    assert wide.restriction == POLICE


def test_the_agency_widens_it_in_its_own_sign_in(cast, client, typed):
    _, discussion, row, _ = typed
    client.force_login(cast["sergeant"])
    page = client.get(f"/invitations/{discussion.ref}/").content.decode()
    assert "An address." in page

    client.post(f"/invitations/{discussion.ref}/passages/{tagged(row.pk)}/", {"restriction": ALL})

    row.refresh_from_db()
    assert row.restriction == ALL


@pytest.mark.parametrize("who", ["doctor", "worker", "manager", "constable"])
def test_nobody_else_widens_it_there(cast, typed, who):
    told, _, row, _ = typed

    with pytest.raises(Refused, match="Only who takes part for Northmoor Police"):
        recording.restrict(row.pk, restriction=ALL, by=cast[who], at=told.at(240))


def test_nobody_widens_it_once_the_record_is_signed(cast):
    told, discussion = signed(cast)
    row = discussion.information.get(agency__kind="police")

    with pytest.raises(Refused, match="cannot be changed"):
        recording.restrict(row.pk, restriction=ALL, by=cast["sergeant"], at=told.at(400))


def test_the_answer_to_a_check_is_the_agency_s_as_well(cast):
    told, discussion = signed(cast)
    enquiry = discussion.enquiries.get()
    facts = {
        "agency": cast["sergeant"].hats()[0].agency, "asked_on": told.received.date(), "asked_with": "consent", "ground": "",
        "authorised_by": "", "answer": "answered", "answered_on": told.received.date(), "why_none": "",
        "information": "Known to the police.", "restriction": POLICE,
    }  # fmt: skip
    row = records.save_row(enquiry, CHECK, facts=facts, by=cast["worker"], at=told.at(400))

    with pytest.raises(Refused, match="Only Northmoor Police can widen"):
        records.save_row(
            enquiry, CHECK, facts=facts | {"restriction": ALL}, by=cast["worker"], at=told.at(401), row=row.pk
        )
