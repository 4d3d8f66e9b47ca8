"""Who closed a request and who confirmed a mark stands beside when. Checked against old rows without a lock."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

CLOSED = Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False)
CONFIRMED = Q(confirmed_at=None, confirmed_by=None) | Q(confirmed_at__isnull=False) & (
    Q(confirmed_by__isnull=False) | Q(locked=True)
)


def checked(model, name, condition):
    yield AddConstraintNotValid(model, models.CheckConstraint(condition=condition, name=name))
    yield ValidateConstraint(model, name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("governance", "0001_subject_access")]

    operations = [
        *checked("subjectaccess", "subject_access_closed_by_somebody", CLOSED),
        *checked("mark", "mark_confirmed_by_somebody", CONFIRMED),
    ]
