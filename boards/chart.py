"""One chart, drawn as SVG on the server from the same figures as its table. Pure."""

from dataclasses import dataclass
from typing import Any

Kinds = tuple[tuple[str, str, str], ...]
# Those that stand late no more: a correction took them out of the others, not out of the chart.
CORRECTED: Kinds = (("corrected", "Was late, corrected", "#4c2c92"), ("answered", "Answered", "#b1b4b6"))
OF_CLOCKS: Kinds = (
    ("met", "Met", "#00703c"),
    ("late", "Met late", "#f47738"),
    ("breached", "Open and overdue", "#b10e1e"),
    *CORRECTED,
)
OF_CONFERENCES: Kinds = (
    ("in_time", "Held in time", "#00703c"),
    ("late", "Held late", "#f47738"),
    ("not_held", "Due and not held", "#b10e1e"),
    *CORRECTED,
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
    weeks: list[dict[str, Any]], kinds: Kinds, *, named: str = "Week of %-d %B", below: str = "%-d %b"
) -> dict[str, Any]:
    """Bars, labels and axis of a chart by week or month; nothing in it that the table has not."""
    top = max([1, *(row[kind] for row in weeks for kind, _, _ in kinds)])
    room = (WIDTH - LEFT) / max(len(weeks), 1)
    height = HEIGHT - BOTTOM - 10
    bars, labels = [], []
    for i, row in enumerate(weeks):
        for j, (kind, label, colour) in enumerate(kinds):
            tall = height * row[kind] / top
            width = room * 0.8 / len(kinds)
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
        "kinds": [{"label": k[1], "colour": k[2], "x": LEFT + n * 140} for n, k in enumerate(kinds)],
    }
