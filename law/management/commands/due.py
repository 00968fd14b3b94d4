import json
from datetime import date, time

from django.core.management.base import BaseCommand, CommandError

from law.answers import answer, as_data, worded
from law.rules import RuleRefused


class Command(BaseCommand):
    help = "Counts a rule of law from a day: the nominal day, the last day in time, and the article."

    def add_arguments(self, parser):
        parser.add_argument("code", help="for example MED-02 or LIT-08#1")
        parser.add_argument(
            "since", type=date.fromisoformat, metavar="DATE", help="day of the triggering fact"
        )
        parser.add_argument("--region", help="administrative code or name, for example 370200 or 山东")
        parser.add_argument(
            "--time", type=time.fromisoformat, help="clock time of the fact, HH:MM, for a period of hours"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *, code, since, region, **options):
        try:
            found = as_data(answer(code, since, region=region, clock=options["time"]))
        except RuleRefused as refused:
            if options["json"]:
                self.stdout.write(
                    json.dumps(
                        {"error": refused.reason, "choices": list(refused.choices)}, ensure_ascii=False
                    )
                )
            raise CommandError(worded(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for name in ("rule", "name", "since", "nominal", "due", "provisional", "unit", "source", "quote"):
                self.stdout.write(f"{name:12}{found[name]}")
