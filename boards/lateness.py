"""What was late and nobody has said why, as one line of “my work” [002]."""

from collections.abc import Iterator

from django.db.models import F

from agencies.models import User
from boards.queries import ACTS_FOR, MOST, Task
from children.models import hidden_from
from config.compiled import AnyOf, Given, Statement
from deadlines.models import Deadline

LATE = Statement(
    lambda: (
        Deadline.objects.met_late_without_a_cause()
        .filter(owner=Given("user"))
        .filter(AnyOf(F("agency"), ACTS_FOR))
        .exclude(hidden_from(Given("user"), "record__child"))
        .values_list("pk")[:MOST]
    )
)


def to_say_why(user: User) -> Iterator[Task]:
    """One line for all: these clocks have stopped and have no line of their own any more."""
    if count := len(LATE.rows(user=user.pk, agencies=user.agency_ids())):
        many = f"{MOST} or more" if count == MOST else str(count)
        yield Task(f"Say why it was late: {many}", "late", "", "/clocks/late/")
