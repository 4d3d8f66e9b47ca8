"""The forms of a page, filled in as somebody would who answers every question."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.entering import WORD

DATE = {"day": "1", "month": "9", "year": "2099", "time": "10:00"}
PAST = DATE | {"year": "2020"}


class Forms(HTMLParser):
    """`found`: the path that each form is sent to, and its fields."""

    def __init__(self, page, path, date):
        super().__init__()
        self.found, self.path, self.date, self.fields, self.select = [], path, date, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form" and said.get("method") == "post":
            self.fields = {}
            self.found.append(
                (urlsplit(urljoin(self.path, said.get("action") or self.path)).path, self.fields)
            )
        if self.fields is None:
            return
        name = said.get("name")
        if tag == "textarea" and name:
            self.fields[name] = ["Something that is long enough."]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and said.get("value"):
            self.fields.setdefault(self.select, [said["value"]])
        elif tag in ("input", "button") and name:
            self._input(name, said.get("type", "text"), said.get("value") or "")

    def _input(self, name, kind, value):
        part = name.rsplit("_", 1)[-1]
        if kind in ("radio", "submit"):
            self.fields.setdefault(name, [value])
        elif kind == "checkbox":
            self.fields.setdefault(name, []).append(value or "on")
        elif kind == "hidden":
            self.fields[name] = [value]
        elif part in self.date:
            self.fields[name] = [self.date[part]]
        elif kind != "file":
            self.fields[name] = [WORD if kind == "password" else value or "Something"]

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None
        elif tag == "select":
            self.select = None


def forms_of(page, path):
    """Each form twice: with days that are over, and with days to come."""
    return [form for date in (PAST, DATE) for form in Forms(page, path, date).found]
