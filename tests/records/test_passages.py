"""One pure function says what of a record somebody sees."""

import pytest

from records.passages import Audience, Chapter, Passage, digest, seen_by

POLICE_AGENCY, SCHOOL, LAWYERS = 1, 2, 3


def text_for(audience, restriction, **more):
    chapter = Chapter("c", "C", (Passage("label", "secret", restriction, **more),))
    (seen,) = seen_by(audience, [chapter])
    return seen.passages[0].text


@pytest.mark.parametrize(
    ("restriction", "audience", "reads"),
    [
        ("all", Audience(agency=SCHOOL), True),
        ("all", Audience(family=True), True),
        ("not_family", Audience(agency=SCHOOL), True),
        ("not_family", Audience(family=True), False),
        ("police", Audience(agency=SCHOOL), False),
        ("police", Audience(agency=POLICE_AGENCY, police=True), True),
        ("police", Audience(), True),
        ("police", Audience(family=True), False),
        ("legal", Audience(agency=POLICE_AGENCY, police=True), False),
        ("legal", Audience(agency=LAWYERS, legal=True), True),
        ("legal", Audience(agency=SCHOOL), False),
    ],
)
def test_who_reads_what(restriction, audience, reads):
    assert (text_for(audience, restriction) == "secret") is reads


def test_a_withheld_passage_leaves_a_stub():
    assert text_for(Audience(agency=SCHOOL), "police") == "[Police information withheld]"


def test_the_agency_that_supplied_a_passage_reads_it():
    assert text_for(Audience(agency=SCHOOL), "police", owner=SCHOOL) == "secret"


def test_an_agency_that_was_named_reads_it():
    assert text_for(Audience(agency=SCHOOL), "legal", readers=(SCHOOL,)) == "secret"


def test_the_digest_changes_with_any_word_and_not_with_who_asks():
    one = [Chapter("c", "C", (Passage("l", "a"),))]
    other = [Chapter("c", "C", (Passage("l", "b"),))]

    assert digest(one) == digest(list(one))
    assert digest(one) != digest(other)
