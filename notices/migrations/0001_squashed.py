from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_no_way_in"),
        ("notices", "0003_whose_claim"),
    ]

    dependencies = []

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("kind", models.CharField(max_length=40)),
                        ("to_email", models.EmailField(max_length=254)),
                        ("to_user_id", models.BigIntegerField(null=True)),
                        ("from_user_id", models.BigIntegerField(null=True)),
                        ("reference", models.CharField(max_length=40)),
                        ("path", models.CharField(max_length=200)),
                        ("facts", models.JSONField(blank=True, default=dict)),
                        ("created_at", models.DateTimeField()),
                        ("send_at", models.DateTimeField()),
                        ("claimed_until", models.DateTimeField(null=True)),
                        ("claimed_by", models.UUIDField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("failed_at", models.DateTimeField(null=True)),
                        ("failure", models.CharField(blank=True, max_length=100)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("failed_at", None), ("sent_at", None)),
                                fields=["send_at", "id"],
                                name="notice_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("failed_at__isnull", False)),
                                fields=["from_user_id"],
                                name="notice_failed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sent_at", None), ("failed_at", None), _connector="OR"),
                                name="notice_sent_or_failed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at", None),
                                    ("sent_at__gte", models.F("created_at")),
                                    _connector="OR",
                                ),
                                name="notice_sent_after_created",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
