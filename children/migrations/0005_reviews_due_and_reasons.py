"""When a review of an emergency access is due, and why somebody without work on a child opens the file."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0004_person_restricted"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LookReason",
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
                            ("news", "Someone has told us something new about the child"),
                            ("family", "The child belongs to a family or household that I work with"),
                            ("duty", "I am on duty, or stand in for the child’s team"),
                            ("asked", "Another agency asks whether we know the child"),
                            ("coming", "The case is coming to me or to my team"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(max_length=500)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LookReasonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "Someone has told us something new about the child"),
                            ("family", "The child belongs to a family or household that I work with"),
                            ("duty", "I am on duty, or stand in for the child’s team"),
                            ("asked", "Another agency asks whether we know the child"),
                            ("coming", "The case is coming to me or to my team"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(max_length=500)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="glass",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="glass",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="glass",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="glass",
            name="review_due_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="glassevent",
            name="review_due_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glass",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "children_glassevent" ("at", "child_id", "ended_at", "id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due_at", "reviewed_at", "reviewed_by_id", "until", "user_id") VALUES (NEW."at", NEW."child_id", NEW."ended_at", NEW."id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."review_due_at", NEW."reviewed_at", NEW."reviewed_by_id", NEW."until", NEW."user_id"); RETURN NULL;',
                    hash="8f3f6839bd693b7f53be97e4cac986cee2accb28",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_47ff5",
                    table="children_glass",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glass",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "children_glassevent" ("at", "child_id", "ended_at", "id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due_at", "reviewed_at", "reviewed_by_id", "until", "user_id") VALUES (NEW."at", NEW."child_id", NEW."ended_at", NEW."id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."review_due_at", NEW."reviewed_at", NEW."reviewed_by_id", NEW."until", NEW."user_id"); RETURN NULL;',
                    hash="41ff0a25a0af9275336ab64804ff364ba01e76f9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_139b7",
                    table="children_glass",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glass",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "children_glassevent" ("at", "child_id", "ended_at", "id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due_at", "reviewed_at", "reviewed_by_id", "until", "user_id") VALUES (OLD."at", OLD."child_id", OLD."ended_at", OLD."id", OLD."note", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."review_due_at", OLD."reviewed_at", OLD."reviewed_by_id", OLD."until", OLD."user_id"); RETURN NULL;',
                    hash="f17353c15e79a960e626246a499a46758f3498eb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_da5ff",
                    table="children_glass",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="lookreason",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
            ),
        ),
        migrations.AddField(
            model_name="lookreason",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lookreasonevent",
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
            model_name="lookreasonevent",
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
            model_name="lookreasonevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="children.lookreason",
            ),
        ),
        migrations.AddField(
            model_name="lookreasonevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="lookreason",
            index=models.Index(fields=["child", "user", "until"], name="look_reason_of"),
        ),
        migrations.AddConstraint(
            model_name="lookreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="look_reason_in_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="lookreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("at"))), name="look_reason_holds"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreason",
            trigger=pgtrigger.compiler.Trigger(
                name="look_reason_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b3b5a0a1c2c9c8acf3b3bc1d8e5556335f6b0fcf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_look_reason_kept_822e9",
                    table="children_lookreason",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreason",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                    hash="7de2d2bb1303fb60444687978dc36374edea499c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_a1812",
                    table="children_lookreason",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreason",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "children_lookreasonevent" ("at", "child_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until", "user_id", "words") VALUES (NEW."at", NEW."child_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."until", NEW."user_id", NEW."words"); RETURN NULL;',
                    hash="cf478b75d21cd3dd67d93fe03937946fe587d5a3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_be944",
                    table="children_lookreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreason",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "children_lookreasonevent" ("at", "child_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until", "user_id", "words") VALUES (NEW."at", NEW."child_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."until", NEW."user_id", NEW."words"); RETURN NULL;',
                    hash="311dfb0cb9b1b791a80c985c51b8ebdcba1082df",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de95e",
                    table="children_lookreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreason",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "children_lookreasonevent" ("at", "child_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until", "user_id", "words") VALUES (OLD."at", OLD."child_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."until", OLD."user_id", OLD."words"); RETURN NULL;',
                    hash="f370cdd8f37e9e4d82fba519c6c3ff9f6478674f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_37f61",
                    table="children_lookreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                    hash="d2feb05840a69c42075c5f14347ffec331e7247e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_030df",
                    table="children_lookreasonevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookreasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f7c31b81c0dcbe3e868027c60c2069d31d57f82b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_79d28",
                    table="children_lookreasonevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
