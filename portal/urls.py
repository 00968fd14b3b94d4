from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("p/<slug:code>/", views.progress, name="progress"),
    path("v/<slug:code>/", views.verify, name="verify"),
]
