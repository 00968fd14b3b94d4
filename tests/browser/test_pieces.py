"""The style page in a real browser: no complaint of the CSP, no serious finding of axe, in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from stations.models import Role
from tests.test_frame import somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pieces(settings, open_as):
    settings.DEMO = True
    person = somebody(Role.DISPATCHER)
    return lambda part="", **how: open_as(person, f"/ui/?part={part}", **how)


def serious(page):
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("part", ["", "phone"], ids=["staff", "phone"])
def test_axe_finds_nothing_serious(pieces, part, dark):
    page = pieces(part, dark=dark, **({"width": 390, "height": 844} if part else {}))

    assert serious(page) == []
    assert page.complaints == []
