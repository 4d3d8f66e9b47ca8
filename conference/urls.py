from django.urls import path

from conference.views import adjourning, conference, family, report, signing

urlpatterns = [
    path("conferences/<slug:ref>/convene/", conference.convene, name="convene_conference"),
    path("conferences/<slug:ref>/convene/draft/", conference.convene_draft, name="convene_conference_draft"),
    path("conferences/<slug:ref>/late/", conference.agree_late, name="agree_late"),
    path("conferences/<slug:ref>/hand-over/", conference.hand_over, name="hand_over_conference"),
    path("conferences/<slug:ref>/adjourn/", adjourning.adjourn, name="adjourn_conference"),
    path("conferences/<slug:ref>/followed/", signing.followed, name="conference_followed"),
    path("conferences/<slug:ref>/family/", family.reports, name="family_reports"),
    path("conferences/<slug:ref>/report/", report.sign, name="sign_report"),
    path("conferences/<slug:ref>/report/<slug:chapter>/edit/", report.edit, name="edit_passage"),
    path("conferences/<slug:ref>/sign/", signing.sign, name="sign_conference"),
    path("conferences/<slug:ref>/correct/", signing.correct, name="correct_conference"),
]
