"""The words of a conference, as data. Sources: domain §7, reference §8.7."""

# How the child took part: national codes.
PARTICIPATION = [
    ("PN0", "Under four years old"),
    ("PN1", "Attended and spoke for themselves"),
    ("PN2", "Attended; an advocate spoke"),
    ("PN3", "Attended and conveyed their views without speech"),
    ("PN4", "Attended and did not convey their views"),
    ("PN5", "Did not attend; an advocate was briefed"),
    ("PN6", "Did not attend; views conveyed in another way"),
    ("PN7", "Did not attend; views not conveyed"),
]
AGENCY_VIEWS = [
    ("plan", "A child protection plan is needed"),
    ("no_plan", "No plan is needed"),
    ("unsure", "No view"),
]
NO_PLAN = [
    ("cin", "A child in need plan"),
    ("early_help", "Early help"),
    ("nothing", "Nothing further"),
]
