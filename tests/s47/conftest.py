import pytest

from demo.enquiry import carry_out, enquiry_of
from tests.stories import signed
from tests.told import told_once


@pytest.fixture
@told_once
def opened(cast):
    """An enquiry that a signed discussion has just opened."""
    told, discussion = signed(cast)
    return told, discussion, enquiry_of(discussion)


@pytest.fixture
@told_once
def complete(cast):
    """An enquiry with nothing missing: led, seen, checked, analysed, every action done."""
    told, discussion = signed(cast)
    return told, discussion, carry_out(told, discussion, minutes=400)
