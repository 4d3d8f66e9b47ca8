from datetime import date

import pytest

from children import names, workflow
from children.models import Person
from children.search import find, likely_duplicates
from tests.told import told_once


@pytest.fixture
@told_once
def known(cast, morning):
    authority = cast["worker"].hats()[0].agency

    def child(given, family, born="2024-12-01", **more):
        facts = {"given_names": given, "family_name": family, "born_on": date.fromisoformat(born)}
        return workflow.register_child(authority=authority, by=cast["worker"], at=morning, **facts | more)

    return {
        "ahmed": child("Ahmed", "Aktar", case_number="C-17", nhs_number="9434765919"),
        "siobhan": child("Siobhán", "O’Neill", "2019-03-04"),
        "cher": child("", "Cher", "2020-01-01"),
        "jose": child("José María", "Núñez", "2018-07-08", also_known_as="Pepe"),
        "other": child("Ellen", "Sample", "2017-06-05"),
    }


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Ahmed Aktar", "ahmed"),
        ("aktar ahmed", "ahmed"),
        ("Amhed Akter", "ahmed"),
        ("achmed aktar", "ahmed"),
        ("01/12/2024", "ahmed"),
        ("aktar 1 December 2024", "ahmed"),
        ("ahmed 12/1/2024", "ahmed"),
        ("C-17", "ahmed"),
        ("c17", "ahmed"),
        ("943 476 5919", "ahmed"),
        ("siobhan oneill", "siobhan"),
        ("shivaun o'neill", "siobhan"),
        ("cher", "cher"),
        ("pepe", "jose"),
        ("nunez jose", "jose"),
    ],
)
def test_a_child_is_found_by_anything(known, query, key):
    assert find(query, Person.objects.children())[0].person == known[key]


def test_a_match_says_why(known):
    assert (
        find("Amhed 943 476 5919", Person.objects.children())[0].why
        == "NHS number, name sounds or looks like “amhed”"
    )


@pytest.mark.parametrize(
    "query", ["", "   ", "!!!", "%%%", "'; drop table", "\x00", "🧸", "9" * 5000, "a " * 5000]
)
def test_odd_queries_find_little_and_break_nothing(known, query):
    assert isinstance(find(query, Person.objects.children()), list)


def test_likely_duplicates_are_shown_before_a_child_is_made(known):
    found = likely_duplicates(Person.objects.all(), given="Ahmad", family="Aktar", born="2024-12-01")

    assert found[0].person == known["ahmed"]
    assert not likely_duplicates(Person.objects.all(), given="Zebedee", family="Xylo", born="2011-11-11")


def test_a_partner_searches_nobody(known, cast):
    assert not Person.objects.known_to(cast["school"]).exists()
    assert not Person.objects.known_to(cast["admin"]).exists()
    assert not Person.objects.known_to(cast["governance"]).exists()


def test_one_wrong_missing_or_swapped_letter_shares_a_key():
    for wrong in ("ahmet", "ahme", "ahmmed", "amhed", "ehmed"):
        assert names.spellings("ahmed") & names.spellings(wrong)
