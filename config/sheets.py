"""Tables that people take into a spreadsheet."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse


def as_csv(name: str, header: list[str], rows: Iterable[list[str]]) -> HttpResponse:
    """A CSV file of that name, in which no cell is taken for a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return response


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
