"""The index by which boards find the few restricted children, made beside the work that goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("children", "0003_restricted_cases")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                condition=models.Q(("restricted", True)), fields=["authority"], name="person_restricted"
            ),
        ),
    ]
