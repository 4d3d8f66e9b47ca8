from django.urls import path

from boards import views

urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("board/", views.board, name="board"),
    path("board/pathway/", views.pathway, name="pathway"),
    path("board.csv", views.board_csv, name="board_csv"),
    path("records/", views.records, name="records"),
    path("search/", views.search, name="search"),
    path("children/<slug:ref>/", views.child, name="child"),
]
