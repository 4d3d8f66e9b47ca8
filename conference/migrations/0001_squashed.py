from config.at_once import AtOnce
from django.db import migrations, models
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("conference", "0001_initial"),
        ("conference", "0002_history_kept"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("records", "0001_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("children", "0001_squashed"),
        ("s47", "0001_squashed"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="AgencyView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        (
                            "view",
                            models.CharField(
                                choices=[
                                    ("plan", "A child protection plan is needed"),
                                    ("no_plan", "No plan is needed"),
                                    ("unsure", "No view"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="AgencyViewEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        (
                            "view",
                            models.CharField(
                                choices=[
                                    ("plan", "A child protection plan is needed"),
                                    ("no_plan", "No plan is needed"),
                                    ("unsure", "No view"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConferenceEvent",
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
                        ("planned_at", models.DateTimeField(null=True)),
                        ("plan_made", models.BooleanField(null=True)),
                        (
                            "categories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), default=list, size=None
                            ),
                        ),
                        ("core_group_on", models.DateField(null=True)),
                        ("review_on", models.DateField(null=True)),
                        ("core_group_held_at", models.DateTimeField(null=True)),
                        ("review_held_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CoreGroupMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("name", models.CharField(max_length=120)),
                        ("position", models.CharField(blank=True, max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="CoreGroupMemberEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("name", models.CharField(max_length=120)),
                        ("position", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Edit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("left_out", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="EditEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("key", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("left_out", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FamilyMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("invited", models.BooleanField()),
                        ("told_on", models.DateField(null=True)),
                        ("told_how", models.CharField(blank=True, max_length=250)),
                        ("excluded_because", models.TextField(blank=True)),
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
                        ("supporter", models.CharField(blank=True, max_length=250)),
                    ],
                ),
                migrations.CreateModel(
                    name="FamilyMemberEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("invited", models.BooleanField()),
                        ("told_on", models.DateField(null=True)),
                        ("told_how", models.CharField(blank=True, max_length=250)),
                        ("excluded_because", models.TextField(blank=True)),
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
                        ("supporter", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportShared",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("shared_on", models.DateField(null=True)),
                        ("by_whom", models.CharField(blank=True, max_length=250)),
                        ("why_not", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportSharedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("shared_on", models.DateField(null=True)),
                        ("by_whom", models.CharField(blank=True, max_length=250)),
                        ("why_not", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="agencyview",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="agencyview",
                    name="agency",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                migrations.AddField(
                    model_name="agencyviewevent",
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
                    model_name="agencyviewevent",
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
                    model_name="agencyviewevent",
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
                    model_name="agencyviewevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.agencyview",
                    ),
                ),
                migrations.CreateModel(
                    name="Conference",
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
                                related_name="as_conference",
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        ("planned_at", models.DateTimeField(null=True)),
                        ("plan_made", models.BooleanField(null=True)),
                        (
                            "categories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), default=list, size=None
                            ),
                        ),
                        ("core_group_on", models.DateField(null=True)),
                        ("review_on", models.DateField(null=True)),
                        ("core_group_held_at", models.DateTimeField(null=True)),
                        ("review_held_at", models.DateTimeField(null=True)),
                        (
                            "chair",
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
                migrations.AddField(
                    model_name="conference",
                    name="enquiry",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conference",
                        to="s47.enquiry",
                    ),
                ),
                migrations.AddField(
                    model_name="agencyviewevent",
                    name="conference",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="agencyview",
                    name="conference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="views",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="conferenceevent",
                    name="chair",
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
                    model_name="conferenceevent",
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
                    model_name="conferenceevent",
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
                    model_name="conferenceevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmember",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmember",
                    name="agency",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmember",
                    name="conference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="core_group",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmemberevent",
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
                    model_name="coregroupmemberevent",
                    name="agency",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmemberevent",
                    name="conference",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="coregroupmemberevent",
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
                    model_name="coregroupmemberevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.coregroupmember",
                    ),
                ),
                migrations.AddField(
                    model_name="edit",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="edit",
                    name="conference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="editevent",
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
                    model_name="editevent",
                    name="conference",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="editevent",
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
                    model_name="editevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.edit",
                    ),
                ),
                migrations.AddField(
                    model_name="familymember",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="familymember",
                    name="conference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="familymember",
                    name="person",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
                    ),
                ),
                migrations.AddField(
                    model_name="familymemberevent",
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
                    model_name="familymemberevent",
                    name="conference",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="familymemberevent",
                    name="person",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="familymemberevent",
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
                    model_name="familymemberevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.familymember",
                    ),
                ),
                migrations.AddField(
                    model_name="reportshared",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="reportshared",
                    name="conference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_with",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="reportshared",
                    name="person",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
                    ),
                ),
                migrations.AddField(
                    model_name="reportsharedevent",
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
                    model_name="reportsharedevent",
                    name="conference",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conference.conference",
                    ),
                ),
                migrations.AddField(
                    model_name="reportsharedevent",
                    name="person",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="children.person",
                    ),
                ),
                migrations.AddField(
                    model_name="reportsharedevent",
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
                    model_name="reportsharedevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="conference.reportshared",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conference",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("started_at", None),
                            models.Q(("chair__isnull", False), ("planned_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="conference_held_was_convened",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conference",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("plan_made", True), _negated=True),
                            models.Q(("categories", []), _negated=True),
                            _connector="OR",
                        ),
                        name="conference_plan_has_categories",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="conference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_conferenceevent" ("cancelled_reason", "categories", "chair_id", "core_group_held_at", "core_group_on", "ended_at", "enquiry_id", "late_reason", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_made", "planned_at", "planned_minutes", "record_ptr_id", "review_held_at", "review_on", "started_at") VALUES (NEW."cancelled_reason", NEW."categories", NEW."chair_id", NEW."core_group_held_at", NEW."core_group_on", NEW."ended_at", NEW."enquiry_id", NEW."late_reason", NEW."mode", _pgh_attach_context(), NOW(), \'insert\', NEW."record_ptr_id", NEW."place", NEW."plan_made", NEW."planned_at", NEW."planned_minutes", NEW."record_ptr_id", NEW."review_held_at", NEW."review_on", NEW."started_at"); RETURN NULL;',
                            hash="7b1c5b9e9f0a380e823517f420850345c0cf7e4e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8f750",
                            table="conference_conference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="conference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cancelled_reason" IS DISTINCT FROM (NEW."cancelled_reason") OR OLD."categories" IS DISTINCT FROM (NEW."categories") OR OLD."chair_id" IS DISTINCT FROM (NEW."chair_id") OR OLD."core_group_held_at" IS DISTINCT FROM (NEW."core_group_held_at") OR OLD."core_group_on" IS DISTINCT FROM (NEW."core_group_on") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."enquiry_id" IS DISTINCT FROM (NEW."enquiry_id") OR OLD."late_reason" IS DISTINCT FROM (NEW."late_reason") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."plan_made" IS DISTINCT FROM (NEW."plan_made") OR OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") OR OLD."planned_minutes" IS DISTINCT FROM (NEW."planned_minutes") OR OLD."record_ptr_id" IS DISTINCT FROM (NEW."record_ptr_id") OR OLD."review_held_at" IS DISTINCT FROM (NEW."review_held_at") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at"))',
                            func='INSERT INTO "conference_conferenceevent" ("cancelled_reason", "categories", "chair_id", "core_group_held_at", "core_group_on", "ended_at", "enquiry_id", "late_reason", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_made", "planned_at", "planned_minutes", "record_ptr_id", "review_held_at", "review_on", "started_at") VALUES (NEW."cancelled_reason", NEW."categories", NEW."chair_id", NEW."core_group_held_at", NEW."core_group_on", NEW."ended_at", NEW."enquiry_id", NEW."late_reason", NEW."mode", _pgh_attach_context(), NOW(), \'update\', NEW."record_ptr_id", NEW."place", NEW."plan_made", NEW."planned_at", NEW."planned_minutes", NEW."record_ptr_id", NEW."review_held_at", NEW."review_on", NEW."started_at"); RETURN NULL;',
                            hash="728292d63f5a36546d80b2e5613251e64ffa0d42",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_57b39",
                            table="conference_conference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="conference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_conferenceevent" ("cancelled_reason", "categories", "chair_id", "core_group_held_at", "core_group_on", "ended_at", "enquiry_id", "late_reason", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_made", "planned_at", "planned_minutes", "record_ptr_id", "review_held_at", "review_on", "started_at") VALUES (OLD."cancelled_reason", OLD."categories", OLD."chair_id", OLD."core_group_held_at", OLD."core_group_on", OLD."ended_at", OLD."enquiry_id", OLD."late_reason", OLD."mode", _pgh_attach_context(), NOW(), \'delete\', OLD."record_ptr_id", OLD."place", OLD."plan_made", OLD."planned_at", OLD."planned_minutes", OLD."record_ptr_id", OLD."review_held_at", OLD."review_on", OLD."started_at"); RETURN NULL;',
                            hash="1568e2d9c1787d00a564d8d88e21a7470eb3591f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4a586",
                            table="conference_conference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="2832828d8afd469f59f42026d9fee9ce6a857e28",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_c53cb",
                            table="conference_agencyviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4cafa92bd0e9d12c2133cd5797b34b72f97cf2fb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b2f00",
                            table="conference_agencyviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agencyview",
                    constraint=models.UniqueConstraint(
                        fields=("conference", "agency"), name="agency_view_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_agencyviewevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "view") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."view"); RETURN NULL;',
                            hash="ece5d5f8d79f867d2810035cf0213312edbd9de2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2beb5",
                            table="conference_agencyview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "conference_agencyviewevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "view") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."view"); RETURN NULL;',
                            hash="2670c4113726dd8b0642b25873c6d111608ff9a1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c43eb",
                            table="conference_agencyview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_agencyviewevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "view") VALUES (OLD."added_at", OLD."added_by_id", OLD."agency_id", OLD."conference_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."view"); RETURN NULL;',
                            hash="b13e6d99c6c9c3d7cd8ed30d406607ebb994c7d7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c2a1b",
                            table="conference_agencyview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="conferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="7f6c8dbef701525f7f1dc84831fc743f3a6475f0",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5dba8",
                            table="conference_conferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="conferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="910610f01378e2a87e7c29874e6742b8a346e331",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9d827",
                            table="conference_conferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="coregroupmember",
                    constraint=models.UniqueConstraint(
                        fields=("conference", "name"), name="core_group_member_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coregroupmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_coregroupmemberevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                            hash="f68c0fd6a39d310cc69b836720f441ee6677834a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_be5e1",
                            table="conference_coregroupmember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coregroupmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "conference_coregroupmemberevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."added_at", NEW."added_by_id", NEW."agency_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                            hash="8a70b9005f61cd4fd36052d390945f6dd6a3407a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a801c",
                            table="conference_coregroupmember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coregroupmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_coregroupmemberevent" ("added_at", "added_by_id", "agency_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."added_at", OLD."added_by_id", OLD."agency_id", OLD."conference_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                            hash="3965890b9aebafad8f634b5006376f302add979d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b5756",
                            table="conference_coregroupmember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coregroupmemberevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="25212903bec7692615654c46eb598eccf3110dd3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_e1e68",
                            table="conference_coregroupmemberevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coregroupmemberevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d19d8fe03922ebeb3eeb89dd5be35ecaee89c084",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6872a",
                            table="conference_coregroupmemberevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="edit",
                    constraint=models.UniqueConstraint(fields=("conference", "key"), name="edit_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="edit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_editevent" ("at", "by_id", "conference_id", "id", "key", "left_out", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."at", NEW."by_id", NEW."conference_id", NEW."id", NEW."key", NEW."left_out", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="fc3d8e9139a3b39fd472933c9071c274c6b14cad",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5135b",
                            table="conference_edit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="edit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "conference_editevent" ("at", "by_id", "conference_id", "id", "key", "left_out", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."at", NEW."by_id", NEW."conference_id", NEW."id", NEW."key", NEW."left_out", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="04061eb01b13cd9a0157d04be1c1c31abb1b0df8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a8be8",
                            table="conference_edit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="edit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_editevent" ("at", "by_id", "conference_id", "id", "key", "left_out", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."at", OLD."by_id", OLD."conference_id", OLD."id", OLD."key", OLD."left_out", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                            hash="a5ddc9e89aac7a4b914902586a28be96816c7b20",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f5d2c",
                            table="conference_edit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="editevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="dbde60e43e757f05421e582798555f2cfd2ff77a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_6ad60",
                            table="conference_editevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="editevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1379ed362ee426deafa4d424c82fefdd5437c101",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7c40b",
                            table="conference_editevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="familymember",
                    constraint=models.UniqueConstraint(
                        fields=("conference", "person"), name="family_member_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="familymember",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("invited", True),
                            models.Q(("excluded_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="excluded_with_a_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familymember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_familymemberevent" ("added_at", "added_by_id", "attendance", "conference_id", "excluded_because", "id", "invited", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supporter", "told_how", "told_on") VALUES (NEW."added_at", NEW."added_by_id", NEW."attendance", NEW."conference_id", NEW."excluded_because", NEW."id", NEW."invited", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."supporter", NEW."told_how", NEW."told_on"); RETURN NULL;',
                            hash="e3ccae593c3bb217cfba1749ae9dab55e3017e56",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5649b",
                            table="conference_familymember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familymember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "conference_familymemberevent" ("added_at", "added_by_id", "attendance", "conference_id", "excluded_because", "id", "invited", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supporter", "told_how", "told_on") VALUES (NEW."added_at", NEW."added_by_id", NEW."attendance", NEW."conference_id", NEW."excluded_because", NEW."id", NEW."invited", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."supporter", NEW."told_how", NEW."told_on"); RETURN NULL;',
                            hash="105606ca7c581078cd680d3296fbd52eba695a3d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e2b6b",
                            table="conference_familymember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familymember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_familymemberevent" ("added_at", "added_by_id", "attendance", "conference_id", "excluded_because", "id", "invited", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supporter", "told_how", "told_on") VALUES (OLD."added_at", OLD."added_by_id", OLD."attendance", OLD."conference_id", OLD."excluded_because", OLD."id", OLD."invited", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."supporter", OLD."told_how", OLD."told_on"); RETURN NULL;',
                            hash="9df20f143aec52f963aaeeeaabc8f514cb29559a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_baa56",
                            table="conference_familymember",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familymemberevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="449ac684347a7a2a0f2e29266cb29b7be885d46f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_b4e45",
                            table="conference_familymemberevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="familymemberevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6b2624d53bbb67f8b6ed98cc4207da3d86f06af6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e927b",
                            table="conference_familymemberevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportshared",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shared_on__isnull", False), models.Q(("by_whom", ""), _negated=True)),
                            models.Q(("why_not", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_shared_by_somebody_or_why_not",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportshared",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_reportsharedevent" ("added_at", "added_by_id", "by_whom", "conference_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_on", "why_not") VALUES (NEW."added_at", NEW."added_by_id", NEW."by_whom", NEW."conference_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shared_on", NEW."why_not"); RETURN NULL;',
                            hash="22ba619bc4d027eb2fed0aa679bc20816226c325",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0c851",
                            table="conference_reportshared",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportshared",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "conference_reportsharedevent" ("added_at", "added_by_id", "by_whom", "conference_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_on", "why_not") VALUES (NEW."added_at", NEW."added_by_id", NEW."by_whom", NEW."conference_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shared_on", NEW."why_not"); RETURN NULL;',
                            hash="adb240c52b2181c93e98736d3170e07daa3e4d67",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_adaf8",
                            table="conference_reportshared",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportshared",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "conference_reportsharedevent" ("added_at", "added_by_id", "by_whom", "conference_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_on", "why_not") VALUES (OLD."added_at", OLD."added_by_id", OLD."by_whom", OLD."conference_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shared_on", OLD."why_not"); RETURN NULL;',
                            hash="b4f550009b5a5183a9e8b567bc29f94a60b4e54f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_49128",
                            table="conference_reportshared",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportsharedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="23d5fa378e804adb9a603c587667e2b70a85f5ed",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_a7fba",
                            table="conference_reportsharedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportsharedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2f862646c468cb903af8432ebe8cb4b41efb0a6f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_104ac",
                            table="conference_reportsharedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
