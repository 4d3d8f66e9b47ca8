"""The demonstration partnership: its agencies and its people. All are plainly fictional."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from agencies.models import Agency, Membership, Partnership, Team, User
from agencies.roles import Kind, Rank, Role

PARTNERSHIP = "Northmoor Safeguarding Partnership (demonstration)"
PASSWORD = "demonstration only"


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    agency: str
    role: Role
    position: str
    team: str = ""
    rank: str = ""
    decides: bool = True
    qualified: bool = False


AGENCIES = {
    "csc": ("Northmoor Children’s Social Care", Kind.CSC),
    "police": ("Northmoor Police", Kind.POLICE),
    "acute": ("Northmoor General Hospital", Kind.ACUTE),
    "community": ("Northmoor Community Health", Kind.COMMUNITY_HEALTH),
    "midwifery": ("Northmoor Midwifery", Kind.MIDWIFERY),
    "gp": ("Moorgate Surgery", Kind.GP),
    "school": ("Hill Lane Primary School", Kind.SCHOOL),
    "nursery": ("Little Acorns Nursery", Kind.NURSERY),
    "probation": ("Northmoor Probation", Kind.PROBATION),
    "adults": ("Northmoor Recovery Service", Kind.ADULT_SERVICES),
    "lado": ("Northmoor Position of Trust Office", Kind.LADO),
    "legal": ("Northmoor Legal Services", Kind.LEGAL),
    "elsewhere": ("Southdale Children’s Services", Kind.OTHER_AUTHORITY),
}

R = Role
PEOPLE = [
    Person("worker", "Sam Example", "csc", R.SOCIAL_WORKER, "Social worker", "Assessment", qualified=True),
    Person("worker2", "Robin Sample", "csc", R.SOCIAL_WORKER, "Social worker", "Locality"),
    Person("manager", "Alex Demo", "csc", R.TEAM_MANAGER, "Team manager", "Assessment"),
    Person("manager2", "Jo Specimen", "csc", R.TEAM_MANAGER, "Team manager", "Locality"),
    Person("service", "Pat Fiction", "csc", R.SERVICE_MANAGER, "Service manager"),
    Person("head", "Chris Imagine", "csc", R.HEAD_OF_SERVICE, "Head of service"),
    Person("support", "Lee Placeholder", "csc", R.BUSINESS_SUPPORT, "Business support", "Assessment"),
    Person("conference", "Val Pretend", "csc", R.CONFERENCE_CHAIR, "Conference chair"),
    Person("conference2", "Eli Standin", "csc", R.CONFERENCE_CHAIR, "Conference chair"),
    Person("governance", "Kim Invented", "csc", R.INFORMATION_GOVERNANCE, "Information governance"),
    Person("admin", "Max Setup", "csc", R.ADMINISTRATOR, "System administrator"),
    Person("admin2", "Noor Second", "csc", R.ADMINISTRATOR, "System administrator"),
    Person(
        "sergeant",
        "Sgt Toni Makebelieve",
        "police",
        R.POLICE_DECISION_MAKER,
        "Detective sergeant",
        rank=Rank.SERGEANT,
    ),
    Person(
        "constable",
        "PC Ali Pretend",
        "police",
        R.REPRESENTATIVE,
        "Detective constable",
        rank=Rank.CONSTABLE,
        decides=False,
    ),
    Person("doctor", "Dr Nico Fable", "acute", R.REPRESENTATIVE, "Consultant paediatrician"),
    Person("nurse", "Ira Storybook", "acute", R.SAFEGUARDING_LEAD, "Named nurse"),
    Person("people", "Bea Register", "acute", R.AGENCY_ADMINISTRATOR, "Information manager", decides=False),
    Person("visitor", "Dana Paper", "community", R.REPRESENTATIVE, "Health visitor"),
    Person("visitorlead", "Uma Notional", "community", R.SAFEGUARDING_LEAD, "Named nurse"),
    Person("midwife", "Ros Tale", "midwifery", R.REPRESENTATIVE, "Specialist midwife"),
    Person("school", "Ms Lou Chalk", "school", R.SAFEGUARDING_LEAD, "Designated safeguarding lead"),
    Person("teacher", "Mr Bo Crayon", "school", R.REPRESENTATIVE, "Head of year"),
    Person("nursery", "Mel Sandpit", "nursery", R.SAFEGUARDING_LEAD, "Nursery manager"),
    Person("probation", "Ash Ledger", "probation", R.REPRESENTATIVE, "Probation officer"),
    Person("adults", "Sky Harbour", "adults", R.REPRESENTATIVE, "Recovery worker"),
    Person("lado", "Val Compass", "lado", R.REPRESENTATIVE, "Local authority designated officer"),
    Person("legal", "Eli Quill", "legal", R.REPRESENTATIVE, "Solicitor"),
    Person("elsewhere", "Gray Border", "elsewhere", R.REPRESENTATIVE, "Team manager"),
]

# The accounts that bin/demo prints, one per role.
SHOWN = ("worker", "manager", "service", "head", "conference", "support", "sergeant", "constable", "doctor",
         "school", "people", "governance", "admin", "admin2")  # fmt: skip


def email_of(key: str) -> str:
    return f"{key}@demo.invalid"


def load_people() -> dict[str, User]:
    """Make the partnership, or find it again; and return the people by key."""
    partnership, _ = Partnership.objects.get_or_create(name=PARTNERSHIP)
    known = {agency.name: agency for agency in Agency.objects.filter(partnership=partnership)}
    agencies = {
        key: known.get(name) or Agency.objects.create(partnership=partnership, name=name, kind=kind)
        for key, (name, kind) in AGENCIES.items()
    }
    teams = {
        name: Team.objects.get_or_create(agency=agencies["csc"], name=name)[0]
        for name in ("Assessment", "Locality")
    }
    users = _users()
    _give_roles(users, agencies, teams)
    return users


def load_second_hats() -> None:
    """Somebody who works for two agencies, and chooses for which."""
    acute, surgery = (Agency.objects.get(name=AGENCIES[key][0]) for key in ("acute", "gp"))
    user = User.objects.get_queryset().filter(email=email_of("both")).first()
    user = user or User.objects.create_user(email_of("both"), "Dr Jude Twocoats", PASSWORD)
    for agency, role, title in (
        (acute, R.REPRESENTATIVE, "Registrar"),
        (surgery, R.SAFEGUARDING_LEAD, "General practitioner"),
    ):
        if not user.memberships.filter(agency=agency, role=role).exists():
            Membership.objects.create(user=user, agency=agency, role=role, position=title, decides=True)


def _users() -> dict[str, User]:
    """Everybody by key, in two statements: each test begins with them."""
    addresses = {email_of(person.key): person for person in PEOPLE}
    known = {user.email: user for user in User.objects.get_queryset().filter(email__in=addresses)}
    word = make_password(PASSWORD)
    new = [
        User(email=address, name=person.name, password=word)
        for address, person in addresses.items()
        if address not in known
    ]
    known |= {user.email: user for user in User.objects.bulk_create(new)}
    return {person.key: known[address] for address, person in addresses.items()}


def _give_roles(users: dict[str, User], agencies: dict[str, Agency], teams: dict[str, Team]) -> None:
    given = Membership.objects.filter(user__in=users.values()).values_list("user", "agency", "role")
    had = set(given)
    wanted = [
        Membership(
            user=users[person.key],
            agency=agencies[person.agency],
            team=teams.get(person.team),
            role=person.role,
            position=person.position,
            rank=person.rank,
            decides=person.decides,
            qualified=person.qualified,
        )
        for person in PEOPLE
    ]
    Membership.objects.bulk_create(m for m in wanted if (m.user_id, m.agency_id, m.role) not in had)
