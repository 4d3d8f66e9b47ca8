"""The words of an enquiry, as data. Sources: domain §6."""

from django.db import models

# Why a child was not seen alone [003].
EXCEPTIONS = [
    ("unborn", "Not yet born"),
    ("young", "Too young to speak, or very young"),
    ("behaviour", "Dangerous or challenging behaviour"),
    ("needs", "Additional needs"),
    ("refused", "The child refused"),
    ("secure", "In secure accommodation"),
    ("other", "Another reason"),
]

UNCOUNTED = "not one of the people of the enquiry: it stops no clock"

ASKED_WITH = [
    ("consent", "With the parents’ consent"),
    ("authorised", "Authorised without consent"),
]
ANSWERS = [
    ("waiting", "Asked, not yet answered"),
    ("chased", "Not answered, and chased"),
    ("answered", "Answered"),
    ("none", "Will not answer"),
]
SETTLED = ("answered", "none")


class Outcome(models.TextChoices):
    """What the head of service decides [001 §5, 003]."""

    CONFERENCE = (
        "conference",
        "Substantiated, and the child is suffering or likely to suffer significant harm",
    )
    NO_CONFERENCE = "no_conference", "Substantiated, but no continuing risk of significant harm"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"


LEADS_TO = {
    Outcome.CONFERENCE: "An initial child protection conference is held",
    Outcome.NO_CONFERENCE: "No conference is held",
    Outcome.NOT_SUBSTANTIATED: "The assessment continues with consent, or the enquiry closes",
}
ONWARD = [
    ("assessment", "The single assessment continues, with consent"),
    ("support", "Support continues under section 17"),
    ("close", "Nothing further: it closes"),
]

WAYS_OF_GIVING = [
    ("hand", "By hand, and talked through"),
    ("read", "Read out or interpreted"),
    ("post", "By post"),
    ("electronic", "Electronically"),
]
