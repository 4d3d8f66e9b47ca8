"""Who gets what: every role × kind × state × URL name, against the table in access.txt beside this file.

A cell has one sign a state, in the order of the block's heading:
    o  opened, or done        r  refused with reasons        -  not there (404), and noted
An address that answers to POST alone is sent an empty form, and what that did is taken back.
"""

from pathlib import Path

import pytest
from django.db import transaction

from audit.models import AccessEvent
from tests.entering import confirm
from tests.matrix import worlds

pytestmark = pytest.mark.once

TABLE = Path(__file__).parent / "access.txt"
# Before the door, or of one's own account alone: tests/entrance and tests/pages/test_sessions.py.
ELSEWHERE = {
    "account_login", "account_inactive", "socialaccount_login_cancelled", "openid_connect_login", "openid_connect_callback",
    "mfa_authenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "account_reauthenticate",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "sign_out", "sign_out_everywhere", "still_here", "password_reset",
    "password_reset_done", "password_reset_confirm", "choose_hat",
}  # fmt: skip


def read():
    """Kind → URL name → role → signs."""
    found, kind, roles = {}, "", []
    for line in TABLE.read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            kind = words[1].rstrip(":")
            found[kind] = {}
        elif line.startswith("url"):
            roles = words[1:]
        elif words and not line.startswith("#"):
            found[kind][words[0]] = dict(zip(roles, words[1:], strict=True))
    return found


def test_every_url_name_of_the_project_is_in_the_table():
    listed = {name for block in read().values() for name in block}

    assert set(worlds.PATTERNS) - listed - ELSEWHERE == set()
    assert listed | ELSEWHERE <= set(worlds.PATTERNS)


def test_every_kind_state_and_role_is_in_the_table():
    table = read()

    assert set(table) == set(worlds.KINDS)
    for kind, (states, _) in worlds.KINDS.items():
        for name, row in table[kind].items():
            assert set(row) == set(worlds.ROLES), name
            assert {len(signs) for signs in row.values()} == {len(states)}, name


def answer(client, path):
    """The sign of the answer, and how many refusals were noted by then."""
    found = client.answered = client.get(path)
    if found.status_code == 405:
        with transaction.atomic():
            found = client.post(path, {})
            noted = refusals()
            transaction.set_rollback(True)
    else:
        noted = refusals()
    if found.status_code == 404:
        return "-", noted
    if found.status_code in (403, 409, 422):
        return "r", noted
    assert found.status_code < 400, (path, found.status_code)
    assert not found.headers.get("Location", "").startswith("/sign-in/"), path
    return "o", noted


CHILDREN = ("Quillfeather", "Yesteryear")  # of every story; of one whose time is over


def unnoted(found, since):
    """Whether a page names the child of the story although the request left no event of them."""
    if getattr(found, "streaming", False) or not any(
        name in found.content.decode(errors="replace") for name in CHILDREN
    ):
        return False
    return not AccessEvent.objects.filter(pk__gt=since, child_id__isnull=False).exists()


def latest():
    return AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def refusals():
    return AccessEvent.objects.filter(verb="refused").count()


@pytest.mark.parametrize(
    ("kind", "state"), [(k, s) for k, (states, _) in worlds.KINDS.items() for s in states]
)
def test_everybody_gets_what_the_table_says_and_no_more(cast, client, kind, state, settings):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 10_000
    settings.ACCOUNT_RATE_LIMITS = {}
    states, make = worlds.KINDS[kind]
    facts = worlds.given(kind, make(cast, state), cast)
    nth, table, wrong, got = states.index(state), read()[kind], [], {}
    for role in worlds.ROLES:
        client.force_login(cast[role])
        confirm(client)
        for name, row in table.items():
            before, since = refusals(), latest()
            sign, noted = answer(client, worlds.address(name, facts))
            got[name, role] = sign
            if sign != row[role][nth]:
                wrong.append(f"{name} {role}: {sign}, the table says {row[role][nth]}")
            outside = got[next(iter(table)), role] == "-"  # does not open the record itself
            if unnoted(client.answered, since):
                wrong.append(f"{name} {role}: names the child, and no access event says so")
            if outside and sign == "-" and noted == before:
                wrong.append(f"{name} {role}: 404 without an access event")
    assert wrong == []
