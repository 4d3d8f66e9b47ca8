"""Statements compiled once in the life of a process.

The framework builds and compiles a query set anew each time, at twice the cost of what PostgreSQL does
with a small one. Where every page asks the same, the query set is built once, with a `Given` for each
thing that differs, and only its parameters are put in afterwards. Nothing else may decide what it asks.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet, Value


class Given(Value):
    """A place in a query set for what is told when it is asked."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


class AnyOf(Func):
    """Whether a key, the first argument, is any of a list that is given, the second."""

    template, arg_joiner = "%(expressions)s::bigint[])", " = ANY ("
    output_field = BooleanField()


class Statement:
    """What `build` returns (a `values_list` of plain columns), asked with what is given by name."""

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, list[Any]]:
        sql, parameters = self._build().query.sql_with_params()
        return sql, list(parameters)

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows, in the order of the columns; moments are in UTC.

        :raises KeyError: when something is not given.
        """
        sql, parameters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[p.value] if isinstance(p, Given) else p for p in parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found
