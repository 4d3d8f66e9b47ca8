from django.urls import path

from deadlines import views

urlpatterns = [path("clocks/<int:pk>/", views.clock, name="clock")]
