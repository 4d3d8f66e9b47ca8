"""The words of a concern and of a strategy discussion, as data. Sources: domain §4, §5, §8.6."""

from django.db import models

CATEGORIES = [
    ("PHY", "Physical abuse"),
    ("EMO", "Emotional abuse"),
    ("SAB", "Sexual abuse"),
    ("NEG", "Neglect"),
]

# National codes of the referral source.
SOURCES = [
    ("1A", "Family member, relative or carer"), ("1B", "Acquaintance"), ("1C", "The child"),
    ("1D", "Other individual"), ("2A", "School"), ("2B", "Education services"), ("3A", "GP"),
    ("3B", "Health visitor"), ("3C", "School nurse"), ("3D", "Other primary health"),
    ("3E", "Accident and emergency"), ("3F", "Other health"), ("4", "Housing"),
    ("5A", "Adult social care"), ("5B", "Other service of this authority"),
    ("5C", "Another local authority"), ("5D", "Early help"), ("6", "Police"),
    ("7", "Other legal agency"), ("8", "Other"), ("9", "Anonymous"), ("10", "Not known"),
]  # fmt: skip

TRIGGERS = [
    ("incident", "A specific incident"),
    ("cumulative", "Cumulative factors"),
]

# The flags that set the clocks (§3), each with one line of help.
SERIOUS, FORENSIC, IMMEDIATE, EMERGENCY, COMPLEX = (
    "serious", "forensic", "immediate", "emergency", "complex",
)  # fmt: skip
FLAGS = [
    (SERIOUS, "Serious risk of harm, such as a serious physical injury or serious neglect"),
    (FORENSIC, "Penetrative sexual abuse, and forensic evidence must be secured"),
    (IMMEDIATE, "Immediate action is required by police or children’s social care"),
    (EMERGENCY, "Emergency action has been taken: police protection or an emergency order"),
    (COMPLEX, "Particularly complex, such as organised abuse"),
]

CIRCUMSTANCES = [
    ("unborn", "The child is not yet born"),
    ("inpatient", "In hospital as an in-patient"),
    ("outpatient", "Seen in hospital as an out-patient"),
    ("cdt", "Known to a child development team"),
    ("medical", "A medical examination is needed or has been done"),
    ("looked_after", "Looked after by a local authority"),
    ("on_plan", "On a child protection plan"),
    ("staff", "Allegation against a professional or carer"),
    ("by_child", "The suspected abuser is a child"),
    ("exploitation", "Exploitation"),
    ("fii", "Fabricated or induced illness"),
    ("organised", "Organised or multiple abuse"),
    ("domestic_abuse", "Domestic abuse in the household"),
    ("substance", "Substance misuse in the household"),
    ("mental_illness", "Mental illness in the household"),
    ("probation", "Somebody in the household is known to probation"),
    ("youth", "Known to youth services"),
    ("school", "Goes to a school, nursery or children’s centre"),
    ("legal", "There is a legal question"),
]

CONSIDERATIONS = [
    ("seriousness", "Seriousness of the concern"),
    ("repetition", "Repetition or duration"),
    ("vulnerability", "Vulnerability of the child"),
    ("source", "Source of the concern"),
    ("accumulation", "Accumulation and pattern"),
    ("context", "Context, such as another child of the household on a plan"),
    ("predisposing", "Predisposing factors in the family"),
]

# [003] offences for which a joint investigation must always be initiated.
OFFENCES = [
    ("sexual_family", "Sexual offence within the family"),
    ("sexual_young", "Sexual offence committed by a young person"),
    ("death", "Sudden unexpected death of a child"),
    ("fii", "Fabricated or induced illness"),
    ("neglect_offence", "Serious neglect or ill-treatment that is an offence"),
    ("injury_offence", "Physical injury that is a criminal offence, or repeated minor assaults"),
]
MINOR_INJURY = ("minor_injury", "Minor injury only")

MODES = [
    ("video", "Video meeting"),
    ("face_to_face", "Face-to-face meeting"),
    ("telephone", "Series of telephone calls"),
]
HOW_HELD = {
    "video": "The strategy discussion was held as a video meeting.",
    "face_to_face": "The strategy discussion was held as a face-to-face meeting.",
    "telephone": "The strategy discussion was held as a series of telephone calls.",
}


class Decided(models.TextChoices):
    S47 = "s47", "Section 47 enquiries with a single assessment"
    S17 = "s17", "Assessment under section 17 (start or continue)"
    POLICE = "police", "Police investigation"
    REFERRAL = "referral", "Referral to another agency"
    EARLY_HELP = "early_help", "Early help"
    DISCIPLINARY = "disciplinary", "Disciplinary procedures"
    FOLLOW_UP = "follow_up", "Follow-up discussion"
    LEGAL = "legal", "Legal planning"
    NFA = "nfa", "No further action"


class Attendance(models.TextChoices):
    ATTENDED = "attended", "Attended"
    PHONE = "phone", "By telephone"
    WRITTEN = "written", "Contributed in writing"
    APOLOGIES = "apologies", "Apologies"
    NO_REPLY = "no_reply", "No reply"


# A written or telephoned contribution counts as participation (§11).
TOOK_PART = (Attendance.ATTENDED, Attendance.PHONE, Attendance.WRITTEN)

INFORMATION_SOURCES = [
    ("observation", "Observed by us"),
    ("allegation", "Allegation made to us"),
    ("record", "From our records"),
    ("opinion", "Professional opinion"),
]
CONCLUSIONS = [
    ("not_substantiated", "Concerns are not substantiated"),
    ("no_continuing_risk", "Substantiated, but no continuing risk of significant harm"),
    ("likely", "Substantiated, and likely to suffer significant harm"),
]
CHECK_GROUNDS = [
    ("risk", "Asking is likely to increase the risk to a child or another person"),
    ("refused", "Permission was refused and the concern justifies disclosure"),
    ("impede", "Asking is likely to impede a criminal investigation"),
]
