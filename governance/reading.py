"""How a gathered file reads: with its marks, with what is still to be settled, and as it is released."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.template.loader import render_to_string

from deadlines.calendar import LONDON
from governance.models import LAW, Mark, Reason, Released, SubjectAccess
from governance.redaction import Part, part_from, released
from records.fields import day_in_words


def parts_of(request: SubjectAccess) -> list[Part]:
    return [part_from(part) for part in request.gathered.parts]


def marks_in(request: SubjectAccess, part: int) -> dict[str, list[Mark]]:
    """Place → the marks that stand there, from left to right."""
    found: dict[str, list[Mark]] = defaultdict(list)
    standing = request.marks.standing().filter(part=part).order_by("begins", "-ends", "pk")
    for mark in standing.select_related("put_by", "confirmed_by"):
        found[mark.place].append(mark)
    return found


def stub(mark: Mark) -> str:
    """What stands in place of what is withheld."""
    return f"[Withheld: {mark.get_reason_display().lower()}]" if mark.reason else "[Withheld]"


@dataclass(frozen=True)
class Proposal:
    """The same words found for the same reason, however often."""

    found: str
    words: str
    count: int
    part: int  # where they stand first
    mark: int


def proposals(request: SubjectAccess) -> list[Proposal]:
    """What the program has marked and nobody has settled yet, the most frequent first."""
    found = request.marks.proposed().values("found", "words")
    found = found.annotate(count=Count("pk"), part=Min("part"), mark=Min("pk"))
    return [Proposal(**row) for row in found.order_by("-count", "words")]


def unsettled(request: SubjectAccess) -> "Counter[int]":
    """Part → marks that nobody has settled."""
    return Counter(request.marks.proposed().values_list("part", flat=True))


def as_released(request: SubjectAccess) -> dict[str, Any]:
    """What whoever asked will read: the parts, and how often something is withheld for which reason."""
    parts = [
        released(part, marks_in(request, number), stub).as_json()
        for number, part in enumerate(parts_of(request))
    ]
    counted = Counter(request.marks.standing().values_list("reason", flat=True))
    return {
        "reference": request.ref,
        "child": str(request.child),
        "birth": request.child.birth,
        "authority": str(request.child.authority),
        "asker": request.asker_name,
        "gathered": day_in_words(request.gathered.at.astimezone(LONDON)),
        "withheld": [[Reason(r).label, LAW[Reason(r)], counted[r]] for r in Reason.values if counted[r]],
        "parts": parts,
    }


def html_of(release: Released) -> str:
    chapters = [part_from(part) for part in release.content["parts"]]
    return render_to_string(
        "governance/paper.html", {"head": release.content, "parts": chapters, "release": release}
    )
