"""The pages, and one that shows the frame and nothing else: what every page is measured against."""

from django.shortcuts import render
from django.urls import path

from unionaid.urls import urlpatterns as pages


def hello(request):
    return render(request, "base.html")


urlpatterns = [*pages, path("hello/", hello)]
