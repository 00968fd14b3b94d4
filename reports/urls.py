from django.urls import path

from reports.views import board

app_name = "reports"
urlpatterns = [
    path("reports/", board.board, name="dashboard"),
    path("reports/employers/", board.employers, name="employers"),
    path("reports/rows/<slug:figure>/", board.behind, name="rows"),
]
