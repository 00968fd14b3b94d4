import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from law.rules.triage import AnswersRefused
from law.triage import as_data, ask, refusal


class Command(BaseCommand):
    help = "Says which way to go at the window, from a JSON file with the answers of the interview."

    def add_arguments(self, parser):
        parser.add_argument(
            "--input",
            required=True,
            metavar="FILE",
            help="JSON object with the answers; - for standard input",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, **options):
        today = timezone.localdate()
        try:
            found = as_data(ask(self.read(options["input"]), today=today), today)
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

    def read(self, source):
        """The JSON object in a file."""
        try:
            text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
            raw = json.loads(text, parse_float=str)
        except (OSError, ValueError) as unreadable:
            raise CommandError(f"{source}: {unreadable}") from unreadable
        if not isinstance(raw, dict):
            raise CommandError(f"{source}: a JSON object with the answers is needed")
        return raw
