from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from config import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/still-here/", views.still_here, name="still_here"),
    path("set-password/<uidb64>/<token>/", views.SetPassword.as_view(), name="password_reset_confirm"),
    path("set-password/", views.AskPassword.as_view(), name="password_reset"),
    path("set-password/sent/", views.password_sent, name="password_reset_done"),
    path("admin/", admin.site.urls),
    path("", include("children.urls")),
    path("", include("boards.urls")),
    path("", include("strategy.urls")),
    path("", include("s47.urls")),
    path("", include("conference.urls")),
    path("", include("circulation.urls")),
    path("", include("actions.urls")),
    path("", include("deadlines.urls")),
    path("", include("records.urls")),
]

handler404 = "config.views.not_found"
handler500 = "config.views.broken"
