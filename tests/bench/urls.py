"""The pages, one that shows fifty constant rows, and Django's admin of the cases."""

from functools import cache

from django.apps import apps
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from unionaid.urls import urlpatterns as pages

ROWS = [
    ("海棠〔2026〕第1号", "刘长顺", "青岛示固劳务有限公司（演示）", "调解中", "15,600.00", "2026-11-20")
] * 50
HELLO = """{% extends "base.html" %}{% block main %}<table class="table">{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endblock %}"""


def hello(request):
    """The frame with fifty rows that nobody has to look up: what a list cannot cost less than."""
    return HttpResponse(page().render({"rows": ROWS}, request))


@cache
def page():
    return engines["django"].from_string(HELLO)


urlpatterns = [*pages, path("hello/", hello)]

if apps.is_installed("django.contrib.admin"):
    from tests.bench.admin import site

    urlpatterns.append(path("admin/", site.urls))
