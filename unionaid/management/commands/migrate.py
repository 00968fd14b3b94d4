from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from unionaid.database import grant_to_application


class Command(migrate.Command):
    help = f"{migrate.Command.help} Then gives the application role its rights."

    def handle(self, *arguments, **options):
        super().handle(*arguments, **options)
        if options["database"] == DEFAULT_DB_ALIAS and not (options["plan"] or options["check_unapplied"]):
            grant_to_application()
