"""The sections of an enquiry, declared once."""

from records.sections import Section, register
from s47.models import Enquiry

ENQUIRY: list[Section] = []

register(Enquiry, ENQUIRY)
