from django.urls import path

from s47 import views

urlpatterns = [
    path("enquiries/<slug:ref>/allocate/", views.allocate, name="allocate"),
    path("enquiries/<slug:ref>/seen/", views.seen, name="seen"),
]
