"""One management command beside the services it needs.   python -m unionaid.manage COMMAND …"""

import sys

from django.core.management import execute_from_command_line

from unionaid import instance
from unionaid.database import as_owner

if __name__ == "__main__":
    instance.enter()
    as_owner(sys.argv)
    execute_from_command_line(["manage", *sys.argv[1:]])
