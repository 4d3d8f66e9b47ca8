from typing import ClassVar

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from audit.history import kept, tracked
from children.models import Person
from records.fields import moment_in_words
from records.models import Record, RecordQuerySet, Version
from records.passages import ALL, NOT_FAMILY, RESTRICTIONS
from s47.vocabulary import ANSWERS, ASKED_WITH, EXCEPTIONS, ONWARD, WAYS_OF_GIVING, Outcome
from strategy.models import StrategyDiscussion
from strategy.vocabulary import CHECK_GROUNDS

Lines = list[tuple[str, str]]


@tracked()
class Enquiry(Record):
    """The section 47 enquiry about one child, from the discussion that decided it (§6)."""

    KIND, PREFIX = "enquiry", "EN"
    record_ptr = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, primary_key=True, related_name="as_enquiry"
    )
    # A fact, never "the latest discussion": its clocks are counted from it (§11).
    initiating_discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, related_name="enquiries")
    # The child while the enquiry is open, then empty: the database refuses a second open one.
    open_for = models.OneToOneField(Person, models.PROTECT, null=True, related_name="open_enquiry")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)  # as last decided

    objects = RecordQuerySet["Enquiry"].as_manager()  # type: ignore[misc]  # narrows the parent’s

    @property
    def allocation(self) -> "Allocation | None":
        return self.allocations.filter(ended_at=None).select_related("lead_social_worker", "by").first()

    @property
    def recommendation(self) -> "Recommendation | None":
        """The one that waits for the head of service, or was decided."""
        return self.recommendations.filter(returned_at=None).select_related("by").order_by("-pk").first()


class Added(models.Model):
    """What every row of an enquiry carries."""

    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@tracked()
class Sighting(Added):
    """One time the child was seen: when, by whom, alone or why not, and what was observed (§6)."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=250)
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
        return f"{moment_in_words(self.seen_at)}, by {self.seen_by}, {how}"

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
class Allocation(models.Model):
    """Who led the enquiry from when until when. A new one ends the last; none is overwritten."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="allocations")
    lead_social_worker = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(ended_at=None), name="one_lead_social_worker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_social_worker}"


@tracked()
class Recommendation(models.Model):
    """What the team manager recommends, with the four conditions as they were then [003].

    The head of service decides it, or returns it with reasons.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="recommendations")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reasons = models.TextField()
    conditions = models.JSONField()  # [[the condition in words, why it is not met or ""], …]
    override = models.TextField(blank=True)  # why it goes on although a condition is not met
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="recommendation_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="recommendation_returned_by_somebody",
                condition=Q(returned_at=None, returned_by=None, returned_because="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_because=""),
            ),
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(returned_at=None), name="one_recommendation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}"

    @property
    def unmet(self) -> list[tuple[str, str]]:
        return [(what, why) for what, why in self.conditions if why]


class OutcomeDecision(models.Model):
    """What the head of service decided, in their own sign-in. The last one counts; none is altered."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="decisions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    onward = models.CharField(max_length=12, choices=ONWARD, blank=True)
    reasons = models.TextField()
    capacity = models.CharField(max_length=200)  # position as it was
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="outcome_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="outcome_leads_on",
                condition=Q(outcome=Outcome.CONFERENCE, onward="")
                | ~Q(outcome=Outcome.CONFERENCE) & ~Q(onward=""),
            ),
        ]
        triggers: ClassVar = kept("outcome_kept")

    def __str__(self) -> str:
        return f"{self.outcome}"


@tracked()
class Missing(models.Model):
    """The child’s whereabouts are unknown, or the child cannot be reached [003].

    Over when a further discussion was held with the police *and* the head of service agreed the plan.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="missing")
    since = models.DateTimeField()
    what = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_plan = models.TextField(blank=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enquiry"], condition=Q(over_at=None), name="missing_once"),
            models.CheckConstraint(
                name="missing_agreed_by_somebody",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="missing_over_when_both",
                condition=Q(over_at=None) | Q(discussion__isnull=False, agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Missing since {self.since:%Y-%m-%d}"


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
