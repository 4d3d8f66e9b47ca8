"""Whatever anybody puts into an address, a query or a form: a clear answer, never a fault of ours, and no gap in the log.

Every URL name, as somebody who may open it, with every parameter that its page takes set to each odd value. What
it did is taken back, so that one world serves for all of it.
"""

import inspect
import re
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from agencies import sealed
from audit.models import AccessEvent
from tests.entering import confirm
from tests.matrix import worlds
from tests.matrix.test_matrix import ELSEWHERE, read

pytestmark = pytest.mark.once

NUL = "%00"
# As they stand in an address or in the body of a form.
ODD = {
    "superscript": quote("²"),
    "five thousand digits": "9" * 5000,
    "more than a key": "9" * 19,
    "more than a counter": "9" * 10,
    "negative": "-1",
    "other digits": quote("٣"),
    "half of a pair": "%ED%A0%80",
    "very long": "x" * 20_000,
    "a year too far": "99999",
    "quotes": quote("'\"\\;--%s{0}"),
}
# Each field by itself, the others as a person would send them; each part of an address.
ALONE = ("more than a counter", "five thousand digits")
IN_PATH = ("superscript", "five thousand digits", "half of a pair")
# Kind → the state in which most of it opens.
STATE = {"concern": "recorded", "discussion": "held", "enquiry": "signed", "conference": "held", "action": "open",
         "receipt": "sent", "child": "open", "subject_access": "redacting", "destruction": "proposed", "hold": "standing",
         "place": "any", "name_question": "waiting", "late_clock": "corrected"}  # fmt: skip
QUERIES = sorted(
    {
        name
        for path in conf.BASE_DIR.glob("*/**/*.py")
        if not {"tests", "node_modules", ".venv"} & set(path.relative_to(conf.BASE_DIR).parts)
        for name in re.findall(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"', path.read_text())
    }
    | {"next", "q", "sort"}
)


class Fields(HTMLParser):
    """The fields of a page’s forms, with what a person would send who changes nothing."""

    def __init__(self, page):
        super().__init__()
        self.found, self.select = {}, ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, value = given.get("name", ""), given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in given or not self.found.get(self.select):
                self.found[self.select] = value
        elif tag in ("input", "textarea") and name:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given or name not in self.found:
                    self.found[name] = value
            elif kind != "submit":
                typed = "1" if given.get("inputmode") == "numeric" else "x"
                self.found[name] = value or (typed if kind in ("text", "textarea") else "")


def body(fields):
    return "&".join(f"{quote_plus(name)}={value}" for name, value in fields.items())


class Asking:
    """Asks as one person, takes back what it did, and remembers what was answered with a fault."""

    def __init__(self, client):
        self.client, self.faults, self.asked = client, [], 0
        client.raise_request_exception = False

    def __call__(self, what, method, path, sent=None):
        self.asked += 1
        how = {"data": sent, "content_type": "application/x-www-form-urlencoded"} if sent is not None else {}
        with transaction.atomic():
            answer = getattr(self.client, method)(path, **how)
            if answer.status_code >= 500:
                fault = repr(answer.exc_info[1])[:160] if getattr(answer, "exc_info", None) else ""
                self.faults.append(f"{what}: {answer.status_code} {fault}")
            elif NUL in path + (sent or "") and answer.status_code != 400:
                self.faults.append(f"{what}: a NUL is answered {answer.status_code}")
            elif answer.status_code == 400 and "_auth_user_id" in self.client.session:
                noted = AccessEvent.objects.order_by("-pk").first()
                if noted is None or noted.kind != "bad request":
                    self.faults.append(f"{what}: refused without an access event")
            transaction.set_rollback(True)
        return answer

    def everything(self, name, path):
        """This address with each odd value in each place."""
        page = self(f"{name} GET", "get", path)
        bare = path.partition("?")[0]
        if page.status_code == 200 and "text/html" not in page.headers["Content-Type"]:
            self.in_the_path(name, bare)
            return  # a file, the same for whatever is asked: made once is enough
        own = posted_in(name)
        fields = dict.fromkeys(own, "x") | Fields(page.content.decode()).found
        fields.pop("csrfmiddlewaretoken", None)
        self.in_the_path(name, bare)
        if page.status_code != 405:
            self(f"{name} GET, lists", "get", bare + "?" + body(dict.fromkeys(QUERIES, "1")) * 2)
            for what, odd in [*ODD.items(), ("NUL", NUL)]:
                self(
                    f"{name} GET, {what} in every query",
                    "get",
                    bare + "?" + body(dict.fromkeys(QUERIES, odd)),
                )
        twice = body(fields) + "&" + body(dict.fromkeys(fields, "2"))
        if self(f"{name} POST, lists", "post", path, twice).status_code == 405:
            return
        for what, odd in [*ODD.items(), ("NUL", NUL)]:
            self(f"{name} POST, {what} in every field", "post", path, body(dict.fromkeys(fields, odd)))
        # One of each sort: `decides_7` is read like `decides_8`, and one date like another.
        for field in {
            re.sub(r"[0-9]+|.*(?=_(day|month|year|time)$)", "#", each): each for each in fields
        }.values():
            numbered = re.fullmatch("[0-9]*", fields[field])  # prose takes whatever it is given
            for what in ALONE if field in own else ALONE[:1] if numbered else ():
                self(f"{name} POST, {what} in {field}", "post", path, body({**fields, field: ODD[what]}))

    def in_the_path(self, name, path):
        parts = path.strip("/").split("/")
        for place in range(len(parts)):
            for what, odd in [*((each, ODD[each]) for each in IN_PATH), ("NUL", NUL)]:
                there = "/".join([*parts[:place], odd, *parts[place + 1 :]])
                self(f"{name} GET, {what} in place {place}", "get", f"/{there}/")


VIEWS: dict[str, object] = {}


def _views(patterns):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            _views(each.url_patterns)
        elif each.name:
            VIEWS[each.name] = inspect.unwrap(each.callback)


_views(get_resolver().url_patterns)


def posted_in(name):
    """What the room of this view reads of a form by itself."""
    room = inspect.getsource(inspect.getmodule(VIEWS[name]))
    return sorted(set(re.findall(r'POST(?:\.get(?:list)?\(|\[)"(\w+)"', room)))


@pytest.mark.parametrize("kind", list(worlds.KINDS))
def test_no_address_query_or_field_makes_a_fault_of_ours(cast, client, kind, settings):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 1_000_000
    settings.ACCOUNT_RATE_LIMITS = {}
    states, make = worlds.KINDS[kind]
    facts = worlds.given(kind, make(cast, STATE[kind]), cast)
    nth, asks = states.index(STATE[kind]), {}
    for role in worlds.ROLES:
        asks[role] = Asking(Client())
        asks[role].client.force_login(cast[role])
        confirm(asks[role].client)
    for name, row in read()[kind].items():
        opens = [role for role in worlds.ROLES if row[role][nth] == "o"]
        opens += [role for role in worlds.ROLES if row[role][nth] == "r"]
        for role in opens[:1]:
            asks[role].everything(name, worlds.address(name, facts))

    faults = [fault for ask in asks.values() for fault in ask.faults]
    assert faults == [], "\n".join(faults)
    assert sum(ask.asked for ask in asks.values()) > 20


DOOR = {
    "account_login": "/sign-in/", "account_inactive": "/sign-in/closed/", "socialaccount_login_cancelled": "/sign-in/stopped/",
    "openid_connect_login": "/sign-in/with/none/", "openid_connect_callback": "/sign-in/with/none/back/",
    "mfa_authenticate": "/sign-in/factor/", "mfa_index": "/account/second-factor/", "mfa_activate_totp": "/account/second-factor/app/",
    "mfa_deactivate_totp": "/account/second-factor/app/off/", "mfa_list_webauthn": "/account/second-factor/keys/",
    "mfa_add_webauthn": "/account/second-factor/keys/add/", "mfa_remove_webauthn": "/account/second-factor/keys/1/remove/",
    "mfa_view_recovery_codes": "/account/second-factor/codes/", "mfa_generate_recovery_codes": "/account/second-factor/codes/new/",
    "account_reauthenticate": "/account/again/password/", "mfa_reauthenticate": "/account/again/code/",
    "mfa_reauthenticate_webauthn": "/account/again/key/", "sign_out": "/sign-out/", "choose_hat": "/account/hat/",
    "sign_out_everywhere": "/account/sign-out-everywhere/", "still_here": "/account/still-here/",
    "password_reset": "/set-password/", "password_reset_done": "/set-password/sent/", "password_reset_confirm": "/set-password/x/y/",
}  # fmt: skip


def test_every_address_of_the_door_is_tried():
    assert set(DOOR) == ELSEWHERE


@pytest.mark.parametrize("who", [None, "worker"])
def test_the_door_answers_whatever_is_sent_to_it(cast, client, who, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    if who:
        client.force_login(cast[who])
        confirm(client)
        Authenticator.objects.create(user=cast[who], type="totp", data={"secret": sealed.seal("A" * 32)})
    ask = Asking(client)
    for name, path in DOOR.items():
        ask.everything(name, path)
    # What a script sends: a key, as JSON, however broken.
    for path in ("/account/again/key/", "/account/second-factor/keys/add/", "/sign-in/factor/"):
        for odd in (
            "[" * 100_000,
            "9" * 5000,
            '{"id": "\\ud800"}',
            '{"id": "\\u0000"}',
            "null",
            "[]",
            '{"id": 1}',
            '"x"',
        ):
            ask(f"{path} a key {odd[:12]}", "post", path, body({"credential": quote_plus(odd), "name": "x"}))

    assert ask.faults == [], "\n".join(ask.faults)


def test_a_key_however_broken_confirms_nothing(cast, client):
    client.force_login(cast["worker"])
    ask = Asking(client)
    for odd in (
        "[" * 100_000,
        "9" * 5000,
        '{"id": "\\ud800"}',
        '{"id": "\\u0000"}',
        "null",
        "[]",
        '{"id": 1}',
        '"x"',
    ):
        send = {"number": "none", "reason": "She is in danger now.", "credential": quote_plus(odd)}
        answer = ask(f"a key {odd[:12]}", "post", "/emergency/", body(send))
        assert answer.status_code in (400, 422), odd[:12]

    assert ask.faults == [], "\n".join(ask.faults)


@pytest.mark.parametrize(
    "path",
    ["/admin/agencies/user/{odd}/change/", "/admin/agencies/user/?q={odd}", "/admin/agencies/user/?id={odd}&p={odd}&o={odd}",
     "/admin/agencies/agency/?kind__exact={odd}&active__exact={odd}", "/admin/deadlines/timescalesetting/?partnership={odd}"],
)  # fmt: skip
def test_the_administration_answers_too(cast, client, path):
    client.force_login(cast["admin"])
    ask = Asking(client)
    for what, odd in [*ODD.items(), ("NUL", NUL)]:
        ask(f"{path}, {what}", "get", path.format(odd=odd))

    assert ask.faults == [], "\n".join(ask.faults)


def test_a_nul_is_refused_with_a_clear_page_wherever_it_stands_and_noted(cast, client):
    client.force_login(cast["manager"])
    before = AccessEvent.objects.filter(verb="refused").count()
    upload = SimpleUploadedFile("plain.pdf", b"%PDF-1.7 text", content_type="application/\x00pdf")
    tries = [
        client.get("/search/?q=a%00b"),
        client.get("/search/?a%00b=q"),
        client.get("/children/CH%00/"),
        client.post("/search/", {"q": "a\x00b"}),
        client.post("/search/", {"a\x00b": "q"}),
        client.post("/search/", {"f": upload}),
        client.post("/search/", '{"q": "a\\u0000b"}', content_type="application/json"),
        client.get("/", headers={"user-agent": "a\x00b"}),
    ]

    assert [answer.status_code for answer in tries] == [400] * len(tries)
    assert "what you had typed is still there" in tries[0].content.decode()
    assert AccessEvent.objects.filter(verb="refused", kind="bad request").count() == before + len(tries)
    assert client.post("/search/", {"q": "a b"}).status_code == 200


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_nor_does_a_cookie_or_a_static_file_get_past_with_one(db, client, name):
    client.raise_request_exception = False
    client.cookies[name] = "abcdefgh\x00ijkl"

    assert client.get("/sign-in/").status_code == 400
    assert Client(raise_request_exception=False).get("/static/%00.css").status_code == 400
