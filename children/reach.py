"""Whose file a case worker opens without more: that of a child with whom they or their team work (§9).

Every case worker of an authority finds that a child is known, and with whom. Before they open the file of a
child with whom they have no work, or change what is known of it, they say why: kept, and shown on “who has
looked”.
To record a concern needs no reason: it is work, and makes the child theirs. A draft that nobody has been told
of does not: it can be begun about any child, and withdrawn again.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from agencies.models import Membership, User
from children.models import Glass, LookReason, Named, Person

REASON = "reason"  # the kind of the access event that says why


def needs_no_reason(child: Person, user: User) -> bool:
    """Whether the child is their work, or they have given their reason lately. One statement.

    It is the work of whoever sees a record of the child: their team’s, their service’s, or shared with them;
    of who is asked to a meeting, or has an action; of who is named in a restricted case, or opened it in an
    emergency; and, while there is no record at all, of who put the child on file, and of their team.
    """
    records: Any = child.records  # of the floor above, by its predicate alone
    # One that was begun by mistake and withdrawn makes the child nobody’s.
    standing = records.standing().exclude(state="draft")
    theirs = standing.visible_to(user).values("child")
    asked = records.filter(Q(participants__user=user) | Q(actions__owner=user)).values("child")
    this = {"child": OuterRef("pk"), "user": user}
    named = Named.objects.filter(restriction__child=OuterRef("pk"), restriction__lifted_at=None)
    said = LookReason.objects.filter(**this, until__gt=Now())
    colleague = Membership.objects.filter(
        user=OuterRef("created_by"), team__in=user.team_ids(), ended_at=None
    )
    new = ~Exists(standing) & (Q(created_by=user) | Exists(colleague))
    found = Person.objects.filter(pk=child.pk).filter(
        Q(pk__in=theirs)
        | Q(pk__in=asked)
        | Exists(named.filter(user=user, ended_at=None))
        | Exists(Glass.objects.live().filter(**this))
        | Exists(said)
        | Q(authority__in=user.whole_service_ids())
        | new
    )
    return found.exists()
