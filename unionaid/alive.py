"""Whether one process of this container does its work; for health checks:   python -m unionaid.alive web"""

import os
import socket
import sys
import urllib.request
from datetime import timedelta

from unionaid import env

SILENT = timedelta(minutes=5)  # longer than a round of the drain with its slowest prints


def web() -> bool:
    """The web process serves, and the schema is the one it expects."""
    with urllib.request.urlopen(f"http://127.0.0.1:{env.number('UNIONAID_PORT', 8000)}/readyz", timeout=8):
        return True


def drain() -> bool:
    """Some drain has finished a round lately."""
    from record.models import Heartbeat
    from record.outbox import database_now

    return Heartbeat.objects.filter(name="drain", at__gt=database_now() - SILENT).exists()


def worker() -> bool:
    """The worker of this host answers."""
    from unionaid.celery import app

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=5))


CHECKS = {"web": web, "drain": drain, "worker": worker}

if __name__ == "__main__":
    name = sys.argv[1]
    if name != "web":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionaid.settings")
        import django

        django.setup()
    sys.exit(not CHECKS[name]())
