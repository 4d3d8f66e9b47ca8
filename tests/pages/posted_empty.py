"""The forms of a page as nobody has filled them in, and what is wrong with the answer to one sent like that."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from config.typed import OF_THE_PAGE

TYPED = ("text", "search", "email", "password", "date", "number", "tel", "file")
TICKED = ("radio", "checkbox")
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)
HEADING = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.S)


@dataclass
class Form:
    """One form: where it is sent, what it carries unseen, its controls by name, and its buttons."""

    path: str
    method: str
    hidden: dict[str, list[str]] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)  # name → the kind of control
    ids: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)  # of each select, the empty choice or else the first
    errors: int = 0

    @property
    def kind(self):
        """The same for the same form of another row, person or moment."""
        names = tuple(sorted(re.sub(r"\d+", "#", name) for name in self.controls))
        return self.method, names, tuple(sorted(set(self.hidden) - OF_THE_PAGE))

    def asks_as(self, other):
        """Whether it is the other one come back; it may ask for more."""
        (method, names, unseen), (_, asked, sent) = self.kind, other.kind
        to = urlsplit(self.path).path == urlsplit(other.path).path
        return to and method == other.method and unseen == sent and set(asked) <= set(names)

    def empty(self, button):
        """What a browser sends of it when nothing is filled in and nothing ticked."""
        said = self.hidden | {name: [""] for name, kind in self.controls.items() if kind in TYPED}
        said |= {name: [value] for name, value in self.chosen.items()}
        return said | ({button[0]: [button[1]]} if button and button[0] else {})


class Page(HTMLParser):
    """The forms of a page, where its error summary leads, and what it says was done."""

    def __init__(self, text, path):
        super().__init__()
        self.path, self.forms, self.form, self.select = path, [], None, ""
        self.alert, self.depth, self.links, self.ids, self.says = False, 0, [], set(), False
        self.feed(text)
        self.title, self.heading = (
            found.group(1) if (found := each.search(text)) else "" for each in (TITLE, HEADING)
        )

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        classes = (said.get("class") or "").split()
        self._summary(tag, said, classes)
        if said.get("id"):
            self.ids.add(said["id"])
        if tag == "form":
            to = urljoin(self.path, said.get("action") or self.path)
            self.form = Form(to, (said.get("method") or "get").lower())
            self.forms.append(self.form)
        if self.form is not None:
            self._of_form(tag, said, classes)

    def _summary(self, tag, said, classes):
        self.says = self.says or "govuk-notification-banner" in classes
        if self.depth and tag == "div":
            self.depth += 1
        # What is still missing stands on some pages always, and takes no focus: it is no answer to a form.
        if "govuk-error-summary" in classes and "data-disable-auto-focus" not in said:
            self.depth = 1
        if self.depth:
            self.alert = self.alert or said.get("role") == "alert"
            if tag == "a":
                self.links.append(said.get("href", ""))

    def _of_form(self, tag, said, classes):
        kind = said.get("type") or ("submit" if tag == "button" else "text")
        name = said.get("name") or ""
        self.form.errors += "govuk-error-message" in classes
        if tag == "button" and kind == "submit":
            self.form.buttons.append((name, said.get("value") or ""))
        elif tag == "input" and kind == "hidden":
            self.form.hidden.setdefault(name, []).append(said.get("value") or "")
        elif (
            tag == "option" and self.select and (not said.get("value") or self.select not in self.form.chosen)
        ):
            self.form.chosen[self.select] = said.get("value") or ""
        elif tag in ("input", "textarea", "select"):
            kind = {"select": "select", "textarea": "text"}.get(tag, kind)
            self.select = name if tag == "select" else ""
            if name:
                self.form.controls[name] = kind
            if said.get("id"):
                self.form.ids.add(said["id"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if self.depth and tag == "div":
            self.depth -= 1


def read(answer, path):
    """The page of an answer; None for what is no page."""
    if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
        return None
    return Page(answer.content.decode(errors="replace"), path)


def wrong_with(answer, form, stood_on):
    """What is wrong with the page that comes back for an empty form; empty when it says all that it must."""
    page = read(answer, urlsplit(form.path).path)
    if page is None:
        return f"{answer.status_code}, and no page"
    if answer.status_code not in (200, 404, 409, 422):
        return f"{answer.status_code}"
    if answer.status_code == 200 and page.heading != stood_on.heading:
        return ""  # another page: it leads on
    if not page.alert:
        return "silent" if form.controls else "silent, and without a field"
    same = [f for f in page.forms if f.asks_as(form)]
    if not same:
        return "a page without the form"
    if not page.title.startswith("Error:"):
        return f"the title is “{page.title}”"
    if not page.links:
        return "no error leads to a field"
    if lost := [link for link in page.links if not any(link == f"#{key}" for f in same for key in f.ids)]:
        return f"leads to no control of the form: {', '.join(lost)}"
    if not any(f.errors for f in same):
        return "no message beside the field"
    return ""


def summary_of(answer):
    """What a page says in its first summary of errors."""
    text = answer.content.decode(errors="replace")
    return text[text.find("govuk-error-summary__list") :].partition("</ul>")[0]
