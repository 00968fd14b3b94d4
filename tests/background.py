"""Drain and worker as processes of their own on the tests' database, and the mail they send."""

import email
import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings as project
from django.db import connection

BEGIN = """
import sys
from django.conf import settings
import django
name, mail, files, broker = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = name
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH, settings.FILES_ROOT = mail, files
settings.CELERY_BROKER_URL = broker or settings.CELERY_BROKER_URL
django.setup()
"""
DRAIN = """
from django.core.management import call_command
from record import drain
drain.POLL_SECONDS = 0.05
call_command("drain", loop=True)
"""
WORKER = """
from unionaid.celery import app
app.worker_main(["worker", "--pool", "solo", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"])
"""


def drain_process(mailbox, files) -> subprocess.Popen:
    """`manage drain --loop`, impatient."""
    return started(DRAIN, mailbox, files)


def worker_process(mailbox, files, broker) -> subprocess.Popen:
    """What `unionaid.processes worker` runs, in one process, so that it dies whole."""
    return started(WORKER, mailbox, files, broker)


def started(what, mailbox, files, broker=""):
    database = connection.settings_dict["NAME"]
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + what, database, str(mailbox), str(files), broker],
        cwd=project.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stderr=subprocess.PIPE,
    )


def kill(process) -> None:
    process.kill()
    process.wait()
    process.stderr.close()


def letters(mailbox):
    """The messages in a folder of mail."""
    found = []
    for path in Path(mailbox).iterdir():
        for part in path.read_text().split("-" * 79):
            if part.strip():
                found.append(email.message_from_string(part.strip()))
    return found


def wait_for(condition, seconds=40):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
