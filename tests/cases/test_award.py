"""Money that arbitration or a court granted, where there is no agreement: owed, late, received, enforced."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import invariants
from cases.actions import closing, ledger, party, suit
from cases.actions.enquiry import ClaimLine
from cases.models import Award, Case, Deadline
from mediation.actions import mediation
from reports.invariants import sums_equal_facts
from tests.mediation.stories import a_mediation
from tests.people import MONDAY, a_performing_case, a_scan, an_assigned_case, morning, worker
from tests.refusals import refused

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DUE = MONDAY + timedelta(days=15)
NUMBER = "示劳人仲案〔2026〕31号"


@pytest.fixture
def case(city):
    """No agreement came of the mediation; the worker went on to arbitration."""
    running = a_mediation(city)
    mediation.end(running, reason="too_far_apart", explanation="", by=city.lin, on=MONDAY, at=morning(MONDAY))
    case = Case.objects.get(pk=running.case_id)
    return closing.follow(case, where="区仲裁委", by=city.lin, on=MONDAY, at=morning(MONDAY))


def awarded(city, case, amount="12000.00", number=NUMBER, **said):
    worker, firm = case.parties.order_by("pk")
    amount = Decimal(amount)
    return ledger.award(
        Case.objects.get(pk=case.pk), body="区仲裁委", number=number,
        granted={worker.claims.get(): amount}, payments=[ledger.Payment(worker, firm, DUE, amount)],
        evidence=a_scan(case, kind="letter"), by=city.lin, at=morning(MONDAY),
        **{"kind": "award", "is_final": True, "served_on": MONDAY, "effective_on": MONDAY} | said,
    )  # fmt: skip


def sued(city, case, side="worker", *, is_final=True, on=MONDAY, workers=None):
    case = Case.objects.get(pk=case.pk)
    return suit.sue(
        case, suit.Decided("区仲裁委", NUMBER, is_final, MONDAY), side=side, court="区法院", on=on, by=city.lin,
        workers=workers or list(case.parties.filter(role="applicant")), evidence=a_scan(case, kind="letter"),
        at=morning(on),
    )  # fmt: skip


def pay(city, case, amount):
    worker, firm = case.parties.order_by("pk")
    return ledger.receive(
        Case.objects.get(pk=case.pk), party=worker, amount=Decimal(amount), occurred_on=DUE, payer=firm,
        manner="enforcement", instalment=case.instalments.get(dropped_on=None),
        evidence=a_scan(case, party=worker), by=city.lin, at=morning(DUE),
    )  # fmt: skip


def test_what_was_awarded_is_owed_and_can_be_enforced(city, case):
    case = awarded(city, case)

    assert (case.state, case.outstanding, case.enforceable_on) == ("performing", Decimal("12000.00"), MONDAY)
    clocks = dict(case.deadlines.filter(state=Deadline.State.RUNNING).values_list("code", "nominal_on"))
    assert clocks["INSTALMENT"] == DUE
    assert "ENF-01" in clocks
    assert case.deadlines.get(code="INSTALMENT").citation == NUMBER


def test_it_is_no_agreed_money_and_what_comes_in_is_received_money(city, case):
    awarded(city, case)
    pay(city, case, "12000.00")

    case = Case.objects.get(pk=case.pk)
    assert (case.agreed_total, case.awarded_total, case.received_total) == (0, 12000, 12000)
    assert case.state == "performed"
    assert not case.entries.filter(kind="agreed").exists()
    for check in (
        invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
        invariants.performed_cases_owe_nothing, sums_equal_facts,
    ):  # fmt: skip
        assert list(check()) == []


def test_more_than_was_awarded_is_not_booked(city, case):
    awarded(city, case)

    with refused("ledger.too_much"):
        pay(city, case, "12000.01")


def test_an_unpaid_award_is_in_default_and_moves_no_limitation(city, case):
    awarded(city, case)
    facts = case.limitation_events.count()

    late = ledger.default(
        Case.objects.get(pk=case.pk), by=city.lin, on=DUE + timedelta(days=1), at=morning(DUE)
    )

    assert late.state == "defaulted"
    assert case.limitation_events.count() == facts


def test_a_later_judgment_takes_the_place_of_an_unpaid_award(city, case):
    awarded(city, case)

    case = awarded(city, case, "9000.00", "（2026）示民终7号")

    assert case.outstanding == Decimal("9000.00")
    assert case.instalments.filter(dropped_on=None).count() == 1
    assert case.deadlines.filter(code="ENF-01", state=Deadline.State.RUNNING).count() == 1
    assert list(case.awards.filter(replaced_on=None).values_list("number", flat=True)) == [
        "（2026）示民终7号"
    ]
    assert list(invariants.totals_equal_entries()) == []


def test_an_award_on_which_money_came_stays(city, case):
    awarded(city, case)
    pay(city, case, "100.00")

    with refused("award.paid"):
        awarded(city, case, "9000.00", "（2026）示民终7号")


def test_an_award_that_is_not_final_is_in_force_after_the_last_day_to_sue(city, case):
    last = MONDAY + timedelta(days=15)

    with refused("award.not_in_force"):
        awarded(city, case, is_final=False, effective_on=last)

    awarded(city, case, is_final=False, effective_on=last + timedelta(days=1))
    assert case.awards.get().effective_on == last + timedelta(days=1)


def test_an_award_sued_upon_before_it_was_in_force_is_on_record_without_force(city, case):
    sued(city, case, "employer", is_final=False, on=MONDAY + timedelta(days=15))

    case = Case.objects.get(pk=case.pk)
    award = case.awards.get()
    assert (award.effective_on, award.replaced_on, award.suits.get().side) == (
        None,
        MONDAY + timedelta(days=15),
        "employer",
    )
    assert (case.state, case.awarded_total, case.next_action) == ("followed", 0, "reply")


def test_the_worker_sues_upon_a_final_award_and_what_it_granted_falls_away(city, case):
    awarded(city, case)

    sued(city, case)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.awarded_total, case.outstanding, case.enforceable_on) == ("followed", 0, 0, None)
    assert not case.deadlines.filter(code__in=["INSTALMENT", "ENF-01"], state=Deadline.State.RUNNING).exists()
    assert not case.instalments.filter(dropped_on=None).exists()
    assert case.awards.filter(replaced_on=MONDAY).exists()
    assert list(invariants.totals_equal_entries()) == []

    case = awarded(
        city, case, "9000.00", "（2026）示民初7号", kind="judgment", is_final=False, served_on=None
    )
    assert (case.state, case.outstanding) == ("performing", Decimal("9000.00"))


def test_an_award_whose_suit_was_withdrawn_takes_effect_and_is_one_award(city, case):
    sued(city, case, is_final=False)

    awarded(city, case, is_final=False, effective_on=MONDAY + timedelta(days=40))

    award = Award.objects.get(case=case)
    assert (award.replaced_on, award.suits.count()) == (None, 1)


def test_the_employer_does_not_sue_upon_a_final_award(city, case):
    with refused("suit.final"):
        sued(city, case, "employer")


def test_a_suit_after_the_fifteen_days_changes_nothing(city, case):
    with refused("suit.late"):
        sued(city, case, on=MONDAY + timedelta(days=16))


def test_an_award_on_which_money_came_is_not_sued_upon(city, case):
    awarded(city, case)
    pay(city, case, "100.00")

    with refused("award.paid"):
        sued(city, case)


def test_for_those_of_a_group_who_did_not_sue_the_award_stands(city):
    crew = an_assigned_case(city)
    party.add_person(
        crew, worker("王桂芳"), role="applicant", claims=[ClaimLine("wage_arrears", amount=Decimal(1000))],
        union_member=False, by=city.zhou, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip
    first, second = crew.parties.filter(role="applicant").order_by("pk")
    payer = crew.parties.get(role="respondent")
    granted = {one: Decimal("1000.00") for one in (first.claims.get(), second.claims.get())}
    running = mediation.take(crew, tie="无", by=city.lin, on=MONDAY, at=morning(MONDAY))
    mediation.end(running, reason="too_far_apart", explanation="", by=city.lin, on=MONDAY, at=morning(MONDAY))
    case = closing.follow(
        Case.objects.get(pk=crew.pk), where="区仲裁委", by=city.lin, on=MONDAY, at=morning(MONDAY)
    )
    ledger.award(
        case, kind="award", body="区仲裁委", number=NUMBER, granted=granted, is_final=True, served_on=MONDAY,
        payments=[ledger.Payment(one, payer, DUE, Decimal("1000.00")) for one in (first, second)],
        evidence=a_scan(case, kind="letter"), effective_on=MONDAY, by=city.lin, at=morning(MONDAY),
    )  # fmt: skip

    sued(city, case, workers=[first])

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.awarded_total) == ("performing", 1000)
    assert ledger.outstanding(case, first) == 0
    assert case.awards.get().replaced_on is None


def test_where_an_agreement_stands_the_money_is_agreed(city):
    with refused("award.agreed"):
        awarded(city, a_performing_case(city))


def test_it_is_recorded_on_a_page_that_the_case_offers(client, city, case):
    worker, firm = case.parties.order_by("pk")
    client.force_login(city.lin)
    address = reverse("cases:award", args=[case.pk])
    assert address in client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    typed = {
        "key": "k", "version": Case.objects.get(pk=case.pk).version, "kind": "judgment", "body": "区法院",
        "number": "（2026）示民初5号", "on": MONDAY, "payer": firm.pk, "due_on": DUE,
    }  # fmt: skip

    empty = client.post(address, typed)

    assert empty.status_code == 422
    assert "区法院" in empty.content.decode()

    scan = SimpleUploadedFile("判决书.pdf", PDF, content_type="application/pdf")
    done = client.post(
        address, typed | {"key": "k2", f"claim-{worker.claims.get().pk}": "8000", "upload": scan}
    )

    assert done.status_code == 302, done.content.decode()
    panel = client.get(reverse("cases:ledger-panel", args=[case.pk])).content.decode()
    assert "（2026）示民初5号" in panel
    assert "8,000.00" in panel


def test_more_than_was_claimed_is_asked_for_once_and_then_recorded(client, city, case):
    worker, firm = case.parties.order_by("pk")
    claim = worker.claims.get()
    client.force_login(city.lin)
    address = reverse("cases:award", args=[case.pk])
    typed = {
        "version": Case.objects.get(pk=case.pk).version, "kind": "judgment", "body": "区法院", "on": MONDAY,
        "number": "（2026）示民初6号", "payer": firm.pk, "due_on": DUE, f"claim-{claim.pk}": claim.amount + 1,
    }  # fmt: skip

    def send(**more):
        scan = SimpleUploadedFile("判决书.pdf", PDF, content_type="application/pdf")
        return client.post(address, typed | {"upload": scan} | more)

    assert 'name="more"' not in client.get(address).content.decode()
    asked, done = send(key="m1"), send(key="m2", more="on")

    assert asked.status_code == 422
    assert 'name="more"' in asked.content.decode()
    assert done.status_code == 302
    assert Case.objects.get(pk=case.pk).awarded_total == claim.amount + 1


def test_a_suit_is_recorded_on_a_page_that_knows_the_award(client, city, case):
    awarded(city, case)
    client.force_login(city.lin)
    address = reverse("cases:sue", args=[case.pk])
    page = client.get(address).content.decode()
    assert NUMBER in page
    typed = {
        "key": "k", "version": Case.objects.get(pk=case.pk).version, "body": "区仲裁委", "number": NUMBER,
        "is_final": "on", "side": "employer", "served_on": MONDAY, "on": MONDAY, "court": "区法院",
    }  # fmt: skip
    scan = SimpleUploadedFile("起诉状.pdf", PDF, content_type="application/pdf")

    wrong = client.post(address, typed | {"upload": scan})
    assert wrong.status_code == 422

    scan.seek(0)
    done = client.post(address, typed | {"key": "k2", "side": "worker", "upload": scan})

    assert done.status_code == 302, done.content.decode()
    panel = client.get(reverse("cases:ledger-panel", args=[case.pk])).content.decode()
    assert "区法院" in panel
    assert Case.objects.get(pk=case.pk).state == "followed"
