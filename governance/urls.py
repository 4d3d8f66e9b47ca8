from django.urls import path

from governance import views

urlpatterns = [
    path("subject-access/", views.requests, name="subject_access"),
    path("subject-access/new/<slug:ref>/", views.new, name="subject_access_new"),
    path("subject-access/<slug:ref>/", views.request, name="subject_access_request"),
    path("subject-access/<slug:ref>/part/<int:number>/", views.part, name="subject_access_part"),
    path("subject-access/<slug:ref>/released.pdf", views.released_pdf, name="subject_access_pdf"),
    path("subject-access/<slug:ref>/<slug:verb>/", views.change, name="subject_access_change"),
]
