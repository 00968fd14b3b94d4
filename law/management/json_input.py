"""What the commands of the law read: a file with one JSON object."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError


def add_input(parser: ArgumentParser, *, holds: str) -> None:
    """`--input FILE` and `--json`; `holds` says in a word what the object holds."""
    parser.add_argument(
        "--input", required=True, metavar="FILE", help=f"JSON object with the {holds}; - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")


def read_object(source: str) -> dict:
    """The JSON object in the file `source`, or in standard input for `-`. Numbers stay as they are written.

    CommandError where it cannot be read or is no object.
    """
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
        raw = json.loads(text, parse_float=str)
    except (OSError, ValueError, RecursionError) as unreadable:
        raise CommandError(f"{source}: {unreadable}") from unreadable
    if not isinstance(raw, dict):
        raise CommandError(f"{source}: one JSON object is needed")
    return raw
