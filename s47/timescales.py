"""The clocks of a section 47 enquiry: all counted from the discussion that decided it (§3, §11)."""

from deadlines.timescales import Timescale, Unit, declare

SIGNED = "outcome signed by the head of service"
FROM = "the discussion that decided section 47"

declare(
    Timescale(
        "child_seen", "Child seen", FROM, "child seen", Unit.HOURS, "always, for a child who is born",
        "[003]", 24,
    ),
    Timescale(
        "missing_child", "Further discussion about a missing child", "whereabouts unknown",
        "further discussion with police held, and the head of service’s agreement", Unit.HOURS,
        "child missing or inaccessible", "[003]", 24,
    ),
    Timescale(
        "s47_outcome", "Outcome of the section 47 enquiry", FROM, SIGNED,
        Unit.DAYS, "section 47 decided", "[003]", 15,
    ),
    Timescale(
        "s47_outcome_fast", "Outcome of the section 47 enquiry", FROM, SIGNED,
        Unit.DAYS, "conference and/or legal planning already decided", "[003]", 5,
    ),
    Timescale(
        "icpc", "Initial child protection conference", FROM, "conference held", Unit.WORKING_DAYS,
        "provisional until the outcome is a conference", "[003], [WT]", 15,
    ),
)  # fmt: skip
