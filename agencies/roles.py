"""Roles and agency kinds as data (domain §2)."""

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    CSC = "csc", "Children’s social care"
    POLICE = "police", "Police"
    ACUTE = "acute", "Hospital (acute)"
    COMMUNITY_HEALTH = "community_health", "Community health"
    MIDWIFERY = "midwifery", "Midwifery"
    GP = "gp", "General practice"
    MENTAL_HEALTH = "mental_health", "Mental health"
    CHILD_DEVELOPMENT = "child_development", "Child development"
    SCHOOL = "school", "School"
    NURSERY = "nursery", "Nursery"
    COLLEGE = "college", "College"
    EARLY_YEARS = "early_years", "Early years"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice and youth services"
    HOUSING = "housing", "Housing"
    ADULT_SERVICES = "adult_services", "Adult services"
    EARLY_HELP = "early_help", "Early help"
    VOLUNTARY = "voluntary", "Voluntary"
    LEGAL = "legal", "Legal"
    LADO = "lado", "Position of trust (LADO)"
    OTHER_AUTHORITY = "other_authority", "Another local authority"


HEALTH = {
    Kind.ACUTE,
    Kind.COMMUNITY_HEALTH,
    Kind.MIDWIFERY,
    Kind.GP,
    Kind.MENTAL_HEALTH,
    Kind.CHILD_DEVELOPMENT,
}
EDUCATION = {Kind.SCHOOL, Kind.NURSERY, Kind.COLLEGE, Kind.EARLY_YEARS}


class Role(models.TextChoices):
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    SERVICE_MANAGER = "service_manager", "Service manager"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    CONFERENCE_CHAIR = "conference_chair", "Conference chair"
    BUSINESS_SUPPORT = "business_support", "Business support"
    REPRESENTATIVE = "representative", "Agency representative"
    POLICE_DECISION_MAKER = "police_decision_maker", "Police decision maker"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance"
    ADMINISTRATOR = "administrator", "System administrator"
    AGENCY_ADMINISTRATOR = "agency_administrator", "Agency administrator"


CSC = frozenset({Kind.CSC})
PARTNERS = frozenset(Kind) - CSC
POLICE = frozenset({Kind.POLICE})
ANYWHERE = frozenset(Kind)


@dataclass(frozen=True)
class Duty:
    """What a role may do, in one line; in which kinds of agency it can be held; what it opens.

    `opens_cases`: whoever holds it sees something of a child. The two that do not make members of others,
    which is why they too are never given by one administrator alone.
    """

    may: str
    kinds: frozenset[Kind]
    opens_cases: bool = True


DUTIES: dict[Role, Duty] = {
    Role.SOCIAL_WORKER: Duty("Records concerns; leads an enquiry if qualified.", CSC),
    Role.TEAM_MANAGER: Duty("Decides, convenes, chairs, agrees, allocates.", CSC),
    Role.SERVICE_MANAGER: Duty("Chairs, agrees, receives escalations.", CSC),
    Role.HEAD_OF_SERVICE: Duty("Decides the section 47 outcome; looks at files to be released.", CSC),
    Role.CONFERENCE_CHAIR: Duty("Chairs and signs conferences.", CSC),
    Role.BUSINESS_SUPPORT: Duty("Takes notes, sends invitations; never signs.", CSC),
    Role.REPRESENTATIVE: Duty("Contributes, attends, acknowledges, completes own actions.", PARTNERS),
    Role.POLICE_DECISION_MAKER: Duty("Agrees decisions for the police.", POLICE),
    Role.SAFEGUARDING_LEAD: Duty("Sees all that was shared with the agency.", PARTNERS),
    Role.INFORMATION_GOVERNANCE: Duty("Audit, restrictions, requests for a file, retention.", CSC),
    Role.ADMINISTRATOR: Duty("Agencies, users, timescales; no case content.", CSC, opens_cases=False),
    Role.AGENCY_ADMINISTRATOR: Duty(
        "Invites and ends the people of the own agency, reviews access; no case content.",
        ANYWHERE,
        opens_cases=False,
    ),
}

# These look after the whole partnership: its system administrators alone ask for them.
OF_THE_PARTNERSHIP = (Role.INFORMATION_GOVERNANCE, Role.ADMINISTRATOR)
CSC_MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
CHAIRS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER)
# See every case of their authority, not of one team only.
WHOLE_SERVICE = (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
CASE_WORKERS = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT, *WHOLE_SERVICE)
# Who opens and writes the records that are theirs: a conference chair only what was shared with them.
RECORD_WORKERS = (*CASE_WORKERS, Role.CONFERENCE_CHAIR)


class Rank(models.TextChoices):
    """Police ranks, in order; the dedicated decision maker may be staff."""

    CONSTABLE = "constable", "Constable"
    SERGEANT = "sergeant", "Sergeant"
    INSPECTOR = "inspector", "Inspector"
    CHIEF_INSPECTOR = "chief_inspector", "Chief inspector"
    SUPERINTENDENT = "superintendent", "Superintendent or above"
    DECISION_MAKER = "ddm", "Dedicated decision maker"


# [001 §5] a sergeant at the least; [003] or the force's dedicated decision maker.
RANKS_THAT_AGREE = frozenset(Rank) - {Rank.CONSTABLE}
