"""The facts of a concern that rules ask about: pure data, and the rules on them.

Which clock governs (§3, §11), who must be asked (§5), whether a joint investigation is
required (§5.8). Functions of facts, so that every combination can be tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agencies.roles import HEALTH, Kind
from strategy.vocabulary import COMPLEX, EMERGENCY, FORENSIC, IMMEDIATE, SERIOUS


@dataclass(frozen=True)
class Facts:
    received_at: datetime
    identified_at: datetime
    flags: frozenset[str] = frozenset()
    circumstances: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    offences: frozenset[str] = frozenset()
    emergency_at: datetime | None = None
    unborn: bool = False
    out_of_area: bool = False
    referrer_agency: int | None = None
    on_plan: bool = False
    looked_after: bool = False


def facts_from(
    *, referral: Mapping[str, Any], said: Mapping[str, Any], flags: Mapping[str, Any],
    place: Mapping[str, Any], child: Any,
) -> Facts:  # fmt: skip
    """The facts as the sections of a concern state them."""

    def moment(value: str | None) -> datetime | None:
        return datetime.fromisoformat(value) if value else None

    received = moment(referral.get("received_at"))
    assert received
    circumstances = frozenset(flags.get("circumstances") or ())
    return Facts(
        received_at=received,
        identified_at=moment(referral.get("identified_at")) or received,
        flags=frozenset(flags.get("flags") or ()),
        circumstances=circumstances,
        categories=frozenset(said.get("categories") or ()),
        offences=frozenset(flags.get("offences") or ()),
        emergency_at=moment(flags.get("emergency_at")),
        unborn=child.unborn or "unborn" in circumstances,
        out_of_area=place.get("lives") == "elsewhere",
        referrer_agency=int(referral["source_agency"]) if referral.get("source_agency") else None,
        on_plan=child.on_plan or "on_plan" in circumstances,
        looked_after=child.looked_after or "looked_after" in circumstances,
    )


# --- which clock governs ------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    code: str
    started_at: datetime
    because: str


def strategy_clocks(facts: Facts) -> list[Candidate]:
    """Every strategy clock that applies. [003] Timing of strategy discussions; §11.

    The 5-day one replaces the 3-day one only when nothing urgent is flagged.
    """
    found: list[Candidate] = []
    if SERIOUS in facts.flags:
        found.append(Candidate("strategy_same_day", facts.received_at, "serious risk of harm"))
    if FORENSIC in facts.flags:
        reason = "penetrative sexual abuse, forensic evidence needed"
        found.append(Candidate("strategy_same_day", facts.received_at, reason))
    if IMMEDIATE in facts.flags:
        found.append(Candidate("strategy_1wd", facts.received_at, "immediate action is required"))
    if EMERGENCY in facts.flags:
        start = facts.emergency_at or facts.received_at
        found.append(Candidate("emergency_followup", start, "emergency action came first"))
    if not found and is_complex(facts):
        reason = "particularly complex, and nothing urgent is flagged"
        return [Candidate("strategy_5wd", facts.identified_at, reason)]
    return [*found, Candidate("strategy_3wd", facts.identified_at, "applies to every concern")]


def is_complex(facts: Facts) -> bool:
    return COMPLEX in facts.flags or bool(facts.circumstances & {"organised", "staff"})


# --- who must be asked (§5) ---------------------------------------------------------

REQUIRED, CONSIDER = "required", "consider"


@dataclass(frozen=True)
class Ask:
    """Somebody to ask: who, from which kinds of agency, how strongly, and why."""

    who: str
    kinds: frozenset[str]
    strength: str
    why: str
    source: str
    agency: int | None = None
    seat: str = field(default="other")
    # Words of the job titles that suit; none: whoever speaks for such an agency.
    titles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.who.lower().replace(" ", "_").replace("-", "_").replace("’", "")

    def is_for(self, title: str) -> bool:
        return not self.titles or any(word in title.lower() for word in self.titles)

    @property
    def wanted(self) -> str:
        """What to look for when nobody is on file."""
        kinds = ", ".join(sorted(str(Kind(kind).label).lower() for kind in self.kinds))
        return f"{self.who}: {kinds}" if kinds else self.who


# What a person must be by profession, as job titles say it.
DOCTORS = ("paediatric", "pediatric", "consultant", "doctor", "physician")
PAEDIATRICIANS = ("paediatric", "pediatric", "child protection doctor", "named doctor", "designated doctor")
NURSES = ("nurse", "sister", "matron", "ward manager")


def who_must_be_asked(facts: Facts) -> Iterator[Ask]:
    """§5 "Who must be asked", row by row. Parents are never asked [003]."""
    always = "always"
    yield Ask("Police", frozenset({Kind.POLICE}), REQUIRED, always, "[001], [003]", seat="police")
    yield Ask("Health", frozenset(HEALTH), REQUIRED, always, "[001], [003]", seat="health")
    doctor = frozenset({Kind.ACUTE, Kind.COMMUNITY_HEALTH, Kind.CHILD_DEVELOPMENT})
    at = facts.circumstances
    if "PHY" in facts.categories:
        yield Ask(
            "Paediatrician", doctor, REQUIRED, "physical injury", "[003]", seat="health",
            titles=PAEDIATRICIANS,
        )  # fmt: skip
    if "SAB" in facts.categories:
        why = "sexual abuse: the child protection medical"
        yield Ask(
            "Paediatrician for the medical", doctor, REQUIRED, why, "[001 §3.5]", seat="health",
            titles=PAEDIATRICIANS,
        )  # fmt: skip
    if at & {"inpatient", "outpatient", "cdt"}:
        why = "hospital patient or known to a child development team"
        yield Ask(
            "Responsible consultant", doctor, REQUIRED, why, "[001 §3.3]", seat="health", titles=DOCTORS
        )
    if "inpatient" in at:
        ward = frozenset({Kind.ACUTE})
        yield Ask(
            "Senior ward nurse", ward, REQUIRED, "in-patient", "[001 §3.3]", seat="health", titles=NURSES
        )
    if "medical" in at:
        why = "medical examination needed or done"
        yield Ask(
            "Senior doctor of the service", doctor, REQUIRED, why, "[001 §3.3]", seat="health", titles=DOCTORS
        )
    if facts.unborn:
        yield Ask(
            "Midwifery",
            frozenset({Kind.MIDWIFERY}),
            REQUIRED,
            "unborn",
            "[001 §3.4]",
            seat="health",
        )
    if facts.out_of_area:
        yield Ask(
            "Home authority and its agencies", frozenset({Kind.OTHER_AUTHORITY}), REQUIRED,
            "lives in another area", "[001 §3.6], [003]",
        )  # fmt: skip
    if "staff" in at:
        why = "allegation against a professional or carer"
        yield Ask("Position-of-trust officer", frozenset({Kind.LADO}), REQUIRED, why, "[001 §2]")
    yield from _to_consider(facts)


def _to_consider(facts: Facts) -> Iterator[Ask]:
    at = facts.circumstances
    if facts.referrer_agency:
        yield Ask(
            "The referrer’s agency", frozenset(), CONSIDER, "made the referral", "[001], [003]",
            agency=facts.referrer_agency,
        )  # fmt: skip
    if "school" in at:
        school = frozenset({Kind.SCHOOL, Kind.NURSERY, Kind.COLLEGE, Kind.EARLY_YEARS})
        yield Ask("School or nursery", school, CONSIDER, "goes there", "[001], [003]")
    if at & {"domestic_abuse", "substance", "mental_illness"}:
        adult = frozenset({Kind.ADULT_SERVICES, Kind.MENTAL_HEALTH, Kind.VOLUNTARY})
        why = "domestic abuse, substance misuse or mental illness in the household"
        yield Ask("Adult services", adult, CONSIDER, why, "[001 §3.1]")
    if "probation" in at:
        kinds = frozenset({Kind.PROBATION})
        yield Ask("Probation", kinds, CONSIDER, "involved with the household", "[001 §3.1]")
    if "youth" in at:
        kinds = frozenset({Kind.YOUTH_JUSTICE})
        yield Ask("Youth services", kinds, CONSIDER, "known to youth services", "[003]")
    if "legal" in at:
        kinds = frozenset({Kind.LEGAL})
        yield Ask("Legal adviser", kinds, CONSIDER, "legal question", "[001 §3.7]")
    if at & {"fii", "exploitation", "organised"}:
        why = "particular type of harm"
        yield Ask("Expert in this harm", frozenset(), CONSIDER, why, "[001 §3.8]")


# --- joint investigation ------------------------------------------------------------


def joint_investigation(facts: Facts) -> str:
    """ "required", "consider" or "". [003] Outcomes of strategy discussions."""
    if facts.offences - {"minor_injury"}:
        return REQUIRED
    if "fii" in facts.circumstances:
        return REQUIRED
    if "minor_injury" in facts.offences and (facts.on_plan or facts.looked_after):
        return CONSIDER
    return ""


def meeting_recommended(facts: Facts) -> list[str]:
    """[001 §2] When a meeting is recommended over telephone calls."""
    reasons = {
        "organised": "organised or multiple abuse",
        "fii": "fabricated or induced illness",
        "by_child": "harm by another child: a separate meeting for each child",
    }
    found = [text for key, text in reasons.items() if key in facts.circumstances]
    return [*found, "complex concern"] if COMPLEX in facts.flags else found
