import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from law.management.json_input import add_input, read_object
from law.rules.triage import AnswersRefused
from law.triage import as_data, ask, refusal


class Command(BaseCommand):
    help = "Says which way to go at the window, from a JSON file with the answers of the interview."

    def add_arguments(self, parser):
        add_input(parser, holds="answers")
        parser.add_argument("--region", help="administrative code or name: is there a joint centre for it?")

    def handle(self, *, region, **options):
        today = timezone.localdate()
        raw = read_object(options["input"]) | ({"region": region} if region else {})
        try:
            found = as_data(ask(raw, today=today), today)
        except AnswersRefused as refused:
            said = refusal(refused)
            if options["json"]:
                self.stdout.write(json.dumps(said, ensure_ascii=False))
            words = "\n".join(f"{one['field']}: {one['detail']}" for one in said["errors"])
            raise CommandError(words) from refused
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for one in found["routes"]:
            mark = "*" if one["recommended"] else " "
            self.stdout.write(f"{mark} {one['name']}: {one['reason']}  {one['article']}")
            for caution in one["cautions"]:
                self.stdout.write(f"    ! {caution}")
        for flag in found["flags"]:
            self.stdout.write(f"  ! {flag['sentence']}  {flag['article']}")
