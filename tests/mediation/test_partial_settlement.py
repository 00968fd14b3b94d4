"""Of 120 workers 68 sign, 31 refuse, 9 withdraw and 12 go to arbitration: four cases, nothing typed again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.urls import reverse

from cases import roster
from cases.actions import members
from cases.actions import roster as verbs
from cases.invariants import numbers_have_no_gap, totals_equal_entries
from cases.models import Case, Deadline, LedgerEntry, Party
from mediation.actions import agreement
from mediation.actions.parting import Way, part_ways
from mediation.models import Mediation
from parties.models import Person
from record import tables
from record.refusals import Refused
from tests.mediation import stories
from tests.people import MONDAY, morning

NOW = {"on": MONDAY, "at": morning(MONDAY)}
COUNTED = {"sex": "male", "born_on": "1980-05-06", "home_place": "山东莒县"}


def a_group(city, size, known=True):
    """A mediation of `size` workers, who claim 1,000 yuan each beside the first one's claim."""
    running = stories.a_mediation(city)
    rows = "\n".join(f"工人甲{n}\t138{n:08d}\t1000" for n in range(1, size))
    table = tables.from_text(f"姓名\t手机号\t金额\n{rows}", rows=2000, columns=40)
    sheet = roster.read(table, default="wage_arrears", today=MONDAY)
    verbs.take_roster(running.case, sheet, by=city.lin, **NOW)
    if known:
        Person.objects.filter(parties__case=running.case).update(**COUNTED)
        Party.objects.filter(case=running.case, role="applicant").update(union_member=False)
    running.case.refresh_from_db()
    return running


def workers(case):
    return list(Party.objects.filter(case=case, role="applicant", left_case_on=None).order_by("pk"))


def test_the_four_parts_of_a_group_of_120(city):
    running = a_group(city, 120)
    case = running.case
    claimed, heads = case.claimed_total, case.head_count
    everybody = workers(case)
    ways = (
        (Way.REFUSE, everybody[68:99]),
        (Way.WITHDRAW, everybody[99:108]),
        (Way.ARBITRATE, everybody[108:120]),
    )

    parts = []
    for way, going in ways:
        case = Case.objects.get(pk=case.pk)
        parts.append(part_ways(case, going, way=way, explanation="本人意愿", by=city.lin, **NOW))

    case.refresh_from_db()
    found = [case, *(Case.objects.get(pk=part.pk) for part in parts)]
    assert [len(workers(one)) for one in found] == [68, 31, 9, 12]
    assert [one.head_count for one in found] == [68, 31, 9, 12]
    assert [one.state for one in found] == ["in_mediation", "ended", "withdrawn", "followed"]
    assert [one.handled_outcome for one in found] == ["", "failed", "withdrawn", "failed"]
    assert sum(one.claimed_total for one in found) == claimed
    assert (heads, sum(one.head_count for one in found)) == (120, 120)
    assert len({one.number for one in found}) == 4
    assert [*totals_equal_entries(), *numbers_have_no_gap()] == []


def test_a_part_takes_over_what_holds_for_it_with_its_own_clocks(city):
    running = a_group(city, 12)
    case = running.case
    going = workers(case)[5:8]

    part = part_ways(
        case,
        going,
        way=Way.STAY,
        explanation="",
        by=city.lin,
        on=MONDAY + timedelta(days=2),
        at=morning(MONDAY),
    )

    clocks = {
        one: {
            (row.code, row.trigger_on, row.nominal_on)
            for row in Deadline.objects.filter(case=one, state="running").exclude(code__startswith="ARB-")
        }
        for one in (case, part)
    }
    theirs = Mediation.objects.get(case=part)
    assert clocks[part] == clocks[case] != set()
    assert (theirs.mediator, theirs.body, theirs.started_on) == (
        running.mediator,
        running.body,
        running.started_on,
    )
    assert [party.name for party in part.parties.filter(role="respondent")] == [
        stories.employer_of(case).name
    ]
    assert (part.applied_on, part.split_from, part.handler) == (case.applied_on, case, case.handler)
    assert set(part.access.values_list("organisation", "level")) == set(
        case.access.values_list("organisation", "level")
    )
    assert part.claimed_total == 3000


def test_the_money_claimed_moves_on_one_day_and_nothing_is_lost(city):
    running = a_group(city, 12)
    case = running.case
    going = workers(case)[5:8]

    part_ways(case, going, way=Way.STAY, explanation="", by=city.lin, **NOW)

    by_day = (
        LedgerEntry.objects.filter(party__in=going)
        .values("occurred_on", "station")
        .annotate(sum=Sum("amount"))
    )
    assert [(row["occurred_on"], row["sum"]) for row in by_day] == [(MONDAY, Decimal(3000))]


def test_what_a_draft_granted_those_who_left_is_taken_out_of_it(city):
    running = a_group(city, 11)
    case = running.case
    everybody = workers(case)
    employer = stories.employer_of(case)
    granted = {party.claims.get(): Decimal(500) for party in everybody}
    plans = [agreement.Plan(party, employer, stories.SOON, Decimal(500)) for party in everybody]
    draft = agreement.draft(running, granted=granted, plans=plans, by=city.lin, at=morning(MONDAY))

    part_ways(case, everybody[:4], way=Way.STAY, explanation="", by=city.lin, **NOW)

    assert (draft.lines.count(), draft.instalments.count()) == (7, 7)


def test_nobody_who_does_not_want_it_is_bound_by_the_agreement_of_the_others(city):
    running = a_group(city, 4)
    crew = workers(running.case)
    members.record_wishes(running.case, crew[1:2], "arbitrates", by=city.lin, **NOW)
    employer = stories.employer_of(running.case)
    granted = {party.claims.get(): Decimal(500) for party in crew}
    plans = [agreement.Plan(party, employer, stories.SOON, Decimal(500)) for party in crew]
    draft = agreement.draft(running, granted=granted, plans=plans, by=city.lin, at=morning(MONDAY))

    codes = {stop.code for stop in agreement.obstacles(draft, at=morning(MONDAY))}
    assert "agreement.unwilling" in codes


@pytest.mark.parametrize("everybody", [True, False])
def test_somebody_must_stay_and_somebody_must_go(city, everybody):
    running = a_group(city, 3)
    chosen = workers(running.case) if everybody else []

    with pytest.raises(Refused):
        part_ways(running.case, chosen, way=Way.STAY, explanation="", by=city.lin, **NOW)


def test_after_the_agreement_is_finalised_nobody_parts(city):
    draft = stories.finalised(city)
    case = Case.objects.get(pk=draft.case_id)

    with pytest.raises(Refused):
        part_ways(case, workers(case), way=Way.STAY, explanation="", by=city.lin, **NOW)


def test_the_workbench_shows_who_wants_what_and_splits_those_who_are_ticked(client, city):
    running = a_group(city, 12)
    case = running.case
    going = workers(case)[9:12]
    client.force_login(city.lin)
    url = reverse("cases:roster", args=[case.pk])

    client.post(
        reverse("cases:roster-act", args=[case.pk]),
        {"row": [p.pk for p in going], "do": "refuses", "key": "k1"},
    )
    asked = client.post(reverse("mediation:part", args=[case.pk]), {"row": [p.pk for p in going]})
    done = client.post(
        reverse("mediation:part", args=[case.pk]),
        {"row": [p.pk for p in going], "way": "refuse", "explanation": "不同意方案", "key": "k2"},
    )

    assert asked.status_code == 200
    assert (
        'value="refuse" checked' in " ".join(asked.content.decode().split())
        or "checked" in asked.content.decode()
    )
    assert done.url == url
    page = client.get(url).content.decode()
    part = Case.objects.get(split_from=case)
    assert part.number in page
    assert len(workers(case)) == 9
    assert Party.objects.filter(case=part, wish="refuses").count() == 3


def test_representatives_are_elected_for_what_is_written_down(client, city):
    running = a_group(city, 12)
    case = running.case
    three = workers(case)[:3]
    client.force_login(city.lin)
    url = reverse("cases:roster-act", args=[case.pk])

    client.post(url, {"row": [p.pk for p in three], "do": "elect", "scope": "", "key": "k1"})
    assert not Party.objects.filter(is_representative=True).exists()
    client.post(url, {"row": [p.pk for p in three], "do": "elect", "scope": "代为参加调解", "key": "k2"})

    assert {p.represents_scope for p in Party.objects.filter(is_representative=True)} == {"代为参加调解"}
    assert members.dismiss(case, three[:1], by=city.lin, **NOW) == 1


def test_the_workbench_asks_no_more_of_the_database_for_more_workers(
    client, city, django_assert_max_num_queries
):
    running = a_group(city, 40)
    client.force_login(city.lin)
    url = reverse("cases:roster", args=[running.case.pk])
    client.get(url)

    with django_assert_max_num_queries(25):
        client.get(url)
