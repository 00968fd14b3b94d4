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

    def handle(self, **options):
        today = timezone.localdate()
        try:
            found = as_data(ask(read_object(options["input"]), today=today), today)
        except AnswersRefused as refused:
            said = [f"{one['field']}: {one['detail']}" for one in refusal(refused)]
            raise CommandError("\n".join(said)) from refused
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
