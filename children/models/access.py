"""Who may know of a child: who is named in a restricted case, emergency access, reasons to look (§9)."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from agencies.models import User
from audit.history import kept, tracked
from config.compiled import Given


class Hidden(Func):
    """Whether the case of a child is restricted and a person neither named nor in an emergency.

    Who is named is asked only of a restricted one, once a statement: the plan of a list stays what it was.
    """

    output_field = models.BooleanField()
    SQL = """{restricted} AND {child} = ANY (ARRAY(
        SELECT x.child_id FROM children_restriction x
        WHERE x.lifted_at IS NULL
        AND NOT EXISTS (SELECT FROM children_named n
            WHERE n.restriction_id = x.id AND n.ended_at IS NULL AND n.user_id = {user})
        AND NOT EXISTS (SELECT FROM children_glass g
            WHERE g.child_id = x.child_id AND g.ended_at IS NULL AND g.user_id = {user}
            AND g.until > statement_timestamp())
    ))"""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        restricted, child, user = (compiler.compile(part) for part in self.get_source_expressions())
        sql = self.SQL.format(restricted=restricted[0], child=child[0], user=user[0])
        return f"({sql})", (*restricted[1], *child[1], *user[1], *user[1])


def hidden_from(user: User | Given, child: str = "") -> Q:
    """The one predicate by which lists, pages, search and exports leave out what is hidden (§9).

    `child` is the path from the row that is asked about to the child.
    """
    who = user if isinstance(user, Given) else Value(user.pk)
    restricted = f"{child}__restricted" if child else "restricted"
    return Q(Hidden(F(restricted), F(child or "pk"), who))


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)


@tracked()
class Restriction(models.Model):
    """A case that named people alone may know of: a colleague’s family, a public figure (§9)."""

    child = models.ForeignKey("children.Person", models.PROTECT, related_name="restrictions")
    reason = models.TextField(max_length=2000)
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_because = models.TextField(max_length=2000, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(lifted_at=None), name="restricted_once"),
            models.CheckConstraint(name="restricted_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="lifted_with_reason",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="mark_child",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="UPDATE children_person SET restricted = NEW.lifted_at IS NULL WHERE id = NEW.child_id;"
                " RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"


@tracked()
class Named(models.Model):
    """Somebody who may know of a restricted case, until it ends."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="named")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    why = models.CharField(max_length=100)
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: by taking part
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["restriction", "user"], condition=Q(ended_at=None), name="named_once"
            )
        ]

    def __str__(self) -> str:
        return f"Named {self.pk}"


class GlassQuerySet(models.QuerySet["Glass"]):
    def live(self) -> Self:
        return self.filter(until__gt=Now(), ended_at=None)

    def to_review(self) -> Self:
        return self.filter(reviewed_at=None)


@tracked()
class Glass(models.Model):
    """Emergency access to the file of one child: a reason, a limited time, a review (§9)."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified: the child needed it"
        REMINDED = "reminded", "Not needed, no harm meant: reminded of the rules"
        BREACH = "breach", "Not justified: handled as a breach"

    child = models.ForeignKey("children.Person", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000)
    at = models.DateTimeField()
    until = models.DateTimeField()
    # The last instant at which its review is in time; of those before there was one, the upgrade.
    review_due_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)  # given back before its time
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(max_length=5000, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GlassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "glasses"
        constraints: ClassVar = [
            models.CheckConstraint(name="glass_broken_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="glass_ends_after_it_begins", condition=Q(until__gt=F("at"))),
            models.CheckConstraint(
                name="glass_reviewed_by_somebody_else",
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(note="")
                & ~Q(reviewed_by=F("user")),
            ),
        ]
        indexes: ClassVar = [
            # For hidden_from and Record.objects.visible_to.
            models.Index(name="glass_of", fields=["user", "child", "until"]),
            models.Index(name="glass_to_review", fields=["at"], condition=Q(reviewed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Glass {self.pk}"


@tracked()
class LookReason(models.Model):
    """Why somebody with whom the child has no work opened the file, or changed it (§9). Written once."""

    class Kind(models.TextChoices):
        NEWS = "news", "Someone has told us something new about the child"
        FAMILY = "family", "The child belongs to a family or household that I work with"
        DUTY = "duty", "I am on duty, or stand in for the child’s team"
        ASKED = "asked", "Another agency asks whether we know the child"
        COMING = "coming", "The case is coming to me or to my team"
        OTHER = "other", "Another reason"

    child = models.ForeignKey("children.Person", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(max_length=500)
    at = models.DateTimeField()
    until = models.DateTimeField()  # so long it holds for this child

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="look_reason_in_words", condition=~Q(words="")),
            models.CheckConstraint(name="look_reason_holds", condition=Q(until__gt=F("at"))),
        ]
        indexes: ClassVar = [models.Index(name="look_reason_of", fields=["child", "user", "until"])]
        triggers: ClassVar = kept("look_reason_kept")

    def __str__(self) -> str:
        return f"Reason {self.pk}"
