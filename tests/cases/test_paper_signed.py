"""Minutes and consents are signed on the print: who, when, and the scan, as the agreement has it."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.actions import papers
from cases.actions.closing import missing_for_closing
from cases.models import Paper
from record.models import Event
from tests.documents.examples import EXAMPLES
from tests.mediation.stories import a_mediation, a_scan, take_print
from tests.people import MONDAY, morning
from tests.refusals import refused

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def printed(city, kind="mediation_minutes"):
    case = a_mediation(city).case
    context = (
        EXAMPLES[kind]() | {"mediators": ["林秀云"]} if kind == "mediation_minutes" else EXAMPLES[kind]()
    )
    context.pop("number", None)
    paper = papers.finalise(
        case, kind, context, series="海棠示调", by=city.lin, on=MONDAY, at=morning(MONDAY)
    )
    take_print(paper, by=city.lin)
    return Paper.objects.get(pk=paper.pk)


def sign(city, paper, *names, on=MONDAY):
    signed = [one for one in papers.signers(paper) if one.name in names]
    return papers.sign(paper, signed=signed, scan=a_scan(city.lin), signed_on=on, by=city.lin, at=morning(on))


def test_minutes_wait_for_their_signatures(city):
    paper = printed(city)

    assert paper.state == "ready"
    assert "unsigned_paper" in missing_for_closing(paper.case)


def test_who_signed_and_when_is_kept_with_the_scan(city):
    paper = sign(city, printed(city), "刘长顺", "林秀云")

    assert (paper.state, paper.original is not None) == ("issued", True)
    kept = paper.signatures.values_list("name", "capacity", "signed_on")
    assert set(kept) == {("刘长顺", "申请人", MONDAY), ("林秀云", "调解员", MONDAY)}
    assert "刘长顺" in Event.objects.get(kind="sign", subject_id=paper.pk).params["names"]
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.signatures.update(name="别人")


def test_a_consent_needs_both_sides(city):
    paper = printed(city, "extension_consent")

    with refused("paper.one_side"):
        sign(city, paper, "刘长顺")
    sign(city, paper, "刘长顺", "青岛示固劳务有限公司（演示）")

    assert paper.signatures.count() == 2


def test_nobody_signs_before_the_text_or_tomorrow(city):
    paper = printed(city)
    signed = papers.signers(paper)

    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        with refused("paper.signed_day"):
            papers.sign(
                paper, signed=signed, scan=a_scan(city.lin), signed_on=day, by=city.lin, at=morning(MONDAY)
            )


def test_the_papers_panel_takes_the_signed_paper_back(client, city):
    paper = printed(city)
    client.force_login(city.lin)
    panel = reverse("cases:papers-panel", args=[paper.case_id])
    address = reverse("cases:paper-sign", args=[paper.case_id, paper.pk])
    assert address in client.get(panel).content.decode()

    scan = SimpleUploadedFile("笔录.pdf", PDF, content_type="application/pdf")
    answer = client.post(
        address, {"key": uuid.uuid4().hex, "who": ["0", "2"], "signed_on": MONDAY, "scan": scan}
    )

    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(panel).content.decode()
    assert "申请人 刘长顺 2026-03-02" in shown
    assert address not in shown
