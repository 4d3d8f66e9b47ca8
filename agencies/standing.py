"""Who may ask that somebody be given a role, who may confirm it, and which roles an agency has."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import QuerySet

from agencies import workflow as accounts
from agencies.addresses import folded
from agencies.models import Agency, Membership, MembershipOffer, Team, User
from agencies.offers import Standing
from agencies.roles import DUTIES, OF_THE_PARTNERSHIP, Kind, Rank, Role
from config.refusals import Refusal, WhyNot


@dataclass(frozen=True)
class Hat:
    """What is given to somebody: a role with what belongs to it."""

    role: Role
    team: Team | None = None
    position: str = ""
    rank: str = ""
    decides: bool = False
    qualified: bool = False

    @classmethod
    def of(cls, row: Membership | MembershipOffer) -> "Hat":
        return cls(Role(row.role), row.team, row.position, row.rank, row.decides, row.qualified)

    def facts(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


# --- who asks, who confirms ---------------------------------------------------------------


def standing(agency: Agency, *, by: User) -> Standing | None:
    """As what `by` asks for a role in this agency. A system administrator is one whatever else they are."""
    if _administer(agency).filter(pk=by.pk).exists():
        acting = agency.partnership_id in by.administered_ids()
        return Standing.PARTNERSHIP if acting or _keeps(agency, by) else None
    if _keeps(agency, by):
        return Standing.AGENCY
    care = [hat.agency for hat in by.hats() if hat.agency_id in by.case_work_ids()]
    partner = agency.kind != Kind.CSC and any(a.partnership_id == agency.partnership_id for a in care)
    return Standing.CASE if partner and agency.active else None


def _keeps(agency: Agency, by: User) -> bool:
    return agency.active and agency.pk in by.agency_ids_as(Role.AGENCY_ADMINISTRATOR)


def _administer(agency: Agency) -> "QuerySet[User]":
    """The system administrators of the agency's partnership, whatever they act as now."""
    partnership = Agency.objects.filter(partnership=agency.partnership_id).values_list("pk", flat=True)
    return User.objects.holding(Role.ADMINISTRATOR, agency_ids=partnership)


def seconds(agency: Agency, *, besides: Iterable[int | None]) -> "QuerySet[User]":
    """Who may confirm: the agency's own administrators; where there is no other, the partnership's."""
    out = [pk for pk in besides if pk]
    own = User.objects.holding(Role.AGENCY_ADMINISTRATOR, agency_ids=[agency.pk]).exclude(pk__in=out)
    return own if own.exists() else _administer(agency).exclude(pk__in=out)


def seconds_of(offer: MembershipOffer) -> "QuerySet[User]":
    return seconds(offer.agency, besides=[offer.asked_by_id, offer.user_id]).exclude(
        email=folded(offer.email)
    )


def roles_for(agency: Agency, *, by: User) -> list[Role]:
    """The roles that `by` may ask for in this agency."""
    asks = standing(agency, by=by)
    if asks is None:
        return []
    if asks == Standing.CASE:
        return [Role.REPRESENTATIVE]
    return [
        role
        for role, duty in DUTIES.items()
        if agency.kind in duty.kinds and (asks == Standing.PARTNERSHIP or role not in OF_THE_PARTNERSHIP)
    ]


def why_not_hat(agency: Agency, hat: Hat) -> WhyNot:
    """What no agency of this kind gives, whoever asks; the database refuses most of it too."""
    if agency.kind not in DUTIES[hat.role].kinds:
        yield Refusal("This role is not held in an agency of this kind.", mend="role")
    if hat.team and hat.team.agency_id != agency.pk:
        yield Refusal("Choose a team of this agency.", mend="team")
    if hat.rank and agency.kind != Kind.POLICE:
        yield Refusal("Only the police have ranks.", mend="rank")
    if hat.role == Role.POLICE_DECISION_MAKER and hat.rank in ("", Rank.CONSTABLE):
        yield Refusal(
            "A police decision maker is a sergeant or above, or the dedicated decision maker.", mend="rank"
        )
    if hat.qualified and hat.role != Role.SOCIAL_WORKER:
        yield Refusal("Qualified and experienced is said of a social worker.", mend="qualified")


def held_in(agency: Agency, hat: Hat) -> Hat | None:
    """The same role in another agency, with what can belong to it there; None where there is no such role."""
    if agency.kind not in DUTIES[hat.role].kinds:
        return None
    return replace(hat, team=None, rank=hat.rank if agency.kind == Kind.POLICE else "")


def why_not_address(agency: Agency, email: str) -> WhyNot:
    """Whether somebody with this address can be made a member of the agency."""
    if "@" not in email:
        yield Refusal("Enter the person’s email address at work.", mend="email")
    elif agency.domains and accounts.domain_of(email) not in agency.domains:
        known = ", ".join(f"@{domain}" for domain in agency.domains)
        yield Refusal(
            f"The addresses of {agency} end in {known}. Enter the address that the person has there.",
            mend="email",
        )
