from django.urls import path

from desk.views import home, notices, search, shifts, undelivered

app_name = "desk"

urlpatterns = [
    path("", home.workbench, name="home"),
    path("desk/counters/", home.counters, name="counters"),
    path("desk/walk-in/", home.walk_in, name="walk-in"),
    path("search/", search.search, name="search"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("undelivered/", undelivered.listed, name="undelivered"),
    path("undelivered/<str:kind>/<int:pk>/again/", undelivered.again, name="undelivered-again"),
    path("undelivered/<str:kind>/<int:pk>/leave/", undelivered.give_up, name="undelivered-leave"),
    path("shifts/", shifts.shifts, name="shifts"),
    path("shifts/give/", shifts.give, name="shift-give"),
    path("shifts/<int:pk>/", shifts.shift, name="shift"),
]
