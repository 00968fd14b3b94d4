"""A worker's entitlement is kept on the case, claimed with one click, redone beside the old one, and printed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions.calculation import calculate, claim, print_annex
from cases.actions.party import add_person
from cases.models import Calculation, Case, Party, PartyRole
from law.rules.entitlements import InputsRefused
from parties.actions.persons import record_person
from parties.models import Person
from record.models import Event
from tests.login import log_in
from tests.people import a_case, morning
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
SEVERANCE = {
    "start": "2019-03-01", "last_day": "2026-08-31", "avg12": "8000.00", "min_wage": "2740.00",
    "avg_wage": "12434.00",
}  # fmt: skip


@pytest.fixture
def case(city):
    return a_case(city)


@pytest.fixture
def worker(case):
    return case.parties.get(role=PartyRole.APPLICANT)


def kept(city, worker, name="severance", **changes):
    inputs = (SEVERANCE if name in ("severance", "notice_pay") else {}) | changes
    return calculate(worker, name=name, inputs=inputs, by=city.zhou, on=DAY, at=morning(DAY))


def claimed(city, row):
    return claim(row, by=city.zhou, on=DAY, at=morning(DAY))


def standing(worker, item="severance_n"):
    return worker.claims.get(item=item, withdrawn_on=None)


def test_a_calculation_is_kept_with_its_inputs_its_words_and_the_version_of_the_rules(city, worker):
    row = kept(city, worker)

    assert (row.total, row.redoes, row.on) == (Decimal("64000.00"), None, DAY)
    assert row.inputs == SEVERANCE
    assert row.statements["zh-hans"]["lines"][0]["label"] == "经济补偿（N）"
    assert row.statements["en"]["lines"][0]["label"] == "Severance (N)"
    assert len(row.rules) == 12
    assert Event.objects.get(kind="save", subject_type="cases.Calculation").filed_under == worker.case_id


def test_nothing_is_kept_of_what_cannot_be_calculated(city, worker):
    with pytest.raises(InputsRefused):
        kept(city, worker, avg12="-1")

    assert not Calculation.objects.exists()


def test_a_redo_stands_beside_the_old_one_and_the_same_facts_make_no_second_row(city, worker):
    old = kept(city, worker)
    same = kept(city, worker)
    new = kept(city, worker, avg12="9000.00")

    assert same == old
    assert new.redoes == old
    assert list(worker.calculations.order_by("pk").values_list("total", flat=True)) == [64000, 72000]


def test_the_database_changes_and_removes_no_calculation(city, worker):
    row = kept(city, worker)

    for act in (lambda: Calculation.objects.filter(pk=row.pk).update(total=1), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_it_becomes_claim_lines_and_the_case_claims_more(city, worker):
    before = Case.objects.get(pk=worker.case_id).claimed_total

    claimed(city, kept(city, worker, "notice_pay", last_month_standard="8600.00"))

    assert (standing(worker).amount, standing(worker, "pay_in_lieu").amount) == (64000, 8600)
    assert standing(worker).entitlement == 64000
    assert Case.objects.get(pk=worker.case_id).claimed_total == before + 72600


def test_claiming_a_redo_corrects_the_line_instead_of_adding_one(city, worker):
    claimed(city, kept(city, worker))
    first = standing(worker)

    claimed(city, kept(city, worker, avg12="9000.00"))

    assert standing(worker).pk == first.pk
    assert (standing(worker).amount, standing(worker).entitlement) == (72000, 72000)


def test_a_redo_that_finds_nothing_due_withdraws_the_line(city, worker):
    claimed(city, kept(city, worker, "heat_allowance", rate_month="300.00", months="4"))

    claimed(
        city, kept(city, worker, "heat_allowance", rate_month="300.00", months="4", already_paid="1200.00")
    )

    assert not worker.claims.filter(item="heat_allowance", withdrawn_on=None).exists()


def test_what_was_paid_goes_off_the_claim(city, worker):
    row = kept(
        city, worker, "arrears", months=[{"due": "6000.00"}], comparable_pay=["2300.00"], min_wage="2740.00",
        already_paid="6100.00",
    )  # fmt: skip

    assert row.lines == [{"item": "min_wage_shortfall", "amount": "340.00"}]


def test_an_old_calculation_is_not_claimed_and_nothing_is_no_claim(city, worker):
    old = kept(city, worker)
    kept(city, worker, avg12="9000.00")

    with refused("calculation.redone"):
        claimed(city, old)
    with refused("calculation.nothing"):
        claimed(city, kept(city, worker, "court_fee", amount="8000.00"))


def test_the_annex_is_numbered_and_says_everything_in_both_languages(city, case, worker):
    paper = print_annex(case, kept(city, worker), by=city.zhou, on=DAY, at=morning(DAY))

    assert "算字〔2026〕第1号" in paper.number
    for words in ("待遇计算书", "64,000.00", "《劳动合同法》第四十七条", "Severance (N)", worker.name):
        assert words in paper.text
    assert (
        "经济补偿工资基数上限（职工月平均工资的倍数） 3（《劳动合同法》第四十七条第二款、2008-01-01起）"
        in paper.text
    )


# Pages


def typed(worker, inputs=SEVERANCE, **more):
    return {"key": "k" * 32} | {f"p{worker.pk}-{name}": value for name, value in inputs.items()} | more


def test_the_page_keeps_it_claims_it_and_prints_it(client, city, case, worker):
    log_in(client, city.zhou)

    answer = client.post(reverse("cases:calculate", args=[case.pk, "severance"]), typed(worker))

    row = Calculation.objects.get()
    assert answer.url == reverse("cases:calculation", args=[case.pk, row.pk])
    page = client.get(answer.url).content.decode()
    assert "月工资 8,000.00 × 8 个月" in page
    client.post(reverse("cases:calculation-claim", args=[case.pk, row.pk]), {"key": "c" * 32})
    assert standing(worker).amount == 64000
    client.post(reverse("cases:calculation-annex", args=[case.pk, row.pk]), {"key": "a" * 32})
    assert case.papers.filter(kind="entitlement_annex").count() == 1
    assert "经济补偿（N）" in client.get(reverse("cases:calculations", args=[case.pk])).content.decode()
    assert reverse("cases:calculations", args=[case.pk]) in client.get(
        reverse("cases:panel", args=[case.pk, "parties"])
    ).content.decode()  # fmt: skip


def test_the_page_begins_with_what_was_typed_the_last_time(client, city, case, worker):
    kept(city, worker)
    log_in(client, city.zhou)

    page = client.get(reverse("cases:calculate", args=[case.pk, "severance"])).content.decode()

    assert 'value="8000.00"' in page
    again = client.post(reverse("cases:calculate", args=[case.pk, "severance"]), typed(worker))
    assert again.status_code == 422
    assert Calculation.objects.count() == 1


@pytest.fixture
def group(city, case, worker):
    """The worker of the case and two who joined him."""
    joined = [
        add_person(
            case, record_person(name=name, phone=phone, by=city.zhou, on=DAY, at=timezone.now()),
            role=PartyRole.APPLICANT, by=city.zhou, on=DAY, at=timezone.now(),
        )
        for name, phone in (("赵大成", "13800000099"), ("孙小满", "13800000098"))
    ]  # fmt: skip
    return [worker, *joined]


def roster(group, to="keep", **own):
    """The roster as the page sends it, every row ticked; `own` by the place of the worker: w0, w1 …"""
    body = {"key": "g" * 32, "to": to, "all-region": "370000"}
    for place, party in enumerate(group):
        figures = own.get(f"w{place}", {})
        body |= {f"p{party.pk}-take": "on"} if figures is not None else {}
        body |= {f"p{party.pk}-{name}": value for name, value in (figures or {}).items()}
    return body | {name: value for name, value in own.items() if name.startswith("all-")}


def totals():
    return dict(Calculation.objects.filter(redone_by=None).values_list("party__name", "total"))


def test_a_group_is_calculated_row_by_row_with_what_holds_for_everybody(client, city, case, group):
    log_in(client, city.zhou)
    page = reverse("cases:calculate", args=[case.pk, "severance"])
    last = {"start": "2019-03-01", "last_day": "2026-08-31"}
    body = roster(
        group, w0=last | {"avg12": "8000"}, w1=last | {"avg12": "9000"}, w2=None,
        **{"all-min_wage": "2740", "all-avg_wage": "12434"},
    )  # fmt: skip

    tried = client.post(page, body | {"to": "try"})
    assert tried.status_code == 200
    assert "¥136,000.00" in tried.content.decode()
    assert not Calculation.objects.exists()

    kept = client.post(page, body)
    assert kept.url == reverse("cases:calculations", args=[case.pk])
    assert totals() == {group[0].name: 64000, group[1].name: 72000}


def test_a_list_and_its_further_rows_are_kept_for_each_worker(client, city, case, group):
    kept(city, group[0], "arrears", months=[{"due": "6000.00"}, {"due": "6000.00", "paid": "1000.00"}])
    log_in(client, city.zhou)
    page = reverse("cases:calculate", args=[case.pk, "arrears"])
    assert f'name="p{group[0].pk}-months-1-due" value="6000.00"' in client.get(page).content.decode()
    again = {"months-0-due": "6500", "months-1-due": "6000.00", "months-1-paid": "1000.00"}

    client.post(page, roster(group, w0=again, w1={"months-0-due": "7500"}, w2={"months-0-due": "100"}))

    assert totals() == {group[0].name: 11500, group[1].name: 7500, group[2].name: 100}


def test_every_row_of_a_list_stands_in_the_roster_and_more_can_be_drawn(client, city, case, group):
    kept(
        city, group[0], "arrears", months=[{"due": "6000.00"}, {"due": "6100.00"}, {"due": "6200.00"}],
        days=[{"count": "2", "daily_rate": "150.00"}],
    )  # fmt: skip
    log_in(client, city.zhou)
    page = reverse("cases:calculate", args=[case.pk, "arrears"])
    first, second = (f"p{party.pk}" for party in group[:2])

    begun = client.get(page).content.decode()
    more = client.post(page, roster(group, w1={"months-0-due": "7500"}) | {"more": "all-months"})
    wrong = client.post(page, roster(group, w0={"months-0-due": "1", "months-2-due": "六千"}))

    for k, due in enumerate(("6000.00", "6100.00", "6200.00")):
        assert f'type="text" name="{first}-months-{k}-due" value="{due}"' in begun
    assert f'name="{second}-months-1-due"' not in begun
    assert "，日工资：150.00" in begun  # what the roster has no column for is read there
    assert more.status_code == 200
    assert f'name="{second}-months-0-due" value="7500"' in more.content.decode()
    assert f'name="{second}-months-3-due"' in more.content.decode()
    assert 'value="六千"' in wrong.content.decode()
    assert "不是数字" in wrong.content.decode()
    assert Calculation.objects.count() == 1


def test_a_wrong_row_says_so_in_its_place_and_nothing_is_kept(client, city, case, group):
    log_in(client, city.zhou)
    page = reverse("cases:calculate", args=[case.pk, "arrears"])
    body = roster(group, w0={"months-0-due": "6000"}, w1={"months-0-due": "六千"}, w2={})

    answer = client.post(page, body)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2 行有误，均未保存" in text
    assert "六千" in text
    assert "¥6,000.00" in text  # the row that is right shows its result
    assert not Calculation.objects.exists()
    assert client.post(page, roster(group, w0=None, w1=None, w2=None)).status_code == 422


def test_the_whole_group_is_claimed_with_one_click(client, city, case, group):
    log_in(client, city.zhou)
    for party in group:
        kept(city, party, "heat_allowance", rate_month="300.00", months="2")
    pks = [str(row.pk) for row in Calculation.objects.all()]
    claim_all = reverse("cases:calculations-claim", args=[case.pk])

    assert client.post(claim_all, {"key": "n" * 32}).status_code == 422
    client.post(claim_all, {"key": "a" * 32, "row": pks})

    assert [party.claims.get(item="heat_allowance").amount for party in group] == [600, 600, 600]
    page = client.get(reverse("cases:calculations", args=[case.pk])).content.decode()
    assert 'name="row"' not in page


def test_thirty_workers_are_one_roster(client, city, case, group):
    people = Person.objects.bulk_create(Person(name=f"职工{n}") for n in range(27))
    Party.objects.bulk_create(
        Party(case=case, role=PartyRole.APPLICANT, person=person, name=person.name) for person in people
    )
    everybody = list(case.parties.filter(role=PartyRole.APPLICANT).order_by("pk"))
    log_in(client, city.zhou)
    figures = {f"w{place}": {"months": "2"} for place in range(len(everybody))}

    client.post(
        reverse("cases:calculate", args=[case.pk, "heat_allowance"]),
        roster(everybody, **figures, **{"all-rate_month": "300"}),
    )

    assert Calculation.objects.count() == 30


def test_one_wrong_figure_keeps_nothing_of_the_group_and_everything_on_the_page(client, city, case, worker):
    log_in(client, city.zhou)

    wrong = typed(worker, SEVERANCE | {"avg12": "八千"})
    answer = client.post(reverse("cases:calculate", args=[case.pk, "severance"]), wrong)

    assert answer.status_code == 422
    assert "八千" in answer.content.decode()
    assert not Calculation.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "为"), ("en", "calculated “Severance (N)” for")])
def test_the_log_tells_it_in_both_languages(client, city, case, worker, language, words):
    kept(city, worker)
    city.zhou.language = language
    city.zhou.save()
    log_in(client, city.zhou)

    page = client.get(reverse("cases:panel", args=[case.pk, "log"])).content.decode()

    assert words in page
    assert "64,000.00" in page or "64000.00" in page


def test_another_station_finds_no_calculation(client, city, case, worker):
    row = kept(city, worker)
    log_in(client, city.wei)

    assert client.get(reverse("cases:calculation", args=[case.pk, row.pk])).status_code == 404
    assert client.post(reverse("cases:calculation-claim", args=[case.pk, row.pk])).status_code == 404
