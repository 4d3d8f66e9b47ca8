"""What the finder takes for somebody else’s: it proposes, a person decides."""

from datetime import date

import pytest

from governance.finder import Finder, Other

MOTHER = Other(
    names=("Marta Quillfeather", "Mimi"),
    addresses=("7 Fiction Road\nNorthmoor\nNM1 1AA",),
    born_on=date(1990, 3, 2),
    numbers=("9434765919",),
)
OWN = ["Testchild Quillfeather", "4 Own Street, Northmoor NM2 2BB", "4857773456"]


def found(text, *others, **given):
    seek = Finder(others or [MOTHER], own=OWN, **given)
    return [text[f.begins : f.ends] for f in seek.found(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Then Marta left.", ["Marta"]),
        ("then marta’s mother came", ["marta"]),
        ("MARTA QUILLFEATHER was seen", ["MARTA QUILLFEATHER"]),
        ("Márta said so", ["Márta"]),
        ("she is called Mimi", ["Mimi"]),
        ("Mrs Quillfeather was out", ["Mrs Quillfeather"]),
        ("Testchild Quillfeather was in", []),  # the child’s own name
        ("Martagon lilies", []),  # part of a word
        ("at 7, Fiction Road", ["7, Fiction Road"]),
        ("at seven Fic\u00adtion Rd", ["seven Fic\u00adtion Rd"]),
        ("M a r t a, M\u200barta, Mаrta", ["M a r t a", "M\u200barta", "Mаrta"]),  # the last in Cyrillic
        ("ring 077\u200b00 900123", ["077\u200b00 900123"]),
        ("at 4 Own Street, NM2 2BB", []),  # the child’s own address
        ("in Northmoor", []),  # a town
        ("at NM1 1AA", ["NM1 1AA"]),
        ("born 2nd March 1990", ["2nd March 1990"]),
        ("born 02/03/90, or 2.3.1990", ["02/03/90", "2.3.1990"]),
        ("NHS 943 476 5919", ["943 476 5919"]),
        ("own NHS number 485 777 3456", []),
        ("ring 07700 900123 or +44 1632 960001", ["07700 900123", "+44 1632 960001"]),
        ("mail mimi@home.invalid", ["mimi@home.invalid"]),
        ("record SD-B67RM-N37VV of today", []),
        ("", []),
    ],
)
def test_what_tells_who_or_where_somebody_else_is(text, words):
    assert found(text) == words


def test_a_name_that_is_a_word_is_found_where_it_is_written_as_a_name():
    assert found("Will said he will come", Other(names=("Will Invented",))) == ["Will"]


def test_a_professional_is_left_alone_even_with_the_name_of_a_relative():
    uncle = Other(names=("Nico Fable",))
    text = "Dr Nico Fable examined; Nico was not there. doctor@demo.invalid"
    assert found(text, uncle, workers=["Dr Nico Fable", "doctor@demo.invalid"]) == ["Nico"]


def test_seven_words_of_a_restricted_passage_are_found_wherever_they_stand():
    secret = "The officer said that the uncle had been seen there twice."
    repeated = "We heard that the uncle had been seen there, and more."
    assert found(repeated, restricted=[secret]) == ["that the uncle had been seen there"]
    assert found("that the uncle had been seen", restricted=[secret]) == []
