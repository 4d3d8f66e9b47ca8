from django.urls import path

from records.views import dying, family, relative, rows, withdrawing
from records.views import record as views

urlpatterns = [
    path("records/<slug:ref>/", views.record, name="record"),
    path("records/<slug:ref>/read/", views.reading, name="reading"),
    path("records/<slug:ref>/printed/", views.printed, name="printed"),
    path("records/<slug:ref>/versions/<slug:product>/<int:number>/", views.version, name="version"),
    path("records/<slug:ref>/versions/<slug:product>/<int:number>.pdf", views.pdf, name="pdf"),
    path("records/<slug:ref>/family/<slug:product>/<int:number>/", family.family_paper, name="family_paper"),
    path("children/<slug:ref>/family/", relative.relative, name="relative"),
    path("children/<slug:ref>/family/draft/", relative.relative_draft, name="relative_draft"),
    path("children/<slug:ref>/death/", dying.death, name="child_death"),
    path("children/<slug:ref>/death/draft/", dying.death_draft, name="child_death_draft"),
    path("children/<slug:ref>/withdraw/", withdrawing.withdraw, name="child_withdraw"),
    path("children/<slug:ref>/withdraw/draft/", withdrawing.withdraw_draft, name="child_withdraw_draft"),
    path("records/<slug:ref>/rows/<slug:kind>/", rows.row, name="row_add"),
    path("records/<slug:ref>/rows/<slug:kind>/<opaque:pk>/", rows.row, name="row"),
    path("records/<slug:ref>/rows/<slug:kind>/draft/", rows.row_draft, name="row_add_draft"),
    path("records/<slug:ref>/rows/<slug:kind>/<opaque:pk>/draft/", rows.row_draft, name="row_draft"),
    path("records/<slug:ref>/rows/<slug:kind>/<opaque:pk>/remove/", rows.remove, name="row_remove"),
    path("records/<slug:ref>/<slug:key>/", views.section, name="section"),
    path("records/<slug:ref>/<slug:key>/draft/", views.draft, name="draft"),
    path("records/<slug:ref>/<slug:key>/discard/", views.discard, name="discard"),
]
