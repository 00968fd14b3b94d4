from django.urls import path

from law import views

app_name = "law"
urlpatterns = [
    path("law/", views.rule_list, name="rules"),
    path("law/print/", views.rule_sheet, name="sheet"),
    path("law/count/", views.count, name="count"),
    path("law/calendar/", views.calendar_page, name="calendar"),
    path("law/rules/<str:code>/", views.rule_page, name="rule"),
]
