"""What is asked about a clock that ran out [002]."""

from records.fields import Prose
from records.sections import RowForm


class WhyLateForm(RowForm):
    delay_cause = Prose(label="What caused the delay?", rows=3)
    delay_mitigation = Prose(label="How was its impact on the child reduced?", rows=3)
    needs = ("delay_cause", "delay_mitigation")


class AnswerForm(RowForm):
    reason = Prose(label="What shows that it was in time?", rows=3)
    needs = ("reason",)
