"""The forms of the door: an address in its one form, a code that is good once."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from agencies import codes
from agencies.addresses import folded


class TypedAddress(forms.CharField):
    """An address as somebody typed it at the door: whatever it is, it is an attempt of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        return folded(super().clean(value))


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = TypedAddress()


LIKE_THIS = "Enter an e-mail address, like name@example.org"


class AskPasswordForm(forms.Form):
    email = TypedAddress(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": LIKE_THIS},
    )

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if "@" not in address:
            raise forms.ValidationError(LIKE_THIS)
        return address


class SpendsCode:
    """Takes a code of the app or of the recovery codes, once; a wrong one is counted and noted."""

    again = False

    def clean_code(self) -> str:
        # `user` and `cleaned_data` are of the library’s form, into which this is mixed.
        right = check_rate_limit(self.user)  # type: ignore[attr-defined]  # see above
        code = str(self.cleaned_data["code"])  # type: ignore[attr-defined]  # see above
        self.authenticator = codes.spend(self.user.pk, code)  # type: ignore[attr-defined]  # see above
        if self.authenticator:
            right()
            return code
        for factor in Authenticator.objects.filter(user=self.user, type__in=codes.WITH_CODES)[:1]:  # type: ignore[attr-defined]  # see above
            signals.authentication_failed.send(
                sender=Authenticator, request=context.request, user=self.user, authenticator=factor,  # type: ignore[attr-defined]  # see above
                reauthentication=self.again,
            )  # fmt: skip
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(SpendsCode, AuthenticateForm):
    """At sign-in."""


class CodeAgainForm(SpendsCode, ReauthenticateForm):
    """Who it is, once more."""

    again = True


class AddKeyForm(AddWebAuthnForm):
    """What went wrong with a key is said beside its name: the key itself has no field that anybody sees."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = "Use the button “Add it”, and show the key"

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error("name" if field == "credential" else field, error)
