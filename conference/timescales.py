"""The clocks that a child protection plan starts (§3)."""

from deadlines.timescales import Timescale, Unit, declare

declare(
    Timescale(
        "core_group", "First core group", "conference", "first core group held", Unit.WORKING_DAYS,
        "child protection plan made", "[WT]", 10,
    ),
    Timescale(
        "review_conference", "First review conference", "conference", "review held", Unit.MONTHS,
        "plan made", "[WT]", 3,
    ),
)  # fmt: skip
