from typing import ClassVar

from django.db import models


class Once(models.Model):
    """What a form was answered, once something came of it; kept for a day (`once.workflow.KEPT`).

    Without foreign keys and without a name: the key is made of the form's token, the person and the path, so
    that nobody else's form, and none of another page, ever finds it.
    """

    key = models.UUIDField(primary_key=True)
    said = models.CharField(max_length=64)  # a seal of what the form said, from which nothing is read back
    status = models.PositiveSmallIntegerField()
    location = models.TextField(blank=True)
    body = models.TextField(blank=True)  # of a fragment of a page; a whole page is never kept
    told = models.JSONField(default=list)  # the messages that the next page would have shown
    # Answered to a form that is sent anew with each change, while its page stays open.
    live = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # For `forget`, which takes out what is older than a day.
            models.Index(name="once_by_moment", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.key}"
