"""An address has one form, and whatever only looks like it is nobody's."""

import sys
import unicodedata

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from agencies import passwords
from agencies import workflow as accounts
from agencies.addresses import fault, folded
from agencies.models import User
from config.clock import now
from notices.models import Notice
from tests.entering import WORD
from tests.pages.test_people import joins, keeper  # noqa: F401  a fixture

# Every letter that some machine takes for one of ASCII.
ALIKE = [
    letter
    for letter in map(chr, range(128, sys.maxunicode + 1))
    if any(
        other.isascii()
        for other in (
            letter.lower(),
            letter.upper(),
            letter.casefold(),
            unicodedata.normalize("NFKC", letter),
        )
    )
]


def with_letter(address, letter):
    """The address with `letter` in place of what it is taken for, or beside it."""
    for other in (
        letter.lower(),
        letter.upper().lower(),
        letter.casefold(),
        unicodedata.normalize("NFKC", letter),
    ):
        if other.isascii() and other in address:
            return address.replace(other, letter, 1)
    return None


def sign_in(client, address, word=WORD):
    return client.post("/sign-in/", {"login": address, "password": word})


def test_no_letter_beyond_ascii_becomes_one_of_ascii():
    assert {"ı", "ſ", "\u212a"} <= set(ALIKE)
    assert [letter for letter in ALIKE if letter.strip() and folded(f"a{letter}b").isascii()] == []
    assert [letter for letter in ALIKE if not fault(f"a{letter}b@demo.invalid")] == []


def test_capitals_and_spaces_around_do_not_count():
    assert folded(" Worker@Demo.INVALID\n") == "worker@demo.invalid"
    assert fault("Worker@Demo.Invalid") == ""


@pytest.mark.parametrize("letter", ["ı", "ſ", "\u212a", "ｗ", "𝐰", "ⅿ"])
def test_a_letter_that_looks_alike_signs_nobody_in_and_gets_nobody_past_the_lock(cast, client, letter):
    address = with_letter("worker@sikdemow.invalid", letter)
    User.objects.get_queryset().filter(pk=cast["worker"].pk).update(email="worker@sikdemow.invalid")

    assert sign_in(client, address).status_code in (200, 429)
    assert client.get("/").status_code == 302
    assert accounts.whose(address) is None
    for _ in range(10):
        sign_in(client, "worker@sikdemow.invalid", "wrong")
    sign_in(client, address)

    assert client.get("/").status_code == 302
    assert sign_in(client, "WORKER@sikdemow.invalid").status_code == 429


def test_it_is_counted_as_its_own_attempt(cast, client):
    sign_in(client, "worker@demo.ınvalid", "wrong")

    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["worker@demo.ınvalid"]


def test_nor_is_a_password_sent_to_it_or_an_account_found_by_a_provider(cast):
    address = "worker@demo.ınvalid"
    passwords.ask(address, at=now())
    passwords.answer_requests(at=now())

    assert not Notice.objects.filter(kind="password").exists()
    hospital = cast["doctor"].hats()[0].agency
    hospital.domains = ["demo.invalid"]
    hospital.save()
    provider = hospital.identity_providers.create(
        slug="x", name="X", server_url="https://x.invalid", client_id="x", sealed_secret=""
    )
    claims = {"email": "doctor@demo.ınvalid", "email_verified": True}
    assert accounts.vouched_address(provider, claims) == ""
    assert accounts.invited(provider, "doctor@demo.ınvalid") is None
    assert accounts.invited(provider, "Doctor@demo.invalid") == cast["doctor"]


@pytest.mark.parametrize(
    "address", ["Worker@demo.invalid", "wor\u212aer@x.invalid", "worſer@x.invalid", "a b@x.invalid"]
)
def test_the_database_holds_no_other_form(cast, address):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_user SET email = %s WHERE id = %s", [address, cast["worker"].pk])


def test_an_account_is_made_and_found_in_the_one_form(db):
    made = User.objects.create_user("New.Person@Demo.Invalid ", "New Person", WORD)

    assert made.email == "new.person@demo.invalid"
    assert User.objects.get_by_natural_key("NEW.person@demo.invalid") == made
    made.email = "Other@Demo.Invalid"
    made.save()
    assert User.objects.get(email="OTHER@demo.invalid") == made


def test_an_account_of_the_administration_is_held_to_it_too(db):
    with pytest.raises(ValidationError, match="plain letters a to z"):
        User(email="wor\u212aer@demo.invalid", name="Kelvin", password="x").full_clean()


def test_an_internationalised_domain_is_refused_with_a_sentence_when_somebody_is_invited(cast, keeper):  # noqa: F811  the fixture that is imported
    hospital = cast["doctor"].hats()[0].agency

    answer = joins(keeper, hospital, email="new@müller.example")

    assert answer.status_code == 422
    assert "plain letters a to z" in answer.content.decode()
    assert 'value="new@müller.example"' in answer.content.decode()
    assert joins(keeper, hospital, email="New@mueller.example").status_code == 302
