"""Subject access: a child’s file as it was asked for, what is withheld and why, what was released."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from agencies.roles import Role
from audit.history import kept, tracked
from children.models import Person, hidden_from, new_ref
from records.frozen import FrozenFile, FrozenText, Whose


class Asker(models.TextChoices):
    CHILD = "child", "The child, or the adult the child has become"
    PARENT = "parent", "Somebody with parental responsibility, for the child"
    INSTRUCTED = "instructed", "A solicitor or another person whom the child has instructed"


class Reason(models.TextChoices):
    """Why something is withheld: exemptions of the Data Protection Act 2018 from Article 15."""

    THIRD_PARTY = "third_party", "Another person’s information"
    SERIOUS_HARM = "serious_harm", "Likely to cause serious harm"
    WISHES = "wishes", "Told or found in the expectation that it is not passed on"
    ABUSE = "abuse", "Child abuse data, not in the child’s interests"
    COURT = "court", "Processed by a court"
    CRIME = "crime", "Prevention and detection of crime"
    PRIVILEGE = "privilege", "Legal advice or proceedings"
    OTHERS_FILE = "others_file", "Not about this child"


# Where each stands in the Act; the last is no exemption: it is not the child's data.
LAW = {
    Reason.THIRD_PARTY: "Schedule 2, paragraph 16",
    Reason.SERIOUS_HARM: "Schedule 3, paragraph 11",
    Reason.WISHES: "Schedule 3, paragraph 10",
    Reason.ABUSE: "Schedule 3, paragraph 21",
    Reason.COURT: "Schedule 3, paragraph 9",
    Reason.CRIME: "Schedule 2, paragraph 2",
    Reason.PRIVILEGE: "Schedule 2, paragraph 19",
    Reason.OTHERS_FILE: "Article 15 gives nobody another person’s data",
}
# These protect the child from whoever asks on the child's behalf, never from the child.
OF_A_PARENT = (Reason.WISHES, Reason.ABUSE)


def new_access_ref() -> str:
    return new_ref("SA")


class SubjectAccessQuerySet(models.QuerySet["SubjectAccess"]):
    def open(self) -> Self:
        return self.filter(state__in=[SubjectAccess.State.REDACTING, SubjectAccess.State.SENT])

    def unanswered(self) -> Self:
        """Those whose month still runs: not withdrawn, and not yet handed over."""
        return self.exclude(state=SubjectAccess.State.WITHDRAWN).filter(given_on=None)

    def visible_to(self, user: User) -> Self:
        """Information governance all of its authority’s; a head of service those they may know of."""
        governed = user.governed_ids()
        headed = user.agency_ids_as(Role.HEAD_OF_SERVICE)
        return self.filter(
            Q(child__authority__in=governed) | Q(child__authority__in=headed) & ~hidden_from(user, "child")
        )


@tracked()
class SubjectAccess(models.Model):
    """Somebody asks for what is held about a child (UK GDPR Article 15)."""

    class State(models.TextChoices):
        REDACTING = "redacting", "Being redacted"
        SENT = "sent", "Waits for a second person"
        RELEASED = "released", "Released"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ref = models.CharField(max_length=20, unique=True, editable=False, default=new_access_ref)
    child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asker = models.CharField(max_length=12, choices=Asker)
    asker_name = models.CharField(max_length=120)
    checked = models.TextField(max_length=2000)  # who they are and that they may ask: how that was seen
    received_on = models.DateField()
    due_on = models.DateField()
    extended_because = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.REDACTING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # released, or withdrawn
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(max_length=2000, blank=True)
    given_on = models.DateField(null=True)
    given_how = models.CharField(max_length=200, blank=True)

    objects = SubjectAccessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child", "asker_name", "received_on"],
                condition=Q(state__in=["redacting", "sent"]),
                name="subject_access_once",
            ),
            models.CheckConstraint(
                name="subject_access_due_after_receipt", condition=Q(due_on__gt=F("received_on"))
            ),
            models.CheckConstraint(
                name="subject_access_sent_by_somebody",
                condition=Q(state__in=["redacting", "withdrawn"])
                | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="subject_access_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="released_by_a_second_person",
                condition=~Q(state="released") | Q(closed_by__isnull=False) & ~Q(closed_by=F("sent_by")),
            ),
            models.CheckConstraint(
                name="withdrawn_with_reason", condition=~Q(state="withdrawn") | ~Q(withdrawn_because="")
            ),
            models.CheckConstraint(
                name="given_once_released",
                condition=Q(given_on=None) | Q(state="released") & ~Q(given_how=""),
            ),
        ]
        indexes: ClassVar = [
            # For "my work" and the reminders.
            models.Index(
                name="subject_access_unanswered",
                fields=["due_on"],
                condition=Q(given_on=None) & ~Q(state="withdrawn"),
            ),
        ]

    @property
    def whose(self) -> Whose:
        return Whose("subject_access", self.ref, self.child.authority_id, self.child_id)

    def __str__(self) -> str:
        return self.ref

    @property
    def sending(self) -> str:
        """Which sending a page was opened at: it is sent back and sent again."""
        return f"{self.sent_at.timestamp():.6f}" if self.sent_at else ""


class Gathered(models.Model):
    """The file as it was when it was asked for. Marks lie over it; nothing in it is ever changed."""

    request = models.OneToOneField(SubjectAccess, models.PROTECT, related_name="gathered")
    parts = FrozenText()  # of governance.gathering.Part
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "gathered"
        triggers: ClassVar = kept("gathered_kept")

    def __str__(self) -> str:
        return f"File of {self.request_id}"

    @property
    def whose(self) -> Whose:
        return self.request.whose


class MarkQuerySet(models.QuerySet["Mark"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def proposed(self) -> Self:
        return self.standing().filter(confirmed_at=None)


@tracked()
class Mark(models.Model):
    """Characters `begins` to `ends` of one text of the gathered file are withheld, for a reason.

    What the program marks is withheld from the beginning; a person confirms it or lifts it. Police-sensitive
    and legally privileged passages are locked: the agency they belong to widens them, nobody else.
    """

    class By(models.TextChoices):
        RESTRICTION = "restriction", "Marked in the record"
        FINDER = "finder", "Found by the program"
        PERSON = "person", "Marked by a person"

    request = models.ForeignKey(SubjectAccess, models.PROTECT, related_name="marks")
    part = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=30)  # of governance.redaction.Text
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    found = models.CharField(max_length=60, blank=True)  # what the finder took it for
    words = models.CharField(max_length=120, blank=True)  # how it reads, to settle the same words at once
    by = models.CharField(max_length=12, choices=By)
    locked = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    note = models.CharField(max_length=200, blank=True)
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: by the program
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_because = models.CharField(max_length=200, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="mark_covers_something", condition=Q(ends__gt=F("begins"))),
            models.CheckConstraint(name="locked_mark_stays", condition=Q(locked=False) | Q(lifted_at=None)),
            models.CheckConstraint(
                name="mark_confirmed_by_somebody",  # a locked one by its agency, in the record
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False) & (Q(confirmed_by__isnull=False) | Q(locked=True)),
            ),
            models.CheckConstraint(
                name="mark_confirmed_with_reason", condition=Q(confirmed_at=None) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="mark_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["request", "part", "place", "begins", "ends"],
                condition=Q(lifted_at=None),
                name="mark_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}/{self.place} {self.begins}–{self.ends}"


class SecondLook(models.Model):
    """What a second person said of what is withheld. Written once."""

    request = models.ForeignKey(SubjectAccess, models.PROTECT, related_name="looks")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agreed = models.BooleanField()
    said = models.TextField(max_length=5000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="second_look_by_somebody_else", condition=~Q(by=F("sent_by"))),
            models.CheckConstraint(name="sent_back_with_words", condition=Q(agreed=True) | ~Q(said="")),
        ]
        triggers: ClassVar = kept("second_look_kept")

    def __str__(self) -> str:
        return f"{self.request_id} {'agreed' if self.agreed else 'sent back'}"


class Released(models.Model):
    """What left the house, without a word of what was withheld, and the PDF of it. Written once."""

    request = models.OneToOneField(SubjectAccess, models.PROTECT, related_name="released")
    content = FrozenText()
    sha256 = models.CharField(max_length=64)
    pdf = FrozenFile(upload_to="released/%Y/%m", proof="pdf_sha256")
    pdf_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "released"
        triggers: ClassVar = kept("released_kept")

    def __str__(self) -> str:
        return f"Release of {self.request_id}"

    @property
    def whose(self) -> Whose:
        return self.request.whose


def new_question_ref() -> str:
    return new_ref("NQ")


class NameQuestionQuerySet(models.QuerySet["NameQuestion"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def answerable_by(self, user: User) -> Self:
        """Governance answers those of its authority, and the head of service when it does not."""
        authorities = user.agency_ids_as(Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
        return self.filter(authority__in=authorities).exclude(asked_by=user)

    def visible_to(self, user: User) -> Self:
        """Who asked, acting for the agency for which they asked; and who answers."""
        own = Q(asked_by=user, authority__in=user.case_work_ids())
        answering = user.agency_ids_as(Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
        return self.filter(own | Q(authority__in=answering))


class NameQuestion(models.Model):
    """Somebody with only the name of a child whom search does not show asks information governance (§9).

    What they typed is personal data of a request, not of a child’s file: read by those who answer, and
    blanked after a while. So it has no history, which would keep it.
    """

    class Answer(models.TextChoices):
        NUMBER = "number", "The child is on file: use this number"
        NOT_KNOWN = "not_known", "Nobody on file is like this: add the child"
        HANDLED = "handled", "It is in hand: nothing more is asked of you"

    ref = models.CharField(max_length=20, unique=True, editable=False, default=new_question_ref)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    name = models.CharField(max_length=240, blank=True)  # blank once it is forgotten
    birth = models.CharField(max_length=60, blank=True)
    address = models.TextField(max_length=500, blank=True)
    worry = models.TextField(max_length=2000, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()  # the last instant at which an answer is in time
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(max_length=500, blank=True)
    child = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # whose number it is
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = NameQuestionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "questions by name"
        constraints: ClassVar = [
            models.CheckConstraint(name="name_question_due_later", condition=Q(due_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="name_question_answered_by_another",
                condition=Q(answered_at=None, answered_by=None, answer="", child=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer="")
                & ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="name_question_number_has_child",
                condition=Q(answer="number", child__isnull=False) | ~Q(answer="number") & Q(child=None),
            ),
        ]
        indexes: ClassVar = [
            # For the reminders, every minute, and "my work".
            models.Index(name="name_question_waiting", fields=["due_at"], condition=Q(answered_at=None)),
        ]

    def __str__(self) -> str:
        return self.ref
