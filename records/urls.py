from django.urls import path

from records import views

urlpatterns = [
    path("records/<slug:ref>/", views.record, name="record"),
    path("records/<slug:ref>/read/", views.reading, name="reading"),
    path("records/<slug:ref>/printed/", views.printed, name="printed"),
    path("records/<slug:ref>/versions/<slug:product>/<int:number>/", views.version, name="version"),
    path("records/<slug:ref>/versions/<slug:product>/<int:number>.pdf", views.pdf, name="pdf"),
    path("records/<slug:ref>/<slug:key>/", views.section, name="section"),
    path("records/<slug:ref>/<slug:key>/draft/", views.draft, name="draft"),
    path("records/<slug:ref>/<slug:key>/discard/", views.discard, name="discard"),
]
