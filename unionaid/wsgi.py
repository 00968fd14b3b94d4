import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionaid.settings")

application = get_wsgi_application()
# Every page's code is read before gunicorn forks: once, and shared by all its processes.
get_resolver().url_patterns  # noqa: B018
