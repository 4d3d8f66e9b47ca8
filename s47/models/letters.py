"""Letters to the family, and to whom each was given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agencies.models import User
from audit.history import kept, tracked
from children.models import Person
from records.models import Version
from s47.added import Added
from s47.models.enquiry import Enquiry
from s47.vocabulary import WAYS_OF_GIVING


class Letter(models.Model):
    """The outcome told to one person of the family, in a frozen version of its own (§8)."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="letters")
    addressee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, models.PROTECT, related_name="+")
    why_without_responsibility = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = kept("letter_kept")

    def __str__(self) -> str:
        return f"Letter {self.pk}"


@tracked()
class LetterGiven(Added):
    """A letter reached the family: when, how and by whom; or it was kept back, and why."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="given")
    given_on = models.DateField(null=True)
    how = models.CharField(max_length=10, choices=WAYS_OF_GIVING, blank=True)
    by_whom = models.CharField(max_length=250, blank=True)
    kept_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="letter_given_by_somebody_or_kept",
                condition=Q(given_on__isnull=False, kept_because="") & ~Q(how="") & ~Q(by_whom="")
                | Q(given_on=None) & ~Q(kept_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.letter_id} given"

    @property
    def in_words(self) -> str:
        if self.given_on is None:
            return f"Not given: {self.kept_because}"
        return f"Given {self.given_on:%-d %B %Y}, {self.get_how_display().lower()}, by {self.by_whom}"
