"""A share with a person by name says for which agency they hold it.

Of the shares there are: the agency that was sent the record and for which the person works or worked; else social
care of the record, where they work there; else the last agency they worked for.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
UPDATE records_namedshare n SET agency_id = coalesce(
    (SELECT a.id FROM records_share s
     JOIN agencies_agency a ON a.group_id = s.group_id
     JOIN agencies_membership m ON m.agency_id = a.id AND m.user_id = n.user_id
     WHERE s.content_object_id = n.content_object_id
     ORDER BY m.ended_at DESC NULLS FIRST, a.id LIMIT 1),
    (SELECT m.agency_id FROM records_record r
     JOIN agencies_membership m ON m.agency_id = r.authority_id AND m.user_id = n.user_id
     WHERE r.id = n.content_object_id LIMIT 1),
    (SELECT m.agency_id FROM agencies_membership m WHERE m.user_id = n.user_id
     ORDER BY m.ended_at DESC NULLS FIRST, m.id LIMIT 1),
    (SELECT r.authority_id FROM records_record r WHERE r.id = n.content_object_id)
)
WHERE n.agency_id IS NULL
"""
# Going back: one share a person and record, the first.
ONE_EACH = """
DELETE FROM records_namedshare a USING records_namedshare b
WHERE a.user_id = b.user_id AND a.permission_id = b.permission_id AND a.content_object_id = b.content_object_id
  AND a.id > b.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("records", "0008_history_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="namedshare",
            name="agency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="namedshare",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_EACH),
        migrations.AlterUniqueTogether(
            name="namedshare",
            unique_together={("user", "permission", "content_object", "agency")},
        ),
    ]
