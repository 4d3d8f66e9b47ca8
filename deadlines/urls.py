from django.urls import path

from deadlines import views

urlpatterns = [path("clocks/<opaque:pk>/", views.clock, name="clock")]
