import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_seals"),
        ("audit", "0003_verbs"),
        ("audit", "0004_look_reviews"),
        ("audit", "0005_emergency_access"),
        ("audit", "0006_hats"),
        ("audit", "0007_let_go"),
        ("audit", "0008_under_seals"),
    ]

    dependencies = []

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="LetGo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("certificate", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("table", models.CharField(max_length=63)),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "let go",
                    },
                ),
                migrations.CreateModel(
                    name="LookReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        ("user_id", models.BigIntegerField()),
                        ("child_id", models.BigIntegerField(null=True)),
                        ("why", models.CharField(max_length=200)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("explained", "Explained: it belonged to their work"),
                                    ("reminded", "No harm meant: reminded of the rules"),
                                    ("breach", "Not explained: handled as a breach"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.TextField()),
                        ("reviewed_at", models.DateTimeField()),
                        ("reviewed_by_id", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateTimeField()),
                        ("previous", models.CharField(max_length=64, unique=True)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("sealed_at", models.DateTimeField()),
                        ("over_below", models.BigIntegerField(null=True)),
                        ("begun_below", models.BigIntegerField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SealedRows",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=63)),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=63), size=None
                            ),
                        ),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        ("highest", models.BigIntegerField()),
                        ("digests", models.BinaryField()),
                        ("seen", models.JSONField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="AccessEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("view", "Viewed"),
                                    ("print", "Printed"),
                                    ("download", "Downloaded"),
                                    ("search", "Searched"),
                                    ("refused", "Refused"),
                                    ("export", "Exported"),
                                    ("sign_in", "Signed in"),
                                    ("sign_out", "Signed out"),
                                    ("glass", "Emergency access"),
                                    ("hat", "Chose for whom they act"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("user_id", models.BigIntegerField(null=True)),
                        ("kind", models.CharField(max_length=40)),
                        ("ref", models.CharField(blank=True, max_length=40)),
                        ("child_id", models.BigIntegerField(null=True)),
                        ("agency_id", models.BigIntegerField(null=True)),
                        ("detail", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["child_id", "-at"], name="access_event_by_child"),
                            models.Index(fields=["user_id", "-at"], name="access_event_by_user"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verb__in",
                                        [
                                            "view",
                                            "print",
                                            "download",
                                            "search",
                                            "refused",
                                            "export",
                                            "sign_in",
                                            "sign_out",
                                            "glass",
                                            "hat",
                                        ],
                                    )
                                ),
                                name="access_event_known_verb",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="907f565a4fbd3b72e98f6ad2b080ccb1395934b3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_718eb",
                            table="audit_accessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="969eba3d3c14d66fd4d95be0887002aea8d67502",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_ae40c",
                            table="audit_accessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="letgo",
                    constraint=models.UniqueConstraint(fields=("certificate", "table"), name="let_go_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letgo",
                    trigger=pgtrigger.compiler.Trigger(
                        name="let_go_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="eb905eb52ae62f080dded50cd0b76072fefeac27",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_let_go_kept_487cb",
                            table="audit_letgo",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letgo",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="f85e1c022b65b04b74e8984bd2f4ab9a151977e2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_66d6f",
                            table="audit_letgo",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lookreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="look_review_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c8088e963cca7009b01fc6d2eb8a96ca3f1bf0c9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_look_review_kept_56ff8",
                            table="audit_lookreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lookreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="a04b9da82cb1455ad587f645ee59523f049bb329",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_d44a4",
                            table="audit_lookreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="seal_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fefad09a01c10aa31d5c8d84fed17e455d8144ee",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_seal_kept_96f51",
                            table="audit_seal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="e5bf8b8e85320aed752247e6f2097884b5b29e7a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_29367",
                            table="audit_seal",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="sealedrows",
                    name="seal",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tables", to="audit.seal"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sealedrows",
                    constraint=models.UniqueConstraint(fields=("table", "seal"), name="sealed_table_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sealedrows",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sealed_rows_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="137d0ea4e21c4b957f2a61d7c4a7fd1cb0f48065",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_sealed_rows_kept_1a87f",
                            table="audit_sealedrows",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sealedrows",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="681f79350ba8b04d6b8fb27f4ea8b1d8bf417b4e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_6e477",
                            table="audit_sealedrows",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
