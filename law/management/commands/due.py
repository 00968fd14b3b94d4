import json
from datetime import date, time

from django.core.management.base import BaseCommand, CommandError

from law.answers import UNREADABLE, answer, as_data, refusal, worded
from law.rules import RuleRefused


class Command(BaseCommand):
    help = "Counts a rule of law from a day: the nominal day, the last day in time, and the article."

    def add_arguments(self, parser):
        parser.add_argument("code", help="for example MED-02 or LIT-08#1")
        parser.add_argument("since", metavar="DATE", help="day of the triggering fact, such as 2026-01-31")
        parser.add_argument("--region", help="administrative code or name, for example 370200 or 山东")
        parser.add_argument("--time", metavar="HH:MM", help="clock time of the fact, for a period of hours")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *, code, since, region, **options):
        since = self._read("DATE", since, date.fromisoformat, options)
        clock = options["time"] and self._read("--time", options["time"], time.fromisoformat, options)
        try:
            found = as_data(answer(code, since, region=region, clock=clock))
        except RuleRefused as refused:
            if options["json"]:
                self.stdout.write(json.dumps(refusal(refused), ensure_ascii=False))
            raise CommandError(worded(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for name in ("rule", "name", "since", "nominal", "due", "provisional", "unit", "source", "quote"):
                self.stdout.write(f"{name:12}{found[name]}")

    def _read(self, name, text, kind, options):
        """A day or clock time as it was typed; CommandError where it is none."""
        try:
            return kind(text)
        except ValueError as wrong:
            said = UNREADABLE[name] % {"text": text}
            if options["json"]:
                refused = {"code": "unreadable", "detail": said, "choices": []}
                self.stdout.write(json.dumps(refused, ensure_ascii=False))
            raise CommandError(said) from wrong
