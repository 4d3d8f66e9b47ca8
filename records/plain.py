"""How a text is read before it is compared: its words, plain, each with the place where it stands.

Pure functions, no Django import. What the eye does not see, or sees as another letter, makes no difference:
accents, capitals, soft hyphens, characters without width, fullwidth and styled letters, letters of another
alphabet that look the same.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Names, of people and of streets, that are words too: taken for one only where they have a capital.
ALSO_WORDS = """
    amber april art august baker banks best bill bird bishop black bob brown carol carter church cook
    dawn day dean drew eve faith field fisher frank gene grace grant green guy hill holly hope hunter
    iris ivy jack jade joy june king lane lily little long love mark mason max may miles miller moon
    nick noble north park pat pearl penny porter price ray rich rob robin rose ruby sharp shepherd short
    sky small smith sonny star stone strong sue summer swift taylor turner victor walker ward west white
    will wise wood young
"""
WORDS = frozenset(ALSO_WORDS.split())
# Words of streets, houses and towns that stand in any letter.
OF_PLACES = """
    a an and at back bank bath battle beach bottom bridge broad bury by castle central centre close
    common corner cottage court cross cut deal diss down east end eye family far farm first flat
    ford forest front garden gate grand great grove hall harbour haven high higher hollow home hook
    house in inner lake land lodge low lower main manor march market middle mill mount near new
    nursery of old on orchard other our over parade place pleasant pond pool post quay queen reading
    red refuge river road rugby ryde rye safe sale school second settle shore side south spring
    square station step street sunny surgery the third to top tower town under union upper vale
    valley victory view village walk wall ware water way well wells wing women womens work yard
"""
ORDINARY = WORDS | frozenset(OF_PLACES.split())

LOOK_ALIKES = {
    **dict(zip("аеорсухіјѕԁһӏкмтвнԛԝ", "aeopcyxijsdhlkmtbhqw", strict=True)),  # Cyrillic
    **dict(zip("αβεικνορτυχωγηζμϲ", "abeiknoptuxwynzmc", strict=True)),  # Greek
    **dict(zip("øłđıŀƚɑɡɩʟℓⅼ", "oldillaglill", strict=True)),
    "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss",
}  # fmt: skip
# Letters and signs that are drawn as nothing.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u180e")
NOT_SEEN = {"Mn", "Me", "Cf"}


@dataclass(frozen=True)
class Word:
    """One word of a text: as it is compared, where it stands, and how it was written."""

    text: str
    begins: int
    ends: int
    capital: bool
    sentence: int  # which one of the text, from 0
    opens: bool  # the first of its sentence


def letters_of(character: str) -> str:
    """What is read where this character stands: nothing, a letter or digit, or a space."""
    read = []
    for c in unicodedata.normalize("NFKD", character):
        if unicodedata.category(c) in NOT_SEEN or c in BLANKS:
            continue
        small = c.casefold()
        small = LOOK_ALIKES.get(small, small)
        read.append(small if small.isalnum() else " ")
    return "".join(read)


def words_of(text: str) -> list[Word]:
    """The words, in order. A sentence ends at a full stop before a space, and with the line."""
    found: list[Word] = []
    letters, begins, ends, sentence, fresh = "", 0, 0, 0, True

    def word() -> Iterator[Word]:
        if letters:
            yield Word(letters, begins, ends, text[begins].isupper(), sentence, fresh)

    for at, character in enumerate(text):
        read = letters_of(character)
        if read.strip():
            begins = at if not letters else begins
            letters, ends = letters + read.replace(" ", ""), at + 1
            continue
        if not read:
            continue  # not seen: the word goes on
        found += word()
        fresh, letters = fresh and not letters, ""
        if character == "\n" or (character in ".!?" and text[at + 1 : at + 2].strip() == ""):
            sentence, fresh = sentence + (not fresh), True
    return [*found, *word()]


def seen(text: str) -> tuple[str, list[int]]:
    """The text as it is seen, small, without accents, its signs kept; and where each letter stands in it."""
    letters, places = [], []
    for at, character in enumerate(text):
        for c in unicodedata.normalize("NFKD", character):
            if unicodedata.category(c) not in NOT_SEEN and c not in BLANKS:
                small = c.casefold()
                read = LOOK_ALIKES.get(small, small)
                letters.append(read)
                places += [at] * len(read)
    return "".join(letters), places


def plain(text: str) -> str:
    """The letters of its words, joined: what two writings of one thing have in common."""
    return "".join(w.text for w in words_of(text))


def runs(text: str, *, words: int, shortest: int) -> set[str]:
    """Every run of so many words within a line, joined; of a shorter line all of it."""
    found = set()
    for line in text.splitlines():
        read = [w.text for w in words_of(line)]
        if len(read) >= shortest:
            found |= {"".join(read[i : i + words]) for i in range(max(1, len(read) - words + 1))}
    return found


# --- numbers, as people write them ----------------------------------------------------------------

UP_TO_19 = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
ONES = UP_TO_19.split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DIGITS = {word: str(n) for n, word in enumerate(ONES[:10])} | {"nought": "0", "oh": "0", "o": "0"}


def in_words(number: int) -> set[str]:
    """A number below 1000 as it is spoken, joined: fourteen, onehundredandtwelve, onetwelve."""
    if number < 20:
        return {ONES[number]}
    if number < 100:
        return {TENS[number // 10] + (ONES[number % 10] if number % 10 else "")}
    hundreds, rest = ONES[number // 100], number % 100
    if not rest:
        return {f"{hundreds}hundred"}
    rests = in_words(rest)
    return {f"{hundreds}{between}{r}" for between in ("hundred", "hundredand", "") for r in rests} | {
        "".join(ONES[int(d)] for d in str(number))
    }


@dataclass(frozen=True)
class Digits:
    """Digits that stand together in a text, also those that are spelled."""

    text: str
    words: tuple[Word, ...]  # for each digit the word it comes from


def digits_of(words: list[Word]) -> list[Digits]:
    """Each run of digits: 0113 496 0000, (0)113, oh one one three, double four."""
    found: list[Digits] = []
    of: list[Word] = []
    text, times = "", 1
    for word in words:
        if word.text in ("double", "triple", "treble"):
            times = 2 if word.text == "double" else 3
            continue
        if read := _digits(word.text):
            text, of = text + read * times, of + [word] * (len(read) * times)
        elif text:
            found.append(Digits(text, tuple(of)))
            text, of = "", []
        times = 1
    return [*found, Digits(text, tuple(of))] if text else found


def _digits(word: str) -> str:
    if word in DIGITS:
        return DIGITS[word]
    figures = word.translate(str.maketrans("oil", "011"))
    return figures if figures.isascii() and figures.isdigit() else ""
