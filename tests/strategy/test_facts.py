"""Rules on the facts of a concern: which clock governs, who is asked, joint or not."""

from datetime import timedelta

import pytest

from agencies.roles import Kind
from deadlines.calendar import calendar_with
from deadlines.timescales import TIMESCALES
from deadlines.wanted import Counting
from strategy import facts
from strategy.facts import Facts
from strategy.timescales import governing
from tests.conftest import MORNING


def said(*flags, circumstances=(), categories=(), offences=(), **more):
    return Facts(
        received_at=MORNING,
        identified_at=MORNING,
        flags=frozenset(flags),
        circumstances=frozenset(circumstances),
        categories=frozenset(categories),
        offences=frozenset(offences),
        **more,
    )


def governs(known):
    return governing(
        facts.strategy_clocks(known), Counting(calendar_with(), calendar_with(), TIMESCALES)
    ).code


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (said(), "strategy_3wd"),
        (said("serious"), "strategy_same_day"),
        (said("forensic"), "strategy_same_day"),
        (said("immediate"), "strategy_1wd"),
        (said("complex"), "strategy_5wd"),
        (said(circumstances=["staff"]), "strategy_5wd"),
        (said(circumstances=["organised"]), "strategy_5wd"),
        (said("complex", "serious"), "strategy_same_day"),
        (said("complex", "immediate"), "strategy_1wd"),
        (said("serious", "immediate", "complex"), "strategy_same_day"),
    ],
)
def test_the_earliest_governs_and_five_days_only_when_nothing_is_urgent(known, code):
    assert governs(known) == code


def test_after_emergency_action_24_hours_govern_over_one_working_day():
    known = said("emergency", "immediate", emergency_at=MORNING - timedelta(hours=2))

    assert governs(known) == "emergency_followup"


def test_an_emergency_with_a_serious_risk_is_due_the_same_day():
    assert governs(said("emergency", "serious", emergency_at=MORNING)) == "strategy_same_day"


def test_where_five_days_are_switched_off_three_apply():
    from dataclasses import replace

    rules = TIMESCALES | {"strategy_5wd": replace(TIMESCALES["strategy_5wd"], on=False)}

    found = governing(
        facts.strategy_clocks(said("complex")), Counting(calendar_with(), calendar_with(), rules)
    )

    assert found.code == "strategy_3wd"


def asked(known, strength):
    return {a.who for a in facts.who_must_be_asked(known) if a.strength == strength}


@pytest.mark.parametrize(
    ("known", "who"),
    [
        (said(), {"Police", "Health"}),
        (said(categories=["PHY"]), {"Paediatrician"}),
        (said(categories=["SAB"]), {"Paediatrician for the medical"}),
        (said(circumstances=["outpatient"]), {"Responsible consultant"}),
        (said(circumstances=["cdt"]), {"Responsible consultant"}),
        (said(circumstances=["inpatient"]), {"Responsible consultant", "Senior ward nurse"}),
        (said(circumstances=["medical"]), {"Senior doctor of the service"}),
        (said(unborn=True), {"Midwifery"}),
        (said(out_of_area=True), {"Home authority and its agencies"}),
        (said(circumstances=["staff"]), {"Position-of-trust officer"}),
    ],
)
def test_who_must_be_asked(known, who):
    always = {"Police", "Health"}

    assert asked(known, facts.REQUIRED) == always | who


@pytest.mark.parametrize(
    ("known", "who"),
    [
        (said(referrer_agency=7), "The referrer’s agency"),
        (said(circumstances=["school"]), "School or nursery"),
        (said(circumstances=["domestic_abuse"]), "Adult services"),
        (said(circumstances=["substance"]), "Adult services"),
        (said(circumstances=["mental_illness"]), "Adult services"),
        (said(circumstances=["probation"]), "Probation"),
        (said(circumstances=["youth"]), "Youth services"),
        (said(circumstances=["legal"]), "Legal adviser"),
        (said(circumstances=["fii"]), "Expert in this harm"),
    ],
)
def test_who_is_to_be_considered(known, who):
    assert asked(known, facts.CONSIDER) == {who}


def test_no_rule_ever_asks_the_parents():
    everything = said(
        circumstances=[c for c, _ in __import__("strategy.vocabulary").vocabulary.CIRCUMSTANCES]
    )

    kinds = {kind for a in facts.who_must_be_asked(everything) for kind in a.kinds}

    assert kinds <= set(Kind)


@pytest.mark.parametrize(
    ("known", "advice"),
    [
        (said(offences=["injury_offence"]), "required"),
        (said(offences=["sexual_young"]), "required"),
        (said(circumstances=["fii"]), "required"),
        (said(offences=["minor_injury"], on_plan=True), "consider"),
        (said(offences=["minor_injury"], looked_after=True), "consider"),
        (said(offences=["minor_injury"]), ""),
        (said(), ""),
    ],
)
def test_a_joint_investigation_is_required_or_considered(known, advice):
    assert facts.joint_investigation(known) == advice
