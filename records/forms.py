from typing import Any

from django import forms

from agencies.models import User


class PasswordForm(forms.Form):
    """The password again: nobody signs from somebody else's open screen."""

    password = forms.CharField(
        label="Your password, once more",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        if not self.user.check_password(given):
            raise forms.ValidationError("This is not your password. Nothing was signed")
        return given
