"""The timeline of the clocks: what started each date, what befell it, what ended it, in both languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cases.actions import ledger, limitation, override
from cases.models import Instalment
from cases.timeline import timeline
from mediation.actions import mediation
from stations.roles import acts
from tests.mediation.stories import a_mediation
from tests.people import MONDAY, a_performing_case, morning

LATER = MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def entries(case, user, *, today=LATER, writes=True):
    found = timeline(case, user=user, today=today, writes=writes)
    return {entry.clock.code: entry for entry in found}


def test_the_way_to_another_date_is_shown_to_whoever_may_propose_one(city, client):
    case = a_mediation(city).case
    offered = {}
    for person in (city.lin, city.zhou):
        client.force_login(person)
        found = entries(case, person)
        offered[person] = bool(found["MED-04"].cause["override_url"])
        page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
        clock = found["MED-04"].clock
        assert offered[person] == (f"/deadlines/{clock.pk}/" in page)

    assert offered == {city.lin: True, city.zhou: False}


def test_each_clock_stands_once_at_its_day_with_its_cause(city):
    started = a_mediation(city)

    found = timeline(started.case, user=city.lin, today=LATER, writes=True)

    assert [entry.on for entry in found] == sorted(entry.on for entry in found)
    period = next(entry for entry in found if entry.clock.code == "MED-04")
    assert (period.cause["trigger"], period.cause["trigger_on"]) == ("收到调解申请", MONDAY)
    assert "十五日内" in period.cause["quote"]
    assert period.span.gone == 1000 * 2 // 15
    done = next(entry for entry in found if entry.clock.code == "MED-01")
    assert (done.ended, done.on, done.span) == ("2026-03-02 完成：受理申请", MONDAY, None)


def test_an_extension_and_a_date_set_by_two_people_stay_beside_the_new_one(city):
    started = a_mediation(city)
    case = started.case
    mediation.extend(
        started, to=MONDAY + timedelta(days=20), reason="等待鉴定", worker_agreed=True, employer_agreed=True,
        by=city.lin, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip
    row = case.deadlines.get(code="MED-04", state="running")
    when = {"at": morning(LATER)}
    wrong = override.propose(row, new_on=MONDAY + timedelta(days=30), reason="太忙", by=city.lin, **when)
    override.refuse(wrong, reason="不是理由", by=city.sun, **when)
    right = override.propose(
        row, new_on=MONDAY + timedelta(days=25), reason="告知书晚到", by=city.lin, **when
    )
    waiting = entries(case, city.lin)["MED-04"]
    assert (waiting.proposal, waiting.may_decide) == (right, False)
    assert entries(case, city.sun)["MED-04"].may_decide

    override.confirm(right, by=city.sun, on=LATER, **when)

    entry = entries(case, city.lin)["MED-04"]
    assert entry.clock.nominal_on == MONDAY + timedelta(days=25)
    assert entry.changes == [
        "2026-03-02 双方书面同意由 2026-03-17 延期至 2026-03-22，林秀云登记；理由：等待鉴定",
        "林秀云曾提出由 2026-03-22 改为 2026-04-01（太忙），孙静维持原日期：不是理由",
        "2026-03-04 由 2026-03-22 改为 2026-03-27，林秀云提出，孙静确认；理由：告知书晚到",
    ]


def test_the_limitation_says_its_chain_and_what_it_was_before(city):
    case = a_mediation(city).case
    before = case.deadlines.get(code="ARB-02", state="running").nominal_on.isoformat()

    limitation.interrupt(case, "mediation_request", by=city.lin, on=LATER, is_certain=False)

    entry = entries(case, city.lin)["ARB-02"]
    assert "（ARB-03）" in entry.cause["chain"][1]
    assert entry.cause["chain"][-1].startswith("部分事由尚无证据")
    assert entry.clock.nominal_on.isoformat() == before
    assert len(entry.changes) == 1


def test_the_same_day_of_many_people_is_told_once(city):
    case = a_performing_case(city, payments=(("5000.00", 10), ("5000.00", 10), ("5600.00", 40)))
    assert Instalment.objects.filter(case=case).count() == 3

    promised = [e for e in timeline(case, user=city.lin, today=LATER, writes=True) if e.clock.instalment_id]

    assert [len(entry.rows) for entry in promised] == [2, 1]
    assert not any(entry.cause["override_url"] for entry in promised)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["期限时间线", "若经仲裁审查或者司法确认，则至", "今天", "协议生效"]),
        ("en", ["Timeline of the clocks", "Would run until", "Today", "agreement took effect"]),
    ],
)
def test_the_panel_reads_in_both_languages(client, city, language, words):
    case = a_performing_case(city, on=timezone.localdate() - timedelta(days=3))
    city.lin.language = language
    city.lin.save()
    client.force_login(city.lin)
    client.cookies["language"] = language

    shown = client.get(reverse("cases:panel", args=[case.pk, "deadlines"])).content.decode()

    for said in words:
        assert said in shown


def test_the_timeline_of_a_group_asks_the_database_a_fixed_number_of_times(city, django_assert_num_queries):
    few = a_performing_case(city, payments=(("8000.00", 10), ("7600.00", 40)))
    many = a_performing_case(city, payments=tuple(("1000.00", day) for day in range(5, 25)))
    acts(city.lin, LATER)  # every page has read the posts already
    for case in (few, many):
        with django_assert_num_queries(2):
            timeline(case, user=city.lin, today=LATER, writes=True)


def test_a_case_that_waits_for_its_next_route_shows_the_chooser(client, city):
    day = timezone.localdate() - timedelta(days=20)
    case = a_performing_case(city, payments=(("15600.00", 10),), on=day)
    client.force_login(city.lin)
    panel = reverse("cases:panel", args=[case.pk, "deadlines"])
    assert "现在走哪条路" not in client.get(panel).content.decode()

    ledger.default(case, by=city.lin, on=timezone.localdate(), at=morning(day))

    shown = client.get(panel).content.decode()
    for words in ("现在走哪条路", "对方失联", "支付令", "仲裁审查的窗口只到"):
        assert words in shown
