"""What waits for somebody about a conference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from agencies.models import User
from agencies.roles import CSC_MANAGERS, Role
from conference.models import Conference
from conference.workflow import lateness
from records.models import Product, Version
from records.states import State
from s47.models import Allocation


@dataclass(frozen=True)
class Waiting:
    what: str
    path: str
    conference: Conference
    at: datetime | None = None


def waiting_for(user: User, *, most: int) -> Iterator[Waiting]:
    """To convene, to write, to approve, to chair, to sign: each to whom it belongs.

    Whether its pages are open to them the list asks of all its lines at once (`boards.queries.my_work`).
    """
    yield from _to_chair(user, most)
    yield from _to_agree(user, most)
    reported = Version.objects.filter(record=OuterRef("pk"), product=Product.REPORT)
    known = Conference.objects.filter(authority__in=user.record_work_ids())
    before = known.filter(~Exists(reported), state__in=[State.PLANNED, State.CONVENED])
    led = Allocation.objects.filter(enquiry=OuterRef("enquiry"), ended_at=None, lead_social_worker=user)
    for c in before.filter(Exists(led)).select_related("child").order_by("planned_at", "pk")[:most]:
        yield Waiting("Write the conference report", f"/records/{c.ref}/", c, c.planned_at)
    hats = user.hats()
    teams = [h.team_id for h in hats if h.team_id and h.role in (*CSC_MANAGERS, Role.BUSINESS_SUPPORT)]
    if not teams:
        return
    planned = known.filter(state=State.PLANNED, team__in=teams).select_related("child")
    for c in planned.order_by("pk")[:most]:
        yield Waiting("Convene the conference", f"/conferences/{c.ref}/convene/", c)
    if any(h.role in CSC_MANAGERS for h in hats):
        signed = before.filter(team__in=teams, agreements__gate="report_author").distinct()
        for c in signed.select_related("child").order_by("pk")[:most]:
            yield Waiting("Approve the conference report", f"/conferences/{c.ref}/report/", c, c.planned_at)


def _to_agree(user: User, most: int) -> Iterator[Waiting]:
    """Conferences after their clock whose date this chair, or a manager of this team, has not agreed to."""
    teams = [h.team_id for h in user.hats() if h.team_id and h.role in CSC_MANAGERS]
    asked = Q(chair=user) | Q(team__in=teams)
    late = Conference.objects.filter(asked, state=State.CONVENED)
    for c in late.exclude(late_reason="").select_related("child").order_by("planned_at", "pk")[:most]:
        if not any(lateness.why_not_agree(c, by=user)):
            yield Waiting("Agree to the later date of the conference", f"/records/{c.ref}/", c, c.planned_at)


def _to_chair(user: User, most: int) -> Iterator[Waiting]:
    mine = Conference.objects.filter(
        Q(state=State.CONVENED) | Q(state=State.HELD) | Q(state=State.CORRECTING), chair=user
    )
    for c in mine.select_related("child").order_by("planned_at", "pk")[:most]:
        if c.state == State.CONVENED:
            yield Waiting("Chair the conference", f"/records/{c.ref}/", c, c.planned_at)
        else:
            yield Waiting("Sign the record of the conference", f"/conferences/{c.ref}/sign/", c)
