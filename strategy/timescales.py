from deadlines.timescales import Timescale, Unit, declare

CONCERN_CLOCKS = (
    "strategy_same_day",
    "strategy_1wd",
    "strategy_3wd",
    "strategy_5wd",
    "emergency_followup",
)

declare(
    Timescale(
        "police_liaison", "Police liaison", "concern received", "police liaison recorded",
        Unit.HOURS, "always", "[001 §4]", 24,
    ),
    Timescale(
        "strategy_same_day", "Strategy discussion", "concern received", "discussion held",
        Unit.SAME_DAY,
        "serious physical injury, serious neglect or other serious risk; "
        "penetrative sexual abuse needing forensic evidence",
        "[003] Timing of strategy discussions",
    ),
    Timescale(
        "strategy_1wd", "Strategy discussion", "concern received", "discussion held",
        Unit.WORKING_DAYS, "immediate action required by either agency",
        "[003] Timing of strategy discussions", 1,
    ),
    Timescale(
        "strategy_3wd", "Strategy discussion", "concern identified", "discussion held",
        Unit.WORKING_DAYS, "otherwise", "[001 §4], [003]", 3,
    ),
    Timescale(
        "strategy_5wd", "Strategy discussion", "concern identified", "discussion held",
        Unit.WORKING_DAYS,
        "particularly complex (organised abuse, allegation against staff), "
        "unless a shorter one applies",
        "[003] Timing of strategy discussions", 5,
    ),
    Timescale(
        "emergency_followup", "Strategy discussion after emergency action",
        "emergency action (police protection, EPO)", "discussion held",
        Unit.HOURS, "emergency action came first", "[003]", 24,
    ),
    Timescale(
        "actions_received", "Action list with every owner’s agency", "discussion ended",
        "every owner’s agency has the action list", Unit.WORKING_DAYS, "always", "[004]", 1,
    ),
    Timescale(
        "record_circulated", "Record circulated", "discussion ended",
        "record with all attendees and action owners", Unit.WORKING_DAYS, "always", "[003]", 1,
    ),
    Timescale(
        "outcome_notified", "Referrer and absent agencies told", "discussion ended",
        "referrer and relevant absent agencies told the outcome", Unit.WORKING_DAYS, "always",
        "[003]", 1,
    ),
    Timescale(
        "record_filed", "Signed record on the child’s file", "discussion ended",
        "signed record on the child’s file", Unit.WORKING_DAYS, "always", "[003]", 1,
    ),
    Timescale(
        "minutes_acknowledged", "Minutes acknowledged", "discussion ended",
        "every recipient agency has acknowledged the minutes", Unit.WORKING_DAYS, "always",
        "[004]", 5,
    ),
    Timescale(
        "follow_up_discussion", "Follow-up discussion", "discussion ended", "follow-up held",
        Unit.DATE, "follow-up decided", "[003]",
    ),
    Timescale(
        "interview_plan", "Child interview plan", "discussion ended",
        "child interview plan complete", Unit.DATE, "ABE interview decided, plan incomplete",
        "[000]",
    ),
    Timescale(
        "action_review", "Review of the actions", "discussion ended",
        "completion of the actions reviewed", Unit.DATE, "always", "[001 §6.1]",
    ),
)  # fmt: skip
