import pytest

from demo.conference import book, conference_of, hand_in, report
from demo.enquiry import carry_out, decide
from s47.vocabulary import Outcome
from tests.stories import fresh, signed
from tests.told import told_once

DAY = 24 * 60


@pytest.fixture
@told_once
def asked(cast):
    """A conference that the head of service has decided and nobody has convened."""
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    return told, fresh(enquiry), conference_of(enquiry)


@pytest.fixture
@told_once
def convened(asked):
    """Convened for a working day inside the clock."""
    told, enquiry, conference = asked
    when = told.at(DAY * 7 + 180)
    return told, enquiry, book(told, conference, when, minutes=1000)


@pytest.fixture
@told_once
def reported(convened):
    """Its report is signed by author and manager."""
    told, enquiry, conference = convened
    hand_in(told, conference, "doctor", minutes=1500, information="Seen again: healing well.")
    report(told, conference, minutes=2000)
    return told, enquiry, fresh(conference)


@pytest.fixture
def days(convened):
    told = convened[0]
    return {"core_group_on": told.at(DAY * 14).date(), "review_on": told.at(DAY * 58).date()}
