"""What every case worker of an authority may find: that a child is known, and with whom (§9)."""

from records.models import Record
from s47.models import Allocation


def with_whom(children: list[int]) -> dict[int, list[str]]:
    """Child → which team works with them, and who leads the enquiry or last began a record there."""
    leads = Allocation.objects.filter(ended_at=None, enquiry__open_for__in=children)
    lead = dict(leads.values_list("enquiry__open_for", "lead_social_worker__name"))
    records = Record.objects.filter(child__in=children).standing().newest_first()
    found: dict[int, dict[str, str]] = {}
    for child, team, who in records.values_list("child", "team__name", "created_by__name"):
        found.setdefault(child, {}).setdefault(team or "No team", lead.get(child, who))
    return {child: [f"{team}: {who}" for team, who in teams.items()] for child, teams in found.items()}
