"""Payments by a rule, by whom, and when they are late: equal or per cent, the contractor who pays, acceleration."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger, party
from cases.actions.enquiry import ClaimLine
from cases.ledger_list import LedgerList
from cases.models import Claim, PartyRole
from mediation.plan import by_rule, read_shares, reduced
from mediation.views.builder import Builder
from parties.models import ChainLink, Project
from record.refusals import Refused
from tests.cases.groups import a_paid_group
from tests.mediation import stories
from tests.people import MONDAY, employer, morning, worker


def test_equal_payments_are_cut_to_the_fen_and_the_last_takes_the_rest():
    found = by_rule(Decimal("100.00"), read_shares("3"), first=date(2026, 1, 31), months=1)

    assert found == [
        (date(2026, 1, 31), Decimal("33.33")), (date(2026, 2, 28), Decimal("33.33")),
        (date(2026, 3, 31), Decimal("33.34")),
    ]  # fmt: skip


def test_per_cent_come_to_a_hundred():
    found = by_rule(Decimal("1000.01"), read_shares("40%，30，30"), first=date(2026, 11, 30), months=3)

    assert [amount for _day, amount in found] == [Decimal("400.00"), Decimal("300.00"), Decimal("300.01")]
    assert [day for day, _amount in found][1] == date(2027, 2, 28)
    for text in ("40, 30", "0", "61", "半年", "", "2.5"):
        with pytest.raises(Refused):
            read_shares(text)


@pytest.fixture
def built(client, city):
    """The room of a running mediation; `post` sends its builder with everything granted as claimed."""
    running = stories.a_mediation(city)
    claim = running.case.parties.get(role="applicant").claims.first()
    client.force_login(city.lin)

    def post(do, payer="", days=(), **more):
        sent = {
            "do": do, "key": do, f"grant-{claim.pk}": "15600.01", "plan-TOTAL_FORMS": str(len(days)),
            "plan-INITIAL_FORMS": "0", "low_total_reason": "", "acceleration": "on", **more,
        }  # fmt: skip
        for place, day in enumerate(days):
            row = {"due_on": day.isoformat(), "amount": "15600.01", "payer": payer, "manner": "transfer"}
            sent |= {f"plan-{place}-{name}": value for name, value in row.items()}
        return client.post(reverse("mediation:agreement", args=[running.case_id]), sent)

    return running.case, post


def test_the_rule_fills_the_payments_and_stores_nothing(built):
    case, post = built
    first = (timezone.localdate() + timedelta(days=10)).isoformat()
    page = post("rule", **{"rule-shares": "50,50", "rule-first": first, "rule-months": "1"})

    assert page.status_code == 200
    rows = [one["amount"].value() for one in page.context["builder"].parts]
    assert rows == ["7800.00", "7800.01"]
    assert not case.agreements.exists()


def test_what_the_rule_worked_out_is_there_when_the_person_comes_back(built, client):
    case, post = built
    first = (timezone.localdate() + timedelta(days=10)).isoformat()
    said = post("rule", **{"rule-shares": "50,50", "rule-first": first, "rule-months": "1"}).content.decode()
    assert '<details class="ua-panel-body" open><summary>按规则' in said
    assert (
        f'formaction="{reverse("mediation:agreement", args=[case.pk])}#h-build" name="do" value="rule"'
        in said
    )

    again = client.get(reverse("mediation:room", args=[case.pk])).context["builder"]
    assert [one["amount"].value() for one in again.parts] == ["7800.00", "7800.01"]

    refused = post("rule", **{"rule-shares": "x", "rule-first": first, "rule-months": "1"}).content.decode()
    assert refused.index('id="h-build"') < refused.index("ua-msg-error")


def test_a_payment_dated_before_today_stops_the_finalising(built):
    case, post = built
    payer = str(case.parties.get(role="respondent").pk)
    page = post("finalise", payer=payer, days=[timezone.localdate() - timedelta(days=1)])

    assert page.status_code == 422
    assert "早于定稿日" in page.content.decode()


def test_the_contractor_typed_at_intake_is_offered_and_joins_as_payer_once_chosen(built, city):
    case, post = built
    firm = employer("青岛示总承包有限公司（演示）")
    case.project = Project.objects.create(name="海棠里二期")
    case.save(update_fields=["project"])
    ChainLink.objects.create(project=case.project, role="general_contractor", employer=firm)
    page = post("rule", **{"rule-shares": "x", "rule-first": "", "rule-months": "1"})
    assert (f"employer-{firm.pk}", firm.name) in page.context["builder"].parts.empty_form.fields[
        "payer"
    ].choices
    assert not case.parties.filter(employer=firm).exists()

    post("keep", payer=f"employer-{firm.pk}", days=[timezone.localdate() + timedelta(days=10)])

    joined = case.parties.get(employer=firm)
    assert (joined.role, case.agreements.get().instalments.get().payer) == (PartyRole.PAYER, joined)


def test_one_worker_of_a_group_has_a_plan_of_his_own_and_the_others_share_the_rest(client, city):
    running = stories.a_mediation(city)
    case, first = running.case, running.case.parties.get(role="applicant")
    second = party.add_person(
        case, worker("王桂芳", phone_last4="4410"), role="applicant", union_member=False,
        claims=[ClaimLine("wage_arrears", amount=Decimal(1000))], by=city.lin, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip
    client.force_login(city.lin)
    claims = {one.party_id: one for one in Claim.objects.filter(party__case=case)}
    later = [timezone.localdate() + timedelta(days=days) for days in (10, 20, 30)]
    payer = str(case.parties.get(role="respondent").pk)
    everybody = {"due_on": later[0].isoformat(), "amount": "15600", "payer": payer, "manner": "transfer"}
    sent = {
        f"grant-{claims[first.pk].pk}": "15600", f"grant-{claims[second.pk].pk}": "1000",
        "low_total_reason": "", "plan-TOTAL_FORMS": "1", "plan-INITIAL_FORMS": "0", "rule-shares": "2",
        "rule-first": later[1].isoformat(), "rule-months": "1", "rule-worker": str(second.pk),
        **{f"plan-0-{name}": value for name, value in everybody.items()},
    }  # fmt: skip
    url = reverse("mediation:agreement", args=[case.pk])

    rows = list(client.post(url, {**sent, "do": "rule", "key": "k"}).context["builder"].parts)
    assert [(row["amount"].value(), row["worker"].value()) for row in rows] == [
        ("15600", ""), ("500.00", str(second.pk)), ("500.00", str(second.pk)),
    ]  # fmt: skip
    kept = {
        f"plan-{place}-{name}": row[name].value() for place, row in enumerate(rows) for name in row.fields
    }
    client.post(url, {**sent, **kept, "plan-TOTAL_FORMS": "3", "do": "keep", "key": "k2"})

    plan = case.agreements.get().instalments.order_by("due_on", "pk")
    assert [(one.party, one.amount, one.is_own) for one in plan] == [
        (first, 15600, False), (second, 500, True), (second, 500, True),
    ]  # fmt: skip
    again = Builder(running, None, today=timezone.localdate()).parts
    assert [row["worker"].value() for row in again] == ["", str(second.pk), str(second.pk)]


def test_payments_come_down_in_proportion_to_the_fen_and_the_last_takes_the_rest():
    third = [Decimal("333.33"), Decimal("333.33"), Decimal("333.34")]
    assert reduced(third, Decimal("100.00")) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert reduced(third, Decimal(1000)) == reduced(third, Decimal(2000)) == third
    assert reduced(third, Decimal(0)) == [0, 0, 0]
    assert reduced([], Decimal(5)) == []


def test_a_rule_for_one_worker_after_one_for_everybody_leaves_the_others_what_they_are_granted(client, city):
    running = stories.a_mediation(city)
    case = running.case
    for name in ("王桂芳", "何福来"):
        party.add_person(
            case, worker(name, phone_last4="4410"), role="applicant", union_member=False,
            claims=[ClaimLine("wage_arrears", amount=Decimal(10000))], by=city.lin, on=MONDAY, at=morning(MONDAY),
        )  # fmt: skip
    client.force_login(city.lin)
    claims = list(Claim.objects.filter(party__case=case).order_by("pk"))
    owed = dict(zip(claims, (Decimal("5000.01"), Decimal("1000.10"), Decimal("777.77")), strict=True))
    day = timezone.localdate() + timedelta(days=10)
    url = reverse("mediation:agreement", args=[case.pk])

    def plan(do, builder=None, **more):
        rows = list(builder.parts) if builder else []
        sent = {f"grant-{claim.pk}": str(amount) for claim, amount in owed.items()} | {
            f"plan-{place}-{name}": row[name].value() for place, row in enumerate(rows) for name in row.fields
        }  # fmt: skip
        sent |= {
            "plan-TOTAL_FORMS": str(len(rows)),
            "plan-INITIAL_FORMS": "0",
            "do": do,
            "key": do + str(more),
        }
        return client.post(url, {**sent, "low_total_reason": "x", "rule-months": "1", **more})

    first = {"rule-first": day.isoformat()}
    everybody = plan("rule", **first, **{"rule-shares": "3"}).context["builder"]
    own = {"rule-shares": "2", "rule-worker": str(claims[1].party_id)}
    page = plan("rule", everybody, **first, **own)
    builder = page.context["builder"]

    assert [row["amount"].value() for row in builder.parts] == [
        "1925.92", "1925.92", "1925.94", "500.05", "500.05",
    ]  # fmt: skip
    assert "对全体的各期已由 ¥6,777.88 减为 ¥5,777.78" in page.content.decode()
    assert builder.sums_agree
    problems = {problem.code for stop in builder.stops for problem in getattr(stop, "problems", ())}
    assert "instalments_differ" not in problems
    again = plan("rule", builder, **first, **own).context["builder"]
    assert [row["amount"].value() for row in again.parts] == [row["amount"].value() for row in builder.parts]
    plan("keep", builder)
    planned = case.agreements.get().instalments
    assert {
        claim: planned.filter(party=claim.party_id).aggregate(sum=Sum("amount"))["sum"] for claim in claims
    } == owed


def test_an_instalment_has_the_number_in_the_ledger_that_the_agreement_prints(city):
    case = a_paid_group(city, alone=5)
    others, own = case.parties.filter(role="applicant").order_by("pk")[2:4]

    numbers = {
        party: [one.sequence for one in case.instalments.filter(party=party)] for party in (others, own)
    }
    assert numbers == {others: [1, 3], own: [2, 4]}


def test_when_one_is_late_the_rest_of_that_worker_is_late_too_if_the_agreement_says_so(city):
    today = timezone.localdate()
    case = a_paid_group(city, due=today - timedelta(days=3))
    first, second = case.parties.filter(role="applicant").order_by("pk")[:2]
    case.instalments.filter(party__in=[first, second]).update(accelerates=True)
    ledger.receive(
        case, party=second, amount=Decimal(500), occurred_on=today, manner="transfer", confirmed="phone",
        by=city.lin, at=timezone.now(),
    )  # fmt: skip

    late = [(one.party, one.sequence, since) for one, since in ledger.late(case, today)]
    assert (first, 2, today - timedelta(days=3)) in late
    assert (second, 2, today - timedelta(days=3)) not in late
    found = LedgerList(QueryDict("show=late"), user=city.lin, today=today)
    assert (
        found.totals().sums["overdue"] == 2000
    )  # 500 of each but the second, and the other 500 of the first
    assert {row.days_late for row in found.full(found.rows.values("pk"))} == {3}
