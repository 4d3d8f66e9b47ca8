import django.db.models.deletion
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("circulation", "0001_initial"),
        ("circulation", "0002_initial"),
        ("circulation", "0003_lists"),
        ("circulation", "0004_tracked"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("records", "0001_squashed"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="NothingReceivedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why", models.CharField(max_length=60)),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("chased_at", models.DateTimeField(null=True)),
                        ("chased", models.PositiveSmallIntegerField(default=0)),
                        ("lapsed_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ReceiptEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("why", models.CharField(max_length=60)),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("chased_at", models.DateTimeField(null=True)),
                        ("chased", models.PositiveSmallIntegerField(default=0)),
                        ("lapsed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptPerson",
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
                    name="ReceiptPersonEvent",
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
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=5000)),
                        ("at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, max_length=5000)),
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CorrectionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("text", models.TextField(max_length=5000)),
                        ("at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, max_length=5000)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
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
                                to="circulation.correction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NothingReceived",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "agency",
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
                    ],
                ),
                migrations.AddField(
                    model_name="nothingreceived",
                    name="record",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nothing_received",
                        to="records.record",
                    ),
                ),
                migrations.AddField(
                    model_name="nothingreceivedevent",
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
                    model_name="nothingreceivedevent",
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
                    model_name="nothingreceivedevent",
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
                    model_name="nothingreceivedevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="circulation.nothingreceived",
                    ),
                ),
                migrations.AddField(
                    model_name="nothingreceivedevent",
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
                    model_name="receipt",
                    name="acknowledged_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="receipt",
                    name="agency",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="receipt",
                    name="opened_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="receipt",
                    name="version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="records.version",
                    ),
                ),
                migrations.AddField(
                    model_name="correctionevent",
                    name="receipt",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circulation.receipt",
                    ),
                ),
                migrations.AddField(
                    model_name="correction",
                    name="receipt",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="circulation.receipt",
                    ),
                ),
                migrations.AddField(
                    model_name="receiptevent",
                    name="acknowledged_by",
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
                    model_name="receiptevent",
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
                    model_name="receiptevent",
                    name="opened_by",
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
                    model_name="receiptevent",
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
                    model_name="receiptevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="circulation.receipt",
                    ),
                ),
                migrations.AddField(
                    model_name="receiptevent",
                    name="version",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.version",
                    ),
                ),
                migrations.AddField(
                    model_name="receiptperson",
                    name="receipt",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="circulation.receipt"
                    ),
                ),
                migrations.AddField(
                    model_name="receiptperson",
                    name="user",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="receipt",
                    name="people",
                    field=models.ManyToManyField(
                        related_name="receipts",
                        through="circulation.ReceiptPerson",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="receiptpersonevent",
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
                    model_name="receiptpersonevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="circulation.receiptperson",
                    ),
                ),
                migrations.AddField(
                    model_name="receiptpersonevent",
                    name="receipt",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circulation.receipt",
                    ),
                ),
                migrations.AddField(
                    model_name="receiptpersonevent",
                    name="user",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="nothingreceived",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("record", "agency"),
                        name="nothing_received_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nothingreceived",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_nothingreceivedevent" ("agency_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "settled_at") VALUES (NEW."agency_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id", NEW."settled_at"); RETURN NULL;',
                            hash="133ed6110aa109265f66e80490e828f95074cff7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5157c",
                            table="circulation_nothingreceived",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nothingreceived",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "circulation_nothingreceivedevent" ("agency_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "settled_at") VALUES (NEW."agency_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."settled_at"); RETURN NULL;',
                            hash="9f93d2d182c7e82dba74320a0a6c53443a082ec2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6bbc0",
                            table="circulation_nothingreceived",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nothingreceived",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_nothingreceivedevent" ("agency_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "settled_at") VALUES (OLD."agency_id", OLD."at", OLD."by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id", OLD."settled_at"); RETURN NULL;',
                            hash="7026fd7c6eed97fc1efd1b93cc73182d5c5f1b92",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5dc2a",
                            table="circulation_nothingreceived",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nothingreceivedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="1b1f769c12b3a45c407b8f57384ce300bbb43377",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5202b",
                            table="circulation_nothingreceivedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nothingreceivedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="08078474ab8eec8008839721601c701358d0d839",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4738f",
                            table="circulation_nothingreceivedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correctionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="1c1a6df6a071fce6caf9693647f63ff63d5a3258",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_afee3",
                            table="circulation_correctionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correctionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7fd1106982908aef1a91ed4088904ecc00ccde49",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6112b",
                            table="circulation_correctionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="correction_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="correction_answered_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_correctionevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."receipt_id", NEW."text"); RETURN NULL;',
                            hash="0afd9d05330c4f112eee392d7f3edf82a2c1fe11",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_47b44",
                            table="circulation_correction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "circulation_correctionevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."receipt_id", NEW."text"); RETURN NULL;',
                            hash="d7bfaed4b3cee44db358a18e3c53c7b9c44b6e1b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_19e61",
                            table="circulation_correction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_correctionevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "text") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."at", OLD."by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."receipt_id", OLD."text"); RETURN NULL;',
                            hash="70e13e6dcd107513f5c2bc89549c1d2358658f59",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1be52",
                            table="circulation_correction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="d1a0388c240b94b2e4852fa509e6801d07636749",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_2623c",
                            table="circulation_receiptevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f8a8552a88476a9ed828dade9f1e9ece35fe5cd1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_82a98",
                            table="circulation_receiptevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receiptperson",
                    constraint=models.UniqueConstraint(
                        fields=("receipt", "user"), name="receipt_person_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_receiptpersonevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."receipt_id", NEW."user_id"); RETURN NULL;',
                            hash="cfc49540b5742f973ddc9261e18a9b9011aa910b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_aac7e",
                            table="circulation_receiptperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "circulation_receiptpersonevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."receipt_id", NEW."user_id"); RETURN NULL;',
                            hash="1a52ac6cc0ed2280648ad9246c1a74197b8f7f26",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fd633",
                            table="circulation_receiptperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_receiptpersonevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "user_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."receipt_id", OLD."user_id"); RETURN NULL;',
                            hash="3e9c2c1f8251e1e5e76e3079e13829126a6065e4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f1c0c",
                            table="circulation_receiptperson",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="receipt",
                    index=models.Index(
                        condition=models.Q(("sent_at", None)), fields=["id"], name="receipt_unsent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="receipt",
                    index=models.Index(
                        condition=models.Q(("acknowledged_at", None), ("lapsed_at", None)),
                        fields=["queued_at"],
                        name="receipt_unacknowledged",
                    ),
                ),
                migrations.AddIndex(
                    model_name="receipt",
                    index=models.Index(fields=["agency", "-queued_at", "-id"], name="receipt_by_agency"),
                ),
                migrations.AddIndex(
                    model_name="receipt",
                    index=models.Index(
                        condition=models.Q(("acknowledged_at", None), ("lapsed_at", None)),
                        fields=["agency", "-queued_at", "-id"],
                        name="receipt_agency_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receipt",
                    constraint=models.UniqueConstraint(fields=("version", "agency"), name="receipt_once"),
                ),
                migrations.AddConstraint(
                    model_name="receipt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipt_opened_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receipt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipt_acknowledged_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_receiptevent" ("acknowledged_at", "acknowledged_by_id", "agency_id", "chased", "chased_at", "id", "lapsed_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "version_id", "why") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."agency_id", NEW."chased", NEW."chased_at", NEW."id", NEW."lapsed_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."sent_at", NEW."version_id", NEW."why"); RETURN NULL;',
                            hash="fc4a36d0dc1072a522245bd40ee368ae1f238c0f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4863d",
                            table="circulation_receipt",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "circulation_receiptevent" ("acknowledged_at", "acknowledged_by_id", "agency_id", "chased", "chased_at", "id", "lapsed_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "version_id", "why") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."agency_id", NEW."chased", NEW."chased_at", NEW."id", NEW."lapsed_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_at", NEW."sent_at", NEW."version_id", NEW."why"); RETURN NULL;',
                            hash="0ec6b802a299d1da1a802f21f3a91d627e279738",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b2e79",
                            table="circulation_receipt",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "circulation_receiptevent" ("acknowledged_at", "acknowledged_by_id", "agency_id", "chased", "chased_at", "id", "lapsed_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "version_id", "why") VALUES (OLD."acknowledged_at", OLD."acknowledged_by_id", OLD."agency_id", OLD."chased", OLD."chased_at", OLD."id", OLD."lapsed_at", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."sent_at", OLD."version_id", OLD."why"); RETURN NULL;',
                            hash="524f64b46ecb0e91f991cc7bbc2435bca1268ee5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5883e",
                            table="circulation_receipt",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptpersonevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="788bd8b22a34a333cbd8c2499a49067f18bcfc85",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_233b6",
                            table="circulation_receiptpersonevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receiptpersonevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4f37e1fbcd280ad559e99786507fbdd5b709e0c4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_32e57",
                            table="circulation_receiptpersonevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
