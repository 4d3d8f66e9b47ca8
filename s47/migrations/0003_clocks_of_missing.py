import pgtrigger
from django.db import migrations

# Each time that a child is missing has a clock of its own, named by it.
NAMED = """
UPDATE deadlines_deadline clock SET subject = 'missing:' || missing.id
FROM s47_missing missing
WHERE clock.code = 'missing_child' AND clock.record_id = missing.enquiry_id AND clock.subject = ''
  AND clock.started_at = missing.since
"""
UNNAMED = "UPDATE deadlines_deadline SET subject = '' WHERE code = 'missing_child'"


def _saying(sql):
    def rename(apps, schema_editor):
        # Nothing else of a clock that began ever changes, and the database refuses it: for this once.
        with pgtrigger.ignore("deadlines.Deadline:clock_never_moved"):
            schema_editor.execute(sql)

    return rename


class Migration(migrations.Migration):
    dependencies = [
        ("s47", "0002_who_saw_and_explained"),
        ("deadlines", "0003_wanted"),
    ]

    operations = [migrations.RunPython(_saying(NAMED), _saying(UNNAMED))]
