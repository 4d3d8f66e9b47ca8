from config.at_once import AtOnce
from django.db import migrations, models
import django.db.models.deletion
from django.conf import settings
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("actions", "0001_initial"),
        ("actions", "0002_initial"),
        ("actions", "0003_initial"),
        ("actions", "0004_plans"),
        ("actions", "0005_history_kept"),
        ("actions", "0006_evidence_clean_at"),
        ("actions", "0007_outcome_restriction"),
        ("actions", "0008_tracked"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("children", "0001_squashed"),
        ("records", "0001_squashed"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.TextField(max_length=2000)),
                        ("why", models.TextField(blank=True, max_length=2000)),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("done", "Done, to be reviewed"),
                                    ("reviewed", "Done and reviewed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("agreed_at", models.DateTimeField()),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("outcome", models.TextField(blank=True, max_length=5000)),
                        ("evidence", models.FileField(blank=True, upload_to="evidence/%Y/%m")),
                        ("evidence_name", models.CharField(blank=True, max_length=120)),
                        ("evidence_clean_at", models.DateTimeField(null=True)),
                        (
                            "restriction",
                            models.CharField(
                                choices=[
                                    ("all", "All who receive the record"),
                                    ("not_family", "Professionals only, never the family"),
                                    ("police", "Police sensitive"),
                                    ("legal", "Legally privileged"),
                                ],
                                db_default="not_family",
                                default="not_family",
                                max_length=12,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ActionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("what", models.TextField(max_length=2000)),
                        ("why", models.TextField(blank=True, max_length=2000)),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("done", "Done, to be reviewed"),
                                    ("reviewed", "Done and reviewed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("agreed_at", models.DateTimeField()),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("outcome", models.TextField(blank=True, max_length=5000)),
                        ("evidence", models.FileField(blank=True, upload_to="evidence/%Y/%m")),
                        ("evidence_name", models.CharField(blank=True, max_length=120)),
                        ("evidence_clean_at", models.DateTimeField(null=True)),
                        (
                            "restriction",
                            models.CharField(
                                choices=[
                                    ("all", "All who receive the record"),
                                    ("not_family", "Professionals only, never the family"),
                                    ("police", "Police sensitive"),
                                    ("legal", "Legally privileged"),
                                ],
                                db_default="not_family",
                                default="not_family",
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ActionOn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ActionOnEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChildPlan",
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
                                    ("initial", "Initial plan"),
                                    ("child", "Child’s plan"),
                                    ("care", "Care plan"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("dated", models.DateField()),
                        ("noted_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="ChildPlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("initial", "Initial plan"),
                                    ("child", "Child’s plan"),
                                    ("care", "Care plan"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("dated", models.DateField()),
                        ("noted_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Happening",
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
                                    ("agreed", "Agreed"),
                                    ("handed_over", "Handed over"),
                                    ("time_asked", "Asked for more time"),
                                    ("time_answered", "Answered the request for more time"),
                                    ("completed", "Completed"),
                                    ("returned", "Sent back by the reviewer"),
                                    ("reviewed", "Reviewed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("day", models.DateField(null=True)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="action",
                    name="agency",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="action",
                    name="agreed_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="action",
                    name="completed_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="action",
                    name="owner",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="action",
                    name="reviewer",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
                    name="agency",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
                    name="agreed_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
                    name="completed_by",
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
                    model_name="actionevent",
                    name="owner",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
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
                    model_name="actionevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="actions.action",
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
                    name="reviewer",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="actionon",
                    name="action",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="actions.action"),
                ),
                migrations.AddField(
                    model_name="actionon",
                    name="record",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.record"),
                ),
                migrations.AddField(
                    model_name="action",
                    name="records",
                    field=models.ManyToManyField(
                        related_name="actions", through="actions.ActionOn", to="records.record"
                    ),
                ),
                migrations.AddField(
                    model_name="actiononevent",
                    name="action",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                    ),
                ),
                migrations.AddField(
                    model_name="actiononevent",
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
                    model_name="actiononevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="actions.actionon",
                    ),
                ),
                migrations.AddField(
                    model_name="actiononevent",
                    name="record",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.record",
                    ),
                ),
                migrations.AddField(
                    model_name="childplan",
                    name="child",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="childplan",
                    name="noted_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="childplan",
                    name="owner",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="actionevent",
                    name="plan",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.childplan",
                    ),
                ),
                migrations.AddField(
                    model_name="action",
                    name="plan",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="actions.childplan",
                    ),
                ),
                migrations.AddField(
                    model_name="childplanevent",
                    name="child",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="childplanevent",
                    name="noted_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="childplanevent",
                    name="owner",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="childplanevent",
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
                    model_name="childplanevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="actions.childplan",
                    ),
                ),
                migrations.AddField(
                    model_name="happening",
                    name="action",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="happenings",
                        to="actions.action",
                    ),
                ),
                migrations.AddField(
                    model_name="happening",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionon",
                    constraint=models.UniqueConstraint(
                        fields=("action", "record"), name="action_on_record_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionon",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_actiononevent" ("action_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."action_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id"); RETURN NULL;',
                            hash="d34d175431642322fd544226775bad03e0c376da",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_93128",
                            table="actions_actionon",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionon",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "actions_actiononevent" ("action_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."action_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id"); RETURN NULL;',
                            hash="6a147817f853bccf970a7fe017036f2c8aede42b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7009d",
                            table="actions_actionon",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionon",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_actiononevent" ("action_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (OLD."action_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id"); RETURN NULL;',
                            hash="089be59a840c72a4adef0fb5562a8f56ab24d125",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ae559",
                            table="actions_actionon",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actiononevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="2b47bbdf16a2f4c543e4f9d783a9396bdfc44a2e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_32d0c",
                            table="actions_actiononevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actiononevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="034025bf98a6324ad9f7fc40d8511946d3e910b5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_469f6",
                            table="actions_actiononevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="childplan",
                    constraint=models.UniqueConstraint(
                        fields=("child", "kind", "dated"), name="child_plan_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="childplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_childplanevent" ("child_id", "dated", "id", "kind", "noted_at", "noted_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."child_id", NEW."dated", NEW."id", NEW."kind", NEW."noted_at", NEW."noted_by_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="7a74cdab8a117dbbc54493e64eee5e8e8bc95e08",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_65123",
                            table="actions_childplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="childplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "actions_childplanevent" ("child_id", "dated", "id", "kind", "noted_at", "noted_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."child_id", NEW."dated", NEW."id", NEW."kind", NEW."noted_at", NEW."noted_by_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="f68caec047d3d7424a608c34e693952fbafc1126",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0319a",
                            table="actions_childplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="childplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_childplanevent" ("child_id", "dated", "id", "kind", "noted_at", "noted_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."child_id", OLD."dated", OLD."id", OLD."kind", OLD."noted_at", OLD."noted_by_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="4c62b8fc57f49009fff893ba6ad29cfe24b9949b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3e477",
                            table="actions_childplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="ddef48686a0a9425335b071bd692a807b9f914d3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_627b0",
                            table="actions_actionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ed42851504eb314c53026d1cf90e833a779f6672",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_21079",
                            table="actions_actionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="action",
                    index=models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["owner", "due_on"],
                        name="action_owner_open",
                    ),
                ),
                migrations.AddIndex(
                    model_name="action",
                    index=models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["agency", "due_on"],
                        name="action_agency_open",
                    ),
                ),
                migrations.AddIndex(
                    model_name="action",
                    index=models.Index(
                        condition=models.Q(("state", "done")), fields=["reviewer"], name="action_to_review"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="action_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("completed_by", None)),
                            models.Q(("completed_at__isnull", False), ("completed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_completed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="action",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "cancelled"]),
                            ("completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="action_done_when_completed",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="action",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_actionevent" ("agency_id", "agreed_at", "agreed_by_id", "completed_at", "completed_by_id", "due_on", "evidence", "evidence_clean_at", "evidence_name", "id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "restriction", "reviewer_id", "state", "what", "why") VALUES (NEW."agency_id", NEW."agreed_at", NEW."agreed_by_id", NEW."completed_at", NEW."completed_by_id", NEW."due_on", NEW."evidence", NEW."evidence_clean_at", NEW."evidence_name", NEW."id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."restriction", NEW."reviewer_id", NEW."state", NEW."what", NEW."why"); RETURN NULL;',
                            hash="d067b269ff5c2481994da3c07fd43de256e0c2dd",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bc7f0",
                            table="actions_action",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="action",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "actions_actionevent" ("agency_id", "agreed_at", "agreed_by_id", "completed_at", "completed_by_id", "due_on", "evidence", "evidence_clean_at", "evidence_name", "id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "restriction", "reviewer_id", "state", "what", "why") VALUES (NEW."agency_id", NEW."agreed_at", NEW."agreed_by_id", NEW."completed_at", NEW."completed_by_id", NEW."due_on", NEW."evidence", NEW."evidence_clean_at", NEW."evidence_name", NEW."id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."restriction", NEW."reviewer_id", NEW."state", NEW."what", NEW."why"); RETURN NULL;',
                            hash="e1d7330d02507157b23791746f5a814f44db4ac7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d90e",
                            table="actions_action",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="action",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "actions_actionevent" ("agency_id", "agreed_at", "agreed_by_id", "completed_at", "completed_by_id", "due_on", "evidence", "evidence_clean_at", "evidence_name", "id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "restriction", "reviewer_id", "state", "what", "why") VALUES (OLD."agency_id", OLD."agreed_at", OLD."agreed_by_id", OLD."completed_at", OLD."completed_by_id", OLD."due_on", OLD."evidence", OLD."evidence_clean_at", OLD."evidence_name", OLD."id", OLD."outcome", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."restriction", OLD."reviewer_id", OLD."state", OLD."what", OLD."why"); RETURN NULL;',
                            hash="78a295a7b6f5fea063c47f9c03c641d52b005a6f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d498a",
                            table="actions_action",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="childplanevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="2ee77b6a9e3fa61e5f166b98e2beb4510e47f83f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_d7cc5",
                            table="actions_childplanevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="childplanevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2cab9467ecbb169531676e4a242552f9025b9386",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fc79d",
                            table="actions_childplanevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="happening",
                    trigger=pgtrigger.compiler.Trigger(
                        name="action_event_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7be79297c0424c2668464ff29b9dca4fc0ffb8aa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_action_event_kept_a7e2f",
                            table="actions_happening",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="happening",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="f87966f17105325d2203b4f063fa806d1bac5ae6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_7fcce",
                            table="actions_happening",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
