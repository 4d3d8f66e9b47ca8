from typing import Any

from django import forms

from agencies import again
from agencies.models import User

NOT_YOURS = "This is not your password. Nothing was done"
WAIT = "Too many attempts. Nothing was done. Wait a minute, then try again"
NOT_READ = "The key was not accepted. Nothing was done. Try again, or use your password"


class ConfirmForm(forms.Form):
    """Once more who it is, by password, code or key: nobody signs from somebody else's open screen."""

    password = forms.CharField(
        label="Your password, once more",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            self.fields["password"].label = "A code from your authenticator app, or a recovery code"

    def key_options(self) -> dict[str, Any] | None:
        """For the page: how to ask the browser for a key; None when this person has none."""
        return again.key_options(self.user)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            if credential := str(self.data.get("credential", "")):
                if not again.shows_key(self.user, credential):
                    self.add_error("password", NOT_READ)
            elif not again.knows(self.user, cleaned.get("password", "")):
                self.add_error("password", NOT_YOURS)
        except again.TooMany:
            self.add_error("password", WAIT)
        return cleaned
