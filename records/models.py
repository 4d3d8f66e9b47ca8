import uuid
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from agencies.models import Agency, Team, User
from audit.history import kept, tracked
from children.models import Glass, Person, hidden_from, new_ref
from records import states
from records.passages import digest_of

R = TypeVar("R", bound="Record")


class RecordQuerySet(models.QuerySet[R]):
    def lock(self, pk: int) -> R:
        """Return the record, locked until the transaction ends.

        Whoever writes to any part of a record comes through here first, once.
        """
        # The lock is the parent's row. Locking a child with of=("self",) would leave
        # that row unlocked, and read it as it was before the wait.
        Record.objects.select_for_update().get(pk=pk)
        return self.get(pk=pk)

    def visible_to(self, user: User) -> Self:
        """§9: the team's cases, the service's for its managers, and what was shared."""
        groups = Agency.objects.filter(pk__in=user.lead_ids()).values("group")
        shared = Share.objects.filter(content_object=OuterRef("pk"), group__in=groups)
        named = NamedShare.objects.filter(content_object=OuterRef("pk"), user=user)
        if not user.is_active or not user.hats():
            return self.none()
        theirs: Any = (
            Q(team__in=user.team_ids())
            | Q(authority__in=user.whole_service_ids())
            | Exists(shared)
            | Exists(named)
        )
        if user.glass_until:
            emergency = Glass.objects.live().filter(child=OuterRef("child"), user=user)
            theirs |= Q(authority__in=user.case_work_ids()) & Exists(emergency)
        return self.filter(theirs).unhidden(user)

    def unhidden(self, user: User) -> Self:
        """Without those of restricted cases that this person may not know of."""
        return self.exclude(hidden_from(user, "child"))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def listed(self) -> Self:
        """With what a list says of each."""
        named = ("child__ref", "child__is_child", "child__given_names", "child__family_name", "team__name")
        return self.select_related("child", "team").only("kind", "ref", "state", "created_at", *named)


class Record(models.Model):
    """What every formal record shares. One row a child and record (§1)."""

    kind = models.CharField(max_length=20, editable=False)
    ref = models.CharField(max_length=20, unique=True, editable=False)
    child = models.ForeignKey(Person, models.PROTECT, related_name="records")
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="records")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="records")
    # Records made in one go for several children carry the same mark.
    together = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    state = models.CharField(max_length=20, choices=states.State)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = RecordQuerySet["Record"].as_manager()
    _contents: "dict[str, SectionContent]"  # records.sections.contents keeps them for a request
    PREFIX: ClassVar[str] = "RE"
    KIND: ClassVar[str] = ""

    class Meta:
        permissions: ClassVar = [("read_record", "Can read the record")]
        constraints: ClassVar = [models.CheckConstraint(name="record_known_state", condition=states.check())]
        indexes: ClassVar = [
            # For newest-first lists of a team and of a service.
            models.Index(name="record_by_team", fields=["team", "-created_at"]),
            models.Index(name="record_by_authority", fields=["authority", "-created_at"]),
            # For what is still being written, and what waits to be agreed.
            *(
                models.Index(
                    name=f"record_{whose}_open",
                    fields=[whose, "-created_at", "-id"],
                    condition=Q(state__in=states.UNFINISHED),
                )
                for whose in ("team", "authority")
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.ref:
            self.ref = new_ref(self.PREFIX)
            self.kind = self.KIND
        super().save(*args, **kwargs)

    def step_to(self, state: states.State) -> None:
        """Change the state in memory; a step that is not in the table is a fault of ours."""
        if not states.may_step(self.kind, self.state, state):
            raise ValueError(f"A {self.kind} does not go from {self.state} to {state}.")
        self.state = state
        self.revision += 1

    @property
    def title(self) -> str:
        return states.TITLES[self.kind]

    @property
    def paper(self) -> str:
        return states.PAPERS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    def others_together(self: R) -> "RecordQuerySet[R]":
        manager = cast("RecordQuerySet[R]", type(self)._default_manager)
        return manager.filter(together=self.together).exclude(pk=self.pk).order_by("pk")


class Share(GroupObjectPermissionBase):
    """guardian's grant to an agency's group, and our share, in one row: they cannot disagree."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="shares")
    since = models.DateTimeField()
    purpose = models.CharField(max_length=60)


class NamedShare(UserObjectPermissionBase):
    """The same for one named person of an agency, without opening it to their colleagues."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="named_shares")
    since = models.DateTimeField()
    purpose = models.CharField(max_length=60)


@tracked()
class SectionContent(models.Model):
    """What one section says now. Its revision tells two people apart who edit it at once."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="contents")
    section = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "section"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.section} r{self.revision}"


class Draft(models.Model):
    """What somebody has typed and not yet saved, invalid input included.

    Outside history and audit: typing is not history. Belongs to one person, one record
    and one section, so one child's words can never turn up in another's form.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="drafts")
    section = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    base_revision = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "section", "user"], name="draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.saved_at:%H:%M:%S}"


class Product(models.TextChoices):
    RECORD = "record", "Full record"
    ACTION_LIST = "action_list", "Action list"
    OUTCOME = "outcome", "Outcome notice"
    REPORT = "report", "Conference report"
    LETTER = "letter", "Letter to the family"


class Version(models.Model):
    """A frozen product of a record. The database refuses to change or delete it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    product = models.CharField(max_length=20, choices=Product)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # what was corrected

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "product", "number"], name="version_once"),
            models.CheckConstraint(
                name="version_signed_by_somebody",
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="full_record_is_signed",
                condition=~Q(product=Product.RECORD) | Q(signed_at__isnull=False),
            ),
        ]
        triggers: ClassVar = kept("version_frozen")

    def __str__(self) -> str:
        return f"{self.record_id} {self.product} v{self.number}"

    @property
    def intact(self) -> bool:
        """Whether the content still is what was hashed when it was made."""
        return digest_of(self.content) == self.sha256

    @property
    def is_latest(self) -> bool:
        return not Version.objects.filter(
            record=self.record_id, product=self.product, number__gt=self.number
        ).exists()


class Rendering(models.Model):
    """One PDF a version and audience, made once however many receive it."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="renderings")
    audience = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="renderings/%Y/%m")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "audience"], name="rendering_once")
        ]
        triggers: ClassVar = kept("rendering_frozen")

    def __str__(self) -> str:
        return f"{self.version_id} {self.audience}"


class Agreement(models.Model):
    """Somebody agreed, or disagreed, at a gate, in their own sign-in.

    Never altered: when what was agreed changes, it no longer counts and stays readable.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="agreements")
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
