"""One management command beside the services it needs.   python -m unionaid.manage COMMAND …"""

import os
import sys

from django.core.management import execute_from_command_line

from unionaid import instance
from unionaid.database import OWNER_COMMANDS, as_owner

WITHOUT_SCHEMA = OWNER_COMMANDS | {"help", "makemigrations", "--help"}

if __name__ == "__main__":
    data = instance.enter()
    # real servers are migrated when somebody says so; our own as soon as a command needs it
    if os.environ.get("DATABASE_OWNER_URL") and WITHOUT_SCHEMA.isdisjoint(sys.argv[1:2]):
        instance.migrate(data)
    as_owner(sys.argv)
    execute_from_command_line(["manage", *sys.argv[1:]])
