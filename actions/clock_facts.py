"""The facts that the clocks of actions hang on, read for the actions of many records at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from actions.models import Action, ActionOn, Happening
from actions.timescales import ActionFacts, clocks_of_actions
from deadlines.settling import derive
from records.models import Record

Kind = Happening.Kind
OF_AN_ACTION = ("since", "agreed_at", "due_on", "owner", "agency", "completed_at", "state")


def of_actions(records: Sequence[Record]) -> dict[int, tuple[ActionFacts, ...]]:
    """Of those that each record was the first to agree: the clock runs there, once."""
    earlier = ActionOn.objects.filter(action=OuterRef("action"), pk__lt=OuterRef("pk"))
    first = ActionOn.objects.filter(~Exists(earlier), record__in=[record.pk for record in records])
    found: dict[int, list[ActionFacts]] = {record.pk: [] for record in records}
    facts = [f"action__{name}" for name in OF_AN_ACTION]
    on = list(first.select_related("action").only("action", "record", *facts).order_by("action_id"))
    happened = _happened([each.action_id for each in on])
    for each in on:
        found[each.record_id].append(_facts(each.action, happened[each.action_id]))
    return {record: tuple(actions) for record, actions in found.items()}


def _happened(actions: Sequence[int]) -> dict[int, list[Happening]]:
    kinds = (Kind.TIME_ASKED, Kind.TIME_ANSWERED, Kind.RETURNED, Kind.CANCELLED)
    found: dict[int, list[Happening]] = defaultdict(list)
    if actions:
        for happening in Happening.objects.filter(action__in=actions, kind__in=kinds).order_by("pk"):
            found[happening.action_id].append(happening)
    return found


def _facts(action: Action, happened: Iterable[Happening]) -> ActionFacts:
    asked = granted = cancelled = ""
    returned = False
    for each in happened:
        match each.kind:
            case Kind.TIME_ASKED:
                asked = each.text
            case Kind.TIME_ANSWERED if each.day:
                granted = asked
            case Kind.RETURNED:
                returned = True
            case Kind.CANCELLED:
                cancelled = each.text
    return ActionFacts(
        subject=action.subject,
        since=action.since or action.agreed_at,
        due_on=action.due_on,
        owner=action.owner_id,
        agency=action.agency_id,
        completed_at=action.completed_at,
        returned=returned,
        granted=granted,
        cancelled=cancelled if action.state == Action.State.CANCELLED else "",
    )


derive(Record, "action", facts=of_actions, wanted=clocks_of_actions)
