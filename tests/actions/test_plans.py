"""Without section 47 or a conference, the actions go into the child’s plan or start one [000]."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from actions import workflow
from actions.models import Action, ChildPlan
from records.refusals import Refused
from tests.stories import held, signed


def take(cast, discussion, told, *, who="worker", plan=None, **changed):
    facts = {"kind": "child", "dated": told.at(0).date(), "owner": cast["worker"]}
    return workflow.take_into_plan(discussion, plan=plan, **facts | changed, by=cast[who], at=told.at(500))


def test_the_actions_start_a_plan_and_later_ones_join_it(cast):
    told, discussion = signed(cast)

    plan = take(cast, discussion, told)

    assert (plan.child, plan.kind, plan.owner) == (discussion.child, "child", cast["worker"])
    assert set(Action.objects.on(discussion).values_list("plan", flat=True)) == {plan.pk}
    assert take(cast, discussion, told, plan=plan) == plan
    assert take(cast, discussion, told) == plan  # the same sent twice
    assert ChildPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": ""}, "which kind of plan"),
        ({"dated": None}, "Give the date"),
        ({"dated": timedelta(days=9)}, "still to come"),
        ({"owner": None}, "who owns the plan"),
        ({"owner": "sergeant"}, "who owns the plan"),
        ({"who": "doctor"}, "can change this record"),
    ],
)
def test_a_plan_has_a_kind_a_date_and_an_owner_of_the_authority(cast, changed, reason):
    told, discussion = signed(cast)
    if isinstance(changed.get("dated"), timedelta):
        changed = {"dated": told.at(0).date() + changed["dated"]}
    if isinstance(changed.get("owner"), str):
        changed = {"owner": cast[changed["owner"]]}
    with pytest.raises(Refused, match=reason):
        take(cast, discussion, told, **changed)
    assert not ChildPlan.objects.exists()


def test_not_while_the_actions_can_change_and_not_into_another_childs_plan(cast):
    told, discussion = held(cast)
    with pytest.raises(Refused, match="Conclude the discussion first"):
        take(cast, discussion, told)


def test_the_database_keeps_one_plan_of_a_kind_and_day(cast):
    told, discussion = signed(cast)
    plan = take(cast, discussion, told)
    plan.pk, plan._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save()


def test_on_the_page_and_in_the_childs_file(cast, client):
    told, discussion = signed(
        cast, said={"decisions": {"threshold": "no", "decisions": ["s17"], "reason_s17": "x"}}
    )
    client.force_login(cast["manager"])
    assert (
        "Put the actions into the child’s plan" in client.get(f"/records/{discussion.ref}/").content.decode()
    )
    day = told.at(0).date()
    said = {
        "kind": "initial", "dated_day": day.day, "dated_month": day.month, "dated_year": day.year,
        "owner": str(cast["worker"].pk),
    }  # fmt: skip

    assert client.post(f"/records/{discussion.ref}/into-plan/", said).status_code == 302

    assert "Initial plan of" in client.get(f"/children/{discussion.child.ref}/").content.decode()
