from django.urls import path

from deadlines import views

urlpatterns = [
    path("clocks/health/", views.health_of_clocks, name="clock_health"),
    path("clocks/late/", views.late_clocks, name="late_clocks"),
    path("clocks/to-answer/", views.to_answer, name="breaches"),
    path("clocks/<opaque:pk>/", views.clock, name="clock"),
    path("clocks/<opaque:pk>/answer/", views.answer, name="answer_breach"),
]
