import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("strategy", "0001_initial"),
        ("strategy", "0002_meetings"),
        ("strategy", "0003_history_kept"),
        ("strategy", "0004_asked_seats"),
        ("strategy", "0005_restricted_by_default"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("records", "0001_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("s47", "Section 47 enquiries with a single assessment"),
                                    ("s17", "Assessment under section 17 (start or continue)"),
                                    ("police", "Police investigation"),
                                    ("referral", "Referral to another agency"),
                                    ("early_help", "Early help"),
                                    ("disciplinary", "Disciplinary procedures"),
                                    ("follow_up", "Follow-up discussion"),
                                    ("legal", "Legal planning"),
                                    ("nfa", "No further action"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="AskedSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("invited_at", models.DateTimeField(null=True)),
                        ("missed", models.BooleanField(default=False)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="agencies.membershipoffer",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="asked_seats",
                                to="records.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AskedSeatEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("asked_at", models.DateTimeField()),
                        ("invited_at", models.DateTimeField(null=True)),
                        ("missed", models.BooleanField(default=False)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.membershipoffer",
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
                                to="strategy.askedseat",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="records.record",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("people", models.CharField(max_length=300)),
                        ("said", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Concern",
                    fields=[
                        (
                            "record_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_concern",
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        ("received_at", models.DateTimeField(null=True)),
                        ("identified_at", models.DateTimeField(null=True)),
                        ("recorded_at", models.DateTimeField(null=True)),
                        ("liaison_at", models.DateTimeField(null=True)),
                        ("liaison_officer", models.CharField(blank=True, max_length=120)),
                        ("liaison_agreed", models.TextField(blank=True)),
                        ("hold", models.BooleanField(null=True)),
                        ("hold_reason", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "liaison_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    bases=("records.record",),
                ),
                migrations.CreateModel(
                    name="ConcernEvent",
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
                        ("received_at", models.DateTimeField(null=True)),
                        ("identified_at", models.DateTimeField(null=True)),
                        ("recorded_at", models.DateTimeField(null=True)),
                        ("liaison_at", models.DateTimeField(null=True)),
                        ("liaison_officer", models.CharField(blank=True, max_length=120)),
                        ("liaison_agreed", models.TextField(blank=True)),
                        ("hold", models.BooleanField(null=True)),
                        ("hold_reason", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "liaison_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
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
                                to="strategy.concern",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("information", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=20)),
                        ("analysis", models.TextField(blank=True)),
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
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("saved_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="records.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ContributionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("information", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=20)),
                        ("analysis", models.TextField(blank=True)),
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
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("saved_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
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
                                to="strategy.contribution",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Information",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("facts", models.TextField()),
                        ("source", models.CharField(blank=True, max_length=20)),
                        ("analysis", models.TextField(blank=True)),
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
                        ("added_at", models.DateTimeField()),
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
                        (
                            "contribution",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accepted_as",
                                to="strategy.contribution",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120)),
                        (
                            "seat",
                            models.CharField(
                                choices=[
                                    ("chair", "Children’s social care manager (chair)"),
                                    ("social_worker", "Social worker"),
                                    ("police", "Police"),
                                    ("health", "Health"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200)),
                        ("invited_at", models.DateTimeField()),
                        (
                            "attendance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("attended", "Attended"),
                                    ("phone", "By telephone"),
                                    ("written", "Contributed in writing"),
                                    ("apologies", "Apologies"),
                                    ("no_reply", "No reply"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "decides",
                            models.BooleanField(
                                default=False, verbose_name="senior enough to decide for the agency"
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
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="records.record",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ParticipantEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("position", models.CharField(blank=True, max_length=120)),
                        (
                            "seat",
                            models.CharField(
                                choices=[
                                    ("chair", "Children’s social care manager (chair)"),
                                    ("social_worker", "Social worker"),
                                    ("police", "Police"),
                                    ("health", "Health"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200)),
                        ("invited_at", models.DateTimeField()),
                        (
                            "attendance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("attended", "Attended"),
                                    ("phone", "By telephone"),
                                    ("written", "Contributed in writing"),
                                    ("apologies", "Apologies"),
                                    ("no_reply", "No reply"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "decides",
                            models.BooleanField(
                                default=False, verbose_name="senior enough to decide for the agency"
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
                            "invited_by",
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
                                to="strategy.participant",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("risk", models.TextField()),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHY", "Physical abuse"),
                                    ("EMO", "Emotional abuse"),
                                    ("SAB", "Sexual abuse"),
                                    ("NEG", "Neglect"),
                                ],
                                max_length=3,
                            ),
                        ),
                        ("evidence", models.TextField(blank=True)),
                        ("to_whom", models.CharField(blank=True, max_length=200)),
                        (
                            "likelihood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("high", "High"),
                                    ("medium", "Medium"),
                                    ("low", "Low"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StrategyDiscussion",
                    fields=[
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("video", "Video meeting"),
                                    ("face_to_face", "Face-to-face meeting"),
                                    ("telephone", "Series of telephone calls"),
                                ],
                                default="video",
                                max_length=15,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("planned_minutes", models.PositiveSmallIntegerField(default=60)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("late_reason", models.TextField(blank=True)),
                        ("cancelled_reason", models.TextField(blank=True)),
                        (
                            "record_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_discussion",
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        ("planned_at", models.DateTimeField()),
                        (
                            "chair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="discussions",
                                to="strategy.concern",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                        (
                            "note_taker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "social_worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    bases=("records.record",),
                ),
                migrations.CreateModel(
                    name="RiskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("risk", models.TextField()),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHY", "Physical abuse"),
                                    ("EMO", "Emotional abuse"),
                                    ("SAB", "Sexual abuse"),
                                    ("NEG", "Neglect"),
                                ],
                                max_length=3,
                            ),
                        ),
                        ("evidence", models.TextField(blank=True)),
                        ("to_whom", models.CharField(blank=True, max_length=200)),
                        (
                            "likelihood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("high", "High"),
                                    ("medium", "Medium"),
                                    ("low", "Low"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
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
                                to="strategy.risk",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="risk",
                    name="discussion",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.CreateModel(
                    name="InformationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("facts", models.TextField()),
                        ("source", models.CharField(blank=True, max_length=20)),
                        ("analysis", models.TextField(blank=True)),
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
                        ("added_at", models.DateTimeField()),
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
                            "contribution",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.contribution",
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
                                to="strategy.information",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="information",
                    name="discussion",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.CreateModel(
                    name="DecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("s47", "Section 47 enquiries with a single assessment"),
                                    ("s17", "Assessment under section 17 (start or continue)"),
                                    ("police", "Police investigation"),
                                    ("referral", "Referral to another agency"),
                                    ("early_help", "Early help"),
                                    ("disciplinary", "Disciplinary procedures"),
                                    ("follow_up", "Follow-up discussion"),
                                    ("legal", "Legal planning"),
                                    ("nfa", "No further action"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
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
                                to="strategy.decision",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="decision",
                    name="discussion",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.CreateModel(
                    name="CallEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("people", models.CharField(max_length=300)),
                        ("said", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField()),
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
                                to="strategy.call",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="call",
                    name="discussion",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="strategy.strategydiscussion",
                    ),
                ),
                migrations.CreateModel(
                    name="StrategyDiscussionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("video", "Video meeting"),
                                    ("face_to_face", "Face-to-face meeting"),
                                    ("telephone", "Series of telephone calls"),
                                ],
                                default="video",
                                max_length=15,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("planned_minutes", models.PositiveSmallIntegerField(default=60)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("late_reason", models.TextField(blank=True)),
                        ("cancelled_reason", models.TextField(blank=True)),
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
                        ("planned_at", models.DateTimeField()),
                        (
                            "chair",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.concern",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="strategy.strategydiscussion",
                            ),
                        ),
                        (
                            "note_taker",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
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
                                to="strategy.strategydiscussion",
                            ),
                        ),
                        (
                            "social_worker",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddConstraint(
                    model_name="askedseat",
                    constraint=models.UniqueConstraint(fields=("record", "offer"), name="asked_seat_once"),
                ),
                migrations.AddConstraint(
                    model_name="askedseat",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("invited_at", None), ("missed", False), _connector="OR"),
                        name="asked_seat_invited_or_missed",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="askedseat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_askedseatevent" ("asked_at", "asked_by_id", "id", "invited_at", "missed", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."id", NEW."invited_at", NEW."missed", NEW."offer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id"); RETURN NULL;',
                            hash="176c2f88f2509037d002d91486245830dc0cffd3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a077c",
                            table="strategy_askedseat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="askedseat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_askedseatevent" ("asked_at", "asked_by_id", "id", "invited_at", "missed", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."id", NEW."invited_at", NEW."missed", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id"); RETURN NULL;',
                            hash="6faa80dc1825ecb7c3ee013a7b210f8e1173f9cd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5c8cd",
                            table="strategy_askedseat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="askedseat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_askedseatevent" ("asked_at", "asked_by_id", "id", "invited_at", "missed", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."id", OLD."invited_at", OLD."missed", OLD."offer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id"); RETURN NULL;',
                            hash="dad47c1e43d5810fae17fefc8ff737374d6c9c3a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b1f40",
                            table="strategy_askedseat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="askedseatevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="d8753c9fd7250568bbdef2afa361c8bd528b4c2e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_9bd98",
                            table="strategy_askedseatevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="askedseatevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="092f8d02edcdfb6d6148388ea968d1728a879161",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a1142",
                            table="strategy_askedseatevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="concern",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("hold", None)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("hold__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="concern_decided_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="concern",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("liaison_at", None), ("liaison_by", None)),
                            models.Q(("liaison_at__isnull", False), ("liaison_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="concern_liaison_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="concern",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_concernevent" ("decided_at", "decided_by_id", "hold", "hold_reason", "identified_at", "liaison_agreed", "liaison_at", "liaison_by_id", "liaison_officer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "record_ptr_id", "recorded_at") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."hold", NEW."hold_reason", NEW."identified_at", NEW."liaison_agreed", NEW."liaison_at", NEW."liaison_by_id", NEW."liaison_officer", _pgh_attach_context(), NOW(), \'insert\', NEW."record_ptr_id", NEW."received_at", NEW."record_ptr_id", NEW."recorded_at"); RETURN NULL;',
                            hash="0013bbf2905fe650f15d96942330f85a32bff109",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0d138",
                            table="strategy_concern",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="concern",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."hold" IS DISTINCT FROM (NEW."hold") OR OLD."hold_reason" IS DISTINCT FROM (NEW."hold_reason") OR OLD."identified_at" IS DISTINCT FROM (NEW."identified_at") OR OLD."liaison_agreed" IS DISTINCT FROM (NEW."liaison_agreed") OR OLD."liaison_at" IS DISTINCT FROM (NEW."liaison_at") OR OLD."liaison_by_id" IS DISTINCT FROM (NEW."liaison_by_id") OR OLD."liaison_officer" IS DISTINCT FROM (NEW."liaison_officer") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."record_ptr_id" IS DISTINCT FROM (NEW."record_ptr_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                            func='INSERT INTO "strategy_concernevent" ("decided_at", "decided_by_id", "hold", "hold_reason", "identified_at", "liaison_agreed", "liaison_at", "liaison_by_id", "liaison_officer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "record_ptr_id", "recorded_at") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."hold", NEW."hold_reason", NEW."identified_at", NEW."liaison_agreed", NEW."liaison_at", NEW."liaison_by_id", NEW."liaison_officer", _pgh_attach_context(), NOW(), \'update\', NEW."record_ptr_id", NEW."received_at", NEW."record_ptr_id", NEW."recorded_at"); RETURN NULL;',
                            hash="8e3e58a381bc08c461cee466c5889e011aaa1e46",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0bfb0",
                            table="strategy_concern",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="concern",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_concernevent" ("decided_at", "decided_by_id", "hold", "hold_reason", "identified_at", "liaison_agreed", "liaison_at", "liaison_by_id", "liaison_officer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "record_ptr_id", "recorded_at") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."hold", OLD."hold_reason", OLD."identified_at", OLD."liaison_agreed", OLD."liaison_at", OLD."liaison_by_id", OLD."liaison_officer", _pgh_attach_context(), NOW(), \'delete\', OLD."record_ptr_id", OLD."received_at", OLD."record_ptr_id", OLD."recorded_at"); RETURN NULL;',
                            hash="51c18790ede30cd654e299bd3ab73147eb34a6ed",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9e798",
                            table="strategy_concern",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="concernevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="6ba1f3c5b04326c4b649a7bd638064f9ee356261",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5d2b6",
                            table="strategy_concernevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="concernevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a2acf253b7e54d4d2be1278ae0d1330d175d0ea0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9ed38",
                            table="strategy_concernevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.UniqueConstraint(fields=("record", "agency"), name="contribution_once"),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_by", None)),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contribution_sent_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_contributionevent" ("agency_id", "analysis", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "restriction", "revision", "saved_at", "saved_by_id", "sent_at", "sent_by_id", "source") VALUES (NEW."agency_id", NEW."analysis", NEW."id", NEW."information", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id", NEW."restriction", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."sent_at", NEW."sent_by_id", NEW."source"); RETURN NULL;',
                            hash="8dabc5a2f5dec36c7b963354f96973c77f2dba55",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_37ede",
                            table="strategy_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_contributionevent" ("agency_id", "analysis", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "restriction", "revision", "saved_at", "saved_by_id", "sent_at", "sent_by_id", "source") VALUES (NEW."agency_id", NEW."analysis", NEW."id", NEW."information", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."restriction", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."sent_at", NEW."sent_by_id", NEW."source"); RETURN NULL;',
                            hash="ab07316fc918ec5bb7ccaca959704abfb5092384",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b122d",
                            table="strategy_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_contributionevent" ("agency_id", "analysis", "id", "information", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "restriction", "revision", "saved_at", "saved_by_id", "sent_at", "sent_by_id", "source") VALUES (OLD."agency_id", OLD."analysis", OLD."id", OLD."information", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id", OLD."restriction", OLD."revision", OLD."saved_at", OLD."saved_by_id", OLD."sent_at", OLD."sent_by_id", OLD."source"); RETURN NULL;',
                            hash="2870c86249d8c42820e2c1e0e0446761b7e0af43",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_18234",
                            table="strategy_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contributionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="df5b8bcea7a14948568252cd4511a3a7d7947b1a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_17101",
                            table="strategy_contributionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contributionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="261d29af2d6ab763669b7cebd946da3055aeb159",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fbf88",
                            table="strategy_contributionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.UniqueConstraint(fields=("record", "user"), name="participant_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="participant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_participantevent" ("agency_id", "attendance", "decides", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "seat", "user_id", "why") VALUES (NEW."agency_id", NEW."attendance", NEW."decides", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."seat", NEW."user_id", NEW."why"); RETURN NULL;',
                            hash="9eed692345d3356ac831397b37b243ca21d33403",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_55f34",
                            table="strategy_participant",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="participant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_participantevent" ("agency_id", "attendance", "decides", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "seat", "user_id", "why") VALUES (NEW."agency_id", NEW."attendance", NEW."decides", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."seat", NEW."user_id", NEW."why"); RETURN NULL;',
                            hash="04c0916dcec358bc62f239bf78ced6f777fcedde",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_284bf",
                            table="strategy_participant",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="participant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_participantevent" ("agency_id", "attendance", "decides", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "seat", "user_id", "why") VALUES (OLD."agency_id", OLD."attendance", OLD."decides", OLD."id", OLD."invited_at", OLD."invited_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."seat", OLD."user_id", OLD."why"); RETURN NULL;',
                            hash="2071f0ffd5ffda18c54ee2b06788c4017e6726f6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d4101",
                            table="strategy_participant",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="participantevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="20ce60eb49461eb807cb19906c624366257dcf81",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_38957",
                            table="strategy_participantevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="participantevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="17006339378a624829a0d322a5e8b7381c33d1d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_76be0",
                            table="strategy_participantevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="strategydiscussion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gt", models.F("started_at")), _connector="OR"
                        ),
                        name="discussion_ends_after_it_begins",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategydiscussion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_strategydiscussionevent" ("cancelled_reason", "chair_id", "concern_id", "ended_at", "follows_id", "late_reason", "mode", "note_taker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "planned_minutes", "record_ptr_id", "social_worker_id", "started_at") VALUES (NEW."cancelled_reason", NEW."chair_id", NEW."concern_id", NEW."ended_at", NEW."follows_id", NEW."late_reason", NEW."mode", NEW."note_taker_id", _pgh_attach_context(), NOW(), \'insert\', NEW."record_ptr_id", NEW."place", NEW."planned_at", NEW."planned_minutes", NEW."record_ptr_id", NEW."social_worker_id", NEW."started_at"); RETURN NULL;',
                            hash="961e00e05e7e43a14a3a61676aa5c7e856bd8b0c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b791e",
                            table="strategy_strategydiscussion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategydiscussion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cancelled_reason" IS DISTINCT FROM (NEW."cancelled_reason") OR OLD."chair_id" IS DISTINCT FROM (NEW."chair_id") OR OLD."concern_id" IS DISTINCT FROM (NEW."concern_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."late_reason" IS DISTINCT FROM (NEW."late_reason") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."note_taker_id" IS DISTINCT FROM (NEW."note_taker_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") OR OLD."planned_minutes" IS DISTINCT FROM (NEW."planned_minutes") OR OLD."record_ptr_id" IS DISTINCT FROM (NEW."record_ptr_id") OR OLD."social_worker_id" IS DISTINCT FROM (NEW."social_worker_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at"))',
                            func='INSERT INTO "strategy_strategydiscussionevent" ("cancelled_reason", "chair_id", "concern_id", "ended_at", "follows_id", "late_reason", "mode", "note_taker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "planned_minutes", "record_ptr_id", "social_worker_id", "started_at") VALUES (NEW."cancelled_reason", NEW."chair_id", NEW."concern_id", NEW."ended_at", NEW."follows_id", NEW."late_reason", NEW."mode", NEW."note_taker_id", _pgh_attach_context(), NOW(), \'update\', NEW."record_ptr_id", NEW."place", NEW."planned_at", NEW."planned_minutes", NEW."record_ptr_id", NEW."social_worker_id", NEW."started_at"); RETURN NULL;',
                            hash="16eb8a17e90d246b64e955044fa6e861f96ad005",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6f1f2",
                            table="strategy_strategydiscussion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategydiscussion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_strategydiscussionevent" ("cancelled_reason", "chair_id", "concern_id", "ended_at", "follows_id", "late_reason", "mode", "note_taker_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "planned_minutes", "record_ptr_id", "social_worker_id", "started_at") VALUES (OLD."cancelled_reason", OLD."chair_id", OLD."concern_id", OLD."ended_at", OLD."follows_id", OLD."late_reason", OLD."mode", OLD."note_taker_id", _pgh_attach_context(), NOW(), \'delete\', OLD."record_ptr_id", OLD."place", OLD."planned_at", OLD."planned_minutes", OLD."record_ptr_id", OLD."social_worker_id", OLD."started_at"); RETURN NULL;',
                            hash="b784cdb06cd95e313ac3098c6899551c1c3735c8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_80b24",
                            table="strategy_strategydiscussion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="riskevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="4d9d5c0dfa274f19ad4da1aa8fb67e72ca412ce5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_557fa",
                            table="strategy_riskevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="riskevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1f53802955b929b90f84cbd1486a0ab14b7a1204",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_53d16",
                            table="strategy_riskevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="risk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_riskevent" ("added_at", "added_by_id", "category", "discussion_id", "evidence", "id", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk", "to_whom") VALUES (NEW."added_at", NEW."added_by_id", NEW."category", NEW."discussion_id", NEW."evidence", NEW."id", NEW."likelihood", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."risk", NEW."to_whom"); RETURN NULL;',
                            hash="010147e1092c9e42ce3bc9cf1752fd8cf2a04d41",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9bdc4",
                            table="strategy_risk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="risk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_riskevent" ("added_at", "added_by_id", "category", "discussion_id", "evidence", "id", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk", "to_whom") VALUES (NEW."added_at", NEW."added_by_id", NEW."category", NEW."discussion_id", NEW."evidence", NEW."id", NEW."likelihood", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."risk", NEW."to_whom"); RETURN NULL;',
                            hash="9007317b57e84f98c1f3bb893a7f5b29740a97c8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bc6ee",
                            table="strategy_risk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="risk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_riskevent" ("added_at", "added_by_id", "category", "discussion_id", "evidence", "id", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk", "to_whom") VALUES (OLD."added_at", OLD."added_by_id", OLD."category", OLD."discussion_id", OLD."evidence", OLD."id", OLD."likelihood", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."risk", OLD."to_whom"); RETURN NULL;',
                            hash="ccc5082a75e28806692f3ffa0d02b30dbddb043b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_aa501",
                            table="strategy_risk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="informationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="89367c583de00f5c707bd534260ec3d4ef0d6d53",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_1927b",
                            table="strategy_informationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="informationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ce1b71a58f5260cec2ccc45feaf73ce71421454e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_168a2",
                            table="strategy_informationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="information",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_informationevent" ("added_at", "added_by_id", "agency_id", "analysis", "contribution_id", "discussion_id", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "source") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."analysis", NEW."contribution_id", NEW."discussion_id", NEW."facts", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."restriction", NEW."source"); RETURN NULL;',
                            hash="dbdf6d1205a7fdc62cdbbb9e60d69e00d9829602",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_040f6",
                            table="strategy_information",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="information",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_informationevent" ("added_at", "added_by_id", "agency_id", "analysis", "contribution_id", "discussion_id", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "source") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."analysis", NEW."contribution_id", NEW."discussion_id", NEW."facts", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."restriction", NEW."source"); RETURN NULL;',
                            hash="a5c04278431b41839285ab4dce222410aefba21b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c8406",
                            table="strategy_information",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="information",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_informationevent" ("added_at", "added_by_id", "agency_id", "analysis", "contribution_id", "discussion_id", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "source") VALUES (OLD."added_at", OLD."added_by_id", OLD."agency_id", OLD."analysis", OLD."contribution_id", OLD."discussion_id", OLD."facts", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."restriction", OLD."source"); RETURN NULL;',
                            hash="29958d4df1eca6d4d676af78258fa639d5906747",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8929d",
                            table="strategy_information",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decisionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="2ca34c029b4fdb73aa6fb0a812903627f98035f5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_7a9f6",
                            table="strategy_decisionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decisionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e29d7d61c203cf3a8f51e0ef3af5a0443f140af2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_46954",
                            table="strategy_decisionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.UniqueConstraint(fields=("discussion", "kind"), name="decision_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="nfa_stands_alone",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                IF EXISTS (SELECT 1 FROM strategy_decision\n                           WHERE discussion_id = NEW.discussion_id AND id <> NEW.id\n                             AND (kind = 'nfa') <> (NEW.kind = 'nfa')) THEN\n                    RAISE EXCEPTION 'no further action excludes every other decision'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                            hash="200e16ea0c8f3c93afcbde75cfc2bf33dae440d6",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_nfa_stands_alone_a89f3",
                            table="strategy_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_decisionevent" ("discussion_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."discussion_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="f5f8570eeaf4830100cd38a84fa2ab3b79fad0b3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a7a0d",
                            table="strategy_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_decisionevent" ("discussion_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."discussion_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="bf65e9cb448780677bbfe4c2772b23db74be144c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0fbd9",
                            table="strategy_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_decisionevent" ("discussion_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."discussion_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;',
                            hash="883840251601de45e02a6075de177dcfedbf0110",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_de2b6",
                            table="strategy_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="662709bfb46a43cd89368569e172f3bdf1495156",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_697d3",
                            table="strategy_callevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e744b7b84a3bc229985bbd965a7e1db9c251410a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fedde",
                            table="strategy_callevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_callevent" ("added_at", "added_by_id", "at", "discussion_id", "id", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."discussion_id", NEW."id", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."said"); RETURN NULL;',
                            hash="9275a410a8128cf09b333f3f8348c46e22c90720",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_19ff8",
                            table="strategy_call",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "strategy_callevent" ("added_at", "added_by_id", "at", "discussion_id", "id", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said") VALUES (NEW."added_at", NEW."added_by_id", NEW."at", NEW."discussion_id", NEW."id", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."said"); RETURN NULL;',
                            hash="28b9baba745411b5b1decde565b514ad2d684d6a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_39044",
                            table="strategy_call",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "strategy_callevent" ("added_at", "added_by_id", "at", "discussion_id", "id", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said") VALUES (OLD."added_at", OLD."added_by_id", OLD."at", OLD."discussion_id", OLD."id", OLD."people", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."said"); RETURN NULL;',
                            hash="0c9bee6bc9b8dfe3d70430decf95b20f15940681",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_71fd9",
                            table="strategy_call",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategydiscussionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="bdc46c3da77b31f26c219c6298a12deee201ee73",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_c77ff",
                            table="strategy_strategydiscussionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategydiscussionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="360467cfa6a784151da6889636203fac508c8356",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_009d9",
                            table="strategy_strategydiscussionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
