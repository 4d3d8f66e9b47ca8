"""The words of an enquiry, as data. Sources: domain §6."""

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
