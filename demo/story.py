"""Walks a case through the real verbs, as people would: nothing is written past them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from agencies.models import User
from children import workflow as children
from children.models import Person
from circulation import workflow as circulation
from circulation.models import Receipt
from deadlines.calendar import LONDON
from notices import workflow as notices
from records import sections
from records import workflow as records
from records.models import Record
from strategy.models import Concern, StrategyDiscussion
from strategy.sections.discussion import RISK
from strategy.workflow import agreeing, convening, recording, signing
from strategy.workflow import concern as concerns
from strategy.workflow.convening import Invitee, Plan

Said = dict[str, dict[str, Any]]


def working_moment(now: datetime, days: int, hour: int) -> datetime:
    """Shortly after `hour`, some days before now and two hours ago at the least; no weekend."""
    day = now.astimezone(LONDON).date() - timedelta(days=days)
    while day.weekday() > 4 or datetime(day.year, day.month, day.day, hour + 2, tzinfo=LONDON) > now:
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=LONDON)


def months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


@dataclass
class Story:
    """One case: who it is about, what was said, when, and how far it went."""

    people: dict[str, User]
    received: datetime
    now: datetime
    child: dict[str, Any]
    referral: dict[str, Any]
    said: dict[str, Any]
    flags: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=lambda: {"lives": "here"})
    worker: str = "worker"
    chair: str = "manager"

    def known_child(self) -> Person | None:
        numbers = {k: self.child[k] for k in ("case_number",) if self.child.get(k)}
        return Person.objects.filter(authority=self.authority, **numbers).first()

    @property
    def authority(self) -> Any:
        return self.people["worker"].hats()[0].agency

    def at(self, minutes: int) -> datetime:
        """A moment of this story, never in the future."""
        return min(self.received + timedelta(minutes=minutes), self.now)

    def make_child(self) -> Person:
        return children.register_child(
            authority=self.authority, by=self.people[self.worker], at=self.at(1), **self.child
        )

    def record(self, child: Person) -> Concern:
        """The concern is recorded, half an hour after it was received."""
        worker = self.people[self.worker]
        (concern,) = concerns.begin([child], by=worker, at=self.at(5))
        referral = {"received_at": self.received} | self.referral
        for key, said in (
            ("referral", referral),
            ("said", self.said),
            ("flags", self.flags),
            ("place", self.place),
        ):
            write(concern, key, said, by=worker, at=self.at(20))
        return concerns.record(concern.pk, by=worker, at=self.at(30))

    def liaise(self, concern: Concern, *, minutes: int = 60) -> Concern:
        return concerns.liaise(
            concern.pk,
            when=self.at(minutes),
            officer=self.people["sergeant"].name,
            agreed="To hold a strategy discussion as a meeting. No immediate step is needed before it.",
            by=self.people[self.worker],
            at=self.at(minutes),
        )

    def decide(self, concern: Concern, *, hold: bool = True, reason: str = "") -> Concern:
        return concerns.decide(
            concern.pk,
            hold=hold,
            reason=reason or "There is reasonable cause to suspect significant harm.",
            by=self.people[self.chair],
            at=self.at(75),
        )

    def convene(
        self, *about: Concern, minutes: int, who: dict[str, str], late: str = ""
    ) -> list[StrategyDiscussion]:
        """`who` maps people to their seat."""
        invitees = tuple(
            Invitee(self.people[key], self.people[key].hats()[0].agency, seat, why="")
            for key, seat in who.items()
        )
        told = "Told by telephone, and asked for what they know."
        without = {a.key for c in about for a in convening.nobody_asked_for(c, invitees)}
        plan = Plan(
            planned_at=self.received + timedelta(minutes=minutes),
            chair=self.people[self.chair],
            social_worker=self.people[self.worker],
            invitees=invitees,
            place="Northmoor House, room 2",
            late_reason=late,
            left_out=dict.fromkeys(without, told),
        )
        return convening.convene(list(about), plan=plan, by=self.people[self.chair], at=self.at(90))


def write(record: Record, key: str, said: dict[str, Any], *, by: User, at: datetime) -> None:
    """Save a section with these answers, the rest empty."""
    section = sections.section_of(record, key)
    assert section
    assert section.form
    cleaned: dict[str, Any] = {}
    for name, shape in section.form(record=record).fields.items():
        empty: Any = [] if "Multiple" in type(shape).__mro__[1].__name__ else ""
        if type(shape).__name__ in ("DayField", "MomentField"):
            empty = None
        cleaned[name] = said.get(name, empty)
    # Asked once the answers contradict each other; a person gives it in the second go.
    cleaned |= {name: text for name, text in said.items() if name.startswith("explained_")}
    content = record.contents.filter(section=key).first()
    records.save_section(
        record, section, cleaned=cleaned, by=by, at=at, seen=content.revision if content else 0
    )


def hold(
    story: Story,
    discussion: StrategyDiscussion,
    *,
    minutes: int,
    said: Said,
    risks: list[dict[str, Any]],
    attendance: dict[str, str],
) -> None:
    """The discussion is held and recorded, without being concluded."""
    chair = discussion.chair
    start = story.at(minutes)
    held = {"mode": "video", "started_at": start, "ended_at": story.at(minutes + 55)} | said.get("held", {})
    at = story.at(minutes + 60)
    for person in discussion.participants.select_related("user"):
        recording.note_attendance(
            discussion.pk,
            person=person.pk,
            attendance=attendance.get(person.user.email.split("@")[0], "attended"),
            position=person.position,
            decides=person.decides,
            by=chair,
            at=at,
        )
    write(discussion, "held", held, by=chair, at=at)
    for key, answers in said.items():
        if key != "held":
            write(discussion, key, answers, by=chair, at=at)
    for risk in risks:
        records.save_row(discussion, RISK, facts=risk, by=chair, at=at)


def inform(story: Story, discussion: StrategyDiscussion, who: str, *, minutes: int, **facts: str) -> None:
    """An agency prepares and sends its contribution, and the chair takes it into the record."""
    user = story.people[who]
    agency = user.hats()[0].agency
    usual = {"source": "record", "analysis": "", "restriction": "all"}
    sent = recording.save_contribution(
        discussion.pk, agency=agency, facts=usual | facts, seen=0, send=True, by=user, at=story.at(minutes)
    )
    recording.accept_contribution(
        discussion.pk, contribution=sent.pk, by=discussion.chair, at=story.at(minutes + 5)
    )


def agree_and_sign(story: Story, discussion: StrategyDiscussion, *, minutes: int) -> StrategyDiscussion:
    for key in ("service", "sergeant"):
        agreeing.agree(
            discussion.pk,
            agreed=True,
            comment="",
            by=story.people[key],
            at=story.at(minutes),
            seen=agreeing.agreed_digest(StrategyDiscussion.objects.get(pk=discussion.pk)),
        )
    fresh = StrategyDiscussion.objects.get(pk=discussion.pk)
    signed = signing.sign(discussion.pk, by=fresh.chair, at=story.at(minutes + 20), seen=fresh.revision)
    deliver(story, minutes=minutes + 21)
    return signed


def deliver(story: Story, *, minutes: int) -> None:
    """The worker has sent what the outbox held, at that moment of the story."""
    notices.send_some(at=story.at(minutes))
    circulation.note_sent(at=story.at(minutes))


def acknowledge_all(story: Story, record: Record, *, minutes: int, but: tuple[str, ...] = ()) -> None:
    left = {story.people[key].pk for key in but}
    receipts = Receipt.objects.unacknowledged().filter(version__record=record.pk)
    for receipt in receipts.select_related("version"):
        person = receipt.people.order_by("pk").first() or receipt.agency.leads().first()
        if person and person.pk not in left:
            circulation.acknowledge(receipt.pk, by=person, at=story.at(minutes))


def days_ahead(now: datetime, days: int) -> date:
    """A day so far ahead; a weekend moves to its Monday."""
    day = now.astimezone(LONDON).date() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def make_parents(child: Person, by: User, at: datetime, name: str) -> None:
    for kind, title in (("mother", "Mrs"), ("father", "Mr")):
        children.add_relative(
            child,
            kind=kind,
            given_names=title,
            family_name=name,
            parental_responsibility=True,
            same_household=True,
            by=by,
            at=at,
        )


def agree_action(discussion: StrategyDiscussion, owner: User, what: str, day: date, story: Story) -> None:
    together = [discussion, *discussion.others_together(discussion.chair)]
    recording.agree_action(
        together, what=what, why="Plan of the discussion", owner=owner, due_on=day,
        by=discussion.chair, at=story.now if day < story.now.date() else story.at(240),
    )  # fmt: skip


# --- §10 ----------------------------------------------------------------------------
