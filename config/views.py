"""Sign-in, and the pages for what goes wrong. Nothing typed is lost by any of them."""

import sys
from typing import Any

import axes.utils
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.tokens import default_token_generator
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_GET, require_POST

from agencies import workflow as accounts
from agencies.access import signed_in, user_of
from agencies.models import User
from audit.models import AccessEvent
from config import sessions
from config.clock import now
from config.middleware import GONE, database_gone_page
from notices import outbox
from notices import workflow as notices
from records import workflow as records
from records.models import Record

HELD = "held_typing"


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    left_out = ("csrfmiddlewaretoken", "seen", "next", "also", "typist")
    return {k: v for k, v in request.POST.lists() if k not in left_out}


def _section_of(path: str) -> tuple[str, str] | None:
    """The record and section a path writes to, when it is a section's."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.url_name in ("section", "draft"):
        return match.kwargs["ref"], match.kwargs["key"]
    return None


def hold_typing(request: HttpRequest) -> None:
    """The session ended while somebody typed: keep the text until the same person is back.

    A section’s becomes its draft again; any other text is shown, with the way back to its page.
    """
    typist = _typist(request)
    if typist is None:
        return
    seen, where = request.POST.get("seen", "0"), _section_of(request.path)
    request.session[HELD] = {
        "typist": typist,
        "path": request.path,
        "ref": where[0] if where else "",
        "key": where[1] if where else "",
        "fields": _typed(request),
        "seen": int(seen) if seen.isdigit() else 0,
    }


def _typist(request: HttpRequest) -> str | None:
    """Who had the form open: signed in it, or whose session has just ended here."""
    try:
        return Signer(salt="typist").unsign(request.POST.get("typist", ""))
    except BadSignature:
        whose = request.session.get(sessions.WHOSE)
        return str(whose) if whose else None


class SignIn(auth.LoginView):
    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        held = self.request.session.pop(HELD, None)
        self.request.session.pop(sessions.WHY, None)
        response = super().form_valid(form)
        if held and held["typist"] == str(self.request.user.pk):
            return self._restore(held) or response
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = self.request.session.get(sessions.WHY, "")
        return super().get_context_data(why=why, idle=settings.IDLE_MINUTES, **kwargs)

    def _restore(self, held: dict[str, Any]) -> HttpResponse | None:
        user = self.request.user
        assert isinstance(user, User)
        if not held["ref"]:
            return render(self.request, "held.html", held)
        record = Record.objects.visible_to(user).filter(ref=held["ref"]).first()
        if record is None:
            return None
        records.keep_draft(record, held["key"], fields=held["fields"], base=held["seen"], by=user, at=now())
        messages.info(self.request, "What you had typed is still here. Check it and save.")
        return redirect("section", ref=held["ref"], key=held["key"])


def locked_out(request: HttpRequest, *args: Any) -> HttpResponse:
    """Too many wrong passwords for one address; the answer is the same whether anybody has it."""
    return render(request, "sign_in.html", {"locked": True}, status=429)


class SetPassword(auth.PasswordResetConfirmView):
    template_name = "set_password.html"
    post_reset_login = True
    post_reset_login_backend = "agencies.backends.Accounts"
    success_url = "/"

    def form_valid(self, form: Any) -> HttpResponse:
        axes.utils.reset(username=form.user.email.lower())
        return super().form_valid(form)


class AskPassword(auth.PasswordResetView):
    """Answers the same whether the address is known or not."""

    template_name = "ask_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        user = (
            User.objects.get_queryset()
            .filter(email__iexact=form.cleaned_data["email"], is_active=True)
            .first()
        )
        if user:
            uid = urlsafe_base64_encode(force_bytes(user.pk))
            token = default_token_generator.make_token(user)
            at = now()
            notices.post(
                [
                    notices.tell(
                        key=f"password:{at.isoformat()}",
                        kind="password",
                        to=user,
                        reference="account",
                        path=f"/set-password/{uid}/{token}/",
                        at=at,
                    )
                ]
            )
            outbox.wake_after_commit()
        return redirect("password_reset_done")


@signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What somebody is in this system, and when they signed in lately."""
    user = user_of(request)
    signed = AccessEvent.objects.filter(user_id=user.pk, verb=AccessEvent.Verb.SIGN_IN).order_by("-at")[:10]
    return render(request, "account.html", {"signed": signed, "idle": settings.IDLE_MINUTES})


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person, here and elsewhere."""
    accounts.end_sessions(user_of(request), at=now())
    sessions.end(request, sessions.EVERYWHERE)
    return redirect("sign_in")


@signed_in
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """The person is at work: the session goes on. Asked by the warning."""
    request.session[sessions.SEEN] = now().timestamp()
    return HttpResponse(status=204)


def password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "password_sent.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is from before the last sign-in. Its text is kept; it only has to be sent again.

    Only a page of ours is believed: the session cookie is same-site, and the origin must match.
    """
    ours = request.headers.get("Origin", settings.SITE_URL).split("//")[-1] == request.get_host()
    where = _section_of(request.path)
    user = request.user
    if where and ours and isinstance(user, User):
        record = Record.objects.visible_to(user).filter(ref=where[0]).first()
        if record:
            seen = request.POST.get("seen", "0")
            base = int(seen) if seen.isdigit() else 0
            fields = _typed(request)
            records.keep_draft(record, where[1], fields=fields, base=base, by=user, at=now())
            if request.headers.get("HX-Request"):
                return render(request, "records/saved.html", {"at": now(), "stale": True})
            messages.info(request, "You signed in anew. What you typed is here: check and save.")
            return redirect("section", ref=where[0], key=where[1])
    return render(request, "stale_form.html", {"typed": _typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # A fault in a middleware, where nobody is signed in yet, arrives here and nowhere else.
    if isinstance(sys.exc_info()[1], GONE):
        return database_gone_page(request)
    return HttpResponse(render_to_string("broken.html"), status=500)
