#!/usr/bin/env python
"""Management commands against services that are up; `python3 run.py manage …` starts them first."""

import os
import sys

from unionaid.database import as_owner

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionaid.settings")
    as_owner(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
