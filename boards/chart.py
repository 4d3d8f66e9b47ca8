"""One chart, drawn as SVG on the server from the same figures as its table. Pure."""

from dataclasses import dataclass
from typing import Any

KINDS = (
    ("met", "Met", "#00703c"),
    ("late", "Met late", "#f47738"),
    ("breached", "Open and overdue", "#b10e1e"),
)
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 260, 36, 46


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str


def bars_of(
    weeks: list[dict[str, Any]], *, named: str = "Week of %-d %B", below: str = "%-d %b"
) -> dict[str, Any]:
    """Bars, labels and axis of a chart by week or month; nothing in it that the table has not."""
    top = max([1, *(row[kind] for row in weeks for kind, _, _ in KINDS)])
    room = (WIDTH - LEFT) / max(len(weeks), 1)
    height = HEIGHT - BOTTOM - 10
    bars, labels = [], []
    for i, row in enumerate(weeks):
        for j, (kind, label, colour) in enumerate(KINDS):
            tall = height * row[kind] / top
            width = room * 0.26
            x = LEFT + i * room + room * 0.1 + j * width
            title = f"{row['week'].strftime(named)}: {label.lower()} {row[kind]}"
            bars.append(Bar(x, HEIGHT - BOTTOM - tall, width - 2, tall, colour, title))
        labels.append({"x": LEFT + i * room + room / 2, "text": row["week"].strftime(below)})
    return {
        "bars": bars,
        "labels": labels,
        "top": top,
        "width": WIDTH,
        "height": HEIGHT,
        "base": HEIGHT - BOTTOM,
        "left": LEFT,
        "kinds": [{"label": k[1], "colour": k[2], "x": LEFT + n * 190} for n, k in enumerate(KINDS)],
    }
