"""What was late and nobody has said why [002], or has answered since: each as one line of “my work”."""

from collections.abc import Iterator

from django.db.models import F

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from boards.queries import ACTS_FOR, MOST, Task
from children.models import hidden_from
from config.compiled import AnyOf, Given, Statement
from deadlines.models import Breach, Deadline

LATE = Statement(
    lambda: (
        Deadline.objects.late_without_a_cause()
        .filter(owner=Given("user"))
        .filter(AnyOf(F("agency"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "record__child"))
        .values_list("pk")[:MOST]
    )
)


TO_ANSWER = Statement(
    lambda: (
        Breach.objects.to_answer()
        .filter(AnyOf(F("authority"), Given("authorities")))
        .filter(AnyOf(F("team"), Given("teams")) | AnyOf(F("authority"), Given("whole")))
        .exclude(clock__settled_by=Given("user"))
        .exclude(hidden_from(Given("user"), "clock__record__child"))
        .values_list("pk")[:MOST]
    )
)


def to_answer(user: User) -> Iterator[Task]:
    """One line for all that this manager may answer; the page asks once more, record by record."""
    if not (authorities := user.agency_ids_as(*CSC_MANAGERS)):
        return
    whose = {"authorities": authorities, "teams": user.team_ids(), "whole": user.whole_service_ids()}
    if count := len(TO_ANSWER.rows(user=user.pk, **whose)):
        many = f"{MOST} or more" if count == MOST else str(count)
        yield Task(f"Answer what was late and corrected since: {many}", "late", "", "/clocks/to-answer/")


def to_say_why(user: User) -> Iterator[Task]:
    """One line for all: these clocks have stopped and have no line of their own any more."""
    if count := len(LATE.rows(user=user.pk, agencies=user.agency_ids())):
        many = f"{MOST} or more" if count == MOST else str(count)
        yield Task(f"Say why it was late: {many}", "late", "", "/clocks/late/")
