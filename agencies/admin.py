from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from agencies.models import Agency, Membership, Partnership, Team, User
from config.clock import now

admin.site.site_header = admin.site.site_title = "Fortyseven administration"
admin.site.index_title = "Agencies, people, timescales. No case content."
admin.site.unregister(Group)


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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="End every membership now: access ends with the next request")
    def end_all_memberships(self, request: HttpRequest, queryset: Any) -> None:
        for membership in Membership.objects.live().filter(user__in=queryset):
            membership.ended_at = now()
            membership.save()


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
