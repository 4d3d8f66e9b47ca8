from django.urls import path

from s47.views import deciding, enquiry, letters

urlpatterns = [
    path("enquiries/<slug:ref>/allocate/", enquiry.allocate, name="allocate"),
    path("enquiries/<slug:ref>/missing/", enquiry.child_missing, name="child_missing"),
    path("enquiries/<slug:ref>/missing/agree/", enquiry.agree_plan, name="agree_plan"),
    path("enquiries/<slug:ref>/missing/found/", enquiry.child_found, name="child_found"),
    path("enquiries/<slug:ref>/recommend/", deciding.recommend, name="recommend"),
    path("enquiries/<slug:ref>/decide/", deciding.decide, name="decide_outcome"),
    path("enquiries/<slug:ref>/send-back/", deciding.send_back, name="send_back"),
    path("enquiries/<slug:ref>/letters/", letters.letter, name="letters"),
    path("enquiries/<slug:ref>/letters/<int:number>/given/", letters.given, name="letter_given"),
    path("enquiries/<slug:ref>/correct/", deciding.correct, name="correct_outcome"),
]
