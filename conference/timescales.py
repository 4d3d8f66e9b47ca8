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
    # Beside the table of §3: what §11 leaves to the area, beside the three months above.
    Timescale(
        "review_after_birth", "First review after the birth", "birth", "review held",
        Unit.WORKING_DAYS, "plan made before the birth, beside review_conference", "[ours]", 20,
    ),
)  # fmt: skip
