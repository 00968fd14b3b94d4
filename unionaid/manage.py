"""One management command beside the services it needs.   python -m unionaid.manage COMMAND …"""

import os
import sys

from unionaid import env, keys, messages
from unionaid.database import as_owner
from unionaid.embedded import join


def main() -> None:
    data = env.folder("UNIONAID_DATA", "var")
    os.environ |= join.join(data) | {
        "DJANGO_SETTINGS_MODULE": "unionaid.settings",
        "UNIONAID_DATA": str(data),
    }
    keys.make_missing(data)
    messages.compile_changed()
    as_owner(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except join.NotStarted as error:
        sys.exit(str(error))
