from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth import views as auth
from django.urls import include, path, register_converter

from agencies import administration
from config import entrance
from config.opaque import Opaque

register_converter(Opaque, "opaque")  # before the floors’ addresses are read

# The sign-in library's views under our addresses; the names are its own.
FACTOR = [
    path("", factor.index, name="mfa_index"),
    path("app/", entrance.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
AGAIN = [
    path("password/", account.reauthenticate, name="account_reauthenticate"),
    path("code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("key/", entrance.ConfirmByKey.as_view(), name="mfa_reauthenticate_webauthn"),
]

urlpatterns = [
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-in/factor/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", entrance.inactive, name="account_inactive"),
    path("sign-in/stopped/", entrance.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", entrance.at_provider(openid.login), name="openid_connect_login"),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        entrance.at_provider(openid.callback),
        name="openid_connect_callback",
    ),
    path("account/second-factor/", include(FACTOR)),
    path("account/again/", include(AGAIN)),
    path("sign-out/", auth.LogoutView.as_view(), name="sign_out"),
    path("account/", entrance.account, name="account"),
    path("account/hat/", entrance.choose_hat, name="choose_hat"),
    path("account/sign-out-everywhere/", entrance.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/still-here/", entrance.still_here, name="still_here"),
    path("set-password/<str:link>/<str:token>/", entrance.set_password, name="password_reset_confirm"),
    path("set-password/", entrance.ask_password, name="password_reset"),
    path("set-password/sent/", entrance.password_sent, name="password_reset_done"),
    path("admin/", administration.site.urls),
    path("", include("children.urls")),
    path("", include("boards.urls")),
    path("", include("retention.urls")),
    path("", include("governance.urls")),
    path("", include("strategy.urls")),
    path("", include("s47.urls")),
    path("", include("conference.urls")),
    path("", include("circulation.urls")),
    path("", include("actions.urls")),
    path("", include("deadlines.urls")),
    path("", include("records.urls")),
]

handler400 = "config.views.bad_request"
handler404 = "config.views.not_found"
handler500 = "config.views.broken"
