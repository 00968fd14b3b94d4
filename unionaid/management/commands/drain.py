import signal

from django.core.management.base import BaseCommand

from record import drain
from record.outbox import database_now


class Command(BaseCommand):
    help = "Carries out what is due: reminders, notices, prints. Once, or with --loop until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, looking every 2 seconds")

    def handle(self, *, loop, **options):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: drain.leaving.set())  # the row in hand is finished first
        if loop:
            drain.loop()
            return
        total = 0
        while not drain.leaving.is_set():
            done = drain.work(database_now())
            total += done
            if not done:
                break
        self.stdout.write(f"{total} done")
