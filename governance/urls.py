from django.urls import path

from governance import views, views_duty, views_glass

urlpatterns = [
    path("emergency/", views_glass.begin, name="emergency"),
    path("emergency/end/", views_glass.give_back, name="emergency_end"),
    path("emergency/review/", views_glass.reviews, name="emergency_reviews"),
    path("emergency/review/<opaque:pk>/", views_glass.review, name="emergency_review"),
    path("emergency/by-name/", views_duty.ask, name="name_question_ask"),
    path("emergency/by-name/<slug:ref>/", views_duty.question, name="name_question"),
    path("subject-access/", views.requests, name="subject_access"),
    path("subject-access/new/<slug:ref>/", views.new, name="subject_access_new"),
    path("subject-access/<slug:ref>/", views.request, name="subject_access_request"),
    path("subject-access/<slug:ref>/part/<int:number>/", views.part, name="subject_access_part"),
    path("subject-access/<slug:ref>/released.pdf", views.released_pdf, name="subject_access_pdf"),
    path("subject-access/<slug:ref>/<slug:verb>/", views.change, name="subject_access_change"),
]
