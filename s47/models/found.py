"""What the enquiry finds: sightings, visits, checks, other children, refused access."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from audit.history import tracked
from records.fields import moment_in_words
from records.passages import ALL, NOT_FAMILY, RESTRICTIONS
from s47.added import Added, Lines
from s47.models.enquiry import Enquiry
from s47.vocabulary import ANSWERS, ASKED_WITH, EXCEPTIONS, UNCOUNTED
from strategy.vocabulary import CHECK_GROUNDS


@tracked()
class Sighting(Added):
    """One time the child was seen: when, by whom, alone or why not, and what was observed (§6).

    By one of the people of the enquiry, or by somebody else: that is information, and stops no clock.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    seer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seen_by = models.CharField(max_length=250)  # in words, as it was
    # Written before who saw the child was chosen from the people of the enquiry: it counts as it was.
    as_written = models.BooleanField(default=False, editable=False)
    place = models.CharField(max_length=250, blank=True)
    alone = models.BooleanField()
    exception = models.CharField(max_length=10, choices=EXCEPTIONS, blank=True)
    why = models.TextField(blank=True)
    present = models.CharField(max_length=250, blank=True)
    appearance = models.TextField(blank=True)
    demeanour = models.TextField(blank=True)
    account = models.TextField(blank=True)
    home = models.TextField(blank=True)
    safety = models.TextField(blank=True)

    # Those by one of the people of the enquiry: these alone stop the clock.
    COUNTS: ClassVar = Q(seer__isnull=False) | Q(as_written=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sighting_alone_or_why_not",
                condition=Q(alone=True, exception="") | Q(alone=False) & ~Q(exception=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Seen {self.seen_at:%Y-%m-%d}"

    @property
    def heading(self) -> str:
        how = "alone" if self.alone else f"not alone: {self.get_exception_display().lower()}"
        who = self.seen_by if self.counts else f"{self.seen_by} ({UNCOUNTED})"
        return f"{moment_in_words(self.seen_at)}, by {who}, {how}"

    @property
    def counts(self) -> bool:
        return self.seer_id is not None or self.as_written

    @property
    def lines(self) -> Lines:
        return [
            ("Where", self.place), ("Why not alone", self.why), ("Who was present", self.present),
            ("Appearance", self.appearance), ("Demeanour and behaviour", self.demeanour),
            ("The child’s account", self.account), ("Home and sleeping conditions", self.home),
            ("Safety of the home", self.safety),
        ]  # fmt: skip


@tracked()
class Visit(Added):
    """A visit to the family, whether or not the child was seen at it."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="visits")
    at = models.DateTimeField()
    by_whom = models.CharField(max_length=250)
    met = models.CharField(max_length=250)
    found = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Visit {self.at:%Y-%m-%d}"

    @property
    def heading(self) -> str:
        return f"{moment_in_words(self.at)}, {self.by_whom} met {self.met}"

    @property
    def lines(self) -> Lines:
        return [("What was found", self.found)]


@tracked()
class AgencyCheck(Added):
    """One agency asked what it knows: with consent or authorised without, and what it answered [003]."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_with = models.CharField(max_length=10, choices=ASKED_WITH)
    ground = models.CharField(max_length=10, choices=CHECK_GROUNDS, blank=True)
    authorised_by = models.CharField(max_length=250, blank=True)
    answer = models.CharField(max_length=10, choices=ANSWERS)
    answered_on = models.DateField(null=True)
    why_none = models.TextField(blank=True)  # why it will not answer, or how it was chased
    information = models.TextField(blank=True)
    restriction = models.CharField(max_length=12, choices=list(RESTRICTIONS.items()), default=NOT_FAMILY)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="check_authorised_on_a_ground",
                condition=Q(asked_with="consent") | ~Q(ground="") & ~Q(authorised_by=""),
            ),
            models.CheckConstraint(
                name="check_answered_on_a_day", condition=~Q(answer="answered") | Q(answered_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Check with {self.agency}"

    @property
    def heading(self) -> str:
        return f"{self.agency}: {self.get_answer_display().lower()}"

    @property
    def lines(self) -> Lines:
        asked = f"{self.asked_on:%-d %B %Y}, {self.get_asked_with_display().lower()}"
        if self.ground:
            asked += f": {self.get_ground_display().lower()}; by {self.authorised_by}"
        answered = f"{self.answered_on:%-d %B %Y}" if self.answered_on else ""
        shown = self.information
        if self.restriction != ALL and shown:
            shown = f"{shown}\n({RESTRICTIONS[self.restriction]})"
        return [
            ("Asked", asked), ("Answered", answered), ("Chased, or why there is no answer", self.why_none),
            ("What it knows", shown),
        ]  # fmt: skip


@tracked()
class OtherChild(Added):
    """Another child of the household: seen, or why not (§6)."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="other_children")
    name = models.CharField(max_length=250)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=250, blank=True)
    alone = models.BooleanField(default=False)
    why_not = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="other_child_seen_or_why_not", condition=Q(seen_at__isnull=False) | ~Q(why_not="")
            ),
        ]

    def __str__(self) -> str:
        return f"Other child {self.pk}"

    @property
    def heading(self) -> str:
        if self.seen_at is None:
            return f"{self.name}: not seen"
        alone = "alone" if self.alone else "not alone"
        return f"{self.name}: seen {moment_in_words(self.seen_at)} by {self.seen_by}, {alone}"

    @property
    def lines(self) -> Lines:
        return [("Why not" if self.seen_at is None else "Why not alone", self.why_not)]


@tracked()
class AccessRefused(Added):
    """Somebody refused access to the child: the discussion is reconvened, with legal advice considered."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="refusals")
    at = models.DateTimeField()
    by_whom = models.CharField(max_length=250)
    what = models.TextField()

    def __str__(self) -> str:
        return f"Access refused {self.at:%Y-%m-%d}"

    @property
    def heading(self) -> str:
        return f"{moment_in_words(self.at)}: refused by {self.by_whom}"

    @property
    def lines(self) -> Lines:
        return [("What happened", self.what)]
