import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import retention.models
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("retention", "0001_retention"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("children", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Destruction",
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
                                default=retention.models.new_destruction_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        ("child_id", models.BigIntegerField()),
                        ("child_ref", models.CharField(max_length=20)),
                        ("due_on", models.DateField()),
                        ("reason", models.TextField(max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for a second person"),
                                    ("agreed", "Agreed, and not yet destroyed"),
                                    ("destroyed", "Destroyed"),
                                    ("ended", "Kept"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_because", models.TextField(blank=True, max_length=2000)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "destruction",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="retention.destruction",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DestructionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "ref",
                            models.CharField(
                                default=retention.models.new_destruction_ref, editable=False, max_length=20
                            ),
                        ),
                        ("child_id", models.BigIntegerField()),
                        ("child_ref", models.CharField(max_length=20)),
                        ("due_on", models.DateField()),
                        ("reason", models.TextField(max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for a second person"),
                                    ("agreed", "Agreed, and not yet destroyed"),
                                    ("destroyed", "Destroyed"),
                                    ("ended", "Kept"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_because", models.TextField(blank=True, max_length=2000)),
                        (
                            "agreed_by",
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
                            "ended_by",
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
                                to="retention.destruction",
                            ),
                        ),
                        (
                            "proposed_by",
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
                    name="DueFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("rule", models.CharField(max_length=200)),
                        ("found_at", models.DateTimeField()),
                        (
                            "child",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FileToErase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=250)),
                        (
                            "destruction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="retention.destruction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "files to erase",
                    },
                ),
                migrations.CreateModel(
                    name="KeptLonger",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateField()),
                        ("reason", models.TextField(max_length=2000)),
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "kept longer",
                    },
                ),
                migrations.CreateModel(
                    name="KeptLongerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("until", models.DateField()),
                        ("reason", models.TextField(max_length=2000)),
                        ("at", models.DateTimeField()),
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
                                to="retention.keptlonger",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LegalHold",
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
                                default=retention.models.new_hold_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        ("why", models.TextField(max_length=2000)),
                        ("since", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_because", models.TextField(blank=True, max_length=2000)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
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
                            "child",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                        (
                            "ended_by",
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
                    name="LegalHoldEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "ref",
                            models.CharField(
                                default=retention.models.new_hold_ref, editable=False, max_length=20
                            ),
                        ),
                        ("why", models.TextField(max_length=2000)),
                        ("since", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_because", models.TextField(blank=True, max_length=2000)),
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
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="children.person",
                            ),
                        ),
                        (
                            "ended_by",
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
                                to="retention.legalhold",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RetentionSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("registered", "A child without any record"),
                                    ("concern", "Concern"),
                                    ("discussion", "Strategy discussion"),
                                    ("enquiry", "Section 47 enquiry"),
                                    ("conference", "Child protection conference"),
                                    ("looked_after", "A child who is or was looked after"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(150),
                                ]
                            ),
                        ),
                        ("source_note", models.CharField(max_length=200)),
                        (
                            "partnership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retention",
                                to="agencies.partnership",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RetentionSettingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("registered", "A child without any record"),
                                    ("concern", "Concern"),
                                    ("discussion", "Strategy discussion"),
                                    ("enquiry", "Section 47 enquiry"),
                                    ("conference", "Child protection conference"),
                                    ("looked_after", "A child who is or was looked after"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(150),
                                ]
                            ),
                        ),
                        ("source_note", models.CharField(max_length=200)),
                        (
                            "partnership",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.partnership",
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
                                to="retention.retentionsetting",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed"])),
                        fields=("child_id",),
                        name="destruction_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "ended"]),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("not_before__isnull", False),
                                models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="destruction_agreed_by_somebody_else",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ["proposed", "agreed"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["destroyed", "ended"])),
                            _connector="OR",
                        ),
                        name="destruction_ended_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ended_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="destruction_kept_because",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="destruction_with_reason"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destruction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="destruction_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="042d137f69bdb2a39ca411e9a7b843c687e02fc7",
                            operation="DELETE",
                            pgid="pgtrigger_destruction_stays_c8de1",
                            table="retention_destruction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destruction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="destroyed_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'destroyed')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="9bf9092ff7975ccfd8852e3e0e918df06f640743",
                            operation="UPDATE",
                            pgid="pgtrigger_destroyed_frozen_49f6f",
                            table="retention_destruction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destruction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_destructionevent" ("agreed_at", "agreed_by_id", "authority_id", "child_id", "child_ref", "due_on", "ended_at", "ended_because", "ended_by_id", "id", "not_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "ref", "state") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."authority_id", NEW."child_id", NEW."child_ref", NEW."due_on", NEW."ended_at", NEW."ended_because", NEW."ended_by_id", NEW."id", NEW."not_before", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."ref", NEW."state"); RETURN NULL;',
                            hash="3ca492c09c532a05f8a87284ffc1b651c9abc249",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_53115",
                            table="retention_destruction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destruction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "retention_destructionevent" ("agreed_at", "agreed_by_id", "authority_id", "child_id", "child_ref", "due_on", "ended_at", "ended_because", "ended_by_id", "id", "not_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "ref", "state") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."authority_id", NEW."child_id", NEW."child_ref", NEW."due_on", NEW."ended_at", NEW."ended_because", NEW."ended_by_id", NEW."id", NEW."not_before", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."ref", NEW."state"); RETURN NULL;',
                            hash="d20af07711d7ca454f9fcf4986c774ff20f9229d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_65bc1",
                            table="retention_destruction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destruction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_destructionevent" ("agreed_at", "agreed_by_id", "authority_id", "child_id", "child_ref", "due_on", "ended_at", "ended_because", "ended_by_id", "id", "not_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "ref", "state") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."authority_id", OLD."child_id", OLD."child_ref", OLD."due_on", OLD."ended_at", OLD."ended_because", OLD."ended_by_id", OLD."id", OLD."not_before", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."ref", OLD."state"); RETURN NULL;',
                            hash="2c35923f38a962e919c221a3130aac708eb9e100",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9017a",
                            table="retention_destruction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="certificate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="certificate_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="563a9b835ca0717768d356b753ac3549305cfc54",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_certificate_kept_fe0a6",
                            table="retention_certificate",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="certificate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="cbc0e60674e73e9ac783bda1380f7a7f14004ac9",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_b8181",
                            table="retention_certificate",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destructionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="248432186985dadc5553c24630c075bbf39c580c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_a9be8",
                            table="retention_destructionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="destructionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4f01f831397f2914bb92ee71e3c0cccc319847a4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_800e6",
                            table="retention_destructionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="duefile",
                    index=models.Index(fields=["due_on"], name="due_file_first"),
                ),
                migrations.AddConstraint(
                    model_name="keptlonger",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="kept_longer_with_reason"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="keptlonger",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_keptlongerevent" ("at", "by_id", "child_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (NEW."at", NEW."by_id", NEW."child_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."until"); RETURN NULL;',
                            hash="096c5ce4ec8c16f05fef6c29a48f5078a578255a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2edb1",
                            table="retention_keptlonger",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="keptlonger",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "retention_keptlongerevent" ("at", "by_id", "child_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (NEW."at", NEW."by_id", NEW."child_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."until"); RETURN NULL;',
                            hash="b148e5acadd8c0dfd368414821ea2ce7d3e213fb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fec85",
                            table="retention_keptlonger",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="keptlonger",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_keptlongerevent" ("at", "by_id", "child_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (OLD."at", OLD."by_id", OLD."child_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."until"); RETURN NULL;',
                            hash="6ff411e238b691ce9972120ce8618f36c45bc3ea",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dfe5e",
                            table="retention_keptlonger",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="keptlongerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="4ef1e0014fe2f55368185109c3e511393886b58f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_2999a",
                            table="retention_keptlongerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="keptlongerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5c8431da69831928dcffb979cf3f66c1365c98eb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7c4f1",
                            table="retention_keptlongerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="legalhold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="hold_with_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="legalhold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hold_ended_with_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="legalhold",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_legalholdevent" ("authority_id", "by_id", "child_id", "ended_at", "ended_because", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "since", "why") VALUES (NEW."authority_id", NEW."by_id", NEW."child_id", NEW."ended_at", NEW."ended_because", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ref", NEW."since", NEW."why"); RETURN NULL;',
                            hash="fffa7635eaddc44b7258bb5507efddeb0d415875",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9dba2",
                            table="retention_legalhold",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="legalhold",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "retention_legalholdevent" ("authority_id", "by_id", "child_id", "ended_at", "ended_because", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "since", "why") VALUES (NEW."authority_id", NEW."by_id", NEW."child_id", NEW."ended_at", NEW."ended_because", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ref", NEW."since", NEW."why"); RETURN NULL;',
                            hash="081d359e391df390ac7dad3b2fdf783de88832fb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6fd03",
                            table="retention_legalhold",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="legalhold",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_legalholdevent" ("authority_id", "by_id", "child_id", "ended_at", "ended_because", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "since", "why") VALUES (OLD."authority_id", OLD."by_id", OLD."child_id", OLD."ended_at", OLD."ended_because", OLD."ended_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ref", OLD."since", OLD."why"); RETURN NULL;',
                            hash="3c7df2149a024ee1511d94f7ed9fe1a451f4d7d7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f5c69",
                            table="retention_legalhold",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="legalholdevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="fdfe75391eb83864f7d175c551d67a68a2a48686",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5e096",
                            table="retention_legalholdevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="legalholdevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="138effbcf1bf4700255e211c4c3943a8a194be4c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_153a4",
                            table="retention_legalholdevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionsetting",
                    constraint=models.UniqueConstraint(
                        fields=("partnership", "code"), name="retention_set_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionsetting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 150)), name="retention_has_years"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="retentionsetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_retentionsettingevent" ("code", "id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "years") VALUES (NEW."code", NEW."id", NEW."partnership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_note", NEW."years"); RETURN NULL;',
                            hash="6637dbb83e1394a13bc73703e4121ab1de803dc0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_16a4c",
                            table="retention_retentionsetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="retentionsetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "retention_retentionsettingevent" ("code", "id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "years") VALUES (NEW."code", NEW."id", NEW."partnership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_note", NEW."years"); RETURN NULL;',
                            hash="4958b371e82d659530268335f1185ff10b6ac4ee",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_260d0",
                            table="retention_retentionsetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="retentionsetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "retention_retentionsettingevent" ("code", "id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "years") VALUES (OLD."code", OLD."id", OLD."partnership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_note", OLD."years"); RETURN NULL;',
                            hash="dd451f6dee13241271be60c71844da96c3ae2313",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_69b9c",
                            table="retention_retentionsetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="retentionsettingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="d2a47542f28d77e08cfba5bf2437b1f2e3118079",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_b8592",
                            table="retention_retentionsettingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="retentionsettingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="49fad8f97612aef4e8cf7d5409e7e5e4b6146973",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3ddc1",
                            table="retention_retentionsettingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
