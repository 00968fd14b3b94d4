"""Every published figure: its name, its definition, and that it never mixes what must not be mixed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cases.actions import assignment, confirmation, contact, ledger, withdrawal
from cases.models import Award, CallBack, Case, Deadline, Party, Suit
from reports import figures
from reports.figures import DEFINITIONS, FIGURES, Rate, Reading
from reports.rows import LETTERS
from reports.views.board import Asked
from reports.views.rows import rows_of
from tests.people import (
    MONDAY,
    a_case,
    a_paper,
    a_performing_case,
    a_scan,
    an_accepted_case,
    an_enquiry,
    morning,
)
from tests.reports.test_rollup import scope_of

TODAY = date(2026, 5, 20)

# The names that appear exactly so, of the sheets the federation hands in.
NAMES = {
    "咨询件次", "咨询人次", "服务职工人数", "来访(申请)件数", "受理件数", "上期结转件数", "办结件数",
    "办结率", "按期办结率", "结案件数", "期末在办件数", "超期件数", "涉及职工人数", "标的额", "协议金额",
    "实际到账金额", "挽回经济损失", "逾期未付金额", "调解成功件数", "调解成功率", "成功调解占受理比",
    "协议履行率", "当场履行率", "司法确认件数", "仲裁审查件数", "法律援助案件数",
    "集体(群体性)争议件数(10人以上)", "集体(群体性)争议人数(10人以上)", "农民工欠薪件数", "农民工欠薪人数",
    "农民工欠薪金额", "新就业形态劳动者人数", "回访率", "满意率", "重大劳动纠纷件数(100人以上)", "终局裁决率",
    "裁后起诉率",
}  # fmt: skip


def read(city, since=date(2026, 1, 1), until=TODAY):
    return Reading(scope_of(city, since, until), until)


def test_every_figure_bears_the_name_of_the_sheets_and_has_a_definition_in_both_languages():
    with translation.override("zh-hans"):
        chinese = {code: [str(part) for part in DEFINITIONS[code]] for code in FIGURES}
    with translation.override("en"):
        english = {code: [str(part) for part in DEFINITIONS[code]] for code in FIGURES}

    assert {name for name, _definition in chinese.values()} >= NAMES
    assert len({name for name, _definition in chinese.values()}) == len(FIGURES) == len(DEFINITIONS)
    assert [code for code in FIGURES if chinese[code] == english[code]] == []


@pytest.mark.django_db
def test_a_city_without_cases_has_every_figure_and_no_rate(city):
    empty = read(city)

    for code in FIGURES:
        value = empty.value(code)
        assert (value.value if isinstance(value, Rate) else value or None) is None, code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code", sorted(FIGURES.keys() - LETTERS.keys())
)  # letters open their own list (tests/prevention)
def test_every_figure_opens_its_rows(city, code):
    assert rows_of(code, Asked(None, None, scope_of(city, until=TODAY)), city.qian).count() == 0


@pytest.mark.django_db
def test_a_consultation_is_no_application_and_an_application_no_case_yet(city):
    an_enquiry(city)
    a_case(city)
    an_accepted_case(city)
    now = read(city)

    assert [now.value(code) for code in ("consultations", "received", "accepted")] == [3, 2, 1]


@pytest.mark.django_db
def test_promised_received_and_overdue_are_three_sums(city):
    case = a_performing_case(city)
    day = MONDAY + timedelta(days=12)
    ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("5000.00"), occurred_on=day,
        manner="transfer", evidence=a_scan(case), by=city.lin, at=morning(day),
    )  # fmt: skip
    now = read(city, until=day)

    assert now.value("agreed") == Decimal("15600.00")
    assert now.value("received_money") == now.value("loss_recovered") == Decimal("5000.00")
    assert now.value("unpaid_overdue") == Decimal("3000.00")
    assert now.value("performance_by_amount") == Rate(Decimal("5000.00"), Decimal("8000.00"))
    assert now.value("performance_rate") == Rate(0, 0)
    assert read(city).value("performance_rate") == Rate(0, 1)


@pytest.mark.django_db
def test_an_agreement_paid_on_the_day_of_signing_was_paid_on_the_spot(city):
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        case = a_performing_case(city, payments=(("15600.00", 0),))
        ledger.receive(
            case, party=case.parties.get(role="applicant"), amount=Decimal("15600.00"), occurred_on=day,
            manner="transfer", evidence=a_scan(case), by=city.lin, at=morning(day), on_the_spot=day == MONDAY,
        )  # fmt: skip

    assert read(city).value("on_the_spot_rate") == Rate(1, 2)
    assert read(city).value("performance_rate") == Rate(2, 2)


@pytest.mark.django_db
def test_a_case_handled_after_its_period_is_not_on_time(city):
    late, _kept = a_performing_case(city), a_performing_case(city)
    Deadline.objects.filter(case=late, code__startswith="MED-0", state="met", ended_on=MONDAY).update(
        nominal_on=MONDAY - timedelta(days=3), due_on=MONDAY - timedelta(days=1)
    )

    assert read(city).value("on_time_rate") == Rate(1, 2)
    assert rows_of("handled_late", Asked(None, None, scope_of(city, until=TODAY)), city.qian).get() == late


@pytest.mark.django_db
def test_confirmation_by_a_court_is_not_review_by_arbitration(city):
    for route in ("JC-01", "REV-01"):
        case, day = a_performing_case(city), MONDAY + timedelta(days=3)
        confirmation.seek(case, route=route, body="示范区（演示）", by=city.lin, on=day, at=morning(day))
        confirmation.confirm(case, number="演示1号", on=day, by=city.lin, at=morning(day))
    now = read(city)

    assert (now.value("confirmed"), now.value("reviewed"), now.value("confirm_rate")) == (1, 1, Rate(2, 2))


@pytest.mark.django_db
def test_a_migrant_who_is_owed_wages_counts_once_as_a_person_and_in_each_case(city):
    first, second = an_accepted_case(city), an_accepted_case(city)
    Party.objects.filter(case=second, role="applicant").update(
        person=first.parties.get(role="applicant").person
    )
    an_accepted_case(city).parties.filter(role="applicant").update(tags=["platform_worker"])
    now = read(city)

    assert [now.value(code) for code in ("migrant_cases", "migrant_people", "migrant_amount")] == [
        2, 1, Decimal("31200.00"),
    ]  # fmt: skip
    assert now.value("platform_people") == 1


@pytest.mark.django_db
def test_satisfaction_is_of_those_who_were_reached_and_answered(city):
    for reached, marks in ((True, 5), (True, 2), (True, None), (False, None)):
        case = a_case(city)
        Case.objects.filter(pk=case.pk).update(closed_station=city.haitang)
        owed = CallBack.objects.create(case=case, kind="after_closing", due_on=MONDAY)
        contact.make_call_back(
            owed, reached=reached, satisfaction=marks, text="回访", by=city.lin, on=MONDAY, at=morning(MONDAY),
            **({} if reached else {"again_on": MONDAY + timedelta(days=1)}),
        )  # fmt: skip
    now = read(city)

    assert now.value("follow_up_rate") == Rate(3, 4)
    assert now.value("satisfaction") == Rate(1, 2)


def test_a_rate_that_falls_while_its_count_rises_says_so():
    before, now = Rate(917, 1489), Rate(2936, 5643)

    assert (str(before.value), str(now.value)) == ("61.58", "52.03")
    assert now.falls_though_count_rises(before)
    assert not before.falls_though_count_rises(now)
    assert not Rate(0, 0).falls_though_count_rises(before)
    assert not Rate(900, 1800).falls_though_count_rises(before), (
        "fewer succeeded as well: everybody sees that"
    )


def test_figures_of_money_are_named():
    assert set(figures.MONEY) <= set(FIGURES)


@pytest.mark.django_db
def test_an_application_withdrawn_before_its_acceptance_was_no_case_handled(city):
    withdrawal.withdraw(
        a_case(city), settled=False, reason="不再申请", by=city.zhou, on=MONDAY, at=morning(MONDAY)
    )
    an_accepted_case(city)
    now = read(city)

    assert [now.value(code) for code in ("received", "accepted", "handled", "open")] == [2, 1, 0, 1]


@pytest.mark.django_db
def test_what_another_station_handled_lies_with_neither_of_them(city):
    case = an_accepted_case(city)
    assignment.transfer(case, to=city.liulin, reason="住所地", by=city.zheng, on=MONDAY, at=morning(MONDAY))
    withdrawal.withdraw(case, settled=True, reason="和解", by=city.wei, on=MONDAY, at=morning(MONDAY))

    def at(top):
        scope = scope_of(city, until=TODAY, top=top)
        now = Reading(scope, TODAY)
        later = Reading(scope.shifted(TODAY, TODAY), TODAY)
        return [now.value("handled"), now.value("open"), later.value("carried")]

    assert (at("haitang"), at("liulin"), at("federation")) == ([0, 0, 0], [1, 0, 0], [1, 0, 0])


@pytest.mark.django_db
def test_ten_and_a_hundred_workers_are_counted_apart(city):
    for heads in (9, 10, 120):
        an_accepted_case(city, head_count=heads)
    now = read(city)

    assert [now.value(code) for code in ("groups", "group_people", "major", "major_people", "people")] == [
        2, 130, 1, 120, 139,
    ]  # fmt: skip


@pytest.mark.django_db
def test_special_reports_are_counted_by_the_day_of_their_number(city):
    case = an_accepted_case(city, head_count=120)
    a_paper(city, case, kind="special_report")
    a_paper(city, case, kind="special_report", on=TODAY + timedelta(days=1))
    a_paper(city, case)

    assert read(city).value("special_reports") == 1


@pytest.mark.django_db
def test_final_awards_are_counted_by_cases_and_suits_by_awards_served_in_the_period(city):
    def award(case, number, **said):
        return Award.objects.create(
            case=case, body="区仲裁委", number=number, effective_on=MONDAY, replaced_on=MONDAY,
            evidence=a_scan(case, kind="letter"), by=city.lin, at=morning(MONDAY),
            **{"kind": "award", "served_on": MONDAY} | said,
        )  # fmt: skip

    both, other = an_accepted_case(city), an_accepted_case(city)
    award(both, "1", is_final=True)
    sued = award(both, "2")
    for side in ("worker", "employer"):
        Suit.objects.create(
            award=sued, side=side, court="区法院", served_on=MONDAY, on=MONDAY, evidence=sued.evidence,
            by=city.lin, at=morning(MONDAY),
        )  # fmt: skip
    award(other, "3")
    award(other, "4", served_on=TODAY + timedelta(days=1), is_final=True)
    award(other, "5", kind="judgment")
    now = read(city)

    assert (now.value("final_award_rate"), now.value("post_award_suit_rate")) == (Rate(1, 2), Rate(1, 3))


@pytest.mark.django_db
def test_the_median_of_the_days_is_read_from_the_sums(city):
    for days in (0, 4, 9, 500):
        case = an_accepted_case(city)
        day = MONDAY + timedelta(days=days)
        withdrawal.withdraw(case, settled=True, reason="和解", by=city.zhou, on=day, at=morning(day))
    now = read(city, until=date(2027, 12, 31))

    assert (now.value("median_days"), now.value("average_days")) == (4, Decimal("128.2"))


@pytest.mark.django_db
def test_wage_arrears_of_everybody_and_of_migrants_are_told_apart(city):
    an_accepted_case(city)
    an_accepted_case(city).parties.filter(role="applicant").update(tags=["platform_worker", "female_worker"])
    scope = scope_of(city, until=TODAY)
    now = Reading(scope, TODAY)

    assert [now.value(code) for code in ("arrears_cases", "arrears_people", "arrears_amount")] == [
        2, 2, Decimal("31200.00"),
    ]  # fmt: skip
    assert now.value("migrant_cases") == 1
    assert figures.by_tag(scope) == [("female_worker", 1), ("migrant_worker", 1), ("platform_worker", 1)]
    assert figures.by_industry(scope) == [("建筑业", 2)]
