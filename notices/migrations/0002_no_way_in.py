from django.db import migrations

# Links to passwords stood here in clear. Those are over; what is sent from now on makes its own.
WITHHOLD = (
    "UPDATE notices_notice SET path = '/set-password/' WHERE kind = 'password' AND path <> '/set-password/'"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(WITHHOLD, migrations.RunSQL.noop)]
