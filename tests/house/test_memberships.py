"""Who comes to a role, and by what: rules of the house about the few places that give one."""

import re

from tests.house.test_house import ROOT, sources

# The mechanism, a merger by two administrators, and the first people of a partnership.
GIVES = {"agencies/offering.py", "boards/merging.py", "agencies/beginning.py"}


def test_a_membership_is_made_in_these_places_and_in_no_other():
    made = re.compile(r"\bMembership(\.objects\.\w*create)?\(")
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        for line in path.read_text().splitlines()
        if made.search(line) and "class " not in line
    }

    assert found == GIVES, "Ask for it: agencies/offering.py"


def test_no_permission_is_asked_of_a_flag_or_of_django():
    asked = re.compile(r"\.has_perms?\(|get_objects_for_user|\.is_superuser|\.is_staff|permission_required")
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in [*sources(), *(ROOT / "config").glob("*.py")]
        for line in path.read_text().splitlines()
        if asked.search(line) and path.name != "models.py"
    ]

    assert wrong == [], "Ask the hats of the person, or `visible_to`"


def test_administration_is_the_site_of_our_own_alone():
    wrong = [
        str(path.relative_to(ROOT))
        for path in [*sources(), *(ROOT / "config").glob("*.py")]
        if re.search(r"admin\.site\.|@admin\.register\((?!.*site=site)", path.read_text())
    ]

    assert wrong == [], "Register with agencies.administration.site"
