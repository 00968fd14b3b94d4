"""One sign sheet for many workers: one scan, a signature of each, all of them or nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Party
from mediation.actions import agreement
from record.refusals import Refused
from tests.mediation import stories
from tests.people import MONDAY, morning, worker

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def ready(city):
    """A printed agreement with three workers, one of whom cannot read."""
    draft = stories.finalised(city)
    for name, cannot_read in (("王桂芳", False), ("何福来", True)):
        Party.objects.create(
            case=draft.case, role="applicant", person=worker(name), name=name, cannot_read=cannot_read
        )
    return draft


def test_one_scan_stands_behind_the_signature_of_everybody_ticked(client, city, ready):
    client.force_login(city.lin)
    at = reverse("mediation:sign-together", args=[ready.case_id])
    page = client.get(reverse("mediation:sign", args=[ready.case_id])).content.decode()
    assert "一张表" in page
    assert reverse("cases:paper", args=[ready.case_id, ready.paper_id]) in page
    shown = client.get(at).content.decode()
    assert "data-all" in shown
    assert " checked" not in shown
    ticked = list(client.get(at).context["form"].fields["who"].queryset)
    assert [one.name for one in ticked] == [
        "刘长顺",
        "王桂芳",
    ]  # who cannot read is read to, and signs by himself

    sent = {"key": "k", "who": [one.pk for one in ticked], "signed_on": MONDAY.isoformat()}
    scan = SimpleUploadedFile("签字页.pdf", PDF, "application/pdf")
    assert client.post(at, sent | {"scan": scan}).status_code == 302

    signatures = ready.signatures.order_by("pk")
    assert [one.name for one in signatures] == ["刘长顺", "王桂芳"]
    assert len({one.image_id for one in signatures}) == 1
    assert {one.text_hash for one in signatures} == {ready.paper.text_hash}


def test_without_the_scan_nobody_has_signed(client, city, ready):
    client.force_login(city.lin)
    at = reverse("mediation:sign-together", args=[ready.case_id])
    everybody = [one.pk for one in ready.case.parties.filter(role="applicant", cannot_read=False)]

    assert client.post(at, {"key": "k", "who": everybody, "signed_on": MONDAY.isoformat()}).status_code == 422
    assert not ready.signatures.exists()


@pytest.mark.parametrize("name", ["何福来", "青岛示固劳务有限公司（演示）"])
def test_whoever_signs_otherwise_takes_nobody_along(city, ready, name):
    parties = [*ready.case.parties.filter(name="王桂芳"), ready.case.parties.get(name=name)]

    with pytest.raises(Refused):
        agreement.sign_together(
            ready, parties, signed_on=MONDAY, scan=stories.a_scan(city.lin), by=city.lin, at=morning(MONDAY)
        )
    assert not ready.signatures.exists()


def test_a_program_hands_in_the_sheet_too(client, city, ready):
    client.force_login(city.lin)
    who = [ready.case.parties.get(name="王桂芳").pk]
    scan = SimpleUploadedFile("签字页.pdf", PDF, "application/pdf")
    answer = client.post(
        reverse("api-agreement-sign-together", args=[ready.case_id]),
        {"who": who, "signed_on": MONDAY.isoformat(), "scan": scan}, headers={"Idempotency-Key": "k1"},
    )  # fmt: skip

    assert answer.status_code == 201, answer.content.decode()
    assert [one.name for one in ready.signatures.all()] == ["王桂芳"]
