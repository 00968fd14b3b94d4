"""The partner's page: what was referred and nothing else, three answers, and cases sent to us."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import referral
from cases.disclosure import SECTIONS
from cases.models import Referral
from tests.mediation.stories import verified
from tests.people import a_paper, a_performing_case, a_scan, an_accepted_case

pytestmark = pytest.mark.django_db
SECRETS = {
    "summary": "保密摘要", "parties": "保密姓名", "claims": "15,600.00", "contact": "13800004417",
    "evidence": "保密证据", "limitation": "劳动争议调解仲裁法", "agreement": "演示",
}  # fmt: skip


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    """A case with something in every section that can be recognised on a page."""
    case = a_performing_case(city, on=today - timedelta(days=12), summary="保密摘要", site="保密工地")
    party = case.parties.get(role="applicant")
    party.name = "保密姓名"
    party.save()
    party.person.phone = "13800004417"
    party.person.save()
    piece = a_scan(case)
    piece.title = "保密证据"
    piece.save()
    return case


def send(city, case, sections, **facts):
    facts = {"kind": "to_inspection", "receiver": city.hr, **facts}
    return referral.send(
        case, sections=sections, request="请依法处理", basis="consent", consented_on=timezone.localdate(),
        by=city.lin, on=timezone.localdate(), at=timezone.now() - timedelta(minutes=1), **facts,
    )  # fmt: skip


def page(row):
    return reverse("cases:referral", args=[row.pk])


@pytest.mark.parametrize("hidden", ["summary", "parties", "claims", "contact", "evidence", "limitation"])
def test_a_partner_with_everything_but_one_section_never_sees_it(client, city, case, hidden):
    row = send(city, case, [name for name in SECTIONS if name != hidden])
    client.force_login(city.meng)
    shown = client.get(page(row)).content.decode()

    for name, secret in SECRETS.items():
        if name == hidden and name != "parties":
            assert secret not in re.sub(r'class="ph-clock".*?</section>', "", shown, flags=re.S), name
        elif name == hidden:
            assert secret not in shown.split("随函材料")[0] or "contact" in row.sections


def test_a_partner_opens_no_other_page_of_the_case(client, city, case):
    send(city, case, list(SECTIONS))
    client.force_login(city.meng)

    for name in ("ledger-panel", "ledger-record", "referral-send", "default", "aid-panel"):
        address = reverse(f"cases:{name}", args=[case.pk])
        assert client.get(address).status_code in (403, 405), name


def test_only_disclosed_files_are_handed_out(client, city, case):
    agreement = a_paper(city, case)
    piece = case.evidence.get()
    closed = send(city, case, ["parties"])
    client.force_login(city.meng)
    assert client.get(reverse("cases:referral-paper", args=[closed.pk, agreement.pk])).status_code == 404
    assert client.get(reverse("cases:referral-evidence", args=[closed.pk, piece.pk])).status_code == 404
    assert client.get(reverse("cases:evidence", args=[case.pk, piece.pk])).status_code == 403

    opened = send(city, case, ["parties", "agreement", "evidence"], kind="to_court", receiver=city.court)
    client.force_login(city.xu)
    assert client.get(reverse("cases:referral-paper", args=[opened.pk, agreement.pk])).status_code == 200
    assert client.get(reverse("cases:referral-evidence", args=[opened.pk, piece.pk])).status_code == 200


def test_the_page_says_what_is_asked_and_by_when_with_the_article(client, city, case):
    row = send(city, case, ["parties"])
    client.force_login(city.meng)
    shown = client.get(page(row)).content.decode()

    assert "请依法处理" in shown
    assert referral.clock_of(row).nominal_on.isoformat() in shown
    assert referral.clock_of(row).citation in shown


def test_the_partner_accepts_and_reports(client, city, case):
    row = send(city, case, ["parties"])
    client.force_login(city.meng)
    client.post(page(row), {"key": "a", "answer": "accept", "accept-number": "示监7号"})
    assert Referral.objects.get(pk=row.pk).state == "accepted"

    client.post(
        page(row), {"key": "b", "answer": "report", "report-result": "ordered", "report-text": "已责令支付"}
    )
    row.refresh_from_db()
    assert (row.state, row.their_number, row.result_text) == ("reported", "示监7号", "已责令支付")
    assert "已责令支付" in client.get(page(row)).content.decode()


def test_a_return_needs_its_reason_and_ends_the_sight(client, city, case):
    row = send(city, case, ["parties"])
    client.force_login(city.meng)
    refused = client.post(page(row), {"key": "c", "answer": "return", "return-why": "other"})
    assert refused.status_code == 422

    client.post(page(row), {"key": "d", "answer": "return", "return-why": "other", "return-text": "另案已立"})
    assert client.get(page(row)).status_code == 404
    assert str(case) in client.get(reverse("cases:referrals")).content.decode()


def test_nobody_answers_for_another_body(client, city, case):
    row = send(city, case, ["parties"])
    client.force_login(city.gao)
    assert client.get(page(row)).status_code == 404

    client.force_login(city.lin)
    assert client.post(page(row), {"key": "e", "answer": "accept"}).status_code in (403, 404)


def test_two_partners_of_one_case_see_only_their_own_referral(client, city, case):
    row = send(city, case, ["parties"])
    send(city, case, ["summary"], kind="to_court", receiver=city.court)
    client.force_login(city.xu)

    assert client.get(page(row)).status_code == 404
    assert "区人社局" not in client.get(reverse("cases:referral-panel", args=[case.pk])).content.decode()


def test_we_send_from_the_case_page(client, city, case):
    client.force_login(city.lin)
    address = reverse("cases:referral-send", args=[case.pk])
    assert client.get(address).status_code == 200
    sent = client.post(address, {
        "key": "s", "kind": "to_inspection", "receiver": city.hr.pk, "request": "请依法处理",
        "sections": ["parties", "claims"], "basis": "consent", "on": timezone.localdate().isoformat(),
    })  # fmt: skip

    assert sent.status_code == 302, sent.content.decode()
    shown = client.get(reverse("cases:referral-panel", args=[case.pk])).content.decode()
    assert "区人社局" in shown


def test_a_court_entrusts_a_case_itself(client, city, today):
    client.force_login(city.xu)
    address = reverse("cases:referral-book")
    assert client.get(address).status_code == 200
    sent = client.post(address, {
        "key": "b", "kind": "court_pre_delegation", "sender": city.court.pk, "station": city.haitang.pk,
        "their_number": "民诉前调1号", "on": today.isoformat(), "worker": "演示职工", "employer": "演示公司",
        "item": "wage_arrears", "amount": "5200", "summary": "拖欠工资", "request": "",
    })  # fmt: skip

    assert sent.status_code == 302, sent.content.decode()
    row = Referral.objects.get()
    assert (row.sender, row.direction, row.case.organisation) == (city.court, "in", city.haitang)
    assert client.get(page(row)).status_code == 200
    client.force_login(city.lin)
    assert client.post(page(row), {"key": "x", "answer": "accept"}).status_code == 302


def test_a_partner_that_sends_nothing_does_not_book(client, city):
    client.force_login(city.meng)

    assert client.get(reverse("cases:referral-book")).status_code == 403


def test_our_reply_goes_out_from_the_panel(client, city, today):
    client.force_login(city.xu)
    test_a_court_entrusts_a_case_itself(client, city, today)
    row = Referral.objects.get()
    client.force_login(city.lin)
    sent = client.post(
        reverse("cases:referral-reply", args=[row.case_id, row.pk]),
        {"key": "r", "answer": "refused", "reason": "双方均不同意", "undisputed": ""},
    )

    assert sent.status_code == 302, sent.content.decode()


def test_aid_by_its_pages_up_to_the_lawyers_result(client, city, today):
    case = verified(an_accepted_case(city, on=today))
    party = case.parties.get(role="applicant")
    party.person.phone, party.person.address = "13800004417", "海棠路18号（演示）"
    party.person.save()

    def post(person, address, **fields):
        client.force_login(person)
        sent = client.post(address, {"key": f"{person.pk}{address}", **fields})
        assert sent.status_code == 302, sent.content.decode()

    def step(name):
        return reverse("cases:aid-step", args=[case.pk, case.aid_applications.get().pk, name])

    post(
        city.lin, reverse("cases:aid-apply", args=[case.pk]), party=party.pk,
        aid_form="arbitration", reason="请求代理", on=today.isoformat(),
    )  # fmt: skip
    post(city.zheng, step("review"), opinion="符合")
    post(city.qian, step("approve"), opinion="同意")
    post(city.zheng, step("commission"), lawyer=city.he.pk)
    client.force_login(city.he)
    assert client.get(reverse("cases:commissions")).status_code == 200
    assert str(case) in client.get(reverse("cases:commissions")).content.decode()
    assert client.get(reverse("cases:aid-panel", args=[case.pk])).status_code == 200
    post(city.he, step("undertake"), no_conflict="on")
    post(city.he, step("hours"), on=today.isoformat(), hours="2.5", what="会见")
    post(city.he, step("conclude"), result="aid_granted_won", text="支持", on=today.isoformat())

    assert case.aid_applications.get().state == "concluded"


def test_another_lawyer_sees_no_commission_of_his_colleague(client, city, today):
    client.force_login(city.he)

    assert client.get(reverse("cases:commissions")).status_code == 200
