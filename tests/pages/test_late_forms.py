"""A form that arrives late gives its text back, and never a password, a code or a key."""

import re
from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import get_resolver

from audit.models import AccessEvent
from config.clock import now
from config.not_now import page_for
from config.typed import is_secret, keepable
from records import workflow as records
from records.models import Draft
from tests.entering import WORD
from tests.stories import convened

SECRETS = {
    "password": "my own password", "new_password1": "three quiet herons", "new_password2": "three quiet herons",
    "code": "123456", "credential": '{"id": "a key"}', "m7-password": "my own password", "secret": "of a provider",
}  # fmt: skip
COMMENT = "The police have asked us to wait."


@pytest.fixture
def moment():
    with time_machine.travel(now(), tick=False) as travelling:
        yield travelling


def sign_in(client, key="manager"):
    return client.post("/sign-in/", {"login": f"{key}@demo.invalid", "password": WORD})


def kept():
    """Everything that the database keeps of what was typed: drafts, and sessions as they decode."""
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return str([list(Draft.objects.values()), sessions])


def without_secrets(text):
    return [value for value in set(SECRETS.values()) if value in text] == []


@pytest.fixture
def case(cast):
    _, discussion = convened(cast)
    return discussion


@pytest.mark.parametrize("page", ["sign", "agree", "conclude", "cancel"])
def test_after_the_session_had_ended(cast, client, case, moment, page):
    sign_in(client)
    moment.shift(timedelta(minutes=16))

    client.post(f"/discussions/{case.ref}/{page}/", {"comment": COMMENT, **SECRETS})
    assert COMMENT in kept()
    assert without_secrets(kept())
    back = sign_in(client).content.decode()

    assert COMMENT in back
    assert without_secrets(back)


def test_of_a_section_after_the_session_had_ended(cast, client, case, moment):
    sign_in(client)
    moment.shift(timedelta(minutes=16))
    client.post(f"/records/{case.ref}/voice/", {"says": COMMENT, "seen": "0", **SECRETS})
    sign_in(client)

    assert Draft.objects.get().fields == {"says": [COMMENT]}
    assert without_secrets(kept())


@pytest.mark.parametrize("path", ["/account/again/password/", "/account/second-factor/app/", "/account/hat/", "/sign-in/", "/admin/agencies/user/add/"])  # fmt: skip
def test_a_form_of_the_door_or_of_the_account_is_not_kept_at_all(cast, client, moment, path):
    sign_in(client)
    moment.shift(timedelta(minutes=16))
    client.post(path, {"anything": COMMENT, **SECRETS})

    assert COMMENT not in kept()
    assert without_secrets(kept())
    stale = Client(enforce_csrf_checks=True).post(
        path, {"x": COMMENT, **SECRETS}, headers={"origin": "http://testserver"}
    )
    assert COMMENT not in stale.content.decode()
    assert without_secrets(stale.content.decode())


def strict(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["manager"])
    return client


@pytest.mark.parametrize(
    "says", [{"origin": "http://testserver"}, {"referer": "http://testserver/discussions/"}]
)
def test_with_a_token_of_an_earlier_sign_in(cast, case, says):
    client = strict(cast)

    shown = client.post(f"/discussions/{case.ref}/cancel/", {"comment": COMMENT, **SECRETS}, headers=says)
    client.post(f"/records/{case.ref}/voice/", {"says": COMMENT, **SECRETS}, headers=says)

    assert shown.status_code == 403
    assert COMMENT in shown.content.decode()
    assert without_secrets(shown.content.decode())
    assert Draft.objects.get().fields == {"says": [COMMENT]}


@pytest.mark.parametrize(
    "says",
    [
        {},
        {"origin": "null"},
        {"origin": "http://elsewhere.invalid"},
        {"origin": "http://testserver.elsewhere.invalid"},
        {"origin": "http://elsewhere.invalid", "referer": "http://testserver/"},
        {"referer": "http://elsewhere.invalid/testserver"},
        {"referer": "http://testserver@elsewhere.invalid/"},
        {"origin": "testserver"},
    ],
)
@pytest.mark.parametrize("token", [{}, {"csrfmiddlewaretoken": "x" * 64}])
def test_without_a_token_and_from_nowhere_of_ours_nothing_is_kept_or_shown_and_it_is_noted(
    cast, case, says, token
):
    client = strict(cast)
    answers = [
        client.post(f"/records/{case.ref}/voice/", {"says": COMMENT, "seen": "0", **token}, headers=says),
        client.post(f"/records/{case.ref}/voice/draft/", {"says": COMMENT, **token}, headers={"hx-request": "true", **says}),
        client.post(f"/discussions/{case.ref}/cancel/", {"reason": COMMENT, **token}, headers=says),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [403] * 3
    assert [answer for answer in answers if COMMENT in answer.content.decode()] == []
    assert "was not taken" in answers[0].content.decode()
    assert not Draft.objects.exists()
    assert (
        AccessEvent.objects.filter(verb="refused", kind="forged form", user_id=cast["manager"].pk).count()
        == 3
    )


def test_while_the_database_was_away():
    request = RequestFactory().post("/discussions/SD-1/sign/", {"comment": COMMENT, **SECRETS})
    page = page_for(request, OperationalError("server closed the connection")).content.decode()

    assert COMMENT in page
    assert without_secrets(page)


def test_a_draft_never_holds_a_secret_whoever_keeps_it(cast, case):
    fields = {"says": [COMMENT]} | {name: [value] for name, value in SECRETS.items()}
    records.keep_draft(case, "voice", fields=fields, base=0, by=cast["manager"], at=now())

    assert Draft.objects.get().fields == {"says": [COMMENT]}


# --- the list is whole --------------------------------------------------------------------


def form_classes():
    """Every form of the project and of what it uses, once all addresses are read."""
    assert get_resolver().url_patterns
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        yield found


ASKS_FOR_A_SECRET = ("current-password", "new-password", "one-time-code")


def asks_for_a_secret(name, field):
    shown = str(field.widget.attrs.get("autocomplete", ""))
    return isinstance(field.widget, forms.PasswordInput) or shown in ASKS_FOR_A_SECRET or name == "credential"


def test_every_field_of_a_form_that_asks_for_a_secret_is_one_by_its_name():
    asked = {
        f"{form.__name__}.{name}": name
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if asks_for_a_secret(name, field)
    }

    assert {"ConfirmForm.password", "ProviderForm.secret", "SetPasswordForm.new_password1", "AuthenticateForm.code"} <= set(asked)  # fmt: skip
    wrong = [where for where, name in asked.items() if not is_secret(name)]
    assert wrong == [], "Name it by a word of config.typed.SECRET_WORDS"


def test_no_field_that_is_work_is_taken_for_a_secret():
    elsewhere = ("django", "allauth", "axes", "guardian")
    ours = [form for form in form_classes() if not form.__module__.startswith(elsewhere)]
    ours = [
        form for form in ours if form.__name__ != "TimescaleForm"
    ]  # of the administration, which is never kept
    wrong = [
        f"{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if is_secret(name) and not asks_for_a_secret(name, field)
    ]
    assert len(ours) > 30
    assert wrong == [], "What is typed there would be lost: give it a name without these words"
    assert keepable({"home_postcode": 1, "postcode": 2, "encoded": 3, "pinned": 4}) != {}
    assert len(keepable({"home_postcode": 1, "postcode": 2, "encoded": 3, "pinned": 4})) == 4


def test_every_input_of_a_template_that_asks_for_a_secret_is_one_by_its_name():
    found = []
    for path in (conf.BASE_DIR / "templates").rglob("*.html"):
        for tag in re.findall(r"<input\b[^>]*>", path.read_text()):
            secret = 'type="password"' in tag or any(f'"{word}"' in tag for word in ASKS_FOR_A_SECRET)
            name = re.search(r'\bname="([^"]+)"', tag)
            if secret and name and "{{" not in name[1]:
                found.append((path.name, name[1]))

    assert ("sign_in.html", "password") in found
    assert [where for where in found if not is_secret(where[1])] == []
