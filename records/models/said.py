"""What somebody said of a record, in their own sign-in: that they agree, or why something is so."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agencies.models import User
from audit.history import kept


class Agreement(models.Model):
    """Somebody agreed, or disagreed, at a gate, in their own sign-in.

    Never altered: when what was agreed changes, it no longer counts and stays readable.
    """

    record = models.ForeignKey("records.Record", models.PROTECT, related_name="agreements")
    gate = models.CharField(max_length=30)  # "csc" or "police"; the enquiry adds its own
    agreed = models.BooleanField()
    comment = models.TextField(blank=True)
    # Somebody else noted that it was agreed at the meeting: it counts once `by` confirms it.
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=200)  # position and rank as they were
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of what was agreed

    class Meta:
        triggers: ClassVar = kept("agreement_kept")

    def __str__(self) -> str:
        return f"{self.gate} {self.agreed}"


class Explanation(models.Model):
    """Why something was done although a rule speaks against it, in words that the record shows.

    Never altered; what is said later stands beside it.
    """

    record = models.ForeignKey("records.Record", models.PROTECT, related_name="explanations")
    about = models.CharField(max_length=60)  # what it is said of: “moved”, “left out:health”
    sentence = models.TextField()  # as it was when it was explained
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="explanation_in_words", condition=~Q(sentence="") & ~Q(words=""))
        ]
        triggers: ClassVar = kept("explanation_kept")

    def __str__(self) -> str:
        return f"{self.about} {self.pk}"
