import django.db.models.deletion
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("s47", "0001_initial"),
        ("s47", "0002_recording"),
        ("s47", "0003_letters"),
        ("s47", "0004_letters_given"),
        ("s47", "0005_history_kept"),
        ("s47", "0006_letters_are_papers"),
        ("s47", "0007_restricted_by_default"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("records", "0001_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("children", "0001_squashed"),
        ("strategy", "0001_squashed"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        (
                            "record_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_enquiry",
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "conference",
                                        "Substantiated, and the child is suffering or likely to suffer significant harm",
                                    ),
                                    (
                                        "no_conference",
                                        "Substantiated, but no continuing risk of significant harm",
                                    ),
                                    ("not_substantiated", "Not substantiated"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    bases=("records.record",),
                ),
                migrations.CreateModel(
                    name="EnquiryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "record_ptr",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "conference",
                                        "Substantiated, and the child is suffering or likely to suffer significant harm",
                                    ),
                                    (
                                        "no_conference",
                                        "Substantiated, but no continuing risk of significant harm",
                                    ),
                                    ("not_substantiated", "Not substantiated"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why_without_responsibility", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="LetterGiven",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("given_on", models.DateField(null=True)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hand", "By hand, and talked through"),
                                    ("read", "Read out or interpreted"),
                                    ("post", "By post"),
                                    ("electronic", "Electronically"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("by_whom", models.CharField(blank=True, max_length=250)),
                        ("kept_because", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="LetterGivenEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("given_on", models.DateField(null=True)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hand", "By hand, and talked through"),
                                    ("read", "Read out or interpreted"),
                                    ("post", "By post"),
                                    ("electronic", "Electronically"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("by_whom", models.CharField(blank=True, max_length=250)),
                        ("kept_because", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Missing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("what", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("agreed_plan", models.TextField(blank=True)),
                        ("over_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="MissingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("since", models.DateTimeField()),
                        ("what", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("agreed_plan", models.TextField(blank=True)),
                        ("over_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OtherChild",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("name", models.CharField(max_length=250)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen_by", models.CharField(blank=True, max_length=250)),
                        ("alone", models.BooleanField(default=False)),
                        ("why_not", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="OtherChildEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("name", models.CharField(max_length=250)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen_by", models.CharField(blank=True, max_length=250)),
                        ("alone", models.BooleanField(default=False)),
                        ("why_not", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OutcomeDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    (
                                        "conference",
                                        "Substantiated, and the child is suffering or likely to suffer significant harm",
                                    ),
                                    (
                                        "no_conference",
                                        "Substantiated, but no continuing risk of significant harm",
                                    ),
                                    ("not_substantiated", "Not substantiated"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "onward",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("assessment", "The single assessment continues, with consent"),
                                    ("support", "Support continues under section 17"),
                                    ("close", "Nothing further: it closes"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reasons", models.TextField()),
                        ("capacity", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    (
                                        "conference",
                                        "Substantiated, and the child is suffering or likely to suffer significant harm",
                                    ),
                                    (
                                        "no_conference",
                                        "Substantiated, but no continuing risk of significant harm",
                                    ),
                                    ("not_substantiated", "Not substantiated"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reasons", models.TextField()),
                        ("conditions", models.JSONField()),
                        ("override", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("returned_at", models.DateTimeField(null=True)),
                        ("returned_because", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="RecommendationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    (
                                        "conference",
                                        "Substantiated, and the child is suffering or likely to suffer significant harm",
                                    ),
                                    (
                                        "no_conference",
                                        "Substantiated, but no continuing risk of significant harm",
                                    ),
                                    ("not_substantiated", "Not substantiated"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reasons", models.TextField()),
                        ("conditions", models.JSONField()),
                        ("override", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("returned_at", models.DateTimeField(null=True)),
                        ("returned_because", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Sighting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("seen_by", models.CharField(max_length=250)),
                        ("place", models.CharField(blank=True, max_length=250)),
                        ("alone", models.BooleanField()),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unborn", "Not yet born"),
                                    ("young", "Too young to speak, or very young"),
                                    ("behaviour", "Dangerous or challenging behaviour"),
                                    ("needs", "Additional needs"),
                                    ("refused", "The child refused"),
                                    ("secure", "In secure accommodation"),
                                    ("other", "Another reason"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("present", models.CharField(blank=True, max_length=250)),
                        ("appearance", models.TextField(blank=True)),
                        ("demeanour", models.TextField(blank=True)),
                        ("account", models.TextField(blank=True)),
                        ("home", models.TextField(blank=True)),
                        ("safety", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SightingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("seen_by", models.CharField(max_length=250)),
                        ("place", models.CharField(blank=True, max_length=250)),
                        ("alone", models.BooleanField()),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unborn", "Not yet born"),
                                    ("young", "Too young to speak, or very young"),
                                    ("behaviour", "Dangerous or challenging behaviour"),
                                    ("needs", "Additional needs"),
                                    ("refused", "The child refused"),
                                    ("secure", "In secure accommodation"),
                                    ("other", "Another reason"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("present", models.CharField(blank=True, max_length=250)),
                        ("appearance", models.TextField(blank=True)),
                        ("demeanour", models.TextField(blank=True)),
                        ("account", models.TextField(blank=True)),
                        ("home", models.TextField(blank=True)),
                        ("safety", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        ("by_whom", models.CharField(max_length=250)),
                        ("met", models.CharField(max_length=250)),
                        ("found", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VisitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        ("by_whom", models.CharField(max_length=250)),
                        ("met", models.CharField(max_length=250)),
                        ("found", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccessRefused",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        ("by_whom", models.CharField(max_length=250)),
                        ("what", models.TextField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccessRefusedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        ("by_whom", models.CharField(max_length=250)),
                        ("what", models.TextField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="s47.accessrefused",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgencyCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("asked_on", models.DateField()),
                        (
                            "asked_with",
                            models.CharField(
                                choices=[
                                    ("consent", "With the parents’ consent"),
                                    ("authorised", "Authorised without consent"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "risk",
                                        "Asking is likely to increase the risk to a child or another person",
                                    ),
                                    (
                                        "refused",
                                        "Permission was refused and the concern justifies disclosure",
                                    ),
                                    ("impede", "Asking is likely to impede a criminal investigation"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("authorised_by", models.CharField(blank=True, max_length=250)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("waiting", "Asked, not yet answered"),
                                    ("chased", "Not answered, and chased"),
                                    ("answered", "Answered"),
                                    ("none", "Will not answer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answered_on", models.DateField(null=True)),
                        ("why_none", models.TextField(blank=True)),
                        ("information", models.TextField(blank=True)),
                        (
                            "restriction",
                            models.CharField(
                                choices=[
                                    ("all", "All who receive the record"),
                                    ("not_family", "Professionals only, never the family"),
                                    ("police", "Police sensitive"),
                                    ("legal", "Legally privileged"),
                                ],
                                default="not_family",
                                max_length=12,
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AgencyCheckEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("asked_on", models.DateField()),
                        (
                            "asked_with",
                            models.CharField(
                                choices=[
                                    ("consent", "With the parents’ consent"),
                                    ("authorised", "Authorised without consent"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "risk",
                                        "Asking is likely to increase the risk to a child or another person",
                                    ),
                                    (
                                        "refused",
                                        "Permission was refused and the concern justifies disclosure",
                                    ),
                                    ("impede", "Asking is likely to impede a criminal investigation"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("authorised_by", models.CharField(blank=True, max_length=250)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("waiting", "Asked, not yet answered"),
                                    ("chased", "Not answered, and chased"),
                                    ("answered", "Answered"),
                                    ("none", "Will not answer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answered_on", models.DateField(null=True)),
                        ("why_none", models.TextField(blank=True)),
                        ("information", models.TextField(blank=True)),
                        (
                            "restriction",
                            models.CharField(
                                choices=[
                                    ("all", "All who receive the record"),
                                    ("not_family", "Professionals only, never the family"),
                                    ("police", "Police sensitive"),
                                    ("legal", "Legally privileged"),
                                ],
                                default="not_family",
                                max_length=12,
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="s47.agencycheck",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead_social_worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AllocationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("reason", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead_social_worker",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="s47.allocation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="initiating_discussion",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="open_for",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_enquiry",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="allocationevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="allocation",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="agencycheckevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="agencycheck",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="s47.enquiry"
                    ),
                ),
                migrations.AddField(
                    model_name="accessrefusedevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="accessrefused",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="s47.enquiry"
                    ),
                ),
                migrations.AddField(
                    model_name="enquiryevent",
                    name="initiating_discussion",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.AddField(
                    model_name="enquiryevent",
                    name="open_for",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="enquiryevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="enquiryevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="addressee",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="s47.enquiry"
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="version",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.version"
                    ),
                ),
                migrations.AddField(
                    model_name="lettergiven",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="lettergiven",
                    name="letter",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="given", to="s47.letter"
                    ),
                ),
                migrations.AddField(
                    model_name="lettergivenevent",
                    name="added_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="lettergivenevent",
                    name="letter",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.letter",
                    ),
                ),
                migrations.AddField(
                    model_name="lettergivenevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="lettergivenevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.lettergiven",
                    ),
                ),
                migrations.AddField(
                    model_name="missing",
                    name="agreed_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="missing",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="missing",
                    name="discussion",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.AddField(
                    model_name="missing",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="missing", to="s47.enquiry"
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="agreed_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="discussion",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="missingevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.missing",
                    ),
                ),
                migrations.AddField(
                    model_name="otherchild",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="otherchild",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_children",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="otherchildevent",
                    name="added_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="otherchildevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="otherchildevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="otherchildevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.otherchild",
                    ),
                ),
                migrations.AddField(
                    model_name="outcomedecision",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="outcomedecision",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendation",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="recommendation",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendation",
                    name="returned_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="outcomedecision",
                    name="recommendation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="s47.recommendation",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendationevent",
                    name="by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="recommendationevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendationevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendationevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.recommendation",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendationevent",
                    name="returned_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="sighting",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="sighting",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="sightingevent",
                    name="added_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="sightingevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="sightingevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="sightingevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.sighting",
                    ),
                ),
                migrations.AddField(
                    model_name="visit",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="visit",
                    name="enquiry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="s47.enquiry"
                    ),
                ),
                migrations.AddField(
                    model_name="visitevent",
                    name="added_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="visitevent",
                    name="enquiry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="visitevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="visitevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="s47.visit",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enquiry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_enquiryevent" ("initiating_discussion_id", "open_for_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_ptr_id") VALUES (NEW."initiating_discussion_id", NEW."open_for_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."record_ptr_id", NEW."record_ptr_id"); RETURN NULL;',
                            hash="cef7136fe434ea576b60dbe14248f4beec64f4b3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8f4b2",
                            table="s47_enquiry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enquiry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."initiating_discussion_id" IS DISTINCT FROM (NEW."initiating_discussion_id") OR OLD."open_for_id" IS DISTINCT FROM (NEW."open_for_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."record_ptr_id" IS DISTINCT FROM (NEW."record_ptr_id"))',
                            func='INSERT INTO "s47_enquiryevent" ("initiating_discussion_id", "open_for_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_ptr_id") VALUES (NEW."initiating_discussion_id", NEW."open_for_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."record_ptr_id", NEW."record_ptr_id"); RETURN NULL;',
                            hash="1ba089010d64d730f250db65ba9adc423128d1c1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_158bc",
                            table="s47_enquiry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enquiry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_enquiryevent" ("initiating_discussion_id", "open_for_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_ptr_id") VALUES (OLD."initiating_discussion_id", OLD."open_for_id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."record_ptr_id", OLD."record_ptr_id"); RETURN NULL;',
                            hash="f432c416f53499fa1999d880cabc9368e320ebfe",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f7172",
                            table="s47_enquiry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="167a59bb500c00099aa73fa5507fe44c29e1c48a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_a17a4",
                            table="s47_allocationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c6f787845188b2469070477aedacdc2e8c2a16d0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_59fc5",
                            table="s47_allocationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="allocation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("enquiry",),
                        name="one_lead_social_worker",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_allocationevent" ("at", "by_id", "ended_at", "enquiry_id", "id", "lead_social_worker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."ended_at", NEW."enquiry_id", NEW."id", NEW."lead_social_worker_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="4da9a8ff02e4f91bb11448c5452a719b25b04e7d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_70404",
                            table="s47_allocation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_allocationevent" ("at", "by_id", "ended_at", "enquiry_id", "id", "lead_social_worker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."ended_at", NEW."enquiry_id", NEW."id", NEW."lead_social_worker_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="f0640357f22c9c87cd831df94d9df20c6830142c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bebf7",
                            table="s47_allocation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_allocationevent" ("at", "by_id", "ended_at", "enquiry_id", "id", "lead_social_worker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."at", OLD."by_id", OLD."ended_at", OLD."enquiry_id", OLD."id", OLD."lead_social_worker_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;',
                            hash="5894ac6ded84b96b1dd24ceb0b24ae70bafc4b3a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_49b78",
                            table="s47_allocation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencycheckevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="75c295e0553b226bcbcc7260e25696863f835f84",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_eedf4",
                            table="s47_agencycheckevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencycheckevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ea214c0456c0062fadd3bd2d9a398af9d7179e13",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_27c05",
                            table="s47_agencycheckevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agencycheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asked_with", "consent"),
                            models.Q(
                                models.Q(("ground", ""), _negated=True),
                                models.Q(("authorised_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="check_authorised_on_a_ground",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agencycheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "answered"), _negated=True),
                            ("answered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="check_answered_on_a_day",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencycheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_agencycheckevent" ("added_at", "added_by_id", "agency_id", "answer", "answered_on", "asked_on", "asked_with", "authorised_by", "enquiry_id", "ground", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "why_none") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."answer", NEW."answered_on", NEW."asked_on", NEW."asked_with", NEW."authorised_by", NEW."enquiry_id", NEW."ground", NEW."id", NEW."information", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."restriction", NEW."why_none"); RETURN NULL;',
                            hash="193e0036d65d9aac91f2b2a5419bc1c2887eabf4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_60b38",
                            table="s47_agencycheck",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencycheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_agencycheckevent" ("added_at", "added_by_id", "agency_id", "answer", "answered_on", "asked_on", "asked_with", "authorised_by", "enquiry_id", "ground", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "why_none") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."answer", NEW."answered_on", NEW."asked_on", NEW."asked_with", NEW."authorised_by", NEW."enquiry_id", NEW."ground", NEW."id", NEW."information", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."restriction", NEW."why_none"); RETURN NULL;',
                            hash="f96dd7b902a4948f12144425b8725ca5530f92c6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_52b25",
                            table="s47_agencycheck",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencycheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_agencycheckevent" ("added_at", "added_by_id", "agency_id", "answer", "answered_on", "asked_on", "asked_with", "authorised_by", "enquiry_id", "ground", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "why_none") VALUES (OLD."added_at", OLD."added_by_id", OLD."agency_id", OLD."answer", OLD."answered_on", OLD."asked_on", OLD."asked_with", OLD."authorised_by", OLD."enquiry_id", OLD."ground", OLD."id", OLD."information", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."restriction", OLD."why_none"); RETURN NULL;',
                            hash="9094f222ef10f613a163c6848c7aee26d99ad601",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_084c9",
                            table="s47_agencycheck",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrefusedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="ec391bed3fcfb0b6513f939423c1100f62097f3a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_72f76",
                            table="s47_accessrefusedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrefusedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e5ccba36bb2ebbff58250be3e7fd268d8543d51a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_28ad2",
                            table="s47_accessrefusedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrefused",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_accessrefusedevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "what") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."by_whom", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."what"); RETURN NULL;',
                            hash="08b3eca370ae71713b167ce9f3810514a7732b5d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4b332",
                            table="s47_accessrefused",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrefused",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_accessrefusedevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "what") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."by_whom", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."what"); RETURN NULL;',
                            hash="8a01add5fd781a679c4da7d3849ca7aa8e935f7a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_46063",
                            table="s47_accessrefused",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrefused",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_accessrefusedevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "what") VALUES (OLD."added_at", OLD."added_by_id", OLD."at", OLD."by_whom", OLD."enquiry_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."what"); RETURN NULL;',
                            hash="963e693a108cb1c1104d2a2bce3cb32769521aa2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_45048",
                            table="s47_accessrefused",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enquiryevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="4ccb15aeecb8c6ddb769ac6f80cbfb415627e26a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_29020",
                            table="s47_enquiryevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enquiryevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f4c76db0f9d42019048e45a8108e33b70f44f0b5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f2914",
                            table="s47_enquiryevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="letter_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="755f80d19b013671685700e00c1e378473218976",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_letter_kept_a9b3f",
                            table="s47_letter",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="f46dc7fca764d9f89e6e69d803b80362fc6d80f1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_43e06",
                            table="s47_letter",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lettergiven",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_on__isnull", False),
                                ("kept_because", ""),
                                models.Q(("how", ""), _negated=True),
                                models.Q(("by_whom", ""), _negated=True),
                            ),
                            models.Q(("given_on", None), models.Q(("kept_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_given_by_somebody_or_kept",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lettergiven",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_lettergivenevent" ("added_at", "added_by_id", "by_whom", "given_on", "how", "id", "kept_because", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."by_whom", NEW."given_on", NEW."how", NEW."id", NEW."kept_because", NEW."letter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="e45582e837dc6e54af940b4bb1a2b1f315082cc6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_896d2",
                            table="s47_lettergiven",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lettergiven",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_lettergivenevent" ("added_at", "added_by_id", "by_whom", "given_on", "how", "id", "kept_because", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."by_whom", NEW."given_on", NEW."how", NEW."id", NEW."kept_because", NEW."letter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="4f8f4e5ceb753e32877ae9ad03d823c4df28aedc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e9bfe",
                            table="s47_lettergiven",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lettergiven",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_lettergivenevent" ("added_at", "added_by_id", "by_whom", "given_on", "how", "id", "kept_because", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."by_whom", OLD."given_on", OLD."how", OLD."id", OLD."kept_because", OLD."letter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="7f27b4a5e7e7838cca51a9ebba868dc055736b36",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fee0d",
                            table="s47_lettergiven",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lettergivenevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="5eddafbed8063e70e28cbec0310d156a297b3a96",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_c0810",
                            table="s47_lettergivenevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lettergivenevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8c759bbe26705973a2c181cc247243366379cc13",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4c6a6",
                            table="s47_lettergivenevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="missing",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("over_at", None)), fields=("enquiry",), name="missing_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="missing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="missing_agreed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="missing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("over_at", None),
                            models.Q(("agreed_at__isnull", False), ("discussion__isnull", False)),
                            _connector="OR",
                        ),
                        name="missing_over_when_both",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="missing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_missingevent" ("agreed_at", "agreed_by_id", "agreed_plan", "at", "by_id", "discussion_id", "enquiry_id", "id", "over_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "what") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."agreed_plan", NEW."at", NEW."by_id", NEW."discussion_id", NEW."enquiry_id", NEW."id", NEW."over_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."what"); RETURN NULL;',
                            hash="adab3ad1b51b9fcf89c2cdb2a64469e597a9db91",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ecef8",
                            table="s47_missing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="missing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_missingevent" ("agreed_at", "agreed_by_id", "agreed_plan", "at", "by_id", "discussion_id", "enquiry_id", "id", "over_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "what") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."agreed_plan", NEW."at", NEW."by_id", NEW."discussion_id", NEW."enquiry_id", NEW."id", NEW."over_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."what"); RETURN NULL;',
                            hash="af69a6b63aafe0c0277ec5de35757db3b555e470",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0e550",
                            table="s47_missing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="missing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_missingevent" ("agreed_at", "agreed_by_id", "agreed_plan", "at", "by_id", "discussion_id", "enquiry_id", "id", "over_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "what") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."agreed_plan", OLD."at", OLD."by_id", OLD."discussion_id", OLD."enquiry_id", OLD."id", OLD."over_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."what"); RETURN NULL;',
                            hash="1a68953b38d0e7a7aa3fc7e0f7db66eff87a562c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cd6fa",
                            table="s47_missing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="missingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="312cae5ce90c8cfc889e6425ac147aef29ecc78f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_3c18b",
                            table="s47_missingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="missingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0763f3ee8d1f9c7b35518b2c1c97c86e603cbeb5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ba80b",
                            table="s47_missingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="otherchild",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at__isnull", False),
                            models.Q(("why_not", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="other_child_seen_or_why_not",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="otherchild",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_otherchildevent" ("added_at", "added_by_id", "alone", "enquiry_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at", "seen_by", "why_not") VALUES (NEW."added_at", NEW."added_by_id", NEW."alone", NEW."enquiry_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seen_at", NEW."seen_by", NEW."why_not"); RETURN NULL;',
                            hash="3f54c61241738f5bb3713f3b3576fb638c4a9348",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9b7dd",
                            table="s47_otherchild",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="otherchild",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_otherchildevent" ("added_at", "added_by_id", "alone", "enquiry_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at", "seen_by", "why_not") VALUES (NEW."added_at", NEW."added_by_id", NEW."alone", NEW."enquiry_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seen_at", NEW."seen_by", NEW."why_not"); RETURN NULL;',
                            hash="bfd828208dc6e171788955881c43283ea1fe7030",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7c745",
                            table="s47_otherchild",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="otherchild",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_otherchildevent" ("added_at", "added_by_id", "alone", "enquiry_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at", "seen_by", "why_not") VALUES (OLD."added_at", OLD."added_by_id", OLD."alone", OLD."enquiry_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seen_at", OLD."seen_by", OLD."why_not"); RETURN NULL;',
                            hash="bb0406f9929c4a3ff8012f3d13d55a425ffeff61",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_611c2",
                            table="s47_otherchild",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="otherchildevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="054bc0bfc4c7df9ada04d59ed782d19bce97d856",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_c486e",
                            table="s47_otherchildevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="otherchildevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9a2ae9d198c0a8f28f621d2f4cd486efda78ea60",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4c69c",
                            table="s47_otherchildevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recommendation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="recommendation_has_reasons"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recommendation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at", None), ("returned_because", ""), ("returned_by", None)),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("returned_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recommendation_returned_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recommendation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("enquiry",),
                        name="one_recommendation",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recommendation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_recommendationevent" ("at", "by_id", "conditions", "enquiry_id", "id", "outcome", "override", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "returned_at", "returned_because", "returned_by_id") VALUES (NEW."at", NEW."by_id", NEW."conditions", NEW."enquiry_id", NEW."id", NEW."outcome", NEW."override", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."returned_at", NEW."returned_because", NEW."returned_by_id"); RETURN NULL;',
                            hash="c07e4d2910ce12031aec18bcf320e25fed2bac03",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1c81e",
                            table="s47_recommendation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recommendation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_recommendationevent" ("at", "by_id", "conditions", "enquiry_id", "id", "outcome", "override", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "returned_at", "returned_because", "returned_by_id") VALUES (NEW."at", NEW."by_id", NEW."conditions", NEW."enquiry_id", NEW."id", NEW."outcome", NEW."override", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."returned_at", NEW."returned_because", NEW."returned_by_id"); RETURN NULL;',
                            hash="43037723cbb32d449383722529096cc3efd6b99e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_76fde",
                            table="s47_recommendation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recommendation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_recommendationevent" ("at", "by_id", "conditions", "enquiry_id", "id", "outcome", "override", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "returned_at", "returned_because", "returned_by_id") VALUES (OLD."at", OLD."by_id", OLD."conditions", OLD."enquiry_id", OLD."id", OLD."outcome", OLD."override", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reasons", OLD."returned_at", OLD."returned_because", OLD."returned_by_id"); RETURN NULL;',
                            hash="afc45322c525a701f5632aafa2976cbde22eb7c4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_35547",
                            table="s47_recommendation",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outcomedecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="outcome_has_reasons"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outcomedecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("onward", ""), ("outcome", "conference")),
                            models.Q(
                                models.Q(("outcome", "conference"), _negated=True),
                                models.Q(("onward", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_leads_on",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="outcomedecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="outcome_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7c83d9969c7b622a406b4ba08d541c656c01d564",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_outcome_kept_c042e",
                            table="s47_outcomedecision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="outcomedecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="898a6c138e326f9e7921f6e5cf9e6191c28da4d7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_d2acb",
                            table="s47_outcomedecision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recommendationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="152221f7e9d2f0a1eb7408ea54f928279ad5ab22",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_848cb",
                            table="s47_recommendationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recommendationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="48af18a060e7b1469393f50c07bcc3b4b165e869",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ea51c",
                            table="s47_recommendationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sighting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alone", True), ("exception", "")),
                            models.Q(("alone", False), models.Q(("exception", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sighting_alone_or_why_not",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sighting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_sightingevent" ("account", "added_at", "added_by_id", "alone", "appearance", "demeanour", "enquiry_id", "exception", "home", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "safety", "seen_at", "seen_by", "why") VALUES (NEW."account", NEW."added_at", NEW."added_by_id", NEW."alone", NEW."appearance", NEW."demeanour", NEW."enquiry_id", NEW."exception", NEW."home", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."present", NEW."safety", NEW."seen_at", NEW."seen_by", NEW."why"); RETURN NULL;',
                            hash="730a57a268d94bfb79fb6896b00026e2425a04b8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_740dd",
                            table="s47_sighting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sighting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_sightingevent" ("account", "added_at", "added_by_id", "alone", "appearance", "demeanour", "enquiry_id", "exception", "home", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "safety", "seen_at", "seen_by", "why") VALUES (NEW."account", NEW."added_at", NEW."added_by_id", NEW."alone", NEW."appearance", NEW."demeanour", NEW."enquiry_id", NEW."exception", NEW."home", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."present", NEW."safety", NEW."seen_at", NEW."seen_by", NEW."why"); RETURN NULL;',
                            hash="9b135c39fea8e5bd533df83b35b84e1bf7ba6cb4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fe9aa",
                            table="s47_sighting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sighting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_sightingevent" ("account", "added_at", "added_by_id", "alone", "appearance", "demeanour", "enquiry_id", "exception", "home", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "safety", "seen_at", "seen_by", "why") VALUES (OLD."account", OLD."added_at", OLD."added_by_id", OLD."alone", OLD."appearance", OLD."demeanour", OLD."enquiry_id", OLD."exception", OLD."home", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."present", OLD."safety", OLD."seen_at", OLD."seen_by", OLD."why"); RETURN NULL;',
                            hash="f932adce84324e15e072cef5da3a32d10118207d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7e376",
                            table="s47_sighting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sightingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="95e554c7a4fa4c9c2fc77118230cb114abb2a886",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_fcee4",
                            table="s47_sightingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sightingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8ae324068a9211663d70f50692671fb122ef1a58",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_71329",
                            table="s47_sightingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_visitevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "found", "id", "met", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."by_whom", NEW."enquiry_id", NEW."found", NEW."id", NEW."met", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="bb38e33330cfcde98044258f0605fef9fbee46a5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9c29d",
                            table="s47_visit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "s47_visitevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "found", "id", "met", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."by_whom", NEW."enquiry_id", NEW."found", NEW."id", NEW."met", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="0e850443d59f2d54f780fa0f9a54f6f4e6aa604b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c86cb",
                            table="s47_visit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "s47_visitevent" ("added_at", "added_by_id", "at", "by_whom", "enquiry_id", "found", "id", "met", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."at", OLD."by_whom", OLD."enquiry_id", OLD."found", OLD."id", OLD."met", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="b8db3cbf2bfcef8445cce4112bf2e4c76f9abbcd",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ad23f",
                            table="s47_visit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visitevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="e347be1271ee0b3058526a62f0ca91aaf32be073",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_c8115",
                            table="s47_visitevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visitevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3480b166d29c1aa52dcae19a276249608ba03bff",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_68a9d",
                            table="s47_visitevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
