from django.db import models


class ClockRound(models.Model):
    """How far the beat has come comparing the clocks of all records with their facts: one small row.

    Of the last round that ended it keeps when that was, how many records there were, and how many clocks
    differed.
    """

    reached = models.BigIntegerField(default=0)  # the key of the record compared last; 0 when a round begins
    records = models.PositiveIntegerField(default=0)  # in the round that goes on
    differ = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_records = models.PositiveIntegerField(default=0)
    ended_differ = models.PositiveIntegerField(default=0)
    # Running clocks on which nobody can act, counted each time the beat comes by.
    unowned = models.PositiveIntegerField(default=0)
    unowned_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.records} records compared"
