"""Somebody with a browser: opens pages, fills in forms, and sends a form again when no answer has come.

An answer is a redirect, or a fragment where the page asked for one. Anything else that is expected of a system in
trouble (nobody there, no answer, “not now”, “still being done”) makes them send the very same form again; what is
not expected (a bare 500, a refusal) is written down, and the run fails by it.
"""

import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import requests

PASSWORD = "demonstration only"
PATIENCE = 120  # seconds after which somebody gives up a form
NOT_NOW = (409, 502, 503)
PAUSE = 0.4


@dataclass
class Sent:
    """A form, how often it was sent, and whether an answer said that it was done."""

    verb: str
    mark: str  # what it says and no other does
    by: str
    accepted: bool = False
    tries: int = 0
    facts: dict = field(default_factory=dict)


@dataclass
class Journal:
    sent: list = field(default_factory=list)
    odd: list = field(default_factory=list)  # answers that nobody should get
    put_off: dict = field(default_factory=dict)  # who, and what a page said instead → how often
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *what):
        entry = Sent(*what)
        with self.lock:
            self.sent.append(entry)
        return entry

    def put(self, who, said):
        with self.lock:
            self.put_off[who, said] = self.put_off.get((who, said), 0) + 1

    def times(self, said, *, by=None):
        return sum(n for (who, what), n in list(self.put_off.items()) if what == said and by in (None, who))

    def accepted(self, verb):
        return [s for s in self.sent if s.verb == verb and s.accepted]


class GivenUp(Exception):
    """Nobody has answered this person for as long as they wait."""


class Person:
    def __init__(self, system, journal, key, rng):
        self.system, self.journal, self.key, self.rng = system, journal, key, rng
        self.browser = requests.Session()

    def sign_in(self):
        self.browser = requests.Session()
        page = self.open("/sign-in/")
        form = page.form("/sign-in/") | {"login": f"{self.key}@demo.invalid", "password": PASSWORD}
        while (answer := self._ask("POST", page.path, data=form)) is None:
            pass
        assert answer.is_redirect, f"{self.key} cannot sign in: {answer.status_code}"

    def open(self, path, made=None):
        """The page; asks again until it comes."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            answer = self._ask("GET", path, allow_redirects=True)
            if answer is not None and answer.ok:
                return (made or Page)(answer)
            self._wait(answer, f"GET {path}")
        raise GivenUp(f"{self.key}: {path}")

    def open_file(self, path):
        """What is downloaded, once it comes."""
        return self.open(path, made=lambda answer: answer.content)

    def send(self, entry, to, form, *, files=None, headers=None, overtaken="\0"):
        """Send a form as often as it takes to be answered; now and then twice at once, or without waiting.

        `overtaken`: what is said where a colleague has been quicker, so that there is nothing to do any more.
        """
        ends = time.monotonic() + PATIENCE
        asked = {"data": form, "files": files, "headers": headers}
        while time.monotonic() < ends:
            entry.tries += 1
            habit = self.rng.random()
            if habit < 0.1:
                twice = threading.Thread(target=self._elsewhere, args=(to, asked))
                twice.start()
                answer = self._ask("POST", to, **asked)
                twice.join()
            else:
                answer = self._ask("POST", to, timeout=0.05 if habit > 0.93 else 30, **asked)
            if answer is not None and self._done(answer, headers):
                entry.accepted = True
                return
            if answer is not None and answer.status_code == 422 and overtaken in answer.text:
                return
            self._wait(answer, f"POST {to}")
        raise GivenUp(f"{self.key}: {entry.verb} {to}")

    def _done(self, answer, headers):
        if answer.is_redirect:
            assert not answer.headers["Location"].startswith("/sign-in/"), f"{self.key} was signed out"
            return True
        return answer.ok and headers is not None

    def _elsewhere(self, to, asked):
        """The second click, in a connection of its own."""
        other = requests.Session()
        other.cookies = self.browser.cookies.copy()
        self._ask("POST", to, browser=other, **asked)

    def _ask(self, method, path, *, timeout=30, browser=None, allow_redirects=False, **asked):
        try:
            return (browser or self.browser).request(
                method, self.system.url + path, timeout=timeout, allow_redirects=allow_redirects, **asked
            )
        except requests.RequestException:
            self.journal.put(self.key, "no answer")

    def _wait(self, answer, asked):
        if answer is not None:
            if answer.status_code not in NOT_NOW:
                page = Path(self.system.folder / f"odd-{len(self.journal.odd)}.html")
                page.write_bytes(answer.content)
                raise GivenUp(f"{self.key}: {asked}: {answer.status_code}, {heading(answer)}")
            self.journal.put(self.key, heading(answer))
        time.sleep(PAUSE)  # as somebody who tries once more; their caller counts the tries


def heading(answer):
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", answer.text, re.S)
    return found[1] if found else "no heading"


class Page:
    def __init__(self, answer):
        self.path = answer.request.path_url
        self.tree = lxml.html.fromstring(answer.text)

    @property
    def text(self):
        return self.tree.text_content()

    def links(self, pattern):
        return [link for link in self.tree.xpath("//main//a/@href") if re.fullmatch(pattern, link)]

    def form(self, to):
        """What the form that goes there says, as it stands in the page."""
        found = self._form(to)
        assert found is not None, f"{self.path} has no form to {to}"
        return dict(found.form_values())

    def has_form(self, to):
        return self._form(to) is not None

    def _form(self, to):
        for form in self.tree.forms:
            if form.method == "POST" and urljoin(self.path, form.action or self.path).split("?")[0] == to:
                return form
        return None
