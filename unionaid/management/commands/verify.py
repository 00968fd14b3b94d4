from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Checks what must always be true (settings.INVARIANTS); one line per violation, exit 1 if any."

    def handle(self, **options):
        violations = 0
        for name in settings.INVARIANTS:
            found = list(import_string(name)())
            for sentence in found:
                self.stdout.write(f"{name}: {sentence}")
            violations += len(found)
        self.stdout.write(f"{len(settings.INVARIANTS)} invariants, {violations} violations")
        if violations:
            raise SystemExit(1)
