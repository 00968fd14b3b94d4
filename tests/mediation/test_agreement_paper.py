"""From the rows of a case to the agreement that is printed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cases import papers
from cases.actions import acceptance, assignment, enquiry
from cases.models import Claim, ClaimItem, Party, PartyRole
from mediation.actions import agreement, mediation
from mediation.papers import agreement_context
from tests.people import MONDAY, employer, morning, worker

FIRST, SECOND = date(2026, 3, 20), date(2026, 4, 20)


def a_crew(city, *names):
    """Workers of one crew, each owed four months of wages and a deposit, in mediation with their employer."""
    workers = [
        enquiry.Worker(
            worker(
                name,
                id_number=f"37021119850306{place:04}",
                verified_on=MONDAY,
                bank_name="示范银行",
                bank_last4=f"{place:04}",
            ),
            job="保温工",
            claims=[
                enquiry.ClaimLine("wage_arrears", Decimal(4), "month", Decimal("5200.00")),
                enquiry.ClaimLine("deposit_return", amount=Decimal("300.00")),
            ],
        )
        for place, name in enumerate(names, 1)
    ]
    firm = employer(credit_code="91370000MA0DEMO01X", legal_representative="钱广业")
    details = {"summary": "乙方支付拖欠的工资并返还押金", "facts": "双方对出勤没有异议", "employment": "left"}
    details |= {"left_on": MONDAY - timedelta(days=60), "inspection_warning_given": True}
    case = enquiry.register(
        enquiry.Matter(workers=workers, employers=[firm], details=details),
        organisation=city.haitang,
        by=city.zhou,
        on=MONDAY,
        at=morning(MONDAY),
    )
    enquiry.promote(case, by=city.zhou, on=MONDAY, at=morning(MONDAY))
    body = city.haitang_body
    acceptance.request_acceptance(case, body=body, source="application", by=city.zhou, at=morning(MONDAY))
    acceptance.accept(case, by=city.sun, on=MONDAY, at=morning(MONDAY))
    assignment.assign(case, mediator=city.lin, by=city.zheng, on=MONDAY, at=morning(MONDAY))
    return mediation.take(case, tie="", by=city.lin, on=MONDAY, at=morning(MONDAY))


def a_draft(city, running):
    """Everything is granted: half on the first day, the rest a month later."""
    payer = Party.objects.get(case=running.case, role=PartyRole.RESPONDENT)
    claims = Claim.objects.filter(party__case=running.case).select_related("party")
    plans = []
    for party in Party.objects.filter(case=running.case, role=PartyRole.APPLICANT):
        plans += [
            agreement.Plan(party, payer, FIRST, Decimal("10550.00")),
            agreement.Plan(party, payer, SECOND, Decimal("10550.00")),
        ]
    return agreement.draft(
        running,
        granted={claim: claim.amount for claim in claims},
        plans=plans,
        by=city.lin,
        at=morning(MONDAY),
    )


@pytest.fixture
def one(city):
    return a_draft(city, a_crew(city, "王建国"))


@pytest.fixture
def crew(city):
    return a_draft(city, a_crew(city, "赵建国", "孙立新", "马德胜"))


@pytest.mark.parametrize("drafted", ["one", "crew"])
def test_a_draft_fills_the_agreement_completely(drafted, request):
    context = agreement_context(request.getfixturevalue(drafted), on=MONDAY)

    assert [papers.words(problem) for problem in papers.check("mediation_agreement", context)] == []


def test_what_a_crew_gets_on_one_day_is_one_instalment(crew):
    context = agreement_context(crew, on=MONDAY)

    assert [(one["due_on"], one["amount"]) for one in context["instalments"]] == [
        ("2026-03-20", "31650.00"),
        ("2026-04-20", "31650.00"),
    ]
    assert context["workers"][1]["instalments"] == ["10550.00", "10550.00"]


def test_each_worker_of_a_crew_has_his_share_of_each_claim_line(crew):
    context = agreement_context(crew, on=MONDAY)

    assert [line["agreed"] for line in context["lines"]] == ["62400.00", "900.00"]
    assert [who["amounts"] for who in context["workers"]] == [["20800.00", "300.00"]] * 3
    assert context["lines"][0]["heads"] == 3


def test_one_worker_needs_no_roster(one):
    (who,) = agreement_context(one, on=MONDAY)["workers"]

    assert "amounts" not in who
    assert who["amount"] == "21100.00"


def test_the_paper_is_chinese_whatever_its_drafter_reads(one):
    with translation.override("en"):
        english = agreement_context(one, on=MONDAY)

    with translation.override("zh-hans"):
        chinese = agreement_context(one, on=MONDAY)
        item = str(ClaimItem.WAGE_ARREARS.label)

    assert english == chinese
    assert english["lines"][0]["item"] == item
