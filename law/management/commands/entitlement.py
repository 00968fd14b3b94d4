import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from law.entitlements import as_data, ask, refusal
from law.rules.entitlements import CALCULATORS, InputsRefused


class Command(BaseCommand):
    help = (
        "Calculates an entitlement from a JSON file: every line with its formula and article, and the total."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", choices=list(CALCULATORS), metavar="NAME", help=", ".join(CALCULATORS))
        parser.add_argument(
            "--input", required=True, metavar="FILE", help="JSON object with the inputs; - for standard input"
        )
        parser.add_argument("--region", help="administrative code or name, for local parameters")
        parser.add_argument(
            "--on", metavar="DATE", help="as of which day (default: last day of work, or today)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *, name, region, on, **options):
        today = timezone.localdate()
        raw = self.read(options["input"]) | {
            key: value for key, value in (("region", region), ("on", on)) if value
        }
        try:
            found = as_data(ask(name, raw, today=today))
        except InputsRefused as refused:
            said = refusal(name, refused, today=today)
            if options["json"]:
                self.stdout.write(json.dumps(said, ensure_ascii=False))
            raise CommandError("\n".join(error["detail"] for error in said["errors"])) from refused
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for line in [*found["lines"], *found["beside"]]:
            self.stdout.write(f"{line['amount']:>16}  {line['label']}: {line['formula']}  {line['article']}")
        self.stdout.write(f"{found['total']:>16}  {found['title']}  {found['note']}")
        for warning in found["warnings"]:
            self.stdout.write(f"  ! {warning['sentence']}")

    def read(self, source):
        """The JSON object in a file. Numbers stay as they are written."""
        try:
            text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
            raw = json.loads(text, parse_float=str)
        except (OSError, ValueError) as unreadable:
            raise CommandError(f"{source}: {unreadable}") from unreadable
        if not isinstance(raw, dict):
            raise CommandError(f"{source}: a JSON object with the inputs is needed")
        return raw
