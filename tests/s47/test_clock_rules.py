"""The clock rules of an enquiry, for any order of discussions (§3, §11)."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.calendar import calendar_with, due_moment
from deadlines.models import Deadline
from s47.models import Enquiry
from s47.workflow.opening import follow_decision
from strategy.models import Decision
from strategy.vocabulary import Decided
from tests.stories import fresh, signed

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# A discussion so many hours after the first, and whether it decides section 47.
LATER = st.lists(st.tuples(st.integers(1, 24 * 40), st.booleans()), max_size=6)


def discussion_after(first, *, hours, decides):
    """Another discussion about the same child, held so many hours after the first."""
    later = fresh(first)
    later.pk = later.id = later.record_ptr_id = None
    later._state.adding, later.ref = True, ""
    later.started_at, later.ended_at = (
        m + timedelta(hours=hours) for m in (first.started_at, first.ended_at)
    )
    later.save()
    kind = Decided.S47 if decides else Decided.S17
    Decision.objects.create(discussion=later, kind=kind, reason="x")
    return later


def follow(discussion, told):
    return follow_decision(discussion, by=discussion.chair, at=told.at(9000))


def clocks():
    found = Deadline.objects.filter(record__kind="enquiry", code__in=["child_seen", "s47_outcome", "icpc"])
    return {d.code: (d.started_at, d.due_at) for d in found}


def expected(discussion):
    calendar, start = calendar_with(), discussion.started_at
    lengths = {"child_seen": (24, "hours"), "s47_outcome": (15, "days"), "icpc": (15, "working_days")}
    return {code: (start, due_moment(calendar, start, n, unit)) for code, (n, unit) in lengths.items()}


def test_whatever_is_discussed_later_the_clocks_count_from_the_discussion_that_decided(cast):
    told, discussion = signed(cast)

    @FEW
    @given(LATER)
    def whatever(later):
        with transaction.atomic():
            for hours, decides in later:
                follow(discussion_after(discussion, hours=hours, decides=decides), told)
                follow(discussion, told)  # corrected, and signed again
            assert clocks() == expected(discussion)
            assert Enquiry.objects.count() == 1
            transaction.set_rollback(True)

    whatever()


def test_the_first_discussion_that_decides_it_starts_them_and_no_earlier_or_later_one(cast):
    said = {"decisions": {"threshold": "no", "decisions": ["s17"], "reason_s17": "x"}}
    told, discussion = signed(cast, said=said)

    @FEW
    @given(LATER)
    def whatever(later):
        with transaction.atomic():
            made = [discussion_after(discussion, hours=h, decides=d) for h, d in sorted(later)]
            for each in made:
                follow(each, told)
            deciding = [d for (_, decides), d in zip(sorted(later), made, strict=True) if decides]
            assert clocks() == (expected(deciding[0]) if deciding else {})
            transaction.set_rollback(True)

    whatever()
