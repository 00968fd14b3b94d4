"""The real settings on a cluster of their own under var/bench, and Django's admin to compare with."""

import os

os.environ.setdefault("UNIONAID_TEST_DATA", "var/bench")

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
# The web process whose memory is weighed is the real one, without the admin.
if not os.environ.get("UNIONAID_BENCH_WEB"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]  # noqa: F405
# The server process whose processor time is read stays the same.
DATABASES["default"] |= {"CONN_MAX_AGE": None}  # noqa: F405
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]
