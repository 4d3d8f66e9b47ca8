"""The outcome told to the family: only what may be shared, and no address but the addressee’s own (§8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from children import workflow as children
from children.models import Relationship, Restriction
from demo.enquiry import carry_out, check, decide
from records import second_reading
from records.models import Product, SectionContent, Version
from records.passages import Audience
from records.pdf import html_of
from records.refusals import Refused
from s47.models import Letter
from s47.vocabulary import Outcome
from s47.workflow import letters
from tests.stories import fresh, signed
from tests.told import told_once

SECRET = "The neighbour told us that she heard shouting every night."
NAMED = "He goes to St Cuthbert’s Academy now, from 3 Shelter Road; 0113 4960000."


@pytest.fixture
@told_once
def decided(cast):
    told, discussion = signed(cast)
    child, worker = discussion.child, cast["worker"]
    for kind, name, address, responsible in (
        ("mother", "Mrs", "1 Mother Street\nNorthmoor", True),
        ("father", "Mr", "99 Hidden Lane\nSouthdale\nSD1 2AB", True),
        ("step_parent", "Pat", "", False),
    ):
        children.add_relative(
            child, kind=kind, given_names=name, family_name="Quillfeather", parental_responsibility=responsible,
            same_household=False, address=address, address_withheld=kind == "father", by=worker, at=told.at(10),
        )  # fmt: skip
    enquiry = carry_out(told, discussion, minutes=400)
    check(told, enquiry, "school", minutes=700, information=f"{SECRET}\n{NAMED}", restriction="not_family")
    decide(told, enquiry, Outcome.NO_CONFERENCE, minutes=900, onward="support")
    return told, fresh(enquiry)


def person(decided, name):
    return next(p for p, _ in letters.addressees(decided[1]) if p.given_names == name)


def write(decided, name="Mrs", *, who="worker", **changed):
    told, enquiry = decided
    facts = {"keys": ["outcome:Decided"], "text": "", "why": "", "reader": told.people["manager"]}
    return letters.write_letter(
        enquiry.pk, to=person(decided, name), **facts | changed, by=told.people[who], at=told.at(1000)
    )


def test_a_letter_is_made_of_what_was_chosen_and_of_nothing_else(decided):
    letter = write(decided, keys=["outcome:Decided", "conclusion:1"], text="I will visit you on Monday.")

    read = html_of(letter.version, Audience())
    assert "no continuing risk" in read
    assert "I will visit you on Monday." in read
    assert "Calm with the mother" not in read
    assert letter.version.product == Product.LETTER and letter.version.content


def test_nothing_restricted_is_offered_nor_can_be_ticked(decided):
    told, enquiry = decided
    texts = "\n".join(p.text for _, p in letters.offered(enquiry))
    assert SECRET not in texts
    for key in ("checks:2", "information:1", "outcome:Recommended"):
        with pytest.raises(Refused, match="Only what may be shared"):
            write(decided, keys=["outcome:Decided", key])
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"  {SECRET.upper()}  ",
        "As you know: the neighbour told us that she heard\nshouting every night",
    ],
)
def test_a_restricted_sentence_cannot_be_typed_into_it(decided, text):
    with pytest.raises(Refused, match="may not be shared with the family"):
        write(decided, text=text)
    assert not Version.objects.filter(product=Product.LETTER).exists()


@pytest.mark.parametrize(
    "text",
    [
        "He lives at 99 Hidden Lane now.", "99  hidden\nlane", "Write to SD1 2AB.", "Somewhere in Hidden Ln.", "ninety-nine Hidden Lane",
        "99, Hid\u00adden La\u200bne", "He is in Southdale.", "H i d d e n L a n e", "the SD1 area",
    ],
)  # fmt: skip
def test_an_address_withheld_from_the_other_parent_never_appears(decided, text):
    with pytest.raises(Refused, match="part of an address that is withheld"):
        write(decided, text=text)


def test_the_refusal_names_the_words_and_stands_beside_the_question(decided, client):
    told, enquiry = decided
    client.force_login(told.people["worker"])
    said = {"to": str(person(decided, "Mrs").pk), "keys": ["outcome:Decided"], "text": "Ask at 99, Hid\u00adden Ln.",
            "reader": str(told.people["manager"].pk)}  # fmt: skip
    answer = client.post(f"/enquiries/{enquiry.ref}/letters/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“99, Hid\u00adden Ln”: part of an address that is withheld. Take it out." in page
    assert 'href="#id_text"' in page


def source(decided, **said):
    told, enquiry = decided
    concern = enquiry.initiating_discussion.concern
    content, _ = SectionContent.objects.get_or_create(
        record_id=concern.pk, section="referral",
        defaults={"changed_at": told.at(1), "changed_by": told.people["worker"]},
    )  # fmt: skip
    content.fields = content.fields | said
    content.save()


ONLOOKER = {
    "source_name": "Margaret Onlooker",
    "source_relationship": "Next-door neighbour",
    "source_agency": "",
}


@pytest.mark.parametrize(
    "text", ["Margaret Onlooker was right.", "Mrs ONLOOKER", "Márgaret rang", "Your neighbour told us."]
)
def test_who_told_us_and_may_not_be_named_never_appears(decided, text):
    source(decided, **ONLOOKER, may_be_named="no")
    with pytest.raises(Refused, match="it tells who told us"):
        write(decided, text=text)
    source(decided, **ONLOOKER, may_be_named="yes")
    assert write(decided, text=text)


def test_ordinary_words_pass(decided):
    source(decided, **ONLOOKER, may_be_named="no")
    text = (
        "We went to the park and looked for a lane. Your neighbour may help. There are 99 reasons to be proud. "
        "Northmoor Children’s Services, Sam Example. Nothing is hidden from you."
    )
    assert write(decided, text=text)


def test_a_restricted_brother_is_not_named_and_the_writer_is_not_told_that_he_is_restricted(decided):
    told, enquiry = decided
    brother = children.register_child(
        authority=enquiry.authority, by=told.people["worker"], at=told.at(5), given_names="Zebedee",
        family_name="Quillfeather", born_on=told.at(0).date(),
    )  # fmt: skip
    Relationship.objects.create(child=enquiry.child, person=brother, kind="sibling")
    Restriction.objects.create(
        child=brother, reason="A colleague’s family.", since=told.at(6), by=told.people["head"]
    )
    with pytest.raises(Refused, match="“Zebedee”: a name that must not stand here"):
        write(decided, text="Zebedee sends his love.")


@pytest.mark.parametrize("text", ["It is St Cuthbert’s Academy.", "Ring 0113 496 0000", "at 3 Shelter Rd"])
def test_what_a_restricted_passage_names_never_appears(decided, text):
    with pytest.raises(Refused, match="named in a passage that may not be shared"):
        write(decided, text=text)


def test_the_addressees_own_address_stands_in_their_letter_and_in_no_other(decided):
    to_mother, to_father = write(decided, "Mrs"), write(decided, "Mr")
    assert "1 Mother Street" in html_of(to_mother.version, Audience())
    assert "Hidden Lane" not in html_of(to_mother.version, Audience())
    assert "Mother Street" not in html_of(to_father.version, Audience())


def test_somebody_without_parental_responsibility_is_told_with_a_reason_only(decided):
    with pytest.raises(Refused, match="has no parental responsibility"):
        write(decided, "Pat")
    assert (
        write(decided, "Pat", why="Cares for the child.").why_without_responsibility == "Cares for the child."
    )


def test_a_stranger_and_an_undecided_outcome_get_no_letter(decided):
    told, enquiry = decided
    stranger = children.register_child(
        authority=enquiry.authority, by=told.people["worker"], at=told.at(5), given_names="Other",
        family_name="Child", born_on=told.at(0).date(),
    )  # fmt: skip
    with pytest.raises(Refused, match="Choose somebody of the family"):
        letters.write_letter(
            enquiry.pk, to=stranger, keys=["outcome:Decided"], text="", why="", reader=None, by=told.people["worker"],
            at=told.at(1000),
        )  # fmt: skip


def test_before_the_outcome_there_is_no_letter(complete):
    told, _, enquiry = complete
    with pytest.raises(Refused, match="decided and signed first"):
        letters.write_letter(
            enquiry.pk,
            to=enquiry.child,
            keys=[],
            text="x",
            why="",
            reader=None,
            by=told.people["worker"],
            at=told.at(1000),
        )


def test_on_the_page_it_warns_and_keeps_what_was_typed(decided, client):
    told, enquiry = decided
    client.force_login(told.people["worker"])
    said = {"to": str(person(decided, "Pat").pk), "keys": ["outcome:Decided"], "text": "Please call me."}
    said["reader"] = str(told.people["manager"].pk)

    answer = client.post(f"/enquiries/{enquiry.ref}/letters/", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has no parental responsibility" in page
    assert "Please call me." in page
    assert client.post(f"/enquiries/{enquiry.ref}/letters/", said | {"why": "Carer"}).status_code == 302


# --- given ------------------------------------------------------------------------------------


def given(letter, told, *, who="worker", minutes=1500, **changed):
    if letter.version.family_paper.state == "written":
        second_reading.approve(letter.version.family_paper.pk, by=told.people["manager"], at=told.at(1100))
    facts = {"given_on": told.at(1500).date(), "how": "hand", "by_whom": "Sam Example", "kept_because": ""}
    return letters.note_given(letter, facts=facts | changed, by=told.people[who], at=told.at(minutes))


def test_that_it_was_given_is_noted_once_with_day_way_and_person(decided, client):
    told, enquiry = decided
    letter = write(decided)
    given(letter, told)

    client.force_login(told.people["worker"])
    page = client.get(f"/enquiries/{enquiry.ref}/letters/").content.decode()
    assert "by hand, and talked through, by Sam Example" in page
    with pytest.raises(Refused, match="noted already"):
        given(letter, told)


def test_a_letter_kept_back_says_why(decided):
    told = decided[0]
    kept = given(write(decided), told, given_on=None, how="", by_whom="", kept_because="The mother fled.")
    assert kept.in_words == "Not given: The mother fled."


@pytest.mark.parametrize("minutes", [10, 24 * 60 * 9])
def test_it_is_given_after_it_was_made_and_not_in_the_future(decided, minutes):
    told = decided[0]
    with pytest.raises(Refused, match="after it was made, and not in the future"):
        given(write(decided), told, given_on=told.at(minutes).date() - timedelta(days=minutes == 10))


def test_nobody_outside_notes_it_and_the_database_wants_all_of_it_or_a_reason(decided):
    told = decided[0]
    letter = write(decided)
    with pytest.raises(Refused, match="can change this record"):
        given(letter, told, who="sergeant")
    with pytest.raises(IntegrityError), transaction.atomic():
        given(letter, told, by_whom="")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"how": ""}, "Say when it was given, or why not"),
        ({"given_on_day": "1", "given_on_month": "6", "given_on_year": "2026"}, "Say how it was given"),
    ],
)
def test_the_form_says_what_is_missing(decided, client, typed, sentence):
    told, enquiry = decided
    letter = write(decided)
    second_reading.approve(letter.version.family_paper.pk, by=told.people["manager"], at=told.at(1100))
    number = letter.version.number
    client.force_login(told.people["worker"])
    response = client.post(f"/enquiries/{enquiry.ref}/letters/{number}/given/", typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
