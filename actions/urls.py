from django.urls import path

from actions import views

urlpatterns = [
    path("records/<slug:ref>/into-plan/", views.into_plan, name="into_plan"),
    path("actions/", views.mine, name="actions"),
    path("actions/<opaque:pk>/", views.action, name="action"),
    path("actions/<opaque:pk>/evidence/", views.evidence, name="evidence"),
    path("actions/<opaque:pk>/<slug:verb>/", views.action, name="action_verb"),
]
