"""Settings of the tests: the real ones, on a cluster of their own under var/test."""

import os

from unionaid import env, keys, machine, messages
from unionaid.embedded import join

DATA = env.folder("UNIONAID_TEST_DATA", "var/test")
for inherited in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "UNIONAID_KEYS", "UNIONAID_SECRET_KEY"):
    os.environ.pop(inherited, None)
os.environ |= join.join(DATA, durable=env.flag("UNIONAID_TEST_DURABLE"))
os.environ |= {"UNIONAID_DATA": str(DATA), "DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
os.environ |= {"UNIONAID_PORT": "8000", "UNIONAID_ORIGIN": "http://localhost:8000"}
os.environ |= machine.environment(machine.System(), browser=True)
keys.make_missing(DATA)
messages.compile_changed()

from unionaid.settings import *  # noqa: E402, F403

# Straight from the source folders; a test never waits for collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# A test logs in thousands of times; Argon2 has a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# record/ is tested on a workflow of its own, and stores its files apart.
INSTALLED_APPS = ["tests.record.kites", *INSTALLED_APPS]  # noqa: F405
FILES_ROOT = DATA / "files-of-tests"
