"""Which protected part stands in a text, however it is written. Pure: no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import addresses
from records.plain import plain, words_of
from records.protected import Guard, Source, of_address, of_name, of_passage, of_source, of_words

REFUGE = "14 Refuge Lane\nSouthdale\nSD4 2QX"
WHY = "an address that is withheld"


def guard(address=REFUGE, own="", allowed=()):
    kept = {p.letters for p in of_address(own, "", area=True)}
    return Guard(of_address(address, WHY, area=True), own=kept, allowed=allowed)


def words(text, seek=None):
    return [f.words for f in (seek or guard()).found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "14 Refuge Lane", "14, Refuge Lane", "14\nRefuge\nLane", "fourteen Refuge Ln", "FOURTEEN REFUGE LN.", "no. 14 refuge la",
        "flat 2, 14 Refuge Lane", "Refuge Lane 14", "14 Refuge", "on Refuge Lane", "on refuge lane", "RefugeLane", "14RefugeLane",
        "Re\u00adfuge La\u00adne", "Ref\u200buge\u200dLane", "R e f u g e   L a n e", "R.e.f.u.g.e L-a-n-e", "Réfuge Láne", "Re\u0301fuge Lane",
        "Ｒｅｆｕｇｅ Ｌａｎｅ", "𝐑𝐞𝐟𝐮𝐠𝐞 Lane", "Rеfugе Lаnе", "Ref-\nuge Lane", "Refuge_Lane", "SD4 2QX", "sd42qx", "SD4-2QX", "S D 4 2 Q X",
        "SD4\u00a02QX", "SD4\n2QX", "ＳＤ４ ２ＱＸ", "SD\u200b4 2QX", "in SD4 somewhere", "in Southdale", "in southdale", "near S o u t h d a l e",
    ],
)  # fmt: skip
def test_an_address_is_found_in_any_writing(text):
    assert words(f"You may write to {text} today.")


@pytest.mark.parametrize(("postcode", "typed"), [("SO1 0IL", "S01 OlL"), ("IP1 0OO", "lP1 000")])
def test_letters_and_figures_that_look_alike_are_one_in_a_postcode(postcode, typed):
    assert words(f"at {typed} now", guard(f"1 Some Road\n{postcode}")) == [typed]


@pytest.mark.parametrize(
    "text",
    [
        "We went to the park, and then down the lane.", "A refuge may help you. Lane closures are likely.",
        "There are 14 of us.", "You live at 14 Other Road, SD9 9ZZ.", "Court is at SD4 1AA.", "Seek refuge with family.",
        "We meet on 14 March at 14:30.", "", "Sou thd al",
    ],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text):
    assert words(text) == []


@pytest.mark.parametrize(
    ("address", "open_text", "refused"),
    [
        ("3 Park Lane", "We went to the park.", "We met in Park Lane."),
        ("3 The Park", "We went to The Park together.", "at 3 The Park"),
        ("14 Long Way", "That is a long way from home.", "in 14 long way"),
        ("14 Long Way", "It is a long way.", "It is in Long Way."),
        ("Rose Cottage\n2 Mill Hill", "The rose by the cottage is lovely.", "It is Rose Cottage."),
        ("1 Some Road\nReading", "Reading helps her. She enjoys reading.", "They moved to Reading."),
        ("1 High Street", "The street is high above.", "the high street"),
    ],
)
def test_a_word_that_is_ordinary_counts_where_it_is_written_as_a_name(address, open_text, refused):
    assert words(open_text, guard(address)) == []
    assert words(refused, guard(address)) != []


def test_the_readers_own_address_is_theirs_though_another_lives_in_the_same_street():
    seek = guard("16 Refuge Lane\nSouthdale\nSD4 2QX", own=REFUGE)
    assert words("You live at 14 Refuge Lane, Southdale, SD4 2QX.", seek) == []
    assert words("They live at 16 Refuge Lane.", seek) == ["16 Refuge Lane"]


def test_the_town_of_an_agency_s_name_is_not_the_town_of_the_house():
    seek = guard(allowed=["Southdale Children’s Services"])
    assert words("Ring Southdale Children’s Services.", seek) == []
    assert words("They are in Southdale.", seek) == ["Southdale"]


def test_without_area_the_town_tells_nothing():
    assert words("in Southdale, in SD4", Guard(of_address(REFUGE, WHY))) == []


# --- names ------------------------------------------------------------------------------------


def name(text, whole="Margaret Onlooker", **given):
    return words(text, Guard(of_name(whole, "a name", **given), allowed=["Sam Onlooker"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("margaret onlooker said", ["margaret onlooker"]),
        ("Onlooker, Margaret", ["Onlooker, Margaret"]),
        ("Mrs Onlooker’s house", ["Onlooker"]),
        ("Márgaret", ["Márgaret"]),
        ("Margаret", ["Margаret"]),  # with a Cyrillic letter
        ("M a r g a r e t", ["M a r g a r e t"]),
        ("Sam Onlooker visits", []),
        ("onlookers stood by", []),
    ],
)
def test_a_name_is_found_whole_and_by_either_word(text, found):
    assert name(text) == found


def test_a_name_that_is_a_word_or_known_here_is_found_only_as_a_name():
    assert name("Hope is a good thing, and we hope so.", "Hope Onlooker") == []
    assert name("We met Hope there.", "Hope Onlooker") == ["Hope"]
    assert name("Nursing takes time, and nursing teams help.", "Nursing staff") == []
    assert name("Dear Mrs Quillfeather", "Margaret Quillfeather", known=["quillfeather"]) == []
    assert name("Margaret Quillfeather", "Margaret Quillfeather", known=["quillfeather"]) == [
        "Margaret Quillfeather"
    ]


def test_who_told_us_is_given_away_only_where_telling_is_told_of():
    source = Source(agency="Northmoor Primary School", relationship="next-door neighbour")
    seek = Guard(of_source(source, "who told us"))
    for text in (
        "A neighbour told us.",
        "Your neighbours reported it",
        "Northmoor Primary School rang.",
        "We heard from a next door neighbour",
    ):
        assert words(text, seek), text
    assert words("Take her to Northmoor Primary School. Your neighbour may help.", seek) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("Mrs Ng"), "We are glad that Mrs Ng told us."),
        (Source("Dr Wu"), "It was Wu who rang."),
        (Source("Bo Ek"), "We spoke with Ek."),
        (Source(relationship="maternal great-aunt"), "The child’s great-aunt told us."),
        (Source(relationship="maternal great-aunt"), "Her aunts said so."),
        (Source(relationship="Aunt"), "Auntie told us."),
        (Source(relationship="grandmother"), "Her nan rang."),
    ],
)
def test_short_names_and_what_a_family_calls_its_own_are_found_too(source, text):
    assert words(text, Guard(of_source(source, "who told us")))


def test_two_letters_are_a_name_only_where_they_are_written_as_one():
    seek = Guard(of_source(Source("Mrs An"), "who told us"))
    assert words("We asked for an answer. An answer came.", seek) == []
    assert (
        words("Her aunt comes on Sunday.", Guard(of_source(Source(relationship="aunt"), "who told us"))) == []
    )


# --- what restricted passages name -------------------------------------------------------------

PASSAGE = "She is at Haven House Refuge, 3 Shelter Road, SD5 1AA; 0113 496 0000, jo.b@refuge.example. Goes to St Mary’s Academy."


@pytest.mark.parametrize(
    "text",
    [
        "Haven House Refuge", "3 Shelter Rd", "sd51aa", "01134960000", "+44 113 496 0000", "+44 (0)113 496-0000", "(0113) 4960000",
        "oh one one three four nine six oh oh oh oh", "0113 four nine six double oh double zero", "O113 496 OOOO", "jo.b@refuge.example",
        "JO.B @ REFUGE . EXAMPLE", "jo dot b at refuge dot example", "St Marys Academy", "0 1 1 3 4 9 6 0 0 0 0",
    ],
)  # fmt: skip
def test_what_a_restricted_passage_names_is_found(text):
    assert words(f"It is {text}.", Guard(of_passage(PASSAGE, "named")))


@pytest.mark.parametrize(
    "text", ["Derek Holloway gave it to the police.", "He drinks at the Green Dragon with Holloway."]
)
def test_whom_and_what_a_restricted_passage_names_is_found(text):
    passage = (
        "Intelligence from Derek Holloway: the father drinks at the Green Dragon. The mother does not know."
    )
    assert words(text, Guard(of_passage(passage, "named")))
    assert (
        words("The mother does not know him. Intelligence came.", Guard(of_passage(passage, "named"))) == []
    )
    assert words(text, Guard(of_passage(passage, "named", known=plain(passage)))) == []


def test_an_institution_that_everybody_reads_of_is_not_protected():
    seek = Guard(of_passage(PASSAGE, "named", known=plain("She goes to St Mary’s Academy daily.")))
    assert words("St Mary’s Academy", seek) == []
    assert words("Haven House Refuge", seek) != []


def test_seven_words_of_a_restricted_passage_are_found_in_any_writing():
    seek = Guard(of_words("The neighbour told us that she heard shouting every night.", "restricted"))
    assert words("we know: she heard", seek) == []
    assert words("THE NEIGH\u00adBOUR, told us — that she\u200b heard", seek)


# --- properties -------------------------------------------------------------------------------

INVISIBLE = st.sampled_from(["", "\u00ad", "\u200b", "\u200c", "\u2060", "\ufeff", "\u0301", "\u034f"])
BETWEEN = st.sampled_from([" ", ", ", "\n", "-", ".", "  ", "\u00a0", "\t"])


@given(st.data())
def test_nothing_unseen_nor_space_nor_capital_hides_a_part(data):
    for secret in ("14 Refuge Lane", "SD4 2QX", "fourteen refuge ln"):
        written = "".join(
            data.draw(BETWEEN)
            if c == " "
            else data.draw(st.sampled_from([c.lower(), c.upper()])) + data.draw(INVISIBLE)
            for c in secret
        )
        assert words(f"Come to {written} now"), repr(written)


@given(st.text(max_size=200))
def test_any_text_is_read_and_each_word_stands_where_it_says(text):
    read = words_of(text)
    assert all(0 <= w.begins < w.ends <= len(text) for w in read)
    assert [w.begins for w in read] == sorted(w.begins for w in read)
    guard().found(text)
    addresses.read(text)
