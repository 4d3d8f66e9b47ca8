"""Actions: agreed, handed over, given more time, completed, reviewed, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from actions.models import Action, ActionOn, ChildPlan, Happening
from agencies.models import Agency, User
from agencies.roles import Role
from children.restriction import name_all
from config import scanner
from config.opaque import tagged
from deadlines.calendar import LONDON
from notices import outbox
from notices import workflow as notices
from records.models import Record
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from records.workflow import share_with_people, touch

Kind = Happening.Kind


def why_not_agree(
    *, what: str, owner: User | None, agency: Agency | None, due_on: date | None, since: datetime
) -> WhyNot:
    """[000, 001 §6] An action says what, who — a person, not a team — and by when.

    `since` is when it was agreed: the day may be past in a record that is written afterwards.
    """
    if not what.strip():
        yield Refusal("Say what will be done.", mend="what")
    if owner is None or agency is None:
        yield Refusal("Choose the person who will do it.", mend="owner")
    elif agency.pk not in owner.agency_ids():
        yield Refusal(f"{owner} does not work at {agency}.", mend="owner")
    if due_on is None:
        yield Refusal("Say by when.", mend="due_on")
    elif due_on < (agreed := since.astimezone(LONDON).date()):
        when = f"It was agreed on {agreed:%-d %B %Y}."
        yield Refusal(f"The day by which it is done cannot be before that. {when}", mend="due_on")


@verb
def agree(
    records: Sequence[Record],
    *,
    what: str,
    why: str,
    owner: User | None,
    agency: Agency | None,
    due_on: date | None,
    reviewer: User,
    since: datetime,
    by: User,
    at: datetime,
) -> Action:
    """Agree one action, shown in each of `records`; its clock runs on the first.

    It was agreed at `since` and is written down at `at`: what was to be done by then is late, truly.
    """
    refuse_if(why_not_agree(what=what, owner=owner, agency=agency, due_on=due_on, since=since))
    assert owner and agency and due_on
    action = Action.objects.create(
        what=what.strip(),
        why=why.strip(),
        owner=owner,
        agency=agency,
        reviewer=reviewer,
        due_on=due_on,
        since=since,
        agreed_at=at,
        agreed_by=by,
    )
    ActionOn.objects.bulk_create(ActionOn(action=action, record_id=r.pk) for r in records)
    for record in records:
        _open_to(record, owner, agency, why="owns an action", by=by, at=at)
    _happened(action, Kind.AGREED, by=by, at=at)
    return action


def _open_to(record: Record, owner: User, agency: Agency, *, why: str, by: User, at: datetime) -> None:
    """Whoever owns an action is named in a restricted case; social care’s own works on the record."""
    name_all(record.child_id, [owner], why=why, at=at, by=by)
    if agency.pk == record.authority_id:
        share_with_people(record, [(owner, why)], of=agency, at=at)


def why_not_see(action: Action, *, by: User) -> WhyNot:
    """§9: nobody does anything to an action that they may not open, whoever it once belonged to."""
    if not Action.objects.visible_to(by).filter(pk=action.pk).exists():
        yield Refusal("This action is not open to you.")


def why_not_act(action: Action, *, by: User) -> WhyNot:
    """The owner, or the safeguarding lead of the owner's agency."""
    if action.owner != by and not by.holds(Role.SAFEGUARDING_LEAD, agency_id=action.agency_id):
        yield Refusal(f"Only {action.owner} or the safeguarding lead of {action.agency} can do this.")
    else:
        yield from why_not_see(action, by=by)
    if action.state != Action.State.OPEN:
        yield Refusal(f"This action is already {action.get_state_display().lower()}.")


def why_not_complete(
    action: Action, *, by: User, outcome: str = "-", restriction: str = NOT_FAMILY
) -> WhyNot:
    yield from why_not_act(action, by=by)
    if not outcome.strip():
        yield Refusal("Say what was done.", mend="outcome")
    if restriction not in RESTRICTIONS:
        yield Refusal("Say who may read what was done.", mend="restriction")


def release(action: Action, *, at: datetime) -> None:
    """Evidence may be given out: it is clean, or no scanner is configured.

    :raises Refused: while it is in quarantine, because it is infected or nobody can say.
    """
    if not scanner.configured() or action.evidence_clean_at:
        return
    try:
        with action.evidence.open("rb") as file:
            scanner.check(file)
    except scanner.Infected:
        refuse_if([Refusal("The virus scanner found something in this file. It is kept, and not given out.")])
    except scanner.Unreachable:
        refuse_if([Refusal("The virus scanner does not answer. Try again in a few minutes.")])
    action.evidence_clean_at = at
    action.save(update_fields=["evidence_clean_at"])


@verb
def complete(
    pk: int,
    *,
    outcome: str,
    by: User,
    at: datetime,
    evidence: Any = None,
    restriction: str = NOT_FAMILY,
) -> Action:
    """Done: what was done, and the evidence, with who may read them beside the agency and social care."""
    action = Action.objects.lock(pk)
    refuse_if(why_not_complete(action, by=by, outcome=outcome, restriction=restriction))
    action.restriction = restriction
    action.state, action.outcome = Action.State.DONE, outcome.strip()
    action.completed_at, action.completed_by = at, by
    if evidence is not None:
        action.evidence_name = evidence.name[:120]
        action.evidence_clean_at = at if scanner.configured() else None  # its form has asked
        action.evidence.save(f"action-{action.pk}", evidence, save=False)
    action.save()
    _happened(action, Kind.COMPLETED, by=by, at=at, text=outcome)
    return action


def why_not_hand_over(action: Action, *, by: User, to: User | None) -> WhyNot:
    yield from why_not_act(action, by=by)
    if to is None:
        yield Refusal("Choose who takes it over.", mend="to")
    elif action.agency_id not in to.agency_ids():
        yield Refusal(f"{to} does not work at {action.agency}.", mend="to")


@verb
def hand_over(pk: int, *, to: User | None, reason: str, by: User, at: datetime) -> Action:
    """Hand an action to a colleague of the same agency; the history keeps both."""
    action = Action.objects.lock(pk)
    refuse_if(why_not_hand_over(action, by=by, to=to))
    assert to
    action.owner = to
    action.save()
    for record in action.records.all():
        _open_to(record, to, action.agency, why="was handed an action", by=by, at=at)
    _happened(action, Kind.HANDED_OVER, by=by, at=at, text=f"To {to}. {reason}")
    _tell(action, "handed_over", to, key=f"handover:{action.pk}:{at.isoformat()}", at=at)
    return action


def why_not_ask_for_time(action: Action, *, by: User, day: date | None, reason: str) -> WhyNot:
    yield from why_not_act(action, by=by)
    if day is None or day <= action.due_on:
        yield Refusal("Ask for a day later than the present one.", mend="day")
    if not reason.strip():
        yield Refusal("Give the reason.", mend="reason")


@verb
def ask_for_time(pk: int, *, day: date | None, reason: str, by: User, at: datetime) -> Action:
    action = Action.objects.lock(pk)
    refuse_if(why_not_ask_for_time(action, by=by, day=day, reason=reason))
    _happened(action, Kind.TIME_ASKED, by=by, at=at, text=reason, day=day)
    _tell(action, "more_time", action.reviewer, key=f"time:{action.pk}:{at.isoformat()}", at=at)
    return action


def why_not_answer_time(action: Action, *, by: User) -> WhyNot:
    if by != action.reviewer:
        yield Refusal(f"Only {action.reviewer}, who reviews it, can answer.")
    else:
        yield from why_not_see(action, by=by)
    if not action.waits_for_time:
        yield Refusal("Nobody is waiting for an answer about more time.")


@verb
def answer_time(pk: int, *, granted: bool, by: User, at: datetime) -> Action:
    """Grant or refuse; with a granted day another clock takes the first one’s place, and both stay."""
    action = Action.objects.lock(pk)
    refuse_if(why_not_answer_time(action, by=by))
    asked = action.waits_for_time
    assert asked and asked.day
    text = f"Until {asked.day:%-d %B %Y}" if granted else "Not granted"
    _happened(action, Kind.TIME_ANSWERED, by=by, at=at, text=text, day=asked.day if granted else None)
    if granted:
        action.due_on = asked.day
        action.save()
    return action


def why_not_review(action: Action, *, by: User) -> WhyNot:
    """[001 §6.1] The chair reviews that actions were completed."""
    if by != action.reviewer:
        yield Refusal(f"Only {action.reviewer} reviews this action.")
    else:
        yield from why_not_see(action, by=by)
    if action.state != Action.State.DONE:
        yield Refusal("Only an action that is done can be reviewed.")


@verb
def review(pk: int, *, accepted: bool, note: str, by: User, at: datetime) -> Action:
    """Accept what was done, or send it back: then its clock runs again from its own day."""
    action = Action.objects.lock(pk)
    refuse_if(why_not_review(action, by=by))
    if not accepted and not note.strip():
        refuse_if([Refusal("Say what is still to be done.", mend="note")])
    if accepted:
        action.state = Action.State.REVIEWED
    else:
        action.state = Action.State.OPEN
        action.completed_at = action.completed_by = None
    action.save()
    _happened(action, Kind.REVIEWED if accepted else Kind.RETURNED, by=by, at=at, text=note)
    if not accepted:
        _tell(action, "returned", action.owner, key=f"returned:{action.pk}:{at.isoformat()}", at=at)
    return action


def why_not_cancel(action: Action, *, by: User, reason: str = "-") -> WhyNot:
    if by != action.reviewer:
        yield Refusal(f"Only {action.reviewer} can cancel this action.")
    else:
        yield from why_not_see(action, by=by)
    if action.state != Action.State.OPEN:
        yield Refusal("Only an action that is still to do can be cancelled.")
    if not reason.strip():
        yield Refusal("Give the reason for cancelling.", mend="note")


@verb
def cancel(pk: int, *, reason: str, by: User, at: datetime) -> Action:
    """Cancelled with a reason, never deleted."""
    action = Action.objects.lock(pk)
    refuse_if(why_not_cancel(action, by=by, reason=reason))
    action.state = Action.State.CANCELLED
    action.save()
    _happened(action, Kind.CANCELLED, by=by, at=at, text=reason)
    return action


def _first_record(action: Action) -> Record:
    return action.records.order_by("actionon__pk")[0]


def _happened(
    action: Action, kind: Kind, *, by: User, at: datetime, text: str = "", day: date | None = None
) -> None:
    Happening.objects.create(action=action, kind=kind, by=by, at=at, text=text.strip(), day=day)


def _tell(action: Action, kind: str, to: User, *, key: str, at: datetime) -> None:
    record = _first_record(action)
    path = f"/actions/{tagged(action.pk)}/"
    notices.post([notices.tell(key=key, kind=kind, to=to, reference=record.ref, path=path, at=at)])
    outbox.wake_after_commit()


# --- the child’s plan: where the actions go when no section 47 or no conference follows [000] ---


def why_not_take_into_plan(record: Record, *, by: User) -> WhyNot:
    yield from why_not_work_on(record, by=by)
    if record.state not in (State.CONCLUDED, State.SIGNED, State.CORRECTING):
        yield Refusal("The actions can still change. Conclude the discussion first.")
    if not Action.objects.on(record).standing().exists():
        yield Refusal("This record has no actions.")


@verb
def take_into_plan(
    record: Record,
    *,
    plan: ChildPlan | None,
    kind: str = "",
    dated: date | None = None,
    owner: User | None = None,
    by: User,
    at: datetime,
) -> ChildPlan:
    """Put the actions of a record into a plan of the child: one that is noted, or one noted now."""
    locked = type(record)._default_manager.lock(record.pk)
    refuse_if(why_not_take_into_plan(locked, by=by))
    if plan is None:
        refuse_if(_why_not_so(locked, kind, dated, owner, at))
        assert dated and owner
        plan, _ = ChildPlan.objects.get_or_create(
            child=locked.child,
            kind=kind,
            dated=dated,
            defaults={"owner": owner, "noted_at": at, "noted_by": by},
        )
    elif plan.child_id != locked.child_id:
        refuse_if([Refusal("This is the plan of another child.", mend="plan")])
    for action in Action.objects.on(locked).standing().order_by("pk"):
        action.plan = plan
        action.save(update_fields=["plan"])
    touch(locked)
    return plan


def _why_not_so(record: Record, kind: str, dated: date | None, owner: User | None, at: datetime) -> WhyNot:
    if kind not in ChildPlan.Kind.values:
        yield Refusal("Say which kind of plan it is.", mend="kind")
    if dated is None:
        yield Refusal("Give the date of the plan.", mend="dated")
    elif dated > at.astimezone(LONDON).date():
        yield Refusal("The date of the plan is still to come. Check it.", mend="dated")
    if owner is None or not User.objects.of(record.authority).filter(pk=owner.pk).exists():
        yield Refusal("Choose who owns the plan.", mend="owner")
