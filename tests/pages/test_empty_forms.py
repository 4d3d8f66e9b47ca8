"""Every form of every page, sent empty by whoever may: it comes back with its errors, or says what was done.

An empty form is what its page sends unseen and nothing else. Then one of these holds:
1. It is what the form means (a button alone, a filter): it leads on, or the page says what was done.
2. The page comes back: “Error:” begins its title, the summary leads to controls of that form, and a message
   stands beside one.
3. It is refused for what no field of the form mends: filled in, it is refused for the same.
What was done is taken back before the next.
"""

from copy import deepcopy
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from tests.entering import confirm
from tests.matrix import worlds
from tests.matrix.test_matrix import ELSEWHERE
from tests.matrix.test_matrix import read as table
from tests.once.filled import forms_of
from tests.pages.posted_empty import read, summary_of, wrong_with

pytestmark = pytest.mark.once

# In the frame of every page. The one ends the session that tries; the other is asked by a script, every minute.
OF_THE_FRAME = ("/sign-out/", "/account/still-here/")
REFUSES = (403, 404, 409, 422)


class Sender:
    """Sends forms as one person, takes back what they did, and notes what is wrong with the answers."""

    def __init__(self, client, known):
        self.client, self.known, self.wrong, self.sent = client, known, {}, 0

    def send_all(self, path):
        answer = self.client.get(path)
        page = read(answer, path)
        self.here = (answer, path, page)
        for form in page.forms if page else ():
            if not form.path.startswith(OF_THE_FRAME):
                for button in form.buttons or [None]:
                    self._send(path, form, button)

    def _send(self, path, form, button):
        key = (name_of(path), name_of(form.path), verb_of(form.path), form.kind, button)
        if key in self.known:
            return
        self.known.add(key)
        self.sent += 1
        with self.taken_back():
            answer = self.answer(form.method, form.path, form.empty(button))
            wrong = self._wrong(answer, path, form, button)
        if wrong:
            self.wrong[f"{name_of(path)} → {name_of(form.path)} {verb_of(form.path)} {button or ''}"] = (
                f"{wrong} ({path})"
            )

    def answer(self, method, path, said):
        return getattr(self.client, method)(path, said)

    def taken_back(self):
        return _TakenBack(self.client)

    def _wrong(self, answer, path, form, button):
        if answer.status_code >= 500:
            return str(answer.status_code)
        if answer.status_code in (301, 302):
            return self._led_nowhere(answer, path, form)
        if form.method == "get":
            return "" if answer.status_code == 200 else str(answer.status_code)
        wrong = wrong_with(answer, form, self.here[2])
        return wrong if wrong and not self._for_good(answer, form, button) else ""

    def _led_nowhere(self, answer, path, form):
        """A form that leads to where it stands must have said something there."""
        to = urlsplit(answer["Location"]).path
        page = read(self.client.get(answer["Location"]), to)
        if to == urlsplit(path).path and page is not None and not page.says:
            return "silent: the same page again"
        return ""

    def _for_good(self, answer, form, button):
        """Whether the form is refused for the same when every field of it is filled in."""
        page = read(answer, form.path)
        if page is None or not page.alert:
            return False
        if not form.controls:
            return True
        if answer.status_code not in REFUSES:
            return False
        said = summary_of(answer)
        for filled in self._filled(form, button):
            with self.taken_back():
                again = self.answer("post", form.path, filled)
                if again.status_code not in REFUSES or summary_of(again) != said:
                    return False
        return True

    def _filled(self, form, button):
        page, where, _ = self.here
        to = urlsplit(form.path).path
        found = [fields for path, fields in forms_of(page.content.decode(), where) if path == to]
        return [
            fields | form.hidden | ({button[0]: [button[1]]} if button and button[0] else {})
            for fields in found
        ]


class _TakenBack:
    """What happens meanwhile is taken back, in the database and in the cookies."""

    def __init__(self, client):
        self.client, self.cookies, self.atomic = client, deepcopy(client.cookies), transaction.atomic()

    def __enter__(self):
        self.atomic.__enter__()

    def __exit__(self, *how):
        transaction.set_rollback(True)
        self.client.cookies = self.cookies
        return self.atomic.__exit__(*how)


def name_of(path):
    return resolve(urlsplit(path).path).url_name


def verb_of(path):
    return resolve(urlsplit(path).path).kwargs.get("verb", "")


@pytest.mark.parametrize("kind", worlds.KINDS)
def test_an_empty_form_comes_back_with_its_errors(cast, client, kind, settings):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 10_000
    settings.ACCOUNT_RATE_LIMITS = {}
    client.raise_request_exception = False
    states, make = worlds.KINDS[kind]
    wrong, rows, known = {}, table()[kind], set()
    for nth, state in enumerate(states):
        with transaction.atomic():
            facts = worlds.given(kind, make(cast, state), cast)
            sender = Sender(client, known)
            for role in worlds.ROLES:
                client.force_login(cast[role])
                confirm(client)
                for name, row in rows.items():
                    if row[role][nth] != "-":
                        sender.send_all(worlds.address(name, facts))
            wrong |= {f"{kind} {state}: {what}": said for what, said in sender.wrong.items()}
            transaction.set_rollback(True)
    assert wrong == {}, "\n".join(f"{what}: {said}" for what, said in wrong.items())


@pytest.mark.parametrize("who", ["nobody", "worker", "doctor"])
def test_so_does_one_of_the_door_and_of_the_own_account(cast, client, settings, who):
    settings.ACCOUNT_RATE_LIMITS = {}
    client.raise_request_exception = False
    if who != "nobody":
        client.force_login(cast[who])
        confirm(client)
    sender = Sender(client, set())
    for name in sorted(ELSEWHERE):
        if set() in worlds.PATTERNS[name]:
            sender.send_all(reverse(name))

    assert sender.wrong == {}
    assert sender.sent
