from django.urls import path

from agencies.access import signed_in
from children import views

urlpatterns = [
    path("children/new/", signed_in(views.new), name="child_new"),
    path("children/<slug:ref>/edit/", signed_in(views.edit), name="child_edit"),
    path("children/<slug:ref>/family/", signed_in(views.relative), name="relative"),
    path("children/<slug:ref>/siblings/", signed_in(views.sibling), name="sibling"),
]
