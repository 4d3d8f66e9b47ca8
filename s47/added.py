"""What every row of an enquiry and of a conference carries: when it was added and by whom."""

from django.db import models

from agencies.models import User

Lines = list[tuple[str, str]]


class Added(models.Model):
    """What every row of an enquiry carries."""

    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
