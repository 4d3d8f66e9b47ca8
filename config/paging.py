"""One page of a list, without counting the list: a count reads every row that a person may see."""

from typing import Any

from django.db.models import QuerySet

from config.numbers import whole

SIZE = 50


class Page:
    """The `number`-th page of `rows`, and whether there is one before and after it."""

    def __init__(self, rows: "QuerySet[Any]", asked: str | None, *, size: int = SIZE) -> None:
        self.number = whole(asked, most=99_999) or 1
        start = (self.number - 1) * size
        found = list(rows[start : start + size + 1])
        self.object_list = found[:size]
        self.has_next = len(found) > size
        self.has_previous = self.number > 1

    def __iter__(self) -> Any:
        return iter(self.object_list)

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1
