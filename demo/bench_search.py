"""Does the search find a child that is misspelt, swapped or half remembered? Seeded, so repeatable.

People are made of syllables, so that names differ about as much as real ones do, and no real
name is needed.
"""

import io
import random
from datetime import date, timedelta

from django.db import connection

from agencies.models import Agency
from children import names
from children.models import Person
from children.search import find

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tha",
    "vi",
    "son",
    "bar",
    "del",
    "fen",
    "gor",
    "hal",
    "is",
    "jen",
    "kel",
    "lum",
    "mar",
    "nor",
    "ol",
    "pen",
    "quin",
    "ras",
    "sil",
    "tor",
    "ul",
    "ver",
    "wen",
    "yar",
    "zed",
    "an",
    "ber",
    "cor",
    "dan",
    "el",
    "fi",
    "gal",
    "har",
    "in",
]
BORN_FROM = date(2008, 1, 1)
ASKED = 400


def name(rng: random.Random, least: int, most: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(least, most))).capitalize()


def people(count: int) -> list[tuple[str, str, date]]:
    rng = random.Random(47)
    given = [name(rng, 2, 3) for _ in range(3000)]
    family = [name(rng, 2, 4) for _ in range(60_000)]
    return [
        (rng.choice(given), rng.choice(family), BORN_FROM + timedelta(days=rng.randrange(6500)))
        for _ in range(count)
    ]


def load(count: int, authority: Agency, first: int) -> list[tuple[str, str, date]]:
    """Copy the people into the table, and build the index afterwards."""
    made = people(count)
    if Person.objects.filter(ref__startswith="CH-F-").count() == count:
        return made
    rows = io.StringIO()
    for i, (given, family, born) in enumerate(made, 1):
        keys = "{" + ",".join(f'"{k}"' for k in names.keys_of([given, family], [born])) + "}"
        rows.write(f"{first + i}\tCH-F-{i}\t{given}\t{family}\t{born}\t{keys}\n")
    rows.seek(0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DROP INDEX IF EXISTS person_search")
        cursor.execute("DELETE FROM children_person WHERE ref LIKE 'CH-F-%'")
        cursor.execute(
            "CREATE TEMP TABLE t (id bigint, ref text, given text, family text, born date, keys text[])"
        )
        cursor.copy_expert("COPY t FROM STDIN", rows)
        cursor.execute(
            "INSERT INTO children_person (id, ref, authority_id, is_child, given_names, family_name, also_known_as,"
            " born_on, sex, address, address_withheld, nhs_number, case_number, ethnicity, first_language,"
            " interpreter_needed, religion, disability, communication, looked_after, on_plan, search_keys, created_at,"
            " created_by_id) SELECT id, ref, %s, true, given, family, '', born, 'U', '', false, '', '', '', '', false,"
            " '', '', '', false, false, keys, now(), (SELECT min(id) FROM agencies_user) FROM t",
            [authority.pk],
        )
        cursor.execute("CREATE INDEX person_search ON children_person USING gin (search_keys)")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE children_person")
    return made


def misspelt(word: str, rng: random.Random) -> str:
    """One letter missing, doubled, swapped with its neighbour or wrong."""
    i = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :],
            word[:i] + rng.choice("aeiouthsnr") + word[i + 1 :],
        ]
    )


def half_remembered(given: str, family: str, born: date, rng: random.Random) -> str:
    """How somebody types what they remember of a child."""
    ways = [
        f"{misspelt(given, rng)} {family}",
        f"{given} {misspelt(family, rng)}",
        f"{misspelt(family, rng)} {misspelt(given, rng)}",
        f"{family} {given}",
        f"{given} {born:%d/%m/%Y}",
        f"{misspelt(family, rng)} {born:%d/%m/%Y}",
        f"{misspelt(given, rng)} {family} {born.day}.{born.month}.{born.year + rng.choice((-1, 0, 1))}",
        f"{family} {born:%m/%d/%Y}",
    ]
    return rng.choice(ways).lower()


def found_in_first_ten(count: int, authority: Agency, first: int) -> float:
    """The share, 0 to 1, of `ASKED` half-remembered children that stand among the first ten."""
    made = load(count, authority, first)
    rng = random.Random(48)
    among = Person.objects.filter(authority=authority).children()
    hits = 0
    for given, family, born in rng.sample(made, ASKED):
        matches = find(half_remembered(given, family, born, rng), among)
        hits += any(
            (m.person.given_names, m.person.family_name, m.person.born_on) == (given, family, born)
            for m in matches
        )
    return hits / ASKED
