from django.urls import path

from actions import views

urlpatterns = [
    path("records/<slug:ref>/into-plan/", views.into_plan, name="into_plan"),
    path("actions/", views.mine, name="actions"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("actions/<int:pk>/<slug:verb>/", views.action, name="action_verb"),
]
