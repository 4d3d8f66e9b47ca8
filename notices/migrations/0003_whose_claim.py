from django.db import migrations, models

# Claims were counted here, not tries: what has had no answer of a mail server begins at nothing.
BEGIN_AGAIN = (
    "UPDATE notices_notice SET attempts = 0"
    " WHERE sent_at IS NULL AND failed_at IS NULL AND failure = '' AND attempts > 0"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_no_way_in")]
    operations = [
        migrations.AddField("notice", "claimed_by", models.UUIDField(null=True)),
        migrations.RunSQL(BEGIN_AGAIN, migrations.RunSQL.noop),
    ]
