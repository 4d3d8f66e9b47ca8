from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside what is being written: the sweep does not wait for it."""

    atomic = False
    dependencies = [
        ("agencies", "0001_squashed"),
        ("deadlines", "0001_squashed"),
        ("records", "0004_explanation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(
                    ("delay_cause", ""),
                    ("dropped_at", None),
                    ("met_at__gt", models.F("due_at")),
                    ("superseded_by", None),
                ),
                fields=["owner"],
                name="deadline_owner_why",
            ),
        ),
    ]
