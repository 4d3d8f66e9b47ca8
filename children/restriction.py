"""Restricted cases: who may be told of one, and how they come to be named (§9)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from children.models import Named, Person, Restriction, hidden_from
from config.read_once import read_once


def hold(child_id: int, *, alone: bool = False) -> None:
    """Until the transaction ends, nobody restricts the case; `alone`, nobody is given work on it either."""
    shared = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(47, %s::int)", [child_id % 2**31])


def standing(child_id: int) -> Restriction | None:
    return read_once(Restriction.objects.standing().filter(child=child_id).first, "restriction", child_id)


def hidden_among(children: Iterable[int], user: User) -> frozenset[int]:
    """Those of these children of whom this person may not know."""
    asked = list(children)
    if not asked:
        return frozenset()
    hidden = Person.objects.filter(hidden_from(user), pk__in=asked)
    return frozenset(hidden.values_list("pk", flat=True))


def named_in(restriction: Restriction) -> "QuerySet[Named]":
    return restriction.named.filter(ended_at=None).select_related("user").order_by("user__name", "pk")


def who_may_know(child_id: int, people: Iterable[User]) -> list[User]:
    """Those of `people` who may be told of the child; when that is nobody, the managers who are named.

    So a restricted case never waits for somebody who was not told.
    """
    people = list(people)
    restriction = standing(child_id)
    if restriction is None:
        return people
    named = [entry.user for entry in named_in(restriction)]
    return [p for p in people if p in named] or [u for u in named if u.holds(*CSC_MANAGERS)]


def name_all(
    child_id: int, people: Iterable[User], *, why: str, at: datetime, by: User | None = None
) -> None:
    """Who is asked to take part in a restricted case by somebody who is named is named by that.

    Called in the transaction that gives the work, so that a restriction made meanwhile finds its owner.
    """
    hold(child_id)
    restriction = standing(child_id)
    if restriction is None:
        return
    for user in dict.fromkeys(people):
        entry = {"why": why[:100], "since": at, "by": by}
        Named.objects.get_or_create(restriction=restriction, user=user, ended_at=None, defaults=entry)
