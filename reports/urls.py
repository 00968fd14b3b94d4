from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.board, name="dashboard"),
    path("reports/employers/", views.employers, name="employers"),
    path("reports/rows/<slug:figure>/", views.behind, name="rows"),
]
