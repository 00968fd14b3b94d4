"""A wage sheet becomes the roster of a case: all of it or nothing, and given again it corrects."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from cases.actions import withdrawal
from cases.models import Claim, LedgerEntry, Party
from parties.models import Person, Unmasking
from record.models import Event, Notice
from tests.people import MONDAY, an_accepted_case, morning, worker

HEAD = "姓名\t身份证号\t手机号\t工种\t天数\t日工资\t欠发金额"
IDS = ("370211197903152714", "370211198503060012")


@pytest.fixture
def case(city):
    return an_accepted_case(city)


@pytest.fixture
def send(client, city, case):
    client.force_login(city.zhou)

    def post(*rows, to="take", key="k1", **fields):
        text = "\n".join([HEAD, *rows])
        return client.post(
            reverse("cases:roster-take", args=[case.pk]), {"text": text, "to": to, "key": key, **fields}
        )

    return post


def workers(case):
    return {party.name: party for party in case.parties.filter(role="applicant").prefetch_related("claims")}


def claimed(party):
    return sum((claim.amount for claim in party.claims.all()), Decimal(0))


def test_every_row_becomes_a_worker_with_his_claim_and_its_entry(send, case):
    before = case.claimed_total

    answer = send(
        f"何福来\t{IDS[0]}\t13876454417\t保温\t90\t320\t28800", "郑宝山\t\t13876454418\t抹灰\t\t\t9,000.50"
    )

    assert answer.status_code == 302
    case.refresh_from_db()
    found = workers(case)
    assert claimed(found["何福来"]) == 28800
    assert (found["郑宝山"].job, claimed(found["郑宝山"])) == ("抹灰", Decimal("9000.50"))
    assert found["何福来"].person.id_number == IDS[0]
    assert case.claimed_total - before == Decimal("37800.50")
    assert case.head_count == len(found)
    assert "郑宝山" in case.search_text


def test_nothing_is_written_while_one_row_has_a_mistake_and_the_cell_says_why(send, case):
    before = (Party.objects.count(), Person.objects.count(), LedgerEntry.objects.count())

    answer = send("何福来\t\t13876454417\t\t\t\t9000", "郑宝山\t37021119790315271\t\t\t\t\t8000")

    assert answer.status_code == 422
    assert (Party.objects.count(), Person.objects.count(), LedgerEntry.objects.count()) == before
    page = answer.content.decode()
    assert 'name="cell-3-1"' in page
    assert "37021119790315271" in page


def test_a_cell_corrected_in_place_takes_the_place_of_what_was_pasted(send, case):
    rows = ("何福来\t\t13876454417\t\t\t\t9000", "郑宝山\t37021119790315271\t\t\t\t\t8000")

    answer = send(*rows, **{"cell-3-1": IDS[0]})

    assert answer.status_code == 302
    assert workers(case)["郑宝山"].person.id_number == IDS[0]


def test_a_row_given_again_corrects_its_worker_and_never_doubles_him(send, case):
    send("何福来\t\t13876454417\t保温\t90\t320\t28800", "郑宝山\t\t\t\t\t\t8000")

    send("何福来\t\t13876454417\t抹灰\t80\t320\t25600", f"郑宝山\t{IDS[0]}\t\t\t\t\t8000", key="k2")

    found = workers(case)
    assert Person.objects.filter(name__in=["何福来", "郑宝山"]).count() == 2
    assert (found["何福来"].job, claimed(found["何福来"])) == ("抹灰", 25600)
    assert found["郑宝山"].person.id_number == IDS[0]
    entries = LedgerEntry.objects.filter(party=found["何福来"], kind="claimed").values_list(
        "amount", flat=True
    )
    assert list(entries) == [28800, -28800, 25600]


def test_the_same_sheet_again_changes_nothing_at_all(send, case):
    rows = (f"何福来\t{IDS[0]}\t13876454417\t保温\t90\t320\t28800", "郑宝山\t\t\t\t\t\t8000")
    send(*rows)
    events = Event.objects.count()

    send(*rows, key="k2")

    assert Event.objects.count() == events


def test_checking_writes_nothing(send, case):
    events = Event.objects.count()

    answer = send("何福来\t\t13876454417\t\t\t\t9000", to="check")

    assert answer.status_code == 200
    assert Event.objects.count() == events


def test_a_worker_of_another_station_joins_by_his_complete_number_which_leaves_a_row(send, case, city):
    known = worker("何福来", id_number=IDS[0])

    send(f"何福来\t{IDS[0]}\t13876454417\t\t\t\t9000")

    assert workers(case)["何福来"].person == known
    assert Unmasking.objects.get(person=known).by == city.zhou


def test_a_number_registered_under_another_name_is_a_mistake(send):
    worker("何福喜", id_number=IDS[0])

    assert send(f"何福来\t{IDS[0]}\t\t\t\t\t9000").status_code == 422


def test_two_workers_of_one_name_are_told_apart_by_their_numbers(send, case):
    send("张伟\t\t13876454417\t\t\t\t9000", "张伟\t\t13876454418\t\t\t\t8000")

    assert send("张伟\t\t\t\t\t\t7000", key="k2").status_code == 422
    assert send("张伟\t\t13876454418\t\t\t\t7000", key="k3").status_code == 302
    assert sorted(Claim.objects.filter(party__name="张伟").values_list("amount", flat=True)) == [7000, 9000]


def test_a_group_that_grows_past_a_limit_is_told_once_for_each_limit(send, city):
    rows = [f"工人甲{n}\t\t1387645{n:04d}\t\t\t\t100" for n in range(30)]
    told = Notice.objects.filter(kind="group.alarm", recipient=city.zheng, channel="app")

    send(*rows[:12])
    assert told.count() == 1
    send(*rows, key="k2")
    send(*rows, "工人乙\t\t\t\t\t\t100", key="k3")

    assert told.count() == 2


def test_once_the_handling_ended_the_roster_stands(send, case, city):
    withdrawal.withdraw(case, settled=False, reason="本人撤回", by=city.zhou, on=MONDAY, at=morning(MONDAY))

    answer = send("何福来\t\t13876454417\t\t\t\t9000")

    assert answer.status_code == 422
    assert "何福来" not in workers(case)


def test_a_workbook_is_read_like_a_pasted_table(send, case):
    book = Workbook()
    for row in (["姓名", "手机号", "应发", "已发"], ["何福来", 13876454417, 9000.1, 0.1]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)

    send(file=SimpleUploadedFile("工资表.xlsx", out.getvalue()))

    assert claimed(workers(case)["何福来"]) == 9000
    assert workers(case)["何福来"].person.phone_last4 == "4417"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_of_offices(send, case, encoding):
    send(file=SimpleUploadedFile("工资表.csv", '姓名,金额\n何福来,"9,000"'.encode(encoding)))

    assert claimed(workers(case)["何福来"]) == 9000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64),
        ("空.csv", b""),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 64),
        ("控制.csv", b"\x01\x02\x03"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(send, name, content):
    answer = send(file=SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert name.encode() in answer.content


def test_the_empty_sheet_can_be_filled_in_and_taken_over(client, send, city, case):
    empty = client.get(reverse("cases:roster-template", args=[case.pk])).content
    book = load_workbook(io.BytesIO(empty))
    headings = [cell.value for cell in book.active[1]]
    filled = dict.fromkeys(headings, "") | {"姓名": "何福来", "身份证号": IDS[0], "欠发金额": 9000}
    book.active.append([filled[heading] for heading in headings])
    out = io.BytesIO()
    book.save(out)

    assert send(file=SimpleUploadedFile("roster.xlsx", out.getvalue())).status_code == 302
    assert workers(case)["何福来"].person.id_number == IDS[0]
    assert book.active.column_dimensions["B"].number_format == "@"


def test_a_program_takes_over_a_roster_and_is_told_every_mistake(client, city, case):
    client.force_login(city.zhou)
    url = reverse("api-roster", args=[case.pk])

    def post(text, key):
        return client.post(
            url, {"text": text}, content_type="application/json", headers={"Idempotency-Key": key}
        )

    refused = post("姓名\t手机号\t金额\n何福来\t138\t9000\n郑宝山\t\t-1", "k1")
    taken = post("姓名\t手机号\t金额\n何福来\t13876454417\t9000", "k2")

    said = [error["detail"] for error in refused.json()["errors"]]
    assert refused.status_code == 400, refused.content.decode()
    assert ["第 2 行" in said[0], "第 3 行" in said[1]] == [True, True]
    assert taken.status_code == 201
    assert claimed(workers(case)["何福来"]) == 9000


def test_a_bad_row_is_left_out_by_choice_and_the_history_says_which(send, client, case):
    rows = ("何福来\t\t13876454417\t\t\t\t28800", "郑宝山\t\t1387645\t\t\t\t9000")

    page = send(*rows, to="check", **{"skip-3": "on"})
    assert page.context["form"].counts == {"wrong": 0, "new": 1, "update": 0, "same": 0}
    assert page.context["form"].skipped[0][0] == 3
    assert "郑宝山" in page.content.decode()

    assert send(*rows).status_code == 422
    assert send(*rows, key="k2", **{"skip-3": "on"}).status_code == 302
    assert "郑宝山" not in workers(case)
    assert Event.objects.get(kind="leave_out_rows").params == {"rows": "3"}
    client.force_login(case.opened_by)
    overview = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "花名册已导入" in overview


def test_the_sign_in_sheet_has_a_line_for_everybody_and_no_whole_number(send, client, case):
    send("何福来\t\t13876454417\t\t\t\t28800")
    client.force_login(case.opened_by)

    page = client.get(reverse("cases:sign-in", args=[case.pk])).content.decode()
    assert "何福来" in page
    assert "13876454417" not in page
    assert page.count("<tr>") == 1 + len(workers(case)) + 6
