from django.urls import path

from children import views

urlpatterns = [
    path("children/new/", views.new, name="child_new"),
    path("children/<slug:ref>/edit/", views.edit, name="child_edit"),
    path("children/<slug:ref>/siblings/", views.sibling, name="sibling"),
]
