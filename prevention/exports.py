"""The list of letters as a file."""

from prevention.listing import LISTED

LISTS = {"letters": LISTED}
