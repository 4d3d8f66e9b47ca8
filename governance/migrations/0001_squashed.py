import django.db.models.deletion
import governance.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("governance", "0001_subject_access"),
        ("governance", "0002_by_somebody"),
        ("governance", "0003_name_questions"),
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
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part", models.PositiveSmallIntegerField()),
                        ("place", models.CharField(max_length=30)),
                        ("begins", models.PositiveIntegerField()),
                        ("ends", models.PositiveIntegerField()),
                        ("found", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(blank=True, max_length=120)),
                        (
                            "by",
                            models.CharField(
                                choices=[
                                    ("restriction", "Marked in the record"),
                                    ("finder", "Found by the program"),
                                    ("person", "Marked by a person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("locked", models.BooleanField(default=False)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("third_party", "Another person’s information"),
                                    ("serious_harm", "Likely to cause serious harm"),
                                    ("wishes", "Told or found in the expectation that it is not passed on"),
                                    ("abuse", "Child abuse data, not in the child’s interests"),
                                    ("court", "Processed by a court"),
                                    ("crime", "Prevention and detection of crime"),
                                    ("privilege", "Legal advice or proceedings"),
                                    ("others_file", "Not about this child"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("put_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.CharField(blank=True, max_length=200)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "put_by",
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
                    name="SubjectAccess",
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
                                default=governance.models.new_access_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        (
                            "asker",
                            models.CharField(
                                choices=[
                                    ("child", "The child, or the adult the child has become"),
                                    ("parent", "Somebody with parental responsibility, for the child"),
                                    (
                                        "instructed",
                                        "A solicitor or another person whom the child has instructed",
                                    ),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("asker_name", models.CharField(max_length=120)),
                        ("checked", models.TextField(max_length=2000)),
                        ("received_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("extended_because", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("redacting", "Being redacted"),
                                    ("sent", "Waits for a second person"),
                                    ("released", "Released"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="redacting",
                                max_length=12,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("withdrawn_because", models.TextField(blank=True, max_length=2000)),
                        ("given_on", models.DateField(null=True)),
                        ("given_how", models.CharField(blank=True, max_length=200)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
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
                    name="SecondLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("agreed", models.BooleanField()),
                        ("said", models.TextField(blank=True, max_length=5000)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to="governance.subjectaccess",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Released",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("pdf", models.FileField(upload_to="released/%Y/%m")),
                        ("pdf_sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="released",
                                to="governance.subjectaccess",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "released",
                    },
                ),
                migrations.CreateModel(
                    name="MarkEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("part", models.PositiveSmallIntegerField()),
                        ("place", models.CharField(max_length=30)),
                        ("begins", models.PositiveIntegerField()),
                        ("ends", models.PositiveIntegerField()),
                        ("found", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(blank=True, max_length=120)),
                        (
                            "by",
                            models.CharField(
                                choices=[
                                    ("restriction", "Marked in the record"),
                                    ("finder", "Found by the program"),
                                    ("person", "Marked by a person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("locked", models.BooleanField(default=False)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("third_party", "Another person’s information"),
                                    ("serious_harm", "Likely to cause serious harm"),
                                    ("wishes", "Told or found in the expectation that it is not passed on"),
                                    ("abuse", "Child abuse data, not in the child’s interests"),
                                    ("court", "Processed by a court"),
                                    ("crime", "Prevention and detection of crime"),
                                    ("privilege", "Legal advice or proceedings"),
                                    ("others_file", "Not about this child"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("put_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.CharField(blank=True, max_length=200)),
                        (
                            "confirmed_by",
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
                                to="governance.mark",
                            ),
                        ),
                        (
                            "put_by",
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
                            "request",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="governance.subjectaccess",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="mark",
                    name="request",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="governance.subjectaccess",
                    ),
                ),
                migrations.CreateModel(
                    name="Gathered",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("parts", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gathered",
                                to="governance.subjectaccess",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "gathered",
                    },
                ),
                migrations.CreateModel(
                    name="SubjectAccessEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "ref",
                            models.CharField(
                                default=governance.models.new_access_ref, editable=False, max_length=20
                            ),
                        ),
                        (
                            "asker",
                            models.CharField(
                                choices=[
                                    ("child", "The child, or the adult the child has become"),
                                    ("parent", "Somebody with parental responsibility, for the child"),
                                    (
                                        "instructed",
                                        "A solicitor or another person whom the child has instructed",
                                    ),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("asker_name", models.CharField(max_length=120)),
                        ("checked", models.TextField(max_length=2000)),
                        ("received_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("extended_because", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("redacting", "Being redacted"),
                                    ("sent", "Waits for a second person"),
                                    ("released", "Released"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="redacting",
                                max_length=12,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("withdrawn_because", models.TextField(blank=True, max_length=2000)),
                        ("given_on", models.DateField(null=True)),
                        ("given_how", models.CharField(blank=True, max_length=200)),
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
                            "closed_by",
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
                            "opened_by",
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
                                to="governance.subjectaccess",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
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
                    name="NameQuestion",
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
                                default=governance.models.new_question_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("name", models.CharField(blank=True, max_length=240)),
                        ("birth", models.CharField(blank=True, max_length=60)),
                        ("address", models.TextField(blank=True, max_length=500)),
                        ("worry", models.TextField(blank=True, max_length=2000)),
                        ("telephone", models.CharField(blank=True, max_length=40)),
                        ("due_at", models.DateTimeField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("number", "The child is on file: use this number"),
                                    ("not_known", "Nobody on file is like this: add the child"),
                                    ("handled", "It is in hand: nothing more is asked of you"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(blank=True, max_length=500)),
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
                            "asked_by",
                            models.ForeignKey(
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
                            "child",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="children.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "questions by name",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["due_at"],
                                name="name_question_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gt", models.F("asked_at"))),
                                name="name_question_due_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("child", None),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                        models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="name_question_answered_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "number"), ("child__isnull", False)),
                                    models.Q(models.Q(("answer", "number"), _negated=True), ("child", None)),
                                    _connector="OR",
                                ),
                                name="name_question_number_has_child",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="subjectaccess",
                    index=models.Index(
                        condition=models.Q(
                            ("given_on", None), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=["due_on"],
                        name="subject_access_unanswered",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ["redacting", "sent"])),
                        fields=("child", "asker_name", "received_on"),
                        name="subject_access_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("received_on"))),
                        name="subject_access_due_after_receipt",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["redacting", "withdrawn"]),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="subject_access_sent_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="subject_access_closed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            models.Q(
                                ("closed_by__isnull", False),
                                models.Q(("closed_by", models.F("sent_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="released_by_a_second_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subjectaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("given_on", None),
                            models.Q(("state", "released"), models.Q(("given_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="given_once_released",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="subjectaccess",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "governance_subjectaccessevent" ("asker", "asker_name", "checked", "child_id", "closed_at", "closed_by_id", "due_on", "extended_because", "given_how", "given_on", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "ref", "sent_at", "sent_by_id", "state", "withdrawn_because") VALUES (NEW."asker", NEW."asker_name", NEW."checked", NEW."child_id", NEW."closed_at", NEW."closed_by_id", NEW."due_on", NEW."extended_because", NEW."given_how", NEW."given_on", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."ref", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."withdrawn_because"); RETURN NULL;',
                            hash="33513aef9e8017d2bb182fbb78e061a598059e83",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c9bad",
                            table="governance_subjectaccess",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="subjectaccess",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "governance_subjectaccessevent" ("asker", "asker_name", "checked", "child_id", "closed_at", "closed_by_id", "due_on", "extended_because", "given_how", "given_on", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "ref", "sent_at", "sent_by_id", "state", "withdrawn_because") VALUES (NEW."asker", NEW."asker_name", NEW."checked", NEW."child_id", NEW."closed_at", NEW."closed_by_id", NEW."due_on", NEW."extended_because", NEW."given_how", NEW."given_on", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."ref", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."withdrawn_because"); RETURN NULL;',
                            hash="f0ac9afe019bbea07dcf4b5385cb2b9a4df51547",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a6754",
                            table="governance_subjectaccess",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="subjectaccess",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "governance_subjectaccessevent" ("asker", "asker_name", "checked", "child_id", "closed_at", "closed_by_id", "due_on", "extended_because", "given_how", "given_on", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "ref", "sent_at", "sent_by_id", "state", "withdrawn_because") VALUES (OLD."asker", OLD."asker_name", OLD."checked", OLD."child_id", OLD."closed_at", OLD."closed_by_id", OLD."due_on", OLD."extended_because", OLD."given_how", OLD."given_on", OLD."id", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."ref", OLD."sent_at", OLD."sent_by_id", OLD."state", OLD."withdrawn_because"); RETURN NULL;',
                            hash="af20a2dcd3aa4dd01973913c7562e6c50b75c8ff",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_08683",
                            table="governance_subjectaccess",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondlook",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("by", models.F("sent_by")), _negated=True),
                        name="second_look_by_somebody_else",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondlook",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("agreed", True), models.Q(("said", ""), _negated=True), _connector="OR"
                        ),
                        name="sent_back_with_words",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="secondlook",
                    trigger=pgtrigger.compiler.Trigger(
                        name="second_look_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="417cf26c8968f816732cc8a7cb41afb285f77d08",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_second_look_kept_9b0b5",
                            table="governance_secondlook",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="secondlook",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="ec5fee45b99767dbf8d5661eda6fd6bd7b984487",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_cc5cf",
                            table="governance_secondlook",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="released",
                    trigger=pgtrigger.compiler.Trigger(
                        name="released_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3eaf70ad76c2f2b6b78fd738ac1ddda4fd4f9018",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_released_kept_a6ecf",
                            table="governance_released",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="released",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="7e7c0f7f0daf4e9a9a4227d8b5ee9601094c13bc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_af66f",
                            table="governance_released",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="markevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="898f90dbe78da1337dc4a9c2468472ee4ffdd6ca",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_67ade",
                            table="governance_markevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="markevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8f6373e07c49a3b66a35a8670642b77a8d01a7bf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e03c7",
                            table="governance_markevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))), name="mark_covers_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("locked", False), ("lifted_at", None), _connector="OR"),
                        name="locked_mark_stays",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_by__isnull", False), ("locked", True), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="mark_confirmed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="mark_confirmed_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mark_lifted_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("request", "part", "place", "begins", "ends"),
                        name="mark_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mark",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "governance_markevent" ("begins", "by", "confirmed_at", "confirmed_by_id", "ends", "found", "id", "lifted_at", "lifted_because", "lifted_by_id", "locked", "note", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "put_at", "put_by_id", "reason", "request_id", "words") VALUES (NEW."begins", NEW."by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."ends", NEW."found", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."locked", NEW."note", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."put_at", NEW."put_by_id", NEW."reason", NEW."request_id", NEW."words"); RETURN NULL;',
                            hash="4cdd3f61427384923a413c4b369edf3b073dc2ba",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f5882",
                            table="governance_mark",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mark",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "governance_markevent" ("begins", "by", "confirmed_at", "confirmed_by_id", "ends", "found", "id", "lifted_at", "lifted_because", "lifted_by_id", "locked", "note", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "put_at", "put_by_id", "reason", "request_id", "words") VALUES (NEW."begins", NEW."by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."ends", NEW."found", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."locked", NEW."note", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."put_at", NEW."put_by_id", NEW."reason", NEW."request_id", NEW."words"); RETURN NULL;',
                            hash="b4911805414e08148be5e18aacf3cda677ec8ef8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_df18d",
                            table="governance_mark",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mark",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "governance_markevent" ("begins", "by", "confirmed_at", "confirmed_by_id", "ends", "found", "id", "lifted_at", "lifted_because", "lifted_by_id", "locked", "note", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "put_at", "put_by_id", "reason", "request_id", "words") VALUES (OLD."begins", OLD."by", OLD."confirmed_at", OLD."confirmed_by_id", OLD."ends", OLD."found", OLD."id", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."locked", OLD."note", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."put_at", OLD."put_by_id", OLD."reason", OLD."request_id", OLD."words"); RETURN NULL;',
                            hash="f00bd5f3ffba3a5eb7e4113ef9140b59ffd41417",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dc214",
                            table="governance_mark",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gathered",
                    trigger=pgtrigger.compiler.Trigger(
                        name="gathered_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7ad917a12859aedd9e77138a92f398711d90f144",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_gathered_kept_75ee1",
                            table="governance_gathered",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gathered",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="38088c5144df18ff002fcbe7f13845d8109a9e18",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_2e4b2",
                            table="governance_gathered",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="subjectaccessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="15bf1d5c18b3accfebf334ef24727121ed3b3a53",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_10ff2",
                            table="governance_subjectaccessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="subjectaccessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b8ed3506e7dda35d83e807285cd16134f9e6ead7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_17d8d",
                            table="governance_subjectaccessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
