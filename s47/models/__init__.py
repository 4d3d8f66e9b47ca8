from s47.models.course import (
    Allocation,
    Missing,
    OutcomeDecision,
    Recommendation,
)
from s47.models.enquiry import Enquiry
from s47.models.found import (
    AccessRefused,
    AgencyCheck,
    OtherChild,
    Sighting,
    Visit,
)
from s47.models.letters import Letter, LetterGiven

__all__ = [
    "AccessRefused",
    "AgencyCheck",
    "Allocation",
    "Enquiry",
    "Letter",
    "LetterGiven",
    "Missing",
    "OtherChild",
    "OutcomeDecision",
    "Recommendation",
    "Sighting",
    "Visit",
]
