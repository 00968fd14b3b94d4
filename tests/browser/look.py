"""What is looked for on every page: findings of axe, and pictures for people."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

ONLY_WRONG = {
    "resultTypes": ["violations"]
}  # what passed is not written out, which takes as long as the search


def findings(page):
    """Everything axe objects to on the page as it stands."""
    return Axe().run(page, options=ONLY_WRONG).response["violations"]


def serious(page):
    """(rule, where) of what axe calls serious or critical, and whether the page runs off the side."""
    found = [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in findings(page)
        if one["impact"] in ("serious", "critical")
    ]
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, ("runs off the side", wide)] if wide > 0 else found


def keep(page, name):
    """A picture to be looked at, where LOOK names a folder."""
    if os.environ.get("LOOK"):
        page.screenshot(path=Path(os.environ["LOOK"]) / f"{name}.png", full_page=True)
