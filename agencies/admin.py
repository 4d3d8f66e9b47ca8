import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.decorators import display
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join

from agencies import offering, sealed, workflow
from agencies.administration import Administration, clean_domains, partnership_of, site
from agencies.models import Agency, IdentityProvider, Membership, MembershipOffer, Partnership, Team, User
from config.clock import now

DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")


@admin.register(Partnership, site=site)
class PartnershipAdmin(Administration):
    """One's own. Another one begins with `begin_partnership`."""

    partnership, may_add = "pk", False
    list_display = ("name", "discussions_conclude")
    fields = ("name", "discussions_conclude")


class NameOnceForm(forms.ModelForm):
    """A name is said once in `beside`, also when that is fixed and not on the form."""

    beside = "agency"

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        there = said.get(self.beside) or (self.instance.pk and getattr(self.instance, self.beside))
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if there and others.filter(**{self.beside: there, "name__iexact": said.get("name", "")}).exists():
            self.add_error("name", "There is one of this name already.")
        return said


class AgencyForm(NameOnceForm):
    beside = "partnership"
    domains = SimpleArrayField(
        forms.CharField(max_length=120), required=False, help_text=Agency._meta.get_field("domains").help_text
    )

    def clean_domains(self) -> list[str]:
        said = clean_domains(self.cleaned_data["domains"] or [])
        for domain in said:
            if not DOMAIN.fullmatch(domain):
                raise forms.ValidationError(f"{domain} is not a mail domain, such as example.nhs.uk")
        return said


@admin.register(Agency, site=site)
class AgencyAdmin(Administration):
    """Its people are kept under “People”."""

    form = AgencyForm
    fields = ("partnership", "name", "kind", "domains", "active")
    fixed = ("partnership", "kind")
    list_display = ("name", "kind", "active")
    list_filter = ("kind", "active")
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Team, site=site)
class TeamAdmin(Administration):
    partnership = "agency__partnership"
    form = NameOnceForm
    fields = ("agency", "name")
    fixed = ("agency",)
    list_display = ("name", "agency")
    list_select_related = ("agency",)


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "home_postcode", "is_active")
        help_texts = {  # of Django's Meta
            "is_active": "Closing an account ends every role of it. One that is opened again has none.",
            "home_postcode": "As the employer has told it: to find whoever looks at a neighbour’s file.",
        }


@admin.register(User, site=site)
class UserAdmin(Administration):
    """Accounts. Roles are given under “People” alone; an address belongs to its account for ever."""

    form = UserForm
    may_add = False
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    readonly_fields = ("email", "roles")
    actions = ("end_all_memberships",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Whoever works or worked in the partnership, or was asked to."""
        own = partnership_of(request)
        members = Membership.objects.filter(agency__partnership=own).values("user")
        asked = MembershipOffer.objects.filter(agency__partnership=own, user__isnull=False).values("user")
        found = User.objects.get_queryset().order_by(*self.ordering)
        return found.filter(models.Q(pk__in=members) | models.Q(pk__in=asked))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = {"home_postcode"} if obj and self._of_others(request, obj) else set()
        return [
            name for name in ("name", "email", "home_postcode", "is_active", "roles") if name not in hidden
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not one's own account: another administrator does; nor one that is of another partnership too."""
        closed = obj is not None and (obj.pk == request.user.pk or self._of_others(request, obj))
        return not closed and super().has_change_permission(request, obj)

    def _of_others(self, request: HttpRequest, obj: User) -> bool:
        elsewhere = Membership.objects.filter(user=obj, ended_at=None)
        return elsewhere.exclude(agency__partnership=partnership_of(request)).exists()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id)
        found.shown_in = partnership_of(request)
        return found

    @display(description="Roles in this partnership")
    def roles(self, obj: User) -> str:
        # `shown_in` was put on it by get_object: Django gives this method no request.
        own = obj.memberships.filter(agency__partnership=obj.shown_in, ended_at=None)  # type: ignore[attr-defined]  # see above
        told = own.select_related("agency").order_by("agency__name", "pk")
        return format_html_join(", ", "{} ({})", ((m.get_role_display(), m.agency) for m in told)) or "–"

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            self._end(request, [obj])
            workflow.end_sessions(obj, at=now())

    @admin.action(description="End every role in this partnership now: access ends with the next request")
    def end_all_memberships(self, request: HttpRequest, queryset: Any) -> None:
        ended = self._end(request, list(queryset))
        messages.info(request, f"{ended} ended. Your own roles another administrator ends.")

    def _end(self, request: HttpRequest, users: list[User]) -> int:
        assert isinstance(request.user, User)
        own = request.user.administered_ids()
        return offering.end_all(users, partnerships=own, by=request.user, at=now())


class ProviderForm(forms.ModelForm):
    secret = forms.CharField(
        label="Client secret",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Stored encrypted and never shown. Leave it empty to keep the one there is.",
    )

    class Meta:
        model = IdentityProvider
        fields = ("agency", "slug", "name", "server_url", "client_id", "secret", "active")

    def clean_server_url(self) -> str:
        url = str(self.cleaned_data["server_url"]).rstrip("/")
        if settings.PRODUCTION and not url.startswith("https://"):
            raise forms.ValidationError("The issuer must begin with https://")
        if "/common" in url or "/organizations" in url:
            raise forms.ValidationError("Name your own tenant: “common” lets every organisation in")
        return url


@admin.register(IdentityProvider, site=site)
class IdentityProviderAdmin(Administration):
    """Turned off, never deleted: who signed in by it stays known. Works once a second has confirmed it."""

    partnership = "agency__partnership"
    form = ProviderForm
    fixed = ("agency",)
    list_display = ("name", "agency", "server_url", "active", "entered_by", "confirmed_by")
    list_select_related = ("agency", "entered_by", "confirmed_by")
    actions = ("confirm",)

    def save_model(self, request: HttpRequest, obj: IdentityProvider, form: Any, change: bool) -> None:
        if secret := form.cleaned_data["secret"]:
            obj.sealed_secret = sealed.seal(secret)
        obj.entered_by, obj.confirmed_at, obj.confirmed_by = request.user, None, None  # type: ignore[assignment]  # signed in
        super().save_model(request, obj, form, change)
        messages.warning(
            request, "Nobody can sign in by it until another system administrator has confirmed it."
        )

    @admin.action(description="Confirm: you have checked issuer and client ID with the agency")
    def confirm(self, request: HttpRequest, queryset: Any) -> None:
        mine = queryset.filter(entered_by=request.user).count()
        done = workflow.confirm_providers(queryset, by=request.user, at=now())  # type: ignore[arg-type]  # signed in
        messages.info(request, f"{done} confirmed.")
        if mine:
            messages.error(request, "What you entered yourself another system administrator confirms.")
