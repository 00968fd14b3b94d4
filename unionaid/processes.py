"""The processes of a running system. `up` starts all of them; a container runs one:

python -m unionaid.processes web
"""

import os
import sys

from unionaid import env

PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--app", "unionaid.celery"]
COMMANDS = {
    "web": [*PYTHON, "gunicorn", "--config", "unionaid/gunicorn.py", "unionaid.wsgi"],
    "drain": [sys.executable, "manage.py", "drain", "--loop"],
    "worker": [*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO"],
    # its memory only: a file would be one more thing to keep, and what is due stands in the database
    "beat": [*CELERY, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "INFO"],
}


def main(name: str) -> None:
    os.chdir(env.ROOT)
    os.execv(COMMANDS[name][0], COMMANDS[name])


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"Which one: {', '.join(COMMANDS)}?")
    main(sys.argv[1])
