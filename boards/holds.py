"""Legal holds that somebody asks to end, as lines of “my work” of whoever may be the second person."""

from collections.abc import Iterator

from agencies.models import User
from boards.queries import MOST, Task
from governance.subject_access import takes_part
from retention.holding import why_not_end
from retention.models import LegalHold


def to_end(user: User) -> Iterator[Task]:
    if not takes_part(user):
        return
    asked = LegalHold.objects.visible_to(user).standing().exclude(ending_asked_at=None)
    for hold in asked.select_related("ending_asked_by").order_by("pk")[:MOST]:
        if not any(why_not_end(hold, by=user)):
            what = "End a legal hold, or let it stand"
            yield Task(what, "retention", hold.ref, f"/retention/holds/{hold.ref}/", child_id=hold.child_id)
