"""The ledger in the browser's own words: the panel, its row, the acts beside an entry, the page across stations."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger
from cases.models import Case, Evidence
from tests.people import a_performing_case, a_scan

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    return a_performing_case(city, on=today - timedelta(days=12))


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def row(case, **fields):
    key = uuid.uuid5(uuid.NAMESPACE_URL, repr(sorted(fields.items(), key=str))).hex
    fields = {
        "key": key, "party": case.parties.get(role="applicant").pk, "amount": "8,000.00",
        "occurred_on": timezone.localdate().isoformat(), "what": "transfer", "confirmed": "on", **fields,
    }  # fmt: skip
    fields["amount"] = fields["amount"].replace(",", "")
    return {name: value for name, value in fields.items() if value is not None}


def test_the_panel_shows_what_is_agreed_late_and_outstanding(client, city, case):
    client.force_login(city.lin)
    shown = client.get(at("ledger-panel", case)).content.decode()

    assert "15,600.00" in shown
    assert "逾期" in shown
    assert at("ledger-record", case) in shown


def test_a_payment_in_one_row_with_its_proof(client, city, case):
    client.force_login(city.lin)
    slip = SimpleUploadedFile("slip.pdf", PDF, content_type="application/pdf")
    sent = client.post(at("ledger-record", case), row(case, confirmed=None, upload=slip))

    assert sent.status_code == 302, sent.content.decode()
    assert Case.objects.get(pk=case.pk).received_total == Decimal("8000.00")
    assert Evidence.objects.get(case=case).kind == "bank_slip"


def test_the_same_row_sent_twice_is_booked_once(client, city, case):
    client.force_login(city.lin)
    sent = row(case)
    for _ in range(2):
        assert client.post(at("ledger-record", case), sent).status_code == 302

    assert case.entries.filter(kind="received").count() == 1


def test_too_much_is_refused_with_the_figure_and_keeps_what_was_typed(client, city, case):
    client.force_login(city.lin)
    sent = client.post(at("ledger-record", case), row(case, amount="16000"))

    assert sent.status_code == 422
    assert "15,600.00" in sent.content.decode()
    assert 'value="16000"' in sent.content.decode().replace("16,000.00", "16000")


def test_held_money_names_its_collector_and_brings_the_authority(client, city, case):
    client.force_login(city.lin)
    refused = client.post(at("ledger-record", case), row(case, what="held"))
    assert refused.status_code == 422

    scan = a_scan(case, kind="authority")
    sent = client.post(
        at("ledger-record", case), row(case, what="held", collector="班组长", evidence=scan.pk)
    )
    assert sent.status_code == 302
    entry = case.entries.get(kind="held")
    done = client.post(
        at("ledger-hand-over", case, entry.pk),
        {"key": "h", "way": "signed", "on": timezone.localdate().isoformat()},
    )
    assert done.status_code == 302, done.content.decode()
    assert Case.objects.get(pk=case.pk).received_total == Decimal("8000.00")


def test_a_waiver_is_booked_with_the_signed_statement(client, city, case):
    client.force_login(city.lin)
    scan = a_scan(case, kind="signed_paper", party=case.parties.get(role="applicant"))
    sent = client.post(at("ledger-record", case), row(case, what="waived", amount="600", evidence=scan.pk))

    assert sent.status_code == 302
    assert case.entries.get(kind="waived").amount == Decimal("600.00")


def test_a_second_person_reverses_and_both_entries_stay_visible(client, city, case, today):
    entry = ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("8000"), occurred_on=today,
        manner="transfer", confirmed="phone", by=city.lin, at=timezone.now(),
    )  # fmt: skip
    client.force_login(city.lin)
    assert at("ledger-reverse", case, entry.pk) not in client.get(at("ledger-panel", case)).content.decode()

    client.force_login(city.sun)
    client.post(at("ledger-reverse", case, entry.pk), {"key": "r", "reason": "错记"})
    shown = client.get(at("ledger-panel", case)).content.decode()

    assert re.search(r"[-−]¥?8,000\.00", shown)
    assert "错记" in shown


def test_the_workers_word_is_noted(client, city, case, today):
    entry = ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("8000"), occurred_on=today,
        manner="transfer", evidence=a_scan(case), by=city.lin, at=timezone.now(),
    )  # fmt: skip
    client.force_login(city.zhou)
    client.post(at("ledger-confirm", case, entry.pk), {"key": "c", "received": "no", "way": "phone"})

    assert not entry.confirmations.get().received


def test_a_default_and_its_end(client, city, case):
    client.force_login(city.lin)
    assert client.get(at("default", case)).status_code == 200
    client.post(at("default", case), {"key": "d", "version": case.version})
    assert Case.objects.get(pk=case.pk).state == "defaulted"

    client.post(at("resume-performance", case), {
        "key": "e", "reason": "已补付", "on": timezone.localdate().isoformat(),
    })  # fmt: skip
    assert Case.objects.get(pk=case.pk).state == "performing"


def test_confirmation_by_its_pages(client, city, case):
    today = timezone.localdate().isoformat()
    client.force_login(city.lin)
    client.post(
        at("seek-confirmation", case),
        {"key": "s", "route": "JC-01", "body": "区法院", "on": today, "joint": "on"},
    )
    assert Case.objects.get(pk=case.pk).state == "confirming"
    client.post(at("refuse-confirmation", case), {"key": "t", "reason": "撤回", "on": today})
    assert Case.objects.get(pk=case.pk).state == "performing"


def test_the_enforceable_document_is_kept_and_enforcement_runs(client, city, case):
    today = timezone.localdate().isoformat()
    client.force_login(city.lin)
    sent = {"key": "s", "route": "JC-01", "body": "区法院", "on": today, "joint": "on"}
    client.post(at("seek-confirmation", case), sent)
    scan = SimpleUploadedFile("order.pdf", PDF, content_type="application/pdf")
    client.post(at("confirm", case), {"key": "u", "number": "民特9号", "on": today, "upload": scan})

    assert case.deadlines.filter(code="ENF-01", state="running").exists()
    assert case.evidence.get().title == "民特9号"


def test_a_cash_receipt_is_ordered_with_two_witnesses(client, city, case):
    person = case.parties.get(role="applicant").person
    person.id_number = "11010519491231002X"
    person.save()
    client.force_login(city.lin)
    sent = client.post(at("cash-receipt", case), {
        "key": "p", "party": case.parties.get(role="applicant").pk, "amount": "8000", "place": "第一调解室",
        "instalment": case.instalments.first().pk, "first_witness": "周立", "first_id": "370200199001010011",
        "second_witness": "林晓", "second_id": "370200199001010022", "photographed": "on",
    })  # fmt: skip

    assert sent.status_code in (302, 422)
    if sent.status_code == 422:  # the agreement of this case was never printed
        assert "协议" in sent.content.decode()


@pytest.mark.parametrize("show", ["week", "late", "open", "came"])
def test_the_ledger_across_stations_has_totals_that_follow_the_filter(client, city, case, show):
    client.force_login(city.zheng)
    page = client.get(reverse("cases:ledger"), {"show": show})

    assert page.status_code == 200
    shown = page.content.decode()
    expected = {"week": "0.00", "late": "8,000.00", "open": "15,600.00", "came": "0.00"}
    assert expected[show] in shown


def test_the_days_of_what_came_stand_in_the_fields_and_emptied_show_everything(client, city, case, today):
    client.force_login(city.lin)
    page = client.get(reverse("cases:ledger"), {"show": "came"})

    assert page.context["found"].form["since"].value() == (today - timedelta(days=30)).isoformat()
    everything = client.get(reverse("cases:ledger"), {"show": "came", "since": "", "until": ""})
    assert everything.context["found"].asked["since"] is None


def test_another_station_sees_nothing_of_it(client, city, case):
    client.force_login(city.wei)

    assert client.get(at("ledger-panel", case)).status_code == 404
    assert str(case) not in client.get(reverse("cases:ledger"), {"show": "open"}).content.decode()


def test_who_only_receives_visitors_books_no_money(client, city, case):
    client.force_login(city.zhou)

    assert client.post(at("ledger-record", case), row(case)).status_code == 403
