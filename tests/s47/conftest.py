import pytest

from demo.enquiry import carry_out, enquiry_of
from tests.stories import signed


@pytest.fixture
def opened(cast):
    """An enquiry that a signed discussion has just opened."""
    told, discussion = signed(cast)
    return told, discussion, enquiry_of(discussion)


@pytest.fixture
def complete(cast):
    """An enquiry with nothing missing: led, seen, checked, analysed, every action done."""
    told, discussion = signed(cast)
    return told, discussion, carry_out(told, discussion, minutes=400)
