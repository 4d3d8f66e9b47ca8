import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("records", "0001_initial"),
        ("records", "0002_agreement_noted_by"),
        ("records", "0003_board"),
        ("records", "0004_enquiry"),
        ("records", "0005_outcome"),
        ("records", "0006_conference"),
        ("records", "0007_letters"),
        ("records", "0008_history_kept"),
        ("records", "0009_share_for_an_agency"),
        ("records", "0010_second_reading"),
        ("records", "0011_papers_in_order"),
        ("records", "0012_tracked"),
        ("records", "0013_draft_aside"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("children", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="NamedShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("purpose", models.CharField(max_length=60)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "unique_together": {("user", "permission", "content_object", "agency")},
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(editable=False, max_length=20)),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True)),
                        ("together", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("recorded", "Recorded"),
                                    ("decided", "Decided"),
                                    ("convened", "Convened"),
                                    ("held", "In progress"),
                                    ("concluded", "Concluded"),
                                    ("signed", "Signed"),
                                    ("correcting", "Being corrected"),
                                    ("cancelled", "Cancelled"),
                                    ("opened", "Open"),
                                    ("planned", "To be convened"),
                                    ("recommended", "Waits for the head of service"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="children.person",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="agencies.team",
                            ),
                        ),
                    ],
                    options={
                        "permissions": [("read_record", "Can read the record")],
                    },
                ),
                migrations.CreateModel(
                    name="NamedShareEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("since", models.DateTimeField()),
                        ("purpose", models.CharField(max_length=60)),
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
                            "permission",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="auth.permission",
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
                                to="records.namedshare",
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
                        (
                            "content_object",
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
                migrations.AddField(
                    model_name="namedshare",
                    name="content_object",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_shares",
                        to="records.record",
                    ),
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=40)),
                        ("base_revision", models.PositiveIntegerField()),
                        ("fields", models.JSONField(default=dict)),
                        ("aside", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="records.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gate", models.CharField(max_length=30)),
                        ("agreed", models.BooleanField()),
                        ("comment", models.TextField(blank=True)),
                        ("capacity", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="records.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RecordEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("kind", models.CharField(editable=False, max_length=20)),
                        ("ref", models.CharField(editable=False, max_length=20)),
                        ("together", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("recorded", "Recorded"),
                                    ("decided", "Decided"),
                                    ("convened", "Convened"),
                                    ("held", "In progress"),
                                    ("concluded", "Concluded"),
                                    ("signed", "Signed"),
                                    ("correcting", "Being corrected"),
                                    ("cancelled", "Cancelled"),
                                    ("opened", "Open"),
                                    ("planned", "To be convened"),
                                    ("recommended", "Waits for the head of service"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "authority",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="children.person",
                            ),
                        ),
                        (
                            "created_by",
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
                                related_name="record_events",
                                to="records.record",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.team",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SectionContent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=40)),
                        ("fields", models.JSONField(default=dict)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
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
                                related_name="contents",
                                to="records.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SectionContentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("section", models.CharField(max_length=40)),
                        ("fields", models.JSONField(default=dict)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
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
                                to="records.sectioncontent",
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
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("purpose", models.CharField(max_length=60)),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="records.record",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                            ),
                        ),
                    ],
                    options={
                        "unique_together": {("group", "permission", "content_object")},
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ShareEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("since", models.DateTimeField()),
                        ("purpose", models.CharField(max_length=60)),
                        (
                            "content_object",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="auth.group",
                            ),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="auth.permission",
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
                                to="records.share",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "product",
                            models.CharField(
                                choices=[
                                    ("record", "Full record"),
                                    ("action_list", "Action list"),
                                    ("outcome", "Outcome notice"),
                                    ("report", "Conference report"),
                                    ("letter", "Letter to the family"),
                                    ("family_report", "Conference report for the family"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "made_by",
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
                                related_name="versions",
                                to="records.record",
                            ),
                        ),
                        (
                            "signed_by",
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
                    name="Rendering",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("audience", models.CharField(max_length=64)),
                        ("pdf", models.FileField(upload_to="renderings/%Y/%m")),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renderings",
                                to="records.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FamilyPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "addressee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                        (
                            "asked",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="family_paper",
                                to="records.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FamilyStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("written", "Waits to be read"),
                                    ("approved", "Approved"),
                                    ("sent_back", "Sent back"),
                                    ("given", "Given"),
                                    ("kept_back", "Kept back"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="records.familypaper",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("paper", "step"), name="family_step_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["approved", "sent_back"]), _negated=True),
                                    models.Q(("by", models.F("written_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="family_step_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("step__in", ["sent_back", "kept_back", "withdrawn"]), _negated=True
                                    ),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="family_step_says_why",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familystep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="family_step_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f8bc3025edd415344353f1505d311739da96bfaa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_family_step_kept_8a1c6",
                            table="records_familystep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familystep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="cd9ece680fb9734eadebe2879ac6e137e5946863",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_32147",
                            table="records_familystep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familystep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="family_step_in_order",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE here text;",
                            func="\n            IF NEW.written_by_id <> (SELECT by_id FROM records_familypaper WHERE id = NEW.paper_id) THEN\n                RAISE EXCEPTION 'This is not who wrote the paper';\n            END IF;\n            here := COALESCE((SELECT step FROM records_familystep WHERE paper_id = NEW.paper_id\n                ORDER BY id DESC LIMIT 1), 'written');\n            IF (here, NEW.step) NOT IN (('written', 'approved'), ('written', 'sent_back'), ('written', 'withdrawn'), ('approved', 'given'), ('approved', 'kept_back'), ('approved', 'withdrawn'), ('sent_back', 'withdrawn'), ('given', 'withdrawn'), ('kept_back', 'withdrawn')) THEN\n                RAISE EXCEPTION 'A paper for the family does not go from % to %', here, NEW.step;\n            END IF;\n            RETURN NEW;\n        ",
                            hash="407c519b9cd927de0c2c420c49226d47af1495e4",
                            operation="INSERT",
                            pgid="pgtrigger_family_step_in_order_b7467",
                            table="records_familystep",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="record",
                    index=models.Index(fields=["team", "-created_at"], name="record_by_team"),
                ),
                migrations.AddIndex(
                    model_name="record",
                    index=models.Index(fields=["authority", "-created_at"], name="record_by_authority"),
                ),
                migrations.AddIndex(
                    model_name="record",
                    index=models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "draft",
                                    "recorded",
                                    "convened",
                                    "held",
                                    "concluded",
                                    "correcting",
                                    "opened",
                                    "planned",
                                    "recommended",
                                ),
                            )
                        ),
                        fields=["team", "-created_at", "-id"],
                        name="record_team_open",
                    ),
                ),
                migrations.AddIndex(
                    model_name="record",
                    index=models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "draft",
                                    "recorded",
                                    "convened",
                                    "held",
                                    "concluded",
                                    "correcting",
                                    "opened",
                                    "planned",
                                    "recommended",
                                ),
                            )
                        ),
                        fields=["authority", "-created_at", "-id"],
                        name="record_authority_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="record",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "concern"),
                                ("state__in", ["draft", "recorded", "decided", "cancelled"]),
                            ),
                            models.Q(
                                ("kind", "discussion"),
                                (
                                    "state__in",
                                    ["convened", "held", "concluded", "signed", "correcting", "cancelled"],
                                ),
                            ),
                            models.Q(
                                ("kind", "enquiry"),
                                ("state__in", ["opened", "recommended", "signed", "correcting"]),
                            ),
                            models.Q(
                                ("kind", "conference"),
                                (
                                    "state__in",
                                    ["planned", "convened", "held", "signed", "correcting", "cancelled"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="record_known_state",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="record",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_recordevent" ("authority_id", "child_id", "created_at", "created_by_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "state", "team_id", "together") VALUES (NEW."authority_id", NEW."child_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ref", NEW."state", NEW."team_id", NEW."together"); RETURN NULL;',
                            hash="8f5120d8116769604889d627753db9ee4ee4a932",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_63ec8",
                            table="records_record",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="record",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."authority_id" IS DISTINCT FROM (NEW."authority_id") OR OLD."child_id" IS DISTINCT FROM (NEW."child_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."together" IS DISTINCT FROM (NEW."together"))',
                            func='INSERT INTO "records_recordevent" ("authority_id", "child_id", "created_at", "created_by_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "state", "team_id", "together") VALUES (NEW."authority_id", NEW."child_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ref", NEW."state", NEW."team_id", NEW."together"); RETURN NULL;',
                            hash="8b4d37ae2524770af1cb24e9afa2e478c939ca9b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1a81e",
                            table="records_record",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="record",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_recordevent" ("authority_id", "child_id", "created_at", "created_by_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "state", "team_id", "together") VALUES (OLD."authority_id", OLD."child_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ref", OLD."state", OLD."team_id", OLD."together"); RETURN NULL;',
                            hash="ae0a15302050803be3d14072a2183b14d76a48d4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_099dc",
                            table="records_record",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedshareevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="3758993b5c28648320e82173880e3c0b75f2f542",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_e8cfb",
                            table="records_namedshareevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedshareevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="357d4afbeb2370b0d526198e87d1528e7be0829b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_43293",
                            table="records_namedshareevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedshare",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_namedshareevent" ("agency_id", "content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since", "user_id") VALUES (NEW."agency_id", NEW."content_object_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."since", NEW."user_id"); RETURN NULL;',
                            hash="cc7811a43baf5f727f38c5ecef31cbde5a4be933",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_feb93",
                            table="records_namedshare",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedshare",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "records_namedshareevent" ("agency_id", "content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since", "user_id") VALUES (NEW."agency_id", NEW."content_object_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."since", NEW."user_id"); RETURN NULL;',
                            hash="f54c7fe02c26cab709b311cf14fd1f12a3523175",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_af228",
                            table="records_namedshare",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedshare",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_namedshareevent" ("agency_id", "content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since", "user_id") VALUES (OLD."agency_id", OLD."content_object_id", OLD."id", OLD."permission_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."since", OLD."user_id"); RETURN NULL;',
                            hash="7aff7236ec5278f96ac0b20600cc6774e7201888",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_63c61",
                            table="records_namedshare",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.UniqueConstraint(
                        fields=("record", "section", "user"), name="draft_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="agreement_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b587849b466a79cc998faae5e9040b2fe8a91d33",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_agreement_kept_53f5a",
                            table="records_agreement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="9959a7700cf5687a431f7d698e87ce088563b7a5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_1de8f",
                            table="records_agreement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recordevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="8821d067d27fddd101c3b29d040d46f7989e7f23",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_e97f3",
                            table="records_recordevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recordevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9235df6070b0ac4acb06e559bda1e310597f3114",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f41af",
                            table="records_recordevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sectioncontent",
                    constraint=models.UniqueConstraint(fields=("record", "section"), name="section_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectioncontent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_sectioncontentevent" ("changed_at", "changed_by_id", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "section") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."fields", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id", NEW."revision", NEW."section"); RETURN NULL;',
                            hash="6f9a3b683d15bb3881e55c8e52c20091d9fa8e51",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1e3b0",
                            table="records_sectioncontent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectioncontent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "records_sectioncontentevent" ("changed_at", "changed_by_id", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "section") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."fields", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."revision", NEW."section"); RETURN NULL;',
                            hash="81e80d0288458af6ec521a3962e5834d8a866af3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1183c",
                            table="records_sectioncontent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectioncontent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_sectioncontentevent" ("changed_at", "changed_by_id", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "section") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."fields", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id", OLD."revision", OLD."section"); RETURN NULL;',
                            hash="af2edce6f61fae708421faf344d236fd51125473",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8df55",
                            table="records_sectioncontent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectioncontentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="880664598c62533121efefba2f1a9dd609a4b464",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_51ac5",
                            table="records_sectioncontentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectioncontentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="547f8c75e3fdbdcfee7d7da094f1d5177836fa90",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_37c03",
                            table="records_sectioncontentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="share",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_shareevent" ("content_object_id", "group_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since") VALUES (NEW."content_object_id", NEW."group_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."since"); RETURN NULL;',
                            hash="a7dfed7ca91b24c4b5eb130d79f28a6f525c3271",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f6f1b",
                            table="records_share",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="share",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "records_shareevent" ("content_object_id", "group_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since") VALUES (NEW."content_object_id", NEW."group_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."since"); RETURN NULL;',
                            hash="fc240ffd71a95ae44d666edd07b7ea139ab8cde3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f7fd5",
                            table="records_share",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="share",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "records_shareevent" ("content_object_id", "group_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "since") VALUES (OLD."content_object_id", OLD."group_id", OLD."id", OLD."permission_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."since"); RETURN NULL;',
                            hash="8708c6980f3a73299c51206058bb5d83e5631296",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ef654",
                            table="records_share",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shareevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="9b922e36d79cd666fcefe56607e33bb86a8ba1fc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_0293e",
                            table="records_shareevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shareevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="86c4290117667d659f8b81275eef3f3f41f006cf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d1c41",
                            table="records_shareevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.UniqueConstraint(
                        fields=("record", "product", "number"), name="version_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="version_signed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("product", "record"), _negated=True),
                            ("signed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="full_record_is_signed",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="version",
                    trigger=pgtrigger.compiler.Trigger(
                        name="version_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ae48b789516b867823d9edbf813f1d0e7ab36ef6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_version_frozen_b4c5a",
                            table="records_version",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="version",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="cd7abef3d1bc632cb646a4ba4ef2d039db212025",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5f20d",
                            table="records_version",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rendering",
                    constraint=models.UniqueConstraint(fields=("version", "audience"), name="rendering_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rendering",
                    trigger=pgtrigger.compiler.Trigger(
                        name="rendering_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="af7c315b252d7434a094ed7c33bea1ba974f0833",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_rendering_frozen_66bab",
                            table="records_rendering",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rendering",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="fcfde101f01decf8e2b5eb0b591f6905c954be5c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_387f7",
                            table="records_rendering",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="familypaper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked", models.F("by")), _negated=True),
                        name="family_paper_read_by_another",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familypaper",
                    trigger=pgtrigger.compiler.Trigger(
                        name="family_paper_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8d9e0755b02815ca25b6cde4ffd7779b6afee5c2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_family_paper_kept_a4279",
                            table="records_familypaper",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familypaper",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="98058d77b32f4f4e0ba065adee545224dde9b716",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_52d14",
                            table="records_familypaper",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
