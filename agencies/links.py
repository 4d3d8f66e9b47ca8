"""The way to a password: the tables. The verbs are in agencies/passwords.py."""

from typing import ClassVar

from django.db import models


class PasswordRequest(models.Model):
    """Somebody asked for a new password with this address. Answered by the worker, forgotten after an hour.

    So that the page does the same work whether or not anybody has the address, and nobody is sent mail
    without end.
    """

    address = models.CharField(max_length=254)
    at = models.DateTimeField()
    answered = models.BooleanField(default=False, db_default=False)

    class Meta:
        # For agencies.passwords.ask, which counts those of the last hour.
        indexes: ClassVar = [models.Index(name="password_request_lately", fields=["address", "at"])]

    def __str__(self) -> str:
        return f"asked {self.at:%H:%M:%S}"


class PasswordLink(models.Model):
    """The one open way by which somebody sets a password. Gone when it was used.

    Holds nothing that opens anything: the link is made of it, and of a key of ours, when the mail goes out.
    """

    user = models.OneToOneField("agencies.User", models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, unique=True)
    first = models.BooleanField()  # of an invitation: for the first password, and only that
    until = models.DateTimeField(null=True)  # set when the mail goes out; before it nothing is open

    def __str__(self) -> str:
        return f"password link of account {self.user_id}"
