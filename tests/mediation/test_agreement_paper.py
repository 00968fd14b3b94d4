"""From the rows of a case to the agreement that is printed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cases import papers
from cases.actions import acceptance, assignment, enquiry
from cases.models import Claim, ClaimItem, Party, PartyRole
from cases.papers.text import reading_text
from mediation.actions import agreement, mediation
from mediation.papers import agreement_context
from parties.models import Person
from tests.mediation import stories
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
            union_member=False,
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


def test_what_is_signed_on_screen_says_all_that_the_print_says(client, city, crew):
    client.force_login(city.lin)
    page = client.get(reverse("mediation:preview", args=[crew.case_id])).content.decode()
    context = {**agreement_context(crew, on=timezone.localdate()), "draft": True}

    shown = page[page.index("<article") : page.index("</article>")]
    assert reading_text(shown) == papers.text("mediation_agreement", context)
    for words in ("各人每期应得数额", "10,550.00", "逐人签收确认表"):
        assert words in shown


def test_each_worker_of_a_crew_has_his_share_of_each_claim_line(crew):
    context = agreement_context(crew, on=MONDAY)

    assert [line["agreed"] for line in context["lines"]] == ["62400.00", "900.00"]
    assert [who["amounts"] for who in context["workers"]] == [["20800.00", "300.00"]] * 3
    assert context["lines"][0]["heads"] == 3
    assert {who["basis"] for who in context["workers"]} == {"请求4个月×5,200.00等2项"}


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


def paper_of(draft):
    return papers.text("mediation_agreement", {**agreement_context(draft, on=MONDAY), "draft": True})


def test_an_expected_payer_who_does_not_sign_is_named_and_not_bound(city):
    running = stories.a_mediation(city)
    contractor = Party.objects.create(
        case=running.case,
        role=PartyRole.PAYER,
        employer=employer("示范城建集团（演示）"),
        name="示范城建集团（演示）",
    )
    (claim,) = Claim.objects.filter(party__case=running.case)
    plan = agreement.Plan(claim.party, contractor, FIRST, claim.amount)
    draft = agreement.draft(
        running, granted={claim: claim.amount}, plans=[plan], outsiders=[contractor.pk], by=city.lin,
        at=morning(MONDAY),
    )  # fmt: skip

    context = agreement_context(draft, on=MONDAY)

    assert context["outsiders"] == [{"name": "示范城建集团（演示）"}]
    assert context["instalments"][0]["payer"] == "outsider:1"
    assert "示范城建集团（演示）没有签署本协议，本协议对其没有约束力" in paper_of(draft)
    assert contractor.pk not in [party.pk for party in agreement.signers(draft)]


def codes(draft):
    return [stop.code for stop in agreement.obstacles(draft, at=morning(MONDAY))]


def test_the_interpreter_and_the_reading_aloud_stand_in_the_agreement(city):
    running = stories.a_mediation(city)
    Person.objects.filter(parties__case=running.case).update(speaks="彝语")
    Party.objects.filter(case=running.case, role=PartyRole.APPLICANT).update(
        cannot_read=True, interpreter="阿支"
    )
    draft = stories.a_draft(running, by=city.lin)
    assert "agreement.read_aloud" in codes(draft)

    draft = stories.a_draft(running, by=city.lin, read_witness="赵敏")

    assert "agreement.read_aloud" not in codes(draft)
    text = paper_of(draft)
    assert "本协议全文已由林秀云向甲方宣读" in text
    assert "赵敏见证" in text
    assert "已由阿支用彝语向甲方翻译" in text


@pytest.mark.parametrize(
    ("kind", "item", "said", "unsaid"),
    [
        ("labour", "wage_arrears", ["申请支付令", "直接向人民法院提起诉讼", "依法申请仲裁"], []),
        ("labour", "severance_n", ["申请支付令", "依法申请仲裁"], ["直接向人民法院提起诉讼"]),
        ("labour", "unused_leave_pay", ["依法申请仲裁"], ["申请支付令"]),
        ("labour_service", "labour_fee", ["直接向人民法院提起诉讼"], ["支付令", "仲裁审查"]),
    ],
)
def test_what_the_worker_may_do_when_nobody_pays_depends_on_what_was_agreed(city, kind, item, said, unsaid):
    running = stories.a_mediation(city, dispute_kind=kind)
    Claim.objects.filter(party__case=running.case).update(item=item)

    text = paper_of(stories.a_draft(running, by=city.lin))

    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_a_joint_application_agreed_on_names_its_last_day(city):
    draft = stories.a_draft(stories.a_mediation(city), by=city.lin, route="review")

    assert "共同申请仲裁审查" in paper_of(draft)


def test_the_agreement_names_what_is_asked_from_the_claims_and_says_the_summary_once(one):
    case = one.case
    case.facts, case.summary = "", "工地干活三个月没发工资"
    case.save(update_fields=["facts", "summary"])

    text = paper_of(type(one).objects.get(pk=one.pk))

    assert "甲方请求支付拖欠的工资，返还押金或者证件，合计21,100.00元。工地干活三个月没发工资。" in text
    assert text.count("工地干活三个月没发工资") == 1


def test_of_a_payment_in_one_sum_no_instalment_can_be_late(city):
    assert "任何一期" not in paper_of(stories.a_draft(stories.a_mediation(city), by=city.lin))


def test_of_several_payments_a_late_one_makes_the_rest_due(one):
    assert "任何一期逾期的，未付款项全部到期" in paper_of(one)
