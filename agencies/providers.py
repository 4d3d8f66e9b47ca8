"""Sign-in with the account at an agency: the tables. What follows from an answer is in config/adapters.py."""

from typing import ClassVar, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from audit.history import tracked


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def usable(self) -> Self:
        """Turned on, of an agency at work, and confirmed by a second administrator."""
        confirmed = Q(confirmed_at__isnull=False) | Q(entered_by=None)
        return self.filter(confirmed, active=True, agency__active=True)


@tracked(exclude=["sealed_secret"])
class IdentityProvider(models.Model):
    """Where people of an agency sign in with the account of their employer, by OpenID Connect.

    It says who somebody is, nothing more: they get in when an administrator of this agency has invited
    the address, and in no other way.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="identity_providers")
    slug = models.SlugField("short name in the address", max_length=40, unique=True)
    name = models.CharField("name on the sign-in page", max_length=80)
    server_url = models.CharField(
        "issuer",
        max_length=300,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="For Microsoft Entra ID https://login.microsoftonline.com/TENANT/v2.0, never “common”.",
    )
    client_id = models.CharField("client ID", max_length=200)
    sealed_secret = models.TextField(editable=False)
    active = models.BooleanField(default=True)
    # An issuer can say of anybody that they are there: one administrator alone does not turn one on.
    entered_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("server_url", "client_id", name="identity_provider_once"),
            models.CheckConstraint(
                name="identity_provider_confirmed_by_a_second",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("entered_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class SignInAllowed(models.Model):
    """Somebody who works elsewhere too has allowed in their own sign-in that this provider signs them in."""

    user = models.ForeignKey("agencies.User", models.PROTECT, related_name="sign_ins_allowed")
    provider = models.ForeignKey("agencies.IdentityProvider", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "provider"], name="sign_in_allowed_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} by {self.provider_id}"
