from django.urls import path

from deadlines import views

urlpatterns = [
    path("clocks/late/", views.late_clocks, name="late_clocks"),
    path("clocks/<opaque:pk>/", views.clock, name="clock"),
]
