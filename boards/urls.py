from django.urls import path

from boards.views import lists, looked, merging, offers, people, restricted

urlpatterns = [
    path("", lists.my_work, name="my_work"),
    path("board/", lists.board, name="board"),
    path("board/pathway/", lists.pathway, name="pathway"),
    path("board.csv", lists.board_csv, name="board_csv"),
    path("records/", lists.records, name="records"),
    path("morning/", lists.morning, name="morning"),
    path("search/", lists.search, name="search"),
    path("children/<slug:ref>/", lists.child, name="child"),
    path("children/<slug:ref>/looked/", looked.looks, name="looked"),
    path("children/<slug:ref>/looked.csv", looked.looks_csv, name="looked_csv"),
    path("children/<slug:ref>/restriction/", restricted.case, name="restriction"),
    path("children/<slug:ref>/restriction/<slug:verb>/", restricted.change, name="restriction_change"),
    path("restricted/", restricted.cases, name="restricted"),
    path("looked/", looked.find, name="looked_find"),
    path("looked/unusual/", looked.unusual_looks, name="unusual"),
    path("looked/unusual/review/", looked.review, name="unusual_review"),
    path("people/", people.everybody, name="people"),
    path("people/given/", offers.given, name="roles_given"),
    path("people/<opaque:agency>/offers/<opaque:pk>/<slug:verb>/", offers.change, name="change_offer"),
    path("account/offers/", offers.own, name="offers"),
    path("people/<opaque:agency>/", people.everybody, name="people_of"),
    path("people/<opaque:agency>/invite/", people.invite, name="invite_person"),
    path("people/<opaque:agency>/review/", people.review, name="access_review"),
    path("people/<opaque:agency>/merge/", merging.merge, name="merge_agency"),
    path("people/<opaque:agency>/<opaque:pk>/", people.person, name="person_of_agency"),
    path("people/<opaque:agency>/<opaque:pk>/<slug:verb>/", people.change, name="change_person"),
]
