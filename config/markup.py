"""The forms of a page that was made, tag by tag, so that something can be said in them."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

CONTROLS = ("input", "textarea", "select")
# What stands around a control and matters to it; each of these is closed where it ends.
AROUND = ("main", "form", "div", "fieldset", "details")

Said = dict[str, str | None]


@dataclass(eq=False)
class Tag:
    """One tag as it stands in a page, from `at` to `end`, and what was changed of it."""

    name: str
    says: Said
    at: int
    end: int
    around: list["Tag"] = field(default_factory=list)  # the outermost first
    holds: list["Tag"] = field(default_factory=list)  # of a form: its controls and buttons
    options: list["Tag"] = field(default_factory=list)  # of a select
    closes: int = 0  # of a textarea: where its text ends
    content: str | None = None  # of a textarea: what stands there instead
    was: Said = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.was = dict(self.says)

    @property
    def named(self) -> str:
        return self.says.get("name") or ""

    @property
    def valued(self) -> str:
        return self.says.get("value") or ""

    @property
    def kind(self) -> str:
        return (self.says.get("type") or ("submit" if self.name == "button" else "text")).lower()

    @property
    def is_control(self) -> bool:
        return self.name in CONTROLS and bool(self.named)

    @property
    def classes(self) -> set[str]:
        return set((self.says.get("class") or "").split())

    def inside(self, name: str) -> list["Tag"]:
        """What of this name it stands in, the nearest first."""
        return [tag for tag in reversed(self.around) if tag.name == name]

    def add(self, what: str, word: str) -> None:
        """One word more of a class, or of what describes it."""
        self.says[what] = f"{self.says.get(what) or ''} {word}".strip()

    def say(self, what: str, stands: bool) -> None:
        if stands:
            self.says[what] = None
        else:
            self.says.pop(what, None)

    def written(self) -> str:
        words = (name if value is None else f'{name}="{escape(value)}"' for name, value in self.says.items())
        return f"<{' '.join([self.name, *words])}>"


class Page(HTMLParser):
    """A page of ours: `forms` with what they hold, and `main`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.forms: list[Tag] = []
        self.main: Tag | None = None
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self._select: Tag | None = None
        self._area: Tag | None = None
        self._inserted: list[tuple[int, str]] = []
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(text)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in (*AROUND, *CONTROLS, "button", "option"):
            return
        at = self._here()
        made = Tag(tag, dict(attrs), at, at + len(self.get_starttag_text() or ""), list(self._open))
        self.tags.append(made)
        if tag in AROUND:
            self._open.append(made)
        if tag == "main":
            self.main = made
        elif tag == "form":
            self.forms.append(made)
        elif tag == "option" and self._select:
            self._select.options.append(made)
        elif tag in (*CONTROLS, "button"):
            for form in made.inside("form"):
                form.holds.append(made)
        self._select = made if tag == "select" else self._select
        self._area = made if tag == "textarea" else self._area

    def handle_endtag(self, tag: str) -> None:
        if tag in AROUND and any(each.name == tag for each in self._open):
            while self._open.pop().name != tag:
                pass
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            self._area.closes, self._area = self._here(), None

    def insert(self, at: int, text: str) -> None:
        """Stand there, after what was inserted there before."""
        self._inserted.append((at, text))

    def written(self) -> str:
        """The page with what was changed and inserted."""
        changes = [(t.at, t.end, t.written()) for t in self.tags if t.says != t.was]
        changes += [(t.end, t.closes, t.content) for t in self.tags if t.content is not None and t.closes]
        changes += [(at, at, text) for at, text in self._inserted]
        found, upto = [], 0
        # What is inserted before a tag comes before what the tag has become.
        for begins, ends, text in sorted(changes, key=lambda each: each[:2]):
            found += [self.text[upto:begins], text]
            upto = ends
        return "".join([*found, self.text[upto:]])
