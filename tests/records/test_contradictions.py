"""What a record cannot say at once: each rule with the facts for which it stands, and those beside it."""

from datetime import date

import pytest

from conference import contradictions as of_conference
from conference.contradictions import Day, Days, Decision
from records.contradictions import Rule, standing
from s47 import contradictions as of_enquiry
from s47.contradictions import Ending
from strategy import contradictions as of_discussion
from strategy.contradictions import Decisions, Delay

WED, SUN = date(2026, 6, 24), date(2026, 6, 28)
DECISIONS, REASON = of_discussion.DECISIONS.rules, of_discussion.REASON.rules
OUTCOME, DECISION, CORE = of_enquiry.RULES, of_conference.DECISION.rules, of_conference.CORE.rules


def decided(threshold, *kinds, conclusion=""):
    return Decisions(threshold, frozenset(kinds), conclusion)


def core(on, **facts):
    return Days(core_group=Day(on, **facts), review_conference=None)


@pytest.mark.parametrize(
    ("rules", "facts", "keys"),
    [
        (DECISIONS, decided("yes", "s47"), []),
        (DECISIONS, decided("yes", "nfa"), ["cause_nothing"]),
        (DECISIONS, decided("no", "nfa"), []),
        (DECISIONS, decided("no", "s47", "police"), ["no_cause_s47"]),
        (DECISIONS, decided("no", "s17"), []),
        (DECISIONS, decided("", "s47"), []),
        (DECISIONS, decided("no", "s17", conclusion="likely"), ["no_cause_likely"]),
        (DECISIONS, decided("", "nfa", conclusion="likely"), ["likely_nothing"]),
        (DECISIONS, decided("yes", "s47", conclusion="not_substantiated"), ["unsubstantiated_s47"]),
        (DECISIONS, decided("yes", "s47", conclusion="likely"), []),
        (REASON, Delay("no", "Strategy discussion: due …"), ["no_delay"]),
        (REASON, Delay("yes", "Strategy discussion: due …"), []),
        (REASON, Delay("no", ""), []),
        (OUTCOME, Ending("yes", "conference"), []),
        (OUTCOME, Ending("yes", "not_substantiated", "close"), ["harm_closes"]),
        (OUTCOME, Ending("yes", "not_substantiated", "support"), ["harm_unsubstantiated"]),
        (OUTCOME, Ending("yes", "not_substantiated"), ["harm_unsubstantiated"]),
        (OUTCOME, Ending("yes", "no_conference", "close"), ["harm_no_conference"]),
        (OUTCOME, Ending("no", "conference"), ["no_harm_conference"]),
        (OUTCOME, Ending("no", "not_substantiated", "close"), []),
        (OUTCOME, Ending("no", "no_conference", "support"), []),
        (DECISION, Decision("yes", "yes"), []),
        (DECISION, Decision("no", "yes"), ["plan_without_harm"]),
        (DECISION, Decision("yes", "no"), ["harm_without_plan"]),
        (DECISION, Decision("no", "no"), []),
        (CORE, core(WED, due=WED), []),
        (CORE, core(SUN, off="Sunday", due=date(2026, 7, 1)), ["core_group_off"]),
        (CORE, core(SUN, off="Sunday", due=WED), ["core_group_off", "core_group_late"]),
        (CORE, core(WED, due=date(2026, 6, 23)), ["core_group_late"]),
        (CORE, core(WED, due=date(2026, 7, 1), before=True), ["core_group_before"]),
        (CORE, Days(None, None), []),
        (of_conference.HELD, Day(SUN, off="Sunday"), ["off"]),
        (of_conference.HELD, Day(WED), []),
    ],
)
def test_a_rule_stands_for_its_facts_and_for_no_others(rules, facts, keys):
    found = list(standing(rules, facts))

    assert [c.key for c in found] == keys
    assert not any("{" in c.sentence for c in found)  # quotes its facts, not their names


def test_the_next_rule_is_one_line():
    rules = (*DECISIONS, Rule("police_alone", lambda f: f.decided == {"police"}, "The police act alone."))

    (found,) = standing(rules, decided("yes", "police"))

    assert (found.mend, found.question) == (
        "The police act alone. Explain it, or change one of them.", "explained_police_alone",
    )  # fmt: skip


def test_each_rule_has_a_name_of_its_own():
    for rules in (DECISIONS, REASON, OUTCOME, DECISION, CORE):
        keys = [rule.key for rule in rules]
        assert len(keys) == len(set(keys))
