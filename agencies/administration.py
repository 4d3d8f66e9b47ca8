"""Administration: agencies, people's accounts, local procedure, of one's own partnership. No case content.

What holds here holds by construction, for every page and every model that is registered:

- Only what is named in `ADMINISTERED` is registered, and nothing from which a foreign key leads to a case.
- Nothing is deleted: there is no page, no action and no preview of it; no history page, no pop-up, no
  autocomplete, no redirect to an object.
- Who comes in holds the role now; flags of the account are not asked. Lists, objects, choices of foreign keys
  and what a form may name are confined to the partnership.
- Everything shown leaves an access event, and so does everything refused.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from agencies.models import Agency, Partnership, Team, User
from audit import door
from audit.models import AccessEvent

# What is administration; everything else stays outside, whoever registers it.
ADMINISTERED = frozenset(
    {
        "agencies.Partnership", "agencies.Agency", "agencies.Team", "agencies.User",
        "agencies.IdentityProvider", "deadlines.TimescaleSetting", "deadlines.ExtraHoliday",
        "retention.RetentionSetting",
    }
)  # fmt: skip
CASES = frozenset({"children.Person", "records.Record"})
# Foreign keys that a form may offer, and the way from each to its partnership.
OFFERED: dict[type[models.Model], str] = {
    Partnership: "pk",
    Agency: "partnership",
    Team: "agency__partnership",
}
SHOWN = "administration"


def leads_to(model: type[models.Model]) -> set[str]:
    """The labels of all models to which foreign keys lead from this one, itself among them."""
    found: set[str] = set()
    waiting = [model]
    while waiting:
        here = waiting.pop()
        if here._meta.label in found:
            continue
        found.add(here._meta.label)
        waiting += [
            field.related_model
            for field in here._meta.get_fields()
            if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        ]
    return found


def partnership_of(request: HttpRequest) -> int | None:
    """The one whose administrator asks; None for anybody else. One acts for one agency at a time."""
    user = request.user
    found = user.administered_ids() if isinstance(user, User) else []
    return found[0] if found else None


class Site(admin.AdminSite):
    site_header = site_title = "Fortyseven administration"
    index_title = "Agencies, people, timescales. No case content."
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        one = isinstance(model_or_iterable, type)
        found: list[Any] = [model_or_iterable] if one else list(model_or_iterable)
        for model in found:
            if model._meta.label not in ADMINISTERED or leads_to(model) & CASES:
                raise ImproperlyConfigured(f"{model._meta.label} is not administration.")
        if not (isinstance(admin_class, type) and issubclass(admin_class, Administration)):
            raise ImproperlyConfigured("Administration is the base of what is registered here.")
        super().register(found, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return partnership_of(request) is not None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """No more than the list of what there is, and the pages of each model."""
        urls: list[URLPattern | URLResolver] = [
            path("", self.admin_view(self.index), name="index"),
            path("login/", to_sign_in, name="login"),
            path("jsi18n/", self.admin_view(self.i18n_javascript, cacheable=True), name="jsi18n"),
            path("<slug:app_label>/", self.admin_view(self.app_index), name="app_list"),
        ]
        for model, model_admin in self._registry.items():
            way = f"{model._meta.app_label}/{model._meta.model_name}/"
            urls += [path(f"{way}{each.pattern}", each.callback, name=each.name) for each in model_admin.urls]
        return urls

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Everything here passes this: who asks, what is shown, what was refused."""
        return guarded(super().admin_view(view, cacheable), site=self)


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    return redirect_to_login("/admin/")  # one door for all


def guarded(view: Callable[..., HttpResponseBase], *, site: Site) -> Callable[..., HttpResponseBase]:
    """Answer an administrator of a partnership, and note it; for anybody else there is nothing here."""

    @door.notes(AccessEvent.Verb.VIEW)
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not site.has_permission(request) or not _plain(request):
            _refuse(request)
        try:
            response = view(request, *args, **kwargs)
        except (PermissionDenied, Http404):
            _refuse(request)
        door.shown(request, SHOWN, _where(request))
        return response

    return answering


def _plain(request: HttpRequest) -> bool:
    """Without what makes a page of something else: pop-ups, other keys; and without a NUL."""
    given = [*request.GET.items(), *request.POST.items()]
    made_up = any(name in (IS_POPUP_VAR, TO_FIELD_VAR) for name, _ in given)
    return not made_up and not any("\x00" in f"{name}{value}" for name, value in given)


def _where(request: HttpRequest) -> str:
    where = request.resolver_match
    if where is None:
        return ""
    key = str(where.kwargs.get("object_id", ""))
    known = key.isascii() and key.isalnum()
    return f"{where.url_name}:{key}"[:40] if known else str(where.url_name)[:40]


def _refuse(request: HttpRequest) -> NoReturn:
    door.note_refusal(request, SHOWN, _where(request))
    raise Http404


class Administration(admin.ModelAdmin):
    """The base of what is administered. `partnership` is the way from a row to its partnership."""

    partnership = "partnership"
    may_add = True
    fixed: tuple[str, ...] = ()  # is said once, when a row is made
    actions: Any = ()
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    # --- which rows -------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.partnership: partnership_of(request)})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id) if len(object_id) < 20 else None
        if found is None:
            raise Http404
        return found

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By the filters of the list alone: nobody feels their way along other columns."""
        return lookup in {f"{name}__{how}" for name in self.list_filter for how in ("exact", "isnull")}

    # --- what may be named ------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        way = OFFERED.get(db_field.related_model)
        if way is None:
            raise ImproperlyConfigured(f"{db_field} is offered to nobody.")
        own = {way: partnership_of(request)}
        kwargs["queryset"] = db_field.related_model._default_manager.filter(**own).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        raise ImproperlyConfigured(f"{db_field} is offered to nobody.")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the signs that open another row in a pop-up."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    # --- what may be done -------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """List, one to add, one to change. What Django has besides is not there."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name=f"{name}_changelist"),
            path("add/", view(self.add_view), name=f"{name}_add"),
            path("<path:object_id>/change/", view(self.change_view), name=f"{name}_change"),
        ]

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return []

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> NoReturn:
        raise PermissionDenied  # it would name whatever leads here

    def delete_model(self, request: HttpRequest, obj: Any) -> NoReturn:
        raise PermissionDenied

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> NoReturn:
        raise PermissionDenied


def clean_domains(typed: Iterable[str]) -> list[str]:
    """Mail domains as `Agency.domains` holds them: ASCII, lower case, without the @."""
    return sorted({domain.strip().removeprefix("@").lower() for domain in typed} - {""})


site = Site(name="admin")
