"""A conference has participants and contributions too: both point at the record, whatever its kind.

The new foreign keys are checked against the old rows, which takes some seconds with millions.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_discussions_conclude"),
        ("records", "0005_outcome"),
        ("strategy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="contribution",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contribution",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contribution",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="participant",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="participant",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="participant",
            name="delete_delete",
        ),
        # The columns are renamed, so the indexes of these constraints stay as they are.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("contribution", "contribution_once"),
                migrations.RemoveConstraint("participant", "participant_once"),
            ]
        ),
        migrations.RenameField("contribution", "discussion", "record"),
        migrations.RenameField("contributionevent", "discussion", "record"),
        migrations.RenameField("participant", "discussion", "record"),
        migrations.RenameField("participantevent", "discussion", "record"),
        migrations.AlterField(
            "contribution",
            "record",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="records.record"
            ),
        ),
        migrations.AlterField(
            "contributionevent",
            "record",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="records.record",
            ),
        ),
        migrations.AlterField(
            "participant",
            "record",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="records.record"
            ),
        ),
        migrations.AlterField(
            "participantevent",
            "record",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="records.record",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    "contribution",
                    models.UniqueConstraint(fields=("record", "agency"), name="contribution_once"),
                ),
                migrations.AddConstraint(
                    "participant",
                    models.UniqueConstraint(fields=("record", "user"), name="participant_once"),
                ),
            ]
        ),
        migrations.AlterField(
            model_name="strategydiscussion",
            name="chair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
    ]
