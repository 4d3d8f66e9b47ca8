"""What has happened has happened: no facts give a clock that has stopped and yet applies no longer. No database."""

from datetime import timedelta
from itertools import product

from s47.timescales import (
    Away,
    ConferenceClockFacts,
    EnquiryFacts,
    clock_of_the_conference,
    clocks_of_an_enquiry,
)
from s47.vocabulary import Outcome
from strategy.facts import Facts
from strategy.timescales import ConcernFacts, Held, clocks_of_a_concern
from tests.deadlines.test_wanted import BEGUN, NOW

LATER = BEGUN + timedelta(hours=3)
AWAY = [(), *(((Away("missing:1", BEGUN, over, found),)) for over, found in product((None, LATER), repeat=2))]


def both(clocks):
    return [each for each in clocks if each.stopped_at and each.ended]


def test_of_an_enquiry_whatever_became_of_it():
    for seen, away, decided, withdrawn in product(((), (LATER,)), AWAY, (None, LATER), ("", "No longer.")):
        said = EnquiryFacts(BEGUN, 1, seen=seen, away=away, decided_at=decided, withdrawn=withdrawn)
        found = list(clocks_of_an_enquiry(said, NOW))
        assert both(found) == [], said
        (child,) = [each for each in found if each.code == "child_seen"]
        assert bool(child.stopped_at) == bool(seen)


def test_of_its_conference():
    for outcome, held, decided, withdrawn in product(
        ("", *Outcome.values), (None, LATER), (False, True), ("", "No longer.")
    ):
        said = ConferenceClockFacts(
            BEGUN, 1, outcome=outcome, held_at=held, decided=decided, withdrawn=withdrawn
        )
        assert both(clock_of_the_conference(said, NOW)) == [], said


def test_of_a_concern():
    for liaison, held, none, withdrawn in product(
        (None, LATER), (None, Held(LATER)), ("", "Known."), ("", "Twice.")
    ):
        facts = Facts(BEGUN, BEGUN)
        said = ConcernFacts(facts, 1, liaison_at=liaison, held=held, no_discussion=none, withdrawn=withdrawn)
        assert both(clocks_of_a_concern(said, NOW)) == [], said
