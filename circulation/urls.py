from django.urls import path

from circulation.views import received as views
from circulation.views import sent

urlpatterns = [
    path("records/<slug:ref>/circulation/", sent.circulated, name="circulation"),
    path("records/<slug:ref>/circulation/<opaque:pk>/resend/", sent.resend, name="resend"),
    path("records/<slug:ref>/circulation/<opaque:pk>/answer/", sent.answer, name="answer"),
    path("shared/", views.inbox, name="inbox"),
    path("shared/<opaque:pk>/", views.receipt, name="receipt"),
    path("shared/<opaque:pk>/record.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("shared/<opaque:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("shared/<opaque:pk>/correction/", views.ask_for_correction, name="ask_for_correction"),
    path("shared/<opaque:pk>/hand-over/", views.pass_on, name="pass_on"),
]
