"""A bank statement over many cases: what is sure is proposed, what is not is asked, nothing is booked twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger
from cases.invariants import instalments_are_not_overpaid, totals_equal_entries
from cases.models import BankLine, BankStatement, LedgerEntry
from tests.cases.groups import a_paid_group

PDF = b"%PDF-1.7\n%%EOF"
HEAD = "序号\t收款人\t收款账号\t金额（元）\t交易日期\t处理结果\n"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    """刘长顺, 王桂芳 and two 何福来, each owed two instalments of 500; all but 刘长顺 with an account on file."""
    case = a_paid_group(city, due=today - timedelta(days=3))
    for number, one in enumerate(case.parties.filter(role="applicant").exclude(name="刘长顺").order_by("pk")):
        one.person.bank_account, one.person.bank_last4 = f"62220000000{number:04d}", f"{number:04d}"
        one.person.save()
    return case


@pytest.fixture
def send(client, city, case, today):
    client.force_login(city.lin)

    def post(lines, to="book", key="k1", slip=True, **more):
        sent = {
            "text": HEAD + lines,
            "occurred_on": today.isoformat(),
            "manner": "transfer",
            "to": to,
            "key": key,
        }
        if slip:
            sent["slip"] = SimpleUploadedFile("流水.pdf", PDF, "application/pdf")
        return client.post(reverse("cases:statement"), sent | more)

    return post


def line(name, account="", amount="500", day="", result="成功"):
    return f"1\t{name}\t{account}\t{amount}\t{day}\t{result}\n"


def states(page):
    return {one.line.name: one.verdict for one in page.context["form"].proposals}


def received():
    return LedgerEntry.objects.filter(kind="received")


def account_of(case, name, place=0):
    return list(case.parties.filter(name=name).order_by("pk"))[place].person.bank_last4


def test_name_amount_and_last_four_are_sure_anything_less_is_asked(send, case):
    page = send(
        line("王桂芳", f"6222****{account_of(case, '王桂芳')}", "1,000.00")
        + line("刘长顺") + line("张三", "6222****1111") + "合计\t\t\t2000\n",
        to="check", slip=False,
    )  # fmt: skip

    assert page.status_code == 200
    assert states(page) == {"王桂芳": "sure", "刘长顺": "choose", "张三": "out"}
    assert not received().exists()


def test_two_of_one_name_are_told_apart_by_the_account_or_by_hand(send, case):
    sure = (
        send(line("何福来", account_of(case, "何福来", 1)), to="check", slip=False).context["form"].proposals
    )
    asked = send(line("何福来"), to="check", slip=False).context["form"].proposals

    assert sure[0].sure.party == case.parties.filter(name="何福来").order_by("pk")[1]
    assert (asked[0].verdict, len(asked[0].options)) == ("choose", 2)


def test_all_that_is_sure_or_chosen_is_booked_with_one_slip(send, case):
    worker = case.parties.get(name="刘长顺")
    lines = line("王桂芳", account_of(case, "王桂芳"), "1000") + line("刘长顺", amount="300") + line("张三")
    answer = send(lines, **{"pick-3": f"{worker.pk}-0"})

    statement = BankStatement.objects.get()
    assert answer.url == reverse("cases:statement-taken", args=[statement.pk])
    assert sorted(received().values_list("party__name", "amount")) == [
        ("刘长顺", 300), ("王桂芳", 500), ("王桂芳", 500),
    ]  # fmt: skip
    assert {entry.evidence.file_id for entry in received()} == {statement.file_id}
    assert statement.left_out[0]["row"] == 4
    assert [*totals_equal_entries(), *instalments_are_not_overpaid()] == []


def test_a_payment_is_booked_once_whichever_statement_it_stands_on(send, case, client, city, today):
    paid = line("王桂芳", account_of(case, "王桂芳"), day=today.isoformat())
    send(paid)
    again = send(paid + line("何福来", account_of(case, "何福来")), key="k2")

    assert again.status_code == 302
    assert received().filter(party__name="王桂芳").count() == 1
    assert received().filter(party__name="何福来").count() == 1
    assert send(paid, key="k3").status_code == 422  # nothing of it is left to book

    ledger.reverse(
        received().get(party__name="王桂芳"), reason="记错案件", by=city.sun, on=today, at=timezone.now()
    )
    assert send(paid, key="k4").status_code == 302  # what was taken back may be booked anew
    assert BankLine.objects.filter(attempt=1).count() == 1


def test_two_payments_that_nothing_tells_apart_are_two(send, case):
    paid = line("王桂芳", account_of(case, "王桂芳"))
    page = send(paid + paid, to="check", slip=False)

    assert len({one.line.content for one in page.context["form"].proposals}) == 2


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (line("王桂芳", amount="1000.01"), "超过"),
        (line("王桂芳", result="失败"), "失败"),
        (line("王桂芳", amount=""), "缺金额"),
        (line("王桂芳", day="2199-01-01"), ""),
        (line("", amount="500"), "缺收款人"),
    ],
)
def test_what_cannot_be_booked_is_left_out_with_its_reason(send, case, written, why):
    one = send(written, to="check", slip=False).context["form"].proposals[0]

    assert (one.verdict, bool(one.why)) == ("out", True)
    assert why in one.why


def test_another_account_or_money_booked_by_hand_is_never_sure(send, case, city, today):
    assert states(send(line("王桂芳", "6222****9999"), to="check", slip=False)) == {"王桂芳": "choose"}

    worker = case.parties.get(name="王桂芳")
    ledger.receive(
        case, party=worker, amount=500, occurred_on=today, manner="transfer", confirmed="phone", by=city.lin,
        at=timezone.now(),
    )  # fmt: skip
    page = send(line("王桂芳", account_of(case, "王桂芳")), to="check", slip=False)
    assert states(page) == {"王桂芳": "choose"}


def test_a_line_shown_as_sure_is_not_booked_once_it_is_in_doubt(send, case, city, today):
    paid = line("王桂芳", account_of(case, "王桂芳"))
    (shown,) = send(paid, to="check", slip=False).context["form"].proposals
    ledger.receive(
        case, party=case.parties.get(name="王桂芳"), amount=500, occurred_on=today, manner="transfer",
        confirmed="phone", by=city.lin, at=timezone.now(),
    )  # fmt: skip
    seen = {"pick-2": shown.options[-1].key, "sure-2": ""}

    assert send(paid, **seen).status_code == 422
    del seen["sure-2"]
    assert send(paid, key="k2", **seen).status_code == 302


def test_without_the_slip_and_for_another_choice_nothing_is_booked(send, case):
    paid = line("王桂芳", account_of(case, "王桂芳"))

    assert send(paid, slip=False).status_code == 422
    assert send(paid, key="k2", **{"pick-2": "999999-0"}).status_code == 422
    assert not received().exists()


def test_a_table_that_names_no_payee_is_refused_and_kept(client, city, today):
    client.force_login(city.lin)
    sent = {"text": "甲\t乙\n丙\t3", "occurred_on": today.isoformat(), "manner": "transfer", "to": "check"}
    page = client.post(reverse("cases:statement"), sent)

    assert page.status_code == 422
    assert "收款人" in page.content.decode()
    assert "丙" in page.content.decode()


def test_the_cases_of_another_station_are_not_found(client, city, case, today):
    client.force_login(city.wei)
    sent = {
        "text": HEAD + line("王桂芳"),
        "occurred_on": today.isoformat(),
        "manner": "transfer",
        "to": "check",
    }

    assert states(client.post(reverse("cases:statement"), sent)) == {"王桂芳": "out"}


def test_what_was_booked_stands_on_a_page_of_its_own_station(send, client, city, case):
    send(line("王桂芳", account_of(case, "王桂芳")) + line("张三"))
    at = reverse("cases:statement-taken", args=[BankStatement.objects.get().pk])

    page = client.get(at).content.decode()
    assert "王桂芳" in page
    assert "第 3 行" in page
    client.force_login(city.wei)
    assert client.get(at).status_code == 404


def test_a_program_books_what_is_sure_and_what_it_picks(client, city, case, today):
    client.force_login(city.lin)
    worker = case.parties.get(name="刘长顺")
    text = HEAD + line("王桂芳", account_of(case, "王桂芳")) + line("刘长顺") + line("张三")
    sent = {"text": text, "occurred_on": today.isoformat(), "manner": "transfer", "picks": f"3:{worker.pk}-0"}
    sent["slip"] = SimpleUploadedFile("流水.pdf", PDF, "application/pdf")

    answer = client.post(reverse("api-statement"), sent, headers={"Idempotency-Key": "k1"})

    assert answer.status_code == 201, answer.content.decode()
    taken = client.get(reverse("api-statement-taken", args=[answer.json()["id"]])).json()
    assert [one["worker"] for one in taken["entries"]] == ["王桂芳", "刘长顺"]
    assert [one["row"] for one in taken["left_out"]] == [4]
