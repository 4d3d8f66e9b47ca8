"""No dead ends: every link of every page, as everybody of the demonstration, opens; no id stands twice.

From “my work” on, each person follows what their own pages offer. Of pages of one kind three are read for each
kind of page that leads there: what differs between a first and a fourth action is not its address.
"""

import html
import re
from collections import Counter, deque
from io import StringIO
from urllib.parse import urljoin

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from agencies.models import User
from tests.entering import confirm

pytestmark = pytest.mark.once

HREF = re.compile(r'<a\b[^>]*?href="([^"]*)"')
ID = re.compile(r'\bid="([^"]+)"')
EACH = 3
# Ends what is being tried, or asks anew who it is.
NOT_FOLLOWED = ("/static/", "/sign-out/", "/sign-in/")
# A page of its own, with the status of a refusal: it asks why the file is opened.
ASKS_WHY = "Why do you open this file?"


def kind_of(path):
    try:
        return resolve(path.split("?")[0]).url_name or path
    except Resolver404:
        return path


class Reader:
    """Follows links as one person, and notes what does not open."""

    def __init__(self, client):
        self.client, self.wrong, self.read = client, {}, 0

    def read_all(self):
        waiting, seen, taken = deque([("/", "the beginning")]), {"/"}, Counter()
        while waiting:
            path, came_from = waiting.popleft()
            for link in self.links_of(path, came_from):
                way = (kind_of(path), kind_of(link))
                if link not in seen and taken[way] < EACH:
                    taken[way] += 1
                    seen.add(link)
                    waiting.append((link, kind_of(path)))

    def links_of(self, path, came_from):
        """The addresses to which a page leads."""
        answer = self.client.get(path, follow=True)
        self.read += 1
        page = (
            answer.content.decode() if "text/html" in answer["Content-Type"] and not answer.streaming else ""
        )
        if answer.status_code >= 400 and ASKS_WHY not in page:
            self.wrong[came_from, kind_of(path), answer.status_code] = path
            return
        if doubled := [key for key, times in Counter(ID.findall(page)).items() if times > 1]:
            self.wrong[kind_of(path), "an id that stands twice", doubled[0]] = path
        for link in map(html.unescape, HREF.findall(page)):
            if link.startswith("#"):
                if link != "#" and f'id="{link[1:]}"' not in page:
                    self.wrong[kind_of(path), "leads to no place on the page", link] = path
                continue
            link = urljoin(path, link).split("#")[0]
            if link.startswith("/") and not link.startswith(NOT_FOLLOWED):
                yield link


@pytest.fixture
def demonstration(db):
    call_command("load_demo", stdout=StringIO())


def test_every_link_of_every_page_opens_for_whom_it_is_shown(demonstration, client, settings):
    settings.SEARCHES_A_MINUTE = settings.EXPORTS_A_MINUTE = 100_000
    wrong, read = {}, 0
    for user in User.objects.filter(memberships__ended_at=None, is_active=True).distinct().order_by("pk"):
        client.force_login(user)
        confirm(client)
        reader = Reader(client)
        reader.read_all()
        read += reader.read
        wrong |= {(user.email, *what): where for what, where in reader.wrong.items()}
        client.logout()

    assert wrong == {}, "\n".join(f"{' '.join(map(str, what))}: {where}" for what, where in wrong.items())
    assert read > 800
