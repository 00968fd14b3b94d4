import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from law.entitlements import as_data, ask, refusal
from law.management.json_input import add_input, read_object
from law.rules.entitlements import CALCULATORS, InputsRefused


class Command(BaseCommand):
    help = (
        "Calculates an entitlement from a JSON file: every line with its formula and article, and the total."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", choices=list(CALCULATORS), metavar="NAME", help=", ".join(CALCULATORS))
        add_input(parser, holds="inputs")
        parser.add_argument("--region", help="administrative code or name, for local parameters")
        parser.add_argument(
            "--on", metavar="DATE", help="as of which day (default: last day of work, or today)"
        )

    def handle(self, *, name, region, on, **options):
        today = timezone.localdate()
        raw = read_object(options["input"]) | {
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
