from django.urls import path

from strategy.views import concern, contribution, convening, discussion, signing

urlpatterns = [
    path("concerns/start/", concern.start, name="concern_start"),
    path("concerns/<slug:ref>/record/", concern.record_it, name="concern_record"),
    path("concerns/<slug:ref>/record-others/", concern.copy, name="concern_record_others"),
    path("concerns/<slug:ref>/liaison/", concern.liaise, name="liaise"),
    path("concerns/<slug:ref>/withdraw/", concern.withdraw, name="concern_withdraw"),
    path("concerns/<slug:ref>/decide/", concern.decide, name="decide"),
    path("concerns/<slug:ref>/correct/", concern.correct, name="concern_correct"),
    path("concerns/<slug:ref>/convene/", convening.convene, name="convene"),
    path("concerns/<slug:ref>/convene/draft/", convening.convene_draft, name="convene_draft"),
    path("discussions/<slug:ref>/", concern.landing, name="landing"),
    path("invitations/<slug:ref>/", contribution.invitation, name="invitation"),
    path("invitations/<slug:ref>/draft/", contribution.draft, name="contribution_draft"),
    path("invitations/<slug:ref>/passages/<opaque:pk>/", contribution.restrict, name="restrict_passage"),
    path("invitations/<slug:ref>/nothing-received/", contribution.nothing_received, name="nothing_received"),
    path("discussions/<slug:ref>/invite/", convening.invite, name="invite"),
    path("discussions/<slug:ref>/invite/draft/", convening.invite_draft, name="invite_draft"),
    path("discussions/<slug:ref>/hand-over/", convening.hand_over, name="hand_over_chair"),
    path("discussions/<slug:ref>/cancel/", convening.cancel, name="cancel"),
    path("discussions/<slug:ref>/attendance/", discussion.attendance, name="attendance"),
    path("discussions/<slug:ref>/accept/<opaque:pk>/", discussion.accept, name="accept"),
    path("discussions/<slug:ref>/actions/", discussion.action, name="agree_action"),
    path("discussions/<slug:ref>/actions/draft/", discussion.action_draft, name="agree_action_draft"),
    path("discussions/<slug:ref>/conclude/", signing.conclude, name="conclude"),
    path("discussions/<slug:ref>/agree/", signing.agree, name="agree"),
    path("discussions/<slug:ref>/note-agreement/", signing.note_agreement, name="note_agreement"),
    path("discussions/<slug:ref>/ask-instead/", signing.ask_instead, name="ask_instead"),
    path("discussions/<slug:ref>/sign/", signing.sign, name="sign"),
    path("discussions/<slug:ref>/correct/", signing.correct, name="correct"),
]
