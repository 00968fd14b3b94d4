"""The dashboard shows what four union programmes published, and says what their numbers hide.

Thousands of cases are written as the facts the sums are folded from; what has a worker in it goes through the verbs.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cases.actions import acceptance, enquiry
from parties.models import Person
from reports import rollup
from reports.figures import Rate
from reports.models import Delta, Served
from stations.models import Kind
from tests.people import MONDAY, employer, morning, place

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1
DAY = date(YEAR, 3, 2)


def facts(where, day, **sums):
    """Facts at `where` on `day`: metric__detail=n or (n, yuan)."""
    rows = []
    for name, value in sums.items():
        metric, _, detail = name.partition("__")
        n, amount = value if isinstance(value, tuple) else (value, 0)
        rows.append(
            Delta(organisation_id=where.pk, day=day, metric=metric, detail=detail, n=n, amount=amount)
        )
    Delta.objects.bulk_create(rows)
    rollup.compact()


def opened(client, name="dashboard", *args, period="last_year", **query):
    with translation.override("zh-hans"):
        page = client.get(reverse(f"reports:{name}", args=args), {"period": period, **query})
    assert page.status_code == 200
    return page


def cells(page):
    return {cell["code"]: cell for cell in page.context["cells"]}


def lines(page):
    return {line.code: line for line in page.context["compared"].lines}


@pytest.fixture
def leader(client, city):
    client.force_login(city.qian)
    return client


def test_qingdao_98_per_cent_handled_and_66_9_per_cent_closed_are_two_rates_with_two_definitions(
    leader, city
):
    """5,893 workers, 1,276 aid cases, ¥18.52 M, 1,251 handled; the quick centre: 260 received, 174 closed."""
    quick = place(Kind.JOINT_CENTRE, city.federation, "示范区速调中心（演示）", "速调中心", "速调")
    facts(
        city.haitang, DAY, accepted__pay=(1276, 31_000_000), aid__mediation=1276, handled__agreement=1251, left=1251,
        money_received=(1251, 18_520_000), money_agreed=(1251, 20_300_000),
    )  # fmt: skip
    Served.objects.bulk_create(
        Served(organisation_id=city.federation.pk, period=f"{YEAR}", person_id=number)
        for number in range(5893)
    )
    facts(quick, DAY, accepted__pay=260, closed__performed_in_full=174)

    whole = opened(leader)
    stations = opened(leader, tier="station")
    centre = lines(opened(leader, "tab", "figures", tier="joint_centre"))

    assert cells(whole)["workers_served"]["value"] == 5893
    assert "5893" in whole.content.decode()
    assert cells(stations)["aid"]["value"] == 1276
    assert cells(stations)["handled"]["rate"] == Rate(1251, 1276)
    assert "98.04%</b> = 1251 ÷ (0 + 1276)" in stations.content.decode()
    assert "¥18,520,000.00" in stations.content.decode()
    assert (centre["closing_rate"].now, str(centre["closing_rate"].now.value)) == (Rate(174, 260), "66.92")
    assert centre["closing_rate"].name != centre["handling_rate"].name


def test_zhongshan_what_was_recovered_is_never_divided_by_what_was_in_dispute(leader, city):
    """2,542 cases with ¥180 M in dispute; 15 disputes of a hundred or more with 2,027 people; ¥16.549 M recovered."""
    facts(
        city.haitang, DAY, accepted__pay=(2542, 180_000_000), people__pay=9000, group__major=(15, 2027),
        money_received=(2027, 16_549_000),
    )  # fmt: skip

    page = opened(leader, "tab", "figures")
    shown = {code: line.now for code, line in lines(page).items()}

    assert (shown["accepted"], shown["major"], shown["major_people"]) == (2542, 15, 2027)
    assert (shown["in_dispute"], shown["received_money"]) == (Decimal(180_000_000), Decimal(16_549_000))
    assert not any(
        isinstance(value, Rate) and (value.numerator, value.denominator) == (16_549_000, 180_000_000)
        for value in shown.values()
    )
    assert "重大劳动纠纷件数(100人以上)" in page.content.decode()
    assert "9.19%" not in page.content.decode()


def test_guangxi_a_success_rate_shows_the_mediations_it_is_made_of(leader, city):
    """January to July: 34,800 succeeded, 72.2 % of 48,199 that ended, about 5,000 more than the year before."""
    facts(city.haitang, DAY, ended__agreement=34_800, ended__too_far_apart=10_000, ended__unwilling=3_399)
    facts(city.haitang, DAY.replace(year=YEAR - 1), ended__agreement=29_800, ended__too_far_apart=11_000)

    page = opened(leader, period="range", since=f"{YEAR}-01-01", until=f"{YEAR}-07-31")
    table = lines(
        opened(leader, "tab", "figures", period="range", since=f"{YEAR}-01-01", until=f"{YEAR}-07-31")
    )

    assert cells(page)["success_rate"]["rate"] == Rate(34_800, 48_199)
    assert "72.20" in page.content.decode()
    assert "34800 ÷ 调解终结 48199 件" in page.content.decode()
    _now, _before, (value, change) = table["succeeded"].values
    assert (value, change.value) == (29_800, Decimal("16.8"))


def test_nanhai_a_share_that_falls_while_both_counts_rise_is_named(leader, city):
    """5,643 accepted (+279 %) and 2,936 mediated (+220 %): 成功调解占受理比 falls from 61.6 % to 52.0 %."""
    for year, accepted, succeeded, failed in ((YEAR - 1, 1489, 917, 300), (YEAR, 5643, 2936, 700)):
        day = DAY.replace(year=year)
        facts(city.haitang, day, accepted__pay=accepted, ended__agreement=succeeded, ended__unwilling=failed)

    page = opened(leader)
    table = lines(opened(leader, "tab", "figures"))
    text = page.content.decode()

    (warning,) = page.context["warnings"]
    assert warning.code == "success_per_accepted"
    assert (str(warning.rate_before.value), str(warning.rate_now.value)) == ("61.58", "52.03")
    assert "件数升、比率降" in text
    assert "成功调解占受理比</b> 61.58% → <b>52.03%" in text
    assert "当时 917 ÷ 1489，现在 2936 ÷ 5643" in text
    assert table["success_per_accepted"].falls
    assert not table["success_rate"].falls, (
        "80.75 % of the mediations that ended, against 75.35 %: another rate, it rose"
    )
    assert [table[code].values[-1][1].value for code in ("accepted", "succeeded")] == [
        Decimal("279.0"),
        Decimal("220.2"),
    ]


def test_nanhai_a_relocation_that_concerns_120_workers_is_asked_for_by_52(leader, city):
    wages = enquiry.ClaimLine("severance_n", Decimal(1), "sum", Decimal("20000.00"))
    people = Person.objects.bulk_create(Person(name=f"工{number}", initials=["g"]) for number in range(52))
    who = [enquiry.Worker(person, claims=[wages]) for person in people]
    case = enquiry.register(
        enquiry.Matter(workers=who, employers=[employer()], details={
            "head_count": 120, "summary": "搬迁安置", "matter": "termination", "inspection_warning_given": True,
        }),
        organisation=city.haitang, by=city.zhou, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip
    enquiry.promote(case, by=city.zhou, on=MONDAY, at=morning(MONDAY))
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.zhou, at=morning(MONDAY)
    )
    acceptance.accept(case, by=city.sun, on=MONDAY, at=morning(MONDAY))

    page = opened(
        leader, "tab", "figures", period="range", since=f"{MONDAY}", until=f"{MONDAY + timedelta(days=40)}"
    )
    shown = {code: line.now for code, line in lines(page).items()}

    assert (shown["people"], shown["workers_served"], shown["accepted"]) == (120, 52, 1)
    assert (shown["groups"], shown["major"], shown["major_people"]) == (1, 1, 120)
    assert shown["in_dispute"] == Decimal("1040000.00")
