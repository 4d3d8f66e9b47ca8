from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from agencies import sealed
from agencies.models import Agency, IdentityProvider, Membership, Partnership, Team, User
from config.clock import now

admin.site.site_header = admin.site.site_title = "Fortyseven administration"
admin.site.index_title = "Agencies, people, timescales. No case content."
# Kept elsewhere, or not kept: sign-in is the library’s business and each person’s own.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "name", "home_postcode", "is_active", "is_staff")


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ("agency", "team", "role", "position", "rank", "decides", "qualified", "ended_at")
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a membership ends; it is not deleted


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    inlines = (MembershipInline,)
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")
    actions = ("end_all_memberships",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()  # the person sets one by mail
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes their own roles: another administrator does."""
        own = obj is not None and obj.pk == request.user.pk
        return not own and super().has_change_permission(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for each in formset.forms:
            if isinstance(each.instance, Membership) and each.instance.pk is None:
                each.instance.since = now()
        super().save_formset(request, form, formset, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="End every membership now: access ends with the next request")
    def end_all_memberships(self, request: HttpRequest, queryset: Any) -> None:
        for membership in Membership.objects.live().filter(user__in=queryset):
            membership.ended_at = now()
            membership.save()


class ProviderForm(forms.ModelForm):
    secret = forms.CharField(
        label="Client secret",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Stored encrypted and never shown. Leave it empty to keep the one there is.",
    )

    class Meta:
        model = IdentityProvider
        fields = ("agency", "slug", "name", "server_url", "client_id", "secret", "domains", "active")

    def clean_server_url(self) -> str:
        url = str(self.cleaned_data["server_url"]).rstrip("/")
        if settings.PRODUCTION and not url.startswith("https://"):
            raise forms.ValidationError("The issuer must begin with https://")
        if "/common" in url or "/organizations" in url:
            raise forms.ValidationError("Name your own tenant: “common” lets every organisation in")
        return url


@admin.register(IdentityProvider)
class IdentityProviderAdmin(admin.ModelAdmin):
    form = ProviderForm
    list_display = ("name", "agency", "active")

    def save_model(self, request: HttpRequest, obj: IdentityProvider, form: Any, change: bool) -> None:
        if secret := form.cleaned_data["secret"]:
            obj.sealed_secret = sealed.seal(secret)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it is turned off: who had signed in by it stays known


@admin.register(Partnership)
class PartnershipAdmin(admin.ModelAdmin):
    list_display = ("name", "discussions_conclude")


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "partnership", "active")
    list_filter = ("kind", "active")
    search_fields = ("name",)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "agency")
