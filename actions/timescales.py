from deadlines.timescales import Timescale, Unit, declare

declare(
    Timescale(
        "action",
        "Action",
        starts="action agreed",
        stops="action completed",
        unit=Unit.DATE,
        when="each action",
        source="[000], [001 §6], [003]",
    )
)
