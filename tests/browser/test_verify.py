"""The public check of a paper on a phone: the scanned hash and a chosen file are compared on the device."""

import base64

import pytest

from tests.browser.look import findings
from tests.people import a_case
from tests.portal.test_verify import PDF, printed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def paper(city):
    return printed(city, a_case(city))


def scanned(text_hash):
    """What the QR carries behind the address."""
    return base64.urlsafe_b64encode(bytes.fromhex(text_hash)).decode().rstrip("=")


def shown(page):
    found = page.locator("[data-verdict]:visible")
    return [found.nth(at).get_attribute("data-verdict") for at in range(found.count())]


def test_the_code_of_the_paper_says_that_it_is_the_one_on_record(open_as, paper):
    page = open_as(None, f"/v/{paper.verify_code}/#{scanned(paper.text_hash)}", **PHONE)

    assert shown(page) == ["same"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert [one["id"] for one in findings(page)] == []
    assert page.complaints == []


def test_a_code_with_another_hash_is_found_out(open_as, paper):
    page = open_as(None, f"/v/{paper.verify_code}/#{scanned('0' * 64)}", **PHONE)

    assert shown(page) == ["other"]


def test_a_file_is_compared_without_leaving_the_device(open_as, paper):
    page = open_as(None, f"/v/{paper.verify_code}/", **PHONE)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    chosen = page.locator("#verify-file")

    chosen.set_input_files({"name": "print.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.wait_for_selector("[data-verdict='file-same']:visible")
    chosen.set_input_files({"name": "print.pdf", "mimeType": "application/pdf", "buffer": PDF + b" "})
    page.wait_for_selector("[data-verdict='file-other']:visible")

    assert shown(page) == ["file-other"]
    assert sent == []
