from django.core.management.base import BaseCommand

from record import keys, rotation


class Command(BaseCommand):
    help = (
        "Re-encrypts fields and files under the first key of UNIONAID_KEYS and says which keys are still in "
        "use. Put the new key in front and restart every process before; take the old one out after."
    )

    def handle(self, **options):
        for name, renewed in rotation.rotate():
            if renewed:
                self.stdout.write(f"{name}: {renewed} renewed")
        used = rotation.in_use()
        for key_id in keys.key_ids():
            self.stdout.write(f"key {key_id}: {used[key_id]} in use")
