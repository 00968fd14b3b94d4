"""The worker and its clock. The schedule is code; what falls due when stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionaid.settings")

app = Celery("unionaid")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # a round that waited in the queue is worth nothing once the next one is there
    "drain": {"task": "record.tasks.drain", "schedule": 30, "options": {"expires": 30}},
}
