"""A child asked for by name: of whom search does not show."""

import django.db.models.deletion
import governance.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_people"),
        ("children", "0005_reviews_due_and_reasons"),
        ("governance", "0002_by_somebody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NameQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=governance.models.new_question_ref, editable=False, max_length=20, unique=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("name", models.CharField(blank=True, max_length=240)),
                ("birth", models.CharField(blank=True, max_length=60)),
                ("address", models.TextField(blank=True, max_length=500)),
                ("worry", models.TextField(blank=True, max_length=2000)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("due_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("number", "The child is on file: use this number"),
                            ("not_known", "Nobody on file is like this: add the child"),
                            ("handled", "It is in hand: nothing more is asked of you"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="children.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "questions by name",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["due_at"],
                        name="name_question_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))),
                        name="name_question_due_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_at", None), ("answered_by", None), ("child", None)
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="name_question_answered_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "number"), ("child__isnull", False)),
                            models.Q(models.Q(("answer", "number"), _negated=True), ("child", None)),
                            _connector="OR",
                        ),
                        name="name_question_number_has_child",
                    ),
                ],
            },
        ),
    ]
