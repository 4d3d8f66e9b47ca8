"""A fourth kind of record. Nothing here waits for a full table: indexes are built beside the work, and the
new constraint is checked against the old rows without a lock on them."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models

STATES = [
    ("draft", "Being written"), ("recorded", "Recorded"), ("decided", "Decided"), ("convened", "Convened"),
    ("held", "In progress"), ("concluded", "Concluded"), ("signed", "Signed"),
    ("correcting", "Being corrected"), ("cancelled", "Cancelled"), ("opened", "Open"),
    ("planned", "To be convened"), ("recommended", "Waits for the head of service"),
]  # fmt: skip
PRODUCTS = [
    ("record", "Full record"), ("action_list", "Action list"), ("outcome", "Outcome notice"),
    ("report", "Conference report"), ("letter", "Letter to the family"),
]  # fmt: skip
KNOWN = models.Q(
    models.Q(("kind", "concern"), ("state__in", ["draft", "recorded", "decided", "cancelled"])),
    models.Q(
        ("kind", "discussion"),
        ("state__in", ["convened", "held", "concluded", "signed", "correcting", "cancelled"]),
    ),
    models.Q(("kind", "enquiry"), ("state__in", ["opened", "recommended", "signed", "correcting"])),
    models.Q(
        ("kind", "conference"),
        ("state__in", ["planned", "convened", "held", "signed", "correcting", "cancelled"]),
    ),
    _connector="OR",
)
OPEN = (
    "draft",
    "recorded",
    "convened",
    "held",
    "concluded",
    "correcting",
    "opened",
    "planned",
    "recommended",
)


def still_open(whose):
    return models.Index(
        condition=models.Q(("state__in", OPEN)),
        fields=[whose, "-created_at", "-id"],
        name=f"record_{whose}_open",
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0005_outcome")]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="state",
            field=models.CharField(choices=STATES, max_length=20),
        ),
        migrations.AlterField(
            model_name="version",
            name="product",
            field=models.CharField(choices=PRODUCTS, max_length=20),
        ),
        migrations.RemoveConstraint(model_name="record", name="record_known_state"),
        AddConstraintNotValid(
            model_name="record",
            constraint=models.CheckConstraint(condition=KNOWN, name="record_known_state"),
        ),
        ValidateConstraint(model_name="record", name="record_known_state"),
        RemoveIndexConcurrently(model_name="record", name="record_team_open"),
        AddIndexConcurrently(model_name="record", index=still_open("team")),
        RemoveIndexConcurrently(model_name="record", name="record_authority_open"),
        AddIndexConcurrently(model_name="record", index=still_open("authority")),
    ]
