import children.models
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("children", "0001_initial"),
        ("children", "0002_history_kept"),
        ("children", "0003_restricted_cases"),
        ("children", "0004_person_restricted"),
        ("children", "0005_reviews_due_and_reasons"),
    ]

    dependencies = [
        ("agencies", "0001_squashed"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Glass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000)),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        (
                            "review_due_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("justified", "Justified: the child needed it"),
                                    ("reminded", "Not needed, no harm meant: reminded of the rules"),
                                    ("breach", "Not justified: handled as a breach"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=5000)),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "glasses",
                    },
                ),
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
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Named",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why", models.CharField(max_length=100)),
                        ("since", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Person",
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
                                default=children.models.new_person_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        ("is_child", models.BooleanField(default=False)),
                        ("given_names", models.CharField(blank=True, max_length=120)),
                        ("family_name", models.CharField(blank=True, max_length=120)),
                        ("also_known_as", models.CharField(blank=True, max_length=250)),
                        ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                        (
                            "expected_on",
                            models.DateField(blank=True, null=True, verbose_name="expected date of delivery"),
                        ),
                        (
                            "sex",
                            models.CharField(
                                choices=[("F", "Female"), ("M", "Male"), ("U", "Not known")],
                                default="U",
                                max_length=1,
                            ),
                        ),
                        ("address", models.TextField(blank=True, max_length=500)),
                        (
                            "address_withheld",
                            models.BooleanField(
                                default=False, verbose_name="withhold this address from the family"
                            ),
                        ),
                        (
                            "nhs_number",
                            models.CharField(blank=True, max_length=10, verbose_name="NHS number"),
                        ),
                        ("case_number", models.CharField(blank=True, max_length=30)),
                        (
                            "ethnicity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WBRI", "White British"),
                                    ("WIRI", "White Irish"),
                                    ("WIRT", "Traveller of Irish heritage"),
                                    ("WROM", "Gypsy or Roma"),
                                    ("WOTH", "Any other White background"),
                                    ("MWBC", "White and Black Caribbean"),
                                    ("MWBA", "White and Black African"),
                                    ("MWAS", "White and Asian"),
                                    ("MOTH", "Any other mixed background"),
                                    ("AIND", "Indian"),
                                    ("APKN", "Pakistani"),
                                    ("ABAN", "Bangladeshi"),
                                    ("AOTH", "Any other Asian background"),
                                    ("BCRB", "Caribbean"),
                                    ("BAFR", "African"),
                                    ("BOTH", "Any other Black background"),
                                    ("CHNE", "Chinese"),
                                    ("OOTH", "Any other ethnic group"),
                                    ("REFU", "Refused"),
                                    ("NOBT", "Not yet obtained"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("first_language", models.CharField(blank=True, max_length=60)),
                        ("interpreter_needed", models.BooleanField(default=False)),
                        ("religion", models.CharField(blank=True, max_length=60)),
                        ("disability", models.CharField(blank=True, max_length=250)),
                        (
                            "communication",
                            models.CharField(
                                blank=True, max_length=250, verbose_name="how the child communicates"
                            ),
                        ),
                        ("looked_after", models.BooleanField(default=False)),
                        (
                            "on_plan",
                            models.BooleanField(default=False, verbose_name="on a child protection plan"),
                        ),
                        ("restricted", models.BooleanField(db_default=False, editable=False)),
                        (
                            "search_keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="agencies.agency",
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
                                to="children.lookreason",
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
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="children.person",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="lookreason",
                    name="child",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
                    ),
                ),
                migrations.CreateModel(
                    name="GlassEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("reason", models.TextField(max_length=2000)),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        (
                            "review_due_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("justified", "Justified: the child needed it"),
                                    ("reminded", "Not needed, no harm meant: reminded of the rules"),
                                    ("breach", "Not justified: handled as a breach"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=5000)),
                        ("reviewed_at", models.DateTimeField(null=True)),
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
                                to="children.glass",
                            ),
                        ),
                        (
                            "reviewed_by",
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
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="children.person",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="glass",
                    name="child",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.person"
                    ),
                ),
                migrations.CreateModel(
                    name="PersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "ref",
                            models.CharField(
                                default=children.models.new_person_ref, editable=False, max_length=20
                            ),
                        ),
                        ("is_child", models.BooleanField(default=False)),
                        ("given_names", models.CharField(blank=True, max_length=120)),
                        ("family_name", models.CharField(blank=True, max_length=120)),
                        ("also_known_as", models.CharField(blank=True, max_length=250)),
                        ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                        (
                            "expected_on",
                            models.DateField(blank=True, null=True, verbose_name="expected date of delivery"),
                        ),
                        (
                            "sex",
                            models.CharField(
                                choices=[("F", "Female"), ("M", "Male"), ("U", "Not known")],
                                default="U",
                                max_length=1,
                            ),
                        ),
                        ("address", models.TextField(blank=True, max_length=500)),
                        (
                            "address_withheld",
                            models.BooleanField(
                                default=False, verbose_name="withhold this address from the family"
                            ),
                        ),
                        (
                            "nhs_number",
                            models.CharField(blank=True, max_length=10, verbose_name="NHS number"),
                        ),
                        ("case_number", models.CharField(blank=True, max_length=30)),
                        (
                            "ethnicity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WBRI", "White British"),
                                    ("WIRI", "White Irish"),
                                    ("WIRT", "Traveller of Irish heritage"),
                                    ("WROM", "Gypsy or Roma"),
                                    ("WOTH", "Any other White background"),
                                    ("MWBC", "White and Black Caribbean"),
                                    ("MWBA", "White and Black African"),
                                    ("MWAS", "White and Asian"),
                                    ("MOTH", "Any other mixed background"),
                                    ("AIND", "Indian"),
                                    ("APKN", "Pakistani"),
                                    ("ABAN", "Bangladeshi"),
                                    ("AOTH", "Any other Asian background"),
                                    ("BCRB", "Caribbean"),
                                    ("BAFR", "African"),
                                    ("BOTH", "Any other Black background"),
                                    ("CHNE", "Chinese"),
                                    ("OOTH", "Any other ethnic group"),
                                    ("REFU", "Refused"),
                                    ("NOBT", "Not yet obtained"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("first_language", models.CharField(blank=True, max_length=60)),
                        ("interpreter_needed", models.BooleanField(default=False)),
                        ("religion", models.CharField(blank=True, max_length=60)),
                        ("disability", models.CharField(blank=True, max_length=250)),
                        (
                            "communication",
                            models.CharField(
                                blank=True, max_length=250, verbose_name="how the child communicates"
                            ),
                        ),
                        ("looked_after", models.BooleanField(default=False)),
                        (
                            "on_plan",
                            models.BooleanField(default=False, verbose_name="on a child protection plan"),
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
                                related_name="events",
                                to="children.person",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Relationship",
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
                                    ("mother", "Mother"),
                                    ("father", "Father"),
                                    ("step_parent", "Step-parent or parent’s partner"),
                                    ("sibling", "Brother or sister"),
                                    ("half_sibling", "Half-brother or half-sister"),
                                    ("grandparent", "Grandparent"),
                                    ("carer", "Carer"),
                                    ("other_child", "Other child of the household"),
                                    ("visitor", "Frequent visitor"),
                                    ("other", "Other significant adult"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("parental_responsibility", models.BooleanField(default=False)),
                        (
                            "same_household",
                            models.BooleanField(default=False, verbose_name="lives with the child"),
                        ),
                        ("note", models.CharField(blank=True, max_length=250)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relationships",
                                to="children.person",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relationships_to",
                                to="children.person",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RelationshipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("mother", "Mother"),
                                    ("father", "Father"),
                                    ("step_parent", "Step-parent or parent’s partner"),
                                    ("sibling", "Brother or sister"),
                                    ("half_sibling", "Half-brother or half-sister"),
                                    ("grandparent", "Grandparent"),
                                    ("carer", "Carer"),
                                    ("other_child", "Other child of the household"),
                                    ("visitor", "Frequent visitor"),
                                    ("other", "Other significant adult"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("parental_responsibility", models.BooleanField(default=False)),
                        (
                            "same_household",
                            models.BooleanField(default=False, verbose_name="lives with the child"),
                        ),
                        ("note", models.CharField(blank=True, max_length=250)),
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
                            "person",
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
                                to="children.relationship",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Restriction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000)),
                        ("since", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.TextField(blank=True, max_length=2000)),
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
                                related_name="restrictions",
                                to="children.person",
                            ),
                        ),
                        (
                            "lifted_by",
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
                    name="NamedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("why", models.CharField(max_length=100)),
                        ("since", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
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
                                to="children.named",
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
                            "restriction",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="children.restriction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="named",
                    name="restriction",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named",
                        to="children.restriction",
                    ),
                ),
                migrations.CreateModel(
                    name="RestrictionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("reason", models.TextField(max_length=2000)),
                        ("since", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.TextField(blank=True, max_length=2000)),
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
                            "lifted_by",
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
                                to="children.restriction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddIndex(
                    model_name="person",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["search_keys"], name="person_search"
                    ),
                ),
                migrations.AddIndex(
                    model_name="person",
                    index=models.Index(
                        condition=models.Q(("restricted", True)),
                        fields=["authority"],
                        name="person_restricted",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_child", False),
                            models.Q(
                                ("born_on__isnull", True), ("expected_on__isnull", True), _connector="XOR"
                            ),
                            _connector="OR",
                        ),
                        name="child_born_or_expected",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("expected_on", None), ("sex", "U"), _connector="OR"),
                        name="unborn_has_no_sex",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("family_name", ""), ("given_names", ""), _negated=True),
                        name="person_has_a_name",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("case_number", ""), _negated=True),
                        fields=("authority", "case_number"),
                        name="case_number_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("nhs_number", ""), _negated=True),
                        fields=("authority", "nhs_number"),
                        name="nhs_number_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_personevent" ("address", "address_withheld", "also_known_as", "authority_id", "born_on", "case_number", "communication", "created_at", "created_by_id", "disability", "ethnicity", "expected_on", "family_name", "first_language", "given_names", "id", "interpreter_needed", "is_child", "looked_after", "nhs_number", "on_plan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "religion", "sex") VALUES (NEW."address", NEW."address_withheld", NEW."also_known_as", NEW."authority_id", NEW."born_on", NEW."case_number", NEW."communication", NEW."created_at", NEW."created_by_id", NEW."disability", NEW."ethnicity", NEW."expected_on", NEW."family_name", NEW."first_language", NEW."given_names", NEW."id", NEW."interpreter_needed", NEW."is_child", NEW."looked_after", NEW."nhs_number", NEW."on_plan", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ref", NEW."religion", NEW."sex"); RETURN NULL;',
                            hash="481e983c6f1f1b82b6d2a69ea8e680a94c54a01a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_beb79",
                            table="children_person",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."address_withheld" IS DISTINCT FROM (NEW."address_withheld") OR OLD."also_known_as" IS DISTINCT FROM (NEW."also_known_as") OR OLD."authority_id" IS DISTINCT FROM (NEW."authority_id") OR OLD."born_on" IS DISTINCT FROM (NEW."born_on") OR OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."communication" IS DISTINCT FROM (NEW."communication") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."disability" IS DISTINCT FROM (NEW."disability") OR OLD."ethnicity" IS DISTINCT FROM (NEW."ethnicity") OR OLD."expected_on" IS DISTINCT FROM (NEW."expected_on") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."first_language" IS DISTINCT FROM (NEW."first_language") OR OLD."given_names" IS DISTINCT FROM (NEW."given_names") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpreter_needed" IS DISTINCT FROM (NEW."interpreter_needed") OR OLD."is_child" IS DISTINCT FROM (NEW."is_child") OR OLD."looked_after" IS DISTINCT FROM (NEW."looked_after") OR OLD."nhs_number" IS DISTINCT FROM (NEW."nhs_number") OR OLD."on_plan" IS DISTINCT FROM (NEW."on_plan") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."religion" IS DISTINCT FROM (NEW."religion") OR OLD."sex" IS DISTINCT FROM (NEW."sex"))',
                            func='INSERT INTO "children_personevent" ("address", "address_withheld", "also_known_as", "authority_id", "born_on", "case_number", "communication", "created_at", "created_by_id", "disability", "ethnicity", "expected_on", "family_name", "first_language", "given_names", "id", "interpreter_needed", "is_child", "looked_after", "nhs_number", "on_plan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "religion", "sex") VALUES (NEW."address", NEW."address_withheld", NEW."also_known_as", NEW."authority_id", NEW."born_on", NEW."case_number", NEW."communication", NEW."created_at", NEW."created_by_id", NEW."disability", NEW."ethnicity", NEW."expected_on", NEW."family_name", NEW."first_language", NEW."given_names", NEW."id", NEW."interpreter_needed", NEW."is_child", NEW."looked_after", NEW."nhs_number", NEW."on_plan", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ref", NEW."religion", NEW."sex"); RETURN NULL;',
                            hash="295c1cd075dbccf054025b6dceb1e4248dea5503",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_634f9",
                            table="children_person",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_personevent" ("address", "address_withheld", "also_known_as", "authority_id", "born_on", "case_number", "communication", "created_at", "created_by_id", "disability", "ethnicity", "expected_on", "family_name", "first_language", "given_names", "id", "interpreter_needed", "is_child", "looked_after", "nhs_number", "on_plan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "religion", "sex") VALUES (OLD."address", OLD."address_withheld", OLD."also_known_as", OLD."authority_id", OLD."born_on", OLD."case_number", OLD."communication", OLD."created_at", OLD."created_by_id", OLD."disability", OLD."ethnicity", OLD."expected_on", OLD."family_name", OLD."first_language", OLD."given_names", OLD."id", OLD."interpreter_needed", OLD."is_child", OLD."looked_after", OLD."nhs_number", OLD."on_plan", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ref", OLD."religion", OLD."sex"); RETURN NULL;',
                            hash="82e3ccdb6650d30647bf0a4edfd0bd65ea97c519",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_df3e3",
                            table="children_person",
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
                    model_name="glassevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="1c62aace68e9532a9e92a05e9c621f8a51394b47",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_bf74e",
                            table="children_glassevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="glassevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0dd084b6618d2951fd473e92ef228eab3075197b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5725c",
                            table="children_glassevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="glass",
                    index=models.Index(fields=["user", "child", "until"], name="glass_of"),
                ),
                migrations.AddIndex(
                    model_name="glass",
                    index=models.Index(
                        condition=models.Q(("reviewed_at", None)), fields=["at"], name="glass_to_review"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="glass",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="glass_broken_with_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="glass",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("at"))), name="glass_ends_after_it_begins"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="glass",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("note", ""), _negated=True),
                                models.Q(("reviewed_by", models.F("user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="glass_reviewed_by_somebody_else",
                    ),
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
                pgtrigger.migrations.AddTrigger(
                    model_name="personevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="6c77c3e348d055c5d581ead35240c8ec1d0c500e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_1596e",
                            table="children_personevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="personevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3a5b50f001492fd2c6236cf577949ae3e3c7a6c3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d2137",
                            table="children_personevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relationship",
                    constraint=models.UniqueConstraint(
                        fields=("child", "person", "kind"), name="relationship_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relationship",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("child", models.F("person")), _negated=True),
                        name="nobody_is_their_own_relative",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relationship",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_relationshipevent" ("child_id", "id", "kind", "note", "parental_responsibility", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_household") VALUES (NEW."child_id", NEW."id", NEW."kind", NEW."note", NEW."parental_responsibility", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."same_household"); RETURN NULL;',
                            hash="09dd170dba116d447f65e566f5cab1a32bf37af1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_64a42",
                            table="children_relationship",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relationship",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "children_relationshipevent" ("child_id", "id", "kind", "note", "parental_responsibility", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_household") VALUES (NEW."child_id", NEW."id", NEW."kind", NEW."note", NEW."parental_responsibility", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."same_household"); RETURN NULL;',
                            hash="0e1be9cd12feef4afc9757bcc43ab1ecf655b166",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2dde",
                            table="children_relationship",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relationship",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_relationshipevent" ("child_id", "id", "kind", "note", "parental_responsibility", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_household") VALUES (OLD."child_id", OLD."id", OLD."kind", OLD."note", OLD."parental_responsibility", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."same_household"); RETURN NULL;',
                            hash="97443f6743cec6e8f0daab0262e887177105a101",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_29153",
                            table="children_relationship",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relationshipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="642d10c42e0ff44aaa33a61633484d78d7b27d11",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5c183",
                            table="children_relationshipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relationshipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9de1a3d46ced84ad7efd9c88097ed34d27a28c68",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f9f30",
                            table="children_relationshipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="restriction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("child",), name="restricted_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="restriction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="restricted_with_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="restriction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lifted_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lifted_with_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restriction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_child",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="UPDATE children_person SET restricted = NEW.lifted_at IS NULL WHERE id = NEW.child_id; RETURN NULL;",
                            hash="1c23f375aa0591f74c3eb0e429a336c75607f30b",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_mark_child_19c95",
                            table="children_restriction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restriction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_restrictionevent" ("by_id", "child_id", "id", "lifted_at", "lifted_because", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."by_id", NEW."child_id", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                            hash="bd0a5516f5d4aa845a9f2fdf7beeb0bc82d9ec20",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c1e52",
                            table="children_restriction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restriction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "children_restrictionevent" ("by_id", "child_id", "id", "lifted_at", "lifted_because", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."by_id", NEW."child_id", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                            hash="4a206e55239078362e6e0e28c254144e9dc18735",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_292ad",
                            table="children_restriction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restriction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_restrictionevent" ("by_id", "child_id", "id", "lifted_at", "lifted_because", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (OLD."by_id", OLD."child_id", OLD."id", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."since"); RETURN NULL;',
                            hash="79e45e03ca0e1128fdc46bcd3486771d2ea1797c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a0e85",
                            table="children_restriction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="93fb9047c530a530abc662401ec60ad25a8a37b4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_9e440",
                            table="children_namedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="namedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="224aa7830338a4375e45afaaf12403d2483b1249",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c49fc",
                            table="children_namedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="named",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("restriction", "user"),
                        name="named_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="named",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_namedevent" ("by_id", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction_id", "since", "user_id", "why") VALUES (NEW."by_id", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."restriction_id", NEW."since", NEW."user_id", NEW."why"); RETURN NULL;',
                            hash="a75f259e76bb844dd9dd20b82032cb392edfc2b9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_56216",
                            table="children_named",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="named",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "children_namedevent" ("by_id", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction_id", "since", "user_id", "why") VALUES (NEW."by_id", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."restriction_id", NEW."since", NEW."user_id", NEW."why"); RETURN NULL;',
                            hash="d7f785770adab733f83c3bfe263eaafa1ad7a7d7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_abf8f",
                            table="children_named",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="named",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "children_namedevent" ("by_id", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction_id", "since", "user_id", "why") VALUES (OLD."by_id", OLD."ended_at", OLD."ended_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."restriction_id", OLD."since", OLD."user_id", OLD."why"); RETURN NULL;',
                            hash="7dad9988c41aef01c31153fa69626ce89a222170",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ffed0",
                            table="children_named",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="7f9114fa6da3188a0292abb8fa7080b83a2ebe11",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_eb23e",
                            table="children_restrictionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9cdd03a9fce6f65794353528fd943c7d6180a36b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d5a5c",
                            table="children_restrictionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
