from django.urls import path

from retention import views

urlpatterns = [
    path("retention/", views.overview, name="retention"),
    path("retention/register/", views.register, name="destructions"),
    path("retention/holds/", views.hold, name="retention_hold"),
    path("retention/holds/<slug:ref>/", views.hold_end, name="retention_hold_end"),
    path("retention/file/<slug:ref>/", views.file, name="retention_file"),
    path("retention/file/<slug:ref>/<slug:verb>/", views.file_change, name="retention_file_change"),
    path("retention/<slug:ref>/", views.destruction, name="destruction"),
    path("retention/<slug:ref>/certificate.pdf", views.certificate_pdf, name="destruction_certificate"),
    path("retention/<slug:ref>/<slug:verb>/", views.destruction_change, name="destruction_change"),
]
