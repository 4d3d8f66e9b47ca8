import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("deadlines", "0001_initial"),
        ("deadlines", "0002_initial"),
        ("deadlines", "0003_lists"),
        ("deadlines", "0004_board"),
        ("deadlines", "0005_history_kept"),
        ("deadlines", "0006_tracked"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("records", "0001_squashed"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="DeadlineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("subject", models.CharField(blank=True, max_length=40)),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("length", models.PositiveIntegerField()),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hours", "hours"),
                                    ("working_days", "working days"),
                                    ("days", "days"),
                                    ("months", "months"),
                                    ("same_day", "same day"),
                                    ("date", "date set by a person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        ("because", models.CharField(blank=True, max_length=300)),
                        ("met_at", models.DateTimeField(null=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("dropped_because", models.CharField(blank=True, max_length=300)),
                        ("delay_cause", models.TextField(blank=True)),
                        ("delay_mitigation", models.TextField(blank=True)),
                        (
                            "step_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(), default=list, size=None
                            ),
                        ),
                        (
                            "step_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        (
                            "step_to",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExtraHoliday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("name", models.CharField(max_length=120)),
                        ("source_note", models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="ExtraHolidayEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("day", models.DateField()),
                        ("name", models.CharField(max_length=120)),
                        ("source_note", models.CharField(max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TimescaleSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("length", models.PositiveIntegerField(default=0)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hours", "hours"),
                                    ("working_days", "working days"),
                                    ("days", "days"),
                                    ("months", "months"),
                                    ("same_day", "same day"),
                                    ("date", "date set by a person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.BooleanField(default=True)),
                        (
                            "steps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                help_text="Like “half:owner, breach:owner,team_manager, +1wd:service_manager”; empty for the usual steps.",
                                size=None,
                            ),
                        ),
                        ("source_note", models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="TimescaleSettingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("length", models.PositiveIntegerField(default=0)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hours", "hours"),
                                    ("working_days", "working days"),
                                    ("days", "days"),
                                    ("months", "months"),
                                    ("same_day", "same day"),
                                    ("date", "date set by a person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.BooleanField(default=True)),
                        (
                            "steps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                help_text="Like “half:owner, breach:owner,team_manager, +1wd:service_manager”; empty for the usual steps.",
                                size=None,
                            ),
                        ),
                        ("source_note", models.CharField(max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("subject", models.CharField(blank=True, max_length=40)),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("length", models.PositiveIntegerField()),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hours", "hours"),
                                    ("working_days", "working days"),
                                    ("days", "days"),
                                    ("months", "months"),
                                    ("same_day", "same day"),
                                    ("date", "date set by a person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        ("because", models.CharField(blank=True, max_length=300)),
                        ("met_at", models.DateTimeField(null=True)),
                        ("breached_at", models.DateTimeField(null=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("dropped_because", models.CharField(blank=True, max_length=300)),
                        ("delay_cause", models.TextField(blank=True)),
                        ("delay_mitigation", models.TextField(blank=True)),
                        (
                            "step_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(), default=list, size=None
                            ),
                        ),
                        (
                            "step_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        (
                            "step_to",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), default=list, size=None
                            ),
                        ),
                        ("next_step_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
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
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="deadline",
                    name="record",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="records.record",
                    ),
                ),
                migrations.AddField(
                    model_name="deadline",
                    name="superseded_by",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="deadlines.deadline",
                    ),
                ),
                migrations.AddField(
                    model_name="deadline",
                    name="team",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="deadlineevent",
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
                    model_name="deadlineevent",
                    name="authority",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="deadlineevent",
                    name="owner",
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
                    model_name="deadlineevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="deadlines.deadline",
                    ),
                ),
                migrations.AddField(
                    model_name="deadlineevent",
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
                    model_name="deadlineevent",
                    name="superseded_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="deadlines.deadline",
                    ),
                ),
                migrations.AddField(
                    model_name="deadlineevent",
                    name="team",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="extraholiday",
                    name="partnership",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_holidays",
                        to="agencies.partnership",
                    ),
                ),
                migrations.AddField(
                    model_name="extraholidayevent",
                    name="partnership",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.partnership",
                    ),
                ),
                migrations.AddField(
                    model_name="extraholidayevent",
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
                    model_name="extraholidayevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="deadlines.extraholiday",
                    ),
                ),
                migrations.AddField(
                    model_name="timescalesetting",
                    name="partnership",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timescales",
                        to="agencies.partnership",
                    ),
                ),
                migrations.AddField(
                    model_name="timescalesettingevent",
                    name="partnership",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.partnership",
                    ),
                ),
                migrations.AddField(
                    model_name="timescalesettingevent",
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
                    model_name="timescalesettingevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="deadlines.timescalesetting",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=["next_step_at"],
                        name="deadline_next_step",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=["team", "due_at", "id"],
                        include=("code",),
                        name="deadline_team_board",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=["authority", "due_at", "id"],
                        include=("code",),
                        name="deadline_authority_board",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=["agency", "due_at", "id"],
                        include=("code",),
                        name="deadline_agency_board",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("superseded_by", None)),
                        fields=["team", "due_at"],
                        include=("met_at",),
                        name="deadline_team_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("superseded_by", None)),
                        fields=["authority", "due_at"],
                        include=("met_at",),
                        name="deadline_authority_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("superseded_by", None)),
                        fields=["agency", "due_at"],
                        include=("met_at",),
                        name="deadline_agency_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=["owner", "due_at", "id"],
                        name="deadline_owner_running",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("started_at"))),
                        name="deadline_due_after_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("dropped_at", None),
                            models.Q(("dropped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deadline_dropped_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("met_at", None), ("dropped_at", None), _connector="OR"),
                        name="deadline_met_or_dropped",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None), ("met_at", None), ("superseded_by", None)),
                        fields=("record", "code", "subject"),
                        name="one_running_clock",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="clock_never_moved",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."record_id" IS DISTINCT FROM (NEW."record_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."length" IS DISTINCT FROM (NEW."length") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."step_at" IS DISTINCT FROM (NEW."step_at") OR OLD."step_names" IS DISTINCT FROM (NEW."step_names") OR OLD."step_to" IS DISTINCT FROM (NEW."step_to"))',
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "record_id", "code", "subject", "started_at", "due_at", "length", "unit", "source", "step_at", "step_names", "step_to" rows from % table\', TG_TABLE_NAME;',
                            hash="bcac269cb915113eebafd4e310c8da7d4f397ad5",
                            operation='UPDATE OF "record_id", "code", "subject", "started_at", "due_at", "length", "unit", "source", "step_at", "step_names", "step_to"',
                            pgid="pgtrigger_clock_never_moved_a1159",
                            table="deadlines_deadline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="clock_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4292cf6155885383c6319581c6c0d2f97f8e9894",
                            operation="DELETE",
                            pgid="pgtrigger_clock_stays_da9ee",
                            table="deadlines_deadline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_deadlineevent" ("agency_id", "authority_id", "because", "code", "delay_cause", "delay_mitigation", "dropped_at", "dropped_because", "due_at", "id", "length", "met_at", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source", "started_at", "step_at", "step_names", "step_to", "subject", "superseded_by_id", "team_id", "unit") VALUES (NEW."agency_id", NEW."authority_id", NEW."because", NEW."code", NEW."delay_cause", NEW."delay_mitigation", NEW."dropped_at", NEW."dropped_because", NEW."due_at", NEW."id", NEW."length", NEW."met_at", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."record_id", NEW."source", NEW."started_at", NEW."step_at", NEW."step_names", NEW."step_to", NEW."subject", NEW."superseded_by_id", NEW."team_id", NEW."unit"); RETURN NULL;',
                            hash="6fc5ed575f23c109aa7767ff04c97d5414b1fc5b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_76ec5",
                            table="deadlines_deadline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_of",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_deadlineevent" ("agency_id", "authority_id", "because", "code", "delay_cause", "delay_mitigation", "dropped_at", "dropped_because", "due_at", "id", "length", "met_at", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source", "started_at", "step_at", "step_names", "step_to", "subject", "superseded_by_id", "team_id", "unit") VALUES (NEW."agency_id", NEW."authority_id", NEW."because", NEW."code", NEW."delay_cause", NEW."delay_mitigation", NEW."dropped_at", NEW."dropped_because", NEW."due_at", NEW."id", NEW."length", NEW."met_at", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."record_id", NEW."source", NEW."started_at", NEW."step_at", NEW."step_names", NEW."step_to", NEW."subject", NEW."superseded_by_id", NEW."team_id", NEW."unit"); RETURN NULL;',
                            hash="e2d0cca69d570db0da1c89c208193a726eb0ee8a",
                            operation='UPDATE OF "id", "record_id", "code", "subject", "started_at", "due_at", "length", "unit", "source", "because", "owner_id", "agency_id", "authority_id", "team_id", "met_at", "dropped_at", "dropped_because", "superseded_by_id", "delay_cause", "delay_mitigation", "step_at", "step_names", "step_to"',
                            pgid="pgtrigger_update_of_559b3",
                            table="deadlines_deadline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_deadlineevent" ("agency_id", "authority_id", "because", "code", "delay_cause", "delay_mitigation", "dropped_at", "dropped_because", "due_at", "id", "length", "met_at", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source", "started_at", "step_at", "step_names", "step_to", "subject", "superseded_by_id", "team_id", "unit") VALUES (OLD."agency_id", OLD."authority_id", OLD."because", OLD."code", OLD."delay_cause", OLD."delay_mitigation", OLD."dropped_at", OLD."dropped_because", OLD."due_at", OLD."id", OLD."length", OLD."met_at", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."record_id", OLD."source", OLD."started_at", OLD."step_at", OLD."step_names", OLD."step_to", OLD."subject", OLD."superseded_by_id", OLD."team_id", OLD."unit"); RETURN NULL;',
                            hash="5d3f832369160d471ba9d6a63834c298e0de633b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7afed",
                            table="deadlines_deadline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadlineevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="7d2d2ac34ddf49fa5a08fe4fe6e6092018c11655",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_fb6e9",
                            table="deadlines_deadlineevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deadlineevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="03473c812a141dc459ae45562393ab64eb98979a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_972b6",
                            table="deadlines_deadlineevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extraholiday",
                    constraint=models.UniqueConstraint(
                        fields=("partnership", "day"), name="extra_holiday_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="extraholiday",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_extraholidayevent" ("day", "id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note") VALUES (NEW."day", NEW."id", NEW."name", NEW."partnership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_note"); RETURN NULL;',
                            hash="431b6956331d2fc63f30346e315f04a8cf282ab9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8859c",
                            table="deadlines_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="extraholiday",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "deadlines_extraholidayevent" ("day", "id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note") VALUES (NEW."day", NEW."id", NEW."name", NEW."partnership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_note"); RETURN NULL;',
                            hash="edf20b6c32265a9418d9fe19bdac61de3a361074",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8b045",
                            table="deadlines_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="extraholiday",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_extraholidayevent" ("day", "id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note") VALUES (OLD."day", OLD."id", OLD."name", OLD."partnership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_note"); RETURN NULL;',
                            hash="283d6043530e440d7d8ab765958e887185c71993",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a3852",
                            table="deadlines_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="extraholidayevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="6d008ac232ca9126053c679ef8c4d6db1cc65ef4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_17ab0",
                            table="deadlines_extraholidayevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="extraholidayevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a59d442efa4e04c28d5de2ecbe6093631b7bbfab",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5b47f",
                            table="deadlines_extraholidayevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="timescalesetting",
                    constraint=models.UniqueConstraint(
                        fields=("partnership", "code"), name="timescale_set_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="timescalesetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_timescalesettingevent" ("code", "id", "length", "on", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "steps", "unit") VALUES (NEW."code", NEW."id", NEW."length", NEW."on", NEW."partnership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_note", NEW."steps", NEW."unit"); RETURN NULL;',
                            hash="72faad8a4cf0b1b7dc7b585b1e4ad738868295d6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f9611",
                            table="deadlines_timescalesetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="timescalesetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "deadlines_timescalesettingevent" ("code", "id", "length", "on", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "steps", "unit") VALUES (NEW."code", NEW."id", NEW."length", NEW."on", NEW."partnership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_note", NEW."steps", NEW."unit"); RETURN NULL;',
                            hash="751ebde854724919a7a0a0028a2c1d28dd13631b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_337b4",
                            table="deadlines_timescalesetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="timescalesetting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "deadlines_timescalesettingevent" ("code", "id", "length", "on", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "steps", "unit") VALUES (OLD."code", OLD."id", OLD."length", OLD."on", OLD."partnership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_note", OLD."steps", OLD."unit"); RETURN NULL;',
                            hash="d46319897ec386c90b61c736d6b87d258e79983c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c8f82",
                            table="deadlines_timescalesetting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="timescalesettingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="fefb5a5bb8a99292b62985713d97ba130b6b1097",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_74bb0",
                            table="deadlines_timescalesettingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="timescalesettingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c0751bde27a937d741dfd724d571c14abc39e261",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1b269",
                            table="deadlines_timescalesettingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
