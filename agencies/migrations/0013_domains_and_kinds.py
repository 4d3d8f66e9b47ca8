"""Mail domains go from the providers to the agency; what the database refuses from now on ends.

The kinds are those of this version, written out: a migration does not change with the code.
"""

from django.db import migrations

from config.clock import now

CSC = {
    "social_worker", "team_manager", "service_manager", "head_of_service", "conference_chair", "business_support",
    "information_governance", "administrator",
}  # fmt: skip
PARTNERS = {"representative", "safeguarding_lead", "police_decision_maker"}


def to_agencies(apps, schema_editor):
    for provider in apps.get_model("agencies", "IdentityProvider").objects.select_related("agency"):
        typed = (domain.strip().removeprefix("@").lower() for domain in provider.domains)
        known = {domain for domain in typed if domain and domain.isascii()}
        agency = apps.get_model("agencies", "Agency").objects.get(pk=provider.agency_id)
        if known - set(agency.domains):
            agency.domains = sorted(known | set(agency.domains))
            agency.save(update_fields=["domains"])


def to_providers(apps, schema_editor):
    for provider in apps.get_model("agencies", "IdentityProvider").objects.select_related("agency"):
        provider.domains = provider.agency.domains
        provider.save(update_fields=["domains"])


def end_what_is_not_held_there(apps, schema_editor):
    """A role in an agency of the wrong kind opened next to nothing; a rank outside the police was none."""
    live = (
        apps.get_model("agencies", "Membership")
        .objects.filter(ended_at=None)
        .select_related("agency", "team")
    )
    for membership in live:
        kind, changed = membership.agency.kind, []
        wrong = membership.role in (PARTNERS if kind == "csc" else CSC)
        if wrong or (membership.role == "police_decision_maker" and kind != "police"):
            membership.ended_at, changed = now(), ["ended_at"]
        if membership.rank and kind != "police":
            membership.rank, changed = "", [*changed, "rank"]
        if membership.team and membership.team.agency_id != membership.agency_id:
            membership.team, changed = None, [*changed, "team"]
        if changed:
            membership.save(update_fields=changed)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0012_memberships")]

    operations = [
        migrations.RunPython(to_agencies, to_providers),
        migrations.RunPython(end_what_is_not_held_there, migrations.RunPython.noop),
    ]
