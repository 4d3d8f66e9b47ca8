"""For whom somebody acts is noted. Checked against the old rows without a lock; back again, the rows stay."""

from django.db import migrations, models

BEFORE = ["view", "print", "download", "search", "refused", "export", "sign_in", "sign_out", "glass"]
NOW = [*BEFORE, "hat"]
VERBS = [
    ("view", "Viewed"), ("print", "Printed"), ("download", "Downloaded"), ("search", "Searched"),
    ("refused", "Refused"), ("export", "Exported"), ("sign_in", "Signed in"), ("sign_out", "Signed out"),
    ("glass", "Emergency access"), ("hat", "Chose for whom they act"),
]  # fmt: skip
NAME = "access_event_known_verb"
DROP = f"ALTER TABLE audit_accessevent DROP CONSTRAINT {NAME}"


def known(verbs):
    words = ", ".join(f"'{verb}'" for verb in verbs)
    return f"ALTER TABLE audit_accessevent ADD CONSTRAINT {NAME} CHECK (verb IN ({words})) NOT VALID"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0005_emergency_access")]

    operations = [
        migrations.AddField(
            model_name="accessevent", name="agency_id", field=models.BigIntegerField(null=True)
        ),
        migrations.AlterField(
            model_name="accessevent", name="verb", field=models.CharField(choices=VERBS, max_length=10)
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([DROP, known(NOW)], [DROP, known(BEFORE)]),
                migrations.RunSQL(f"ALTER TABLE audit_accessevent VALIDATE CONSTRAINT {NAME}", ""),
            ],
            state_operations=[
                migrations.RemoveConstraint("accessevent", NAME),
                migrations.AddConstraint(
                    "accessevent",
                    models.CheckConstraint(condition=models.Q(("verb__in", NOW)), name=NAME),
                ),
            ],
        ),
    ]
