import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from agencies.models import Agency, Team, User
from audit.history import kept, tracked
from children.models import Glass, Person, hidden_from, new_ref
from records import states, verbs
from records.frozen import FrozenFile, FrozenText, Whose
from records.models.draft import Draft as Draft
from records.models.said import Agreement as Agreement
from records.models.said import Explanation as Explanation
from records.triggers import in_order, of_a_child_on_file

R = TypeVar("R", bound="Record")


class RecordQuerySet(models.QuerySet[R]):
    def lock(self, pk: int) -> R:
        """Return the record, locked until the transaction ends.

        Whoever writes to any part of a record comes through here first, once.
        """
        # The child's row first: its records hang on each other, and two verbs that locked them in another
        # order would each wait for the other. Then the parent's row: locking one of a kind with of=("self",)
        # would leave that unlocked, and read it as it was before the wait.
        Person.objects.select_for_update(no_key=True, of=("self",)).get(records=pk)
        Record.objects.select_for_update().get(pk=pk)
        verbs.locks(pk)
        return self.get(pk=pk)

    def lock_all(self, keys: Iterable[int]) -> None:
        """Lock several records, whatever their kind, in the order of those who lock one after the other."""
        keys = sorted(keys)
        first = Record.objects.filter(child=OuterRef("pk"), pk__in=keys).order_by("pk").values("pk")[:1]
        children = Person.objects.filter(Exists(first)).order_by(Subquery(first))
        list(children.select_for_update(no_key=True, of=("self",)).values_list("pk"))
        list(Record.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        verbs.locks(*keys)

    def visible_to(self, user: User) -> Self:
        """§9: the team's cases, the service's for its managers, and what was shared."""
        groups = Agency.objects.filter(pk__in=user.lead_ids()).values("group")
        shared = Share.objects.filter(content_object=OuterRef("pk"), group__in=groups)
        # For the agency they act for: what somebody was given as a doctor is not theirs as a governor.
        named = NamedShare.objects.filter(
            content_object=OuterRef("pk"), user=user, agency__in=user.agency_ids()
        )
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

    def worked_on_by(self, user: User) -> Self:
        """Those whose pages this person opens as children’s social care.

        What hangs on a record (section, row, action, clock, brother or sister, verb) asks this too, so that
        it is never more widely open than the record (§9). A partner reads what was sent, by its receipt.
        """
        where = user.record_work_ids()
        # To most people of a partnership none is; that needs no question.
        return self.visible_to(user).filter(authority__in=where) if where else self.none()

    def seen_by(self, people: Iterable[User], record: "Record") -> set[int]:
        """The keys of those of these people to whom one record is open, in one statement."""
        asked = {
            f"by_{user.pk}": Exists(Record.objects.visible_to(user).filter(pk=OuterRef("pk")))
            for user in people
        }
        found = Record.objects.filter(pk=record.pk).values(**asked).get() if asked else {}
        return {int(name.removeprefix("by_")) for name, sees in found.items() if sees}

    def unhidden(self, user: User) -> Self:
        """Without those of restricted cases that this person may not know of."""
        return self.exclude(hidden_from(user, "child"))

    def standing(self) -> Self:
        """Without those begun by mistake and withdrawn: no list, count or board has them (§11)."""
        return self.exclude(state=states.State.WITHDRAWN)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def listed(self) -> Self:
        """With what a list says of each."""
        named = ("child__ref", "child__is_child", "child__given_names", "child__family_name", "team__name")
        return self.select_related("child", "team").only("kind", "ref", "state", "created_at", *named)


@tracked(exclude=["revision"], called="record_events")
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
    # What every page about one says besides: read with it, in one statement.
    READ_WITH: ClassVar[tuple[str, ...]] = ("child", "authority__partnership", "team")
    # The kinds of row that hang on one, each with what is read with it (records.contents). Every kind of
    # record, and every app whose rows hang on all of them, adds its own.
    ROWS: ClassVar[dict[str, tuple[str, ...]]] = {
        "contents": ("changed_by",),
        "agreements": ("by", "noted_by"),
        "explanations": ("by",),
        "versions": ("signed_by",),
    }

    class Meta:
        permissions: ClassVar = [("read_record", "Can read the record")]
        constraints: ClassVar = [models.CheckConstraint(name="record_known_state", condition=states.check())]
        triggers: ClassVar = [of_a_child_on_file()]
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
        verbs.changed(self.pk)

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

    def others_together(self: R, user: User) -> "RecordQuerySet[R]":
        """Those about the other children, made in one go with this one, as far as `user` works on them."""
        manager = cast("RecordQuerySet[R]", type(self)._default_manager)
        others = manager.filter(together=self.together).exclude(pk=self.pk)
        return others.worked_on_by(user).order_by("pk")


@tracked()
class Share(GroupObjectPermissionBase):
    """guardian's grant to an agency's group, and our share, in one row: they cannot disagree."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="shares")
    since = models.DateTimeField()
    purpose = models.CharField(max_length=60)


@tracked()
class NamedShare(UserObjectPermissionBase):
    """The same for one named person of an agency, without opening it to their colleagues."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="named_shares")
    # For whom they take part: it ends with the role there, and is not theirs under another hat.
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    purpose = models.CharField(max_length=60)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together: ClassVar = [("user", "permission", "content_object", "agency")]


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


class Product(models.TextChoices):
    RECORD = "record", "Full record"
    ACTION_LIST = "action_list", "Action list"
    OUTCOME = "outcome", "Outcome notice"
    REPORT = "report", "Conference report"
    LETTER = "letter", "Letter to the family"
    FAMILY_REPORT = "family_report", "Conference report for the family"
    CONCERN = "concern", "Concern as decided"


class Version(models.Model):
    """A frozen product of a record. The database refuses to change or delete it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    product = models.CharField(max_length=20, choices=Product)
    number = models.PositiveSmallIntegerField()
    content = FrozenText()
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
    def whose(self) -> Whose:
        return Whose("record", self.record.ref, self.record.authority_id, self.record.child_id)

    @property
    def is_latest(self) -> bool:
        return not Version.objects.filter(
            record=self.record_id, product=self.product, number__gt=self.number
        ).exists()


class Rendering(models.Model):
    """One PDF a version and audience, made once however many receive it."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="renderings")
    audience = models.CharField(max_length=64)
    pdf = FrozenFile(upload_to="renderings/%Y/%m")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "audience"], name="rendering_once")
        ]
        triggers: ClassVar = kept("rendering_frozen")

    def __str__(self) -> str:
        return f"{self.version_id} {self.audience}"

    @property
    def whose(self) -> Whose:
        return self.version.whose


class FamilyPaper(models.Model):
    """A frozen version made for one person of the family, and who was asked to read it first (§7, §8).

    How far it is stands in its steps: rows that are added and never changed.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="family_paper")
    addressee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Nobody: it was made before papers were read by a second person.
    asked = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="family_paper_read_by_another", condition=~Q(asked=F("by")))
        ]
        triggers: ClassVar = kept("family_paper_kept")

    def __str__(self) -> str:
        return f"Paper for the family {self.pk}"

    @property
    def state(self) -> states.PaperState:
        last = max(self.steps.all(), key=lambda step: step.pk, default=None)
        return states.PaperState(last.step) if last else states.PaperState.WRITTEN

    @property
    def path(self) -> str:
        version = self.version
        return f"/records/{version.record.ref}/family/{version.product}/{version.number}/"


class FamilyStep(models.Model):
    """What became of a paper for the family: read, sent back, given, withdrawn; when, by whom and why."""

    SECOND = (states.PaperState.APPROVED, states.PaperState.SENT_BACK)  # by somebody who did not write it

    paper = models.ForeignKey(FamilyPaper, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=states.PaperState)
    words = models.TextField(blank=True)
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+"
    )  # the paper’s writer, for the check
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "step"], name="family_step_once"),
            models.CheckConstraint(
                name="family_step_by_a_second_person",
                condition=~Q(step__in=["approved", "sent_back"]) | ~Q(by=F("written_by")),
            ),
            models.CheckConstraint(
                name="family_step_says_why",
                condition=~Q(step__in=["sent_back", "kept_back", "withdrawn"]) | ~Q(words=""),
            ),
        ]
        triggers: ClassVar = [*kept("family_step_kept"), in_order()]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.step}"
