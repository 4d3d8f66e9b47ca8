"""After everything that the browsers of this folder did: the logs say that it happened, and of whom nothing."""

import re


def test_no_log_holds_a_name_an_address_or_a_number(system):
    children = system.sql(
        "SELECT given_names, family_name, also_known_as, address, nhs_number, case_number FROM children_person"
    )
    people = system.sql("SELECT name, email FROM agencies_user")
    words = {word.strip() for row in [*children, *people] for word in row if word and len(word.strip()) > 3}
    words |= {f"{given} {family}" for given, family, *_ in children}
    assert len(words) > 50

    logs = {path.name: path.read_text(errors="replace") for path in system.folder.glob("*.log")}
    assert logs["web.log"].count('"event": "request_finished"') > 100
    assert any("worker" in name for name in logs)
    found = {
        (name, word)
        for name, text in logs.items()
        for word in words
        if re.search(rf"(?<![\w@.]){re.escape(word)}(?![\w@.])", text, re.IGNORECASE)
    }
    assert found == set()
