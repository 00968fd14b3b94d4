"""The walk-in card over HTTP: what the window sends, and what is on file afterwards."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import intake
from cases.consents import sheet
from cases.models import CallBack, Case, Consent, Draft, Paper
from parties.actions import employers, persons
from parties.models import Employer, Person, Unmasking
from tests.people import MONDAY, morning, place

NINE = morning(MONDAY)
ID = "370211197903152714"
STROKES = json.dumps([[[100, 200, 0], [300, 400, 80], [500, 300, 160]]])


def filled(**fields):
    """A card as the browser sends it."""
    return {
        "key": "k1", "to": "enquiry", "channel": "window", "id_kind": "citizen", "employer_kind": "company",
        "dispute_kind": "labour", "consent_way": "screen", "who": "13876454417", "name": "刘长顺",
        "claims-TOTAL_FORMS": "2", "claims-INITIAL_FORMS": "0", **fields,
    }  # fmt: skip


def claim(item="wage_arrears", quantity="4", unit="month", price="6800.00", n=0):
    return {
        f"claims-{n}-item": item, f"claims-{n}-quantity": quantity, f"claims-{n}-unit": unit,
        f"claims-{n}-unit_price": price,
    }  # fmt: skip


@pytest.fixture
def window(client, city):
    client.force_login(city.zhou)
    return client


@pytest.fixture
def send(window):
    return lambda **fields: window.post(reverse("cases:intake"), filled(**fields))


def known(city, **fields):
    return persons.record_person(
        name="刘长顺", phone="13876454417", id_number=ID, by=city.tang, on=MONDAY, at=NINE, **fields
    )


# Registering


def test_a_name_and_a_phone_are_enough_for_an_enquiry(send, city):
    answer = send(**claim())

    case = Case.objects.get()
    assert answer.url == reverse("cases:receipt", args=[case.pk])
    person = case.parties.get().person
    assert (case.state, case.organisation, case.claimed_total) == (
        "enquiry",
        city.haitang,
        Decimal("27200.00"),
    )
    assert (person.name, person.phone, person.verified_on) == ("刘长顺", "13876454417", None)
    assert case.summary == "拖欠工资"


def test_everything_on_the_card_is_on_file(send, city):
    send(
        second_contact="妻 15012343384", id_number=ID, seen_original="on", tags=["migrant_worker", "veteran"],
        leaving_on="12-05", cannot_read="on", employer="青岛示固劳务有限公司（演示）", project="海棠里二期（演示）",
        contractor="青岛示安建筑工程有限公司（演示）", do_not_contact_employer="on", left_on="2026-01-05",
        roads=["inspection"], road_inspection_number="监投2026-0931", road_inspection_on="2025-10-29",
        road_inspection_result="尚未立案", inspection_warning_given="on", advice="保存考勤群记录",
        handling="mediation", route="station_mediation", priority_acceptance="on", priority_handling="on",
        job="保温工", interpreter="王翻译", speaks="彝语", **claim(), **claim("overtime_pay", "6", "day", "625.29", n=1),
    )  # fmt: skip

    case = Case.objects.get()
    worker = case.parties.get(role="applicant")
    person = worker.person
    assert (person.second_contact, person.id_number, person.sex) == ("妻 15012343384", ID, "male")
    assert person.verified_on == timezone.localdate()
    assert (worker.tags, worker.cannot_read, worker.job, worker.interpreter) == (
        ["migrant_worker", "veteran"], True, "保温工", "王翻译",
    )  # fmt: skip
    assert [str(line.amount) for line in worker.claims.all()] == ["27200.00", "3751.74"]
    assert case.parties.get(role="respondent").name == "青岛示固劳务有限公司（演示）"
    assert [(link.role, link.employer.name) for link in case.project.links.order_by("role")] == [
        ("general_contractor", "青岛示安建筑工程有限公司（演示）"),
        ("subcontractor", "青岛示固劳务有限公司（演示）"),
    ]
    assert (case.employment, case.left_on, case.leaving_on.month) == ("left", date(2026, 1, 5), 12)
    assert (case.do_not_contact_employer, case.inspection_warning_given) == (True, True)
    assert (case.priority_acceptance, case.priority_assignment, case.priority_handling) == (True, False, True)
    assert (case.route, case.advice, case.handling, case.aid_form) == (
        "station_mediation", "保存考勤群记录", "mediation", "mediation",
    )  # fmt: skip
    road = case.earlier_roads.get()
    assert (road.body, road.number, road.on, road.result) == (
        "inspection", "监投2026-0931", date(2025, 10, 29), "尚未立案",
    )  # fmt: skip
    assert case.deadlines.get(code="ARB-02").nominal_on == date(2027, 1, 5)


def test_a_case_at_once_keeps_everything_and_gets_its_number(send):
    send(to="case", advice="可以申请调解", handling="mediation", **claim())

    case = Case.objects.get()
    assert (case.state, case.advice, case.claimed_total) == ("applied", "可以申请调解", Decimal("27200.00"))
    assert case.number
    assert set(case.deadlines.values_list("code", flat=True)) >= {"MED-01", "MED-03"}


def test_an_enquiry_made_a_case_later_is_not_asked_again(send, window):
    send(advice="可以申请调解", handling="mediation", left_on="2026-01-05", **claim())
    case = Case.objects.get()

    window.post(
        reverse("cases:promote", args=[case.pk]),
        {"key": "p", "version": case.version, "inspection_warning_given": "on"},
    )

    case.refresh_from_db()
    assert (case.state, case.left_on, case.inspection_warning_given) == ("applied", date(2026, 1, 5), True)
    assert case.claimed_total == Decimal("27200.00")


def test_an_answer_on_the_spot_ends_the_enquiry_and_a_promised_visit_leaves_it_open(send):
    send(advice="属于劳务合同", handling="answered")
    send(key="k2", who="13900001111", name="王建国", handling="appointment", return_on="12-20")

    answered, promised = Case.objects.order_by("pk")
    assert (answered.state, promised.state) == ("advised", "enquiry")
    assert (CallBack.objects.get().case, CallBack.objects.get().due_on.day) == (promised, 20)


def test_an_open_enquiry_is_answered_later(send, window):
    send()
    case = Case.objects.get()

    window.post(
        reverse("cases:advise", args=[case.pk]),
        {"key": "a", "version": case.version, "advice": "先收集考勤", "handling": "answered"},
    )

    case.refresh_from_db()
    assert (case.state, case.advice) == ("advised", "先收集考勤")


def test_enter_in_a_field_registers_the_enquiry_and_never_throws_the_card_away(window):
    window.post(reverse("cases:intake-draft"), filled())

    page = window.get(reverse("cases:intake")).content.decode()

    buttons = re.findall(r'<button[^>]*name="to" value="(\w+)"', page)
    assert buttons[:2] == ["enquiry", "discard"]


def test_a_second_click_registers_nothing_twice(send):
    first, second = send(**claim()), send(**claim())

    assert first.url == second.url
    assert Case.objects.count() == 1
    assert Person.objects.count() == 1


def test_a_labour_service_dispute_has_no_limitation_and_people_s_mediation_comes_first(send, window):
    send(dispute_kind="labour_service", left_on="2026-01-05", **claim("labour_fee"))

    assert not Case.objects.get().deadlines.exists()
    page = window.post(
        reverse("cases:intake-preview"), filled(dispute_kind="labour_service")
    ).content.decode()
    assert "劳务合同纠纷不适用仲裁时效" in page
    assert page.index("人民调解") < page.index("引导向法院起诉")


# What cannot be


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "who": "13876454417"}, "请填写职工姓名"),
        ({"id_number": "370211197903152713"}, "校验不通过"),
        ({"who": "138764"}, "电话号码不完整"),
        ({"credit_code": "91370200MA3C0YLH1K", "employer": "甲（演示）"}, "校验不通过"),
        ({"left_on": "2999-01-01"}, "该日期还没有到"),
        ({"left_on": "13-45"}, "ua-errline"),
        ({"handling": "appointment"}, "请填写再访日期"),
        ({"claims-0-unit_price": "6800"}, "请选择该金额对应的事项"),
        ({"claims-0-unit_price": "9" * 20}, "数字太大，最多 14 位"),
        ({"consent_privacy": "on"}, "还没有签名"),
        ({"consent_privacy": "on", "consent_way": "fingerprint"}, "见证人"),
        ({"consent_address": "on", "consent_way": "paper"}, "送达地址"),
    ],
)
def test_a_mistake_is_said_in_words_and_everything_typed_stays(send, typed, words):
    answer = send(**{"advice": "保存考勤群记录原机", **typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "保存考勤群记录原机" in page
    assert not Case.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-01-05", (2026, 1, 5)),
        ("20260105", (2026, 1, 5)),
        ("2026年1月5日", (2026, 1, 5)),
        ("２０２６．１．５", (2026, 1, 5)),
    ],
)
def test_days_are_read_as_they_are_typed(send, typed, read):
    send(left_on=typed)

    assert Case.objects.get().left_on == date(*read)


def test_a_day_without_a_year_is_the_last_one_before_today_or_the_next_one(send):
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    send(left_on=f"{yesterday:%m-%d}", leaving_on=f"{tomorrow:%m%d}")

    case = Case.objects.get()
    assert (case.left_on, case.leaving_on) == (yesterday, tomorrow)


def test_full_width_figures_and_separators_are_read(send):
    send(**claim(quantity="４", price="￥6，800．00"))

    assert Case.objects.get().claimed_total == Decimal("27200.00")


# A returning worker


def test_a_worker_of_this_station_is_offered_and_taken_over_masked(send, window):
    send(id_number=ID, second_contact="妻 15012343384", tags=["migrant_worker"], **claim())
    person = Person.objects.get()

    found = window.post(reverse("cases:intake-find"), {"who": "lcs"}).content.decode()
    assert "刘*顺" in found
    assert "138****4417" in found
    section = window.post(reverse("cases:intake-take"), filled(who="lcs", take=person.pk)).content.decode()

    assert 'value="刘长顺"' in section
    assert 'value="370****2714"' in section
    assert 'value="妻 150****3384"' in section
    assert ID not in section
    assert 'value="migrant_worker" class="" id="id_tags_0" checked' in section or "checked" in section


def test_a_person_taken_over_is_not_registered_again_and_masks_change_nothing(send, city):
    person = known(city, second_contact="妻 15012343384")
    persons.open_card(person, purpose="来访登记", by=city.zhou, at=timezone.now())

    send(
        who="138****4417", person=person.pk, version=1, id_number="370****2714", second_contact="妻 150****3384",
        seen_original="on",
    )  # fmt: skip

    person.refresh_from_db()
    assert Person.objects.count() == 1
    assert (person.phone, person.id_number, person.second_contact) == ("13876454417", ID, "妻 15012343384")
    assert person.verified_on == timezone.localdate()


def test_a_new_phone_of_a_known_person_is_kept(send, city):
    person = known(city)
    persons.open_card(person, purpose="来访登记", by=city.zhou, at=timezone.now())

    send(who="13900001111", person=person.pk, version=1, id_number="370****2714")

    person.refresh_from_db()
    assert person.phone == "13900001111"


def test_somebody_from_another_station_is_taken_over_by_his_complete_number_and_that_is_kept(window, city):
    person = known(city)

    taken = window.post(reverse("cases:intake-take"), filled(take=person.pk))

    assert taken.status_code == 200
    assert list(Unmasking.objects.values_list("person", "field", "purpose", "by")) == [
        (person.pk, "card", "来访登记", city.zhou.pk)
    ]


def test_a_guessed_row_is_not_taken_over(window, city):
    person = known(city)

    assert window.post(reverse("cases:intake-take"), filled(who="刘长顺", take=person.pk)).status_code == 404
    assert window.post(reverse("cases:intake-take"), filled(take="x")).status_code == 404
    assert not Unmasking.objects.exists()


def test_a_person_out_of_reach_cannot_be_smuggled_into_the_form(send, city):
    person = known(city)

    assert send(who="13900001111", person=person.pk, version=1).status_code == 422
    assert not Case.objects.exists()


def test_the_same_phone_is_warned_about_until_somebody_says_that_it_is_another_person(send, city):
    known(city)

    warned = send(name="刘小顺")
    assert warned.status_code == 422
    assert "该手机号已登记" in warned.content.decode()
    assert "刘*顺" in warned.content.decode()

    assert send(name="刘小顺", is_another="on").status_code == 302
    assert Person.objects.count() == 2


def test_the_same_document_must_be_taken_over(send, city):
    known(city)

    refused = send(who="13900001111", id_number=ID, is_another="on")

    assert refused.status_code == 422
    assert "该证件已登记" in refused.content.decode()


def test_a_person_edited_meanwhile_is_not_overwritten(send, city):
    person = known(city)
    persons.open_card(person, purpose="来访登记", by=city.zhou, at=timezone.now())
    persons.edit_person(person, version=1, home_place="示范县", by=city.lin, on=MONDAY, at=NINE)

    answer = send(person=person.pk, version=1, id_number="370****2714", home_place="别处")

    assert answer.status_code == 422
    assert Person.objects.get(pk=person.pk).home_place == "示范县"
    assert not Case.objects.exists()


def test_a_name_in_the_finder_becomes_the_name_and_a_document_number_the_document(send):
    send(who="欧阳娜娜", name="")
    send(key="k2", who=ID, name="刘长顺")

    first, second = Person.objects.order_by("pk")
    assert (first.name, second.id_number, second.phone) == ("欧阳娜娜", ID, "")


# The other side


def test_a_registered_employer_is_used_again_whether_taken_named_or_coded(send, city):
    firm = employers.record_employer(
        name="青岛示固劳务有限公司（演示）", credit_code="91370200MA3C0YLH1J", by=city.zhou, at=NINE
    )

    send(employer=firm.name, employer_row=firm.pk)
    send(key="k2", is_another="on", employer=firm.name)
    send(key="k3", is_another="on", employer="91370200 MA3C0YLH1J")

    assert Employer.objects.count() == 1
    assert firm.parties.count() == 3


def test_a_row_that_no_longer_fits_the_name_is_not_used(send, city):
    firm = employers.record_employer(name="青岛示固劳务有限公司（演示）", by=city.zhou, at=NINE)

    send(employer="青岛泰丰劳务有限公司（演示）", employer_row=firm.pk)

    assert firm.parties.count() == 0
    assert Employer.objects.count() == 2


def test_the_employer_s_line_tells_how_many_cases_are_open(window, city, send):
    send(to="case", employer="青岛示固劳务有限公司（演示）", **claim())
    firm = Employer.objects.get()

    line = window.post(reverse("cases:intake-employer"), {"employer_row": firm.pk, "employer": firm.name})

    assert "1 个站点 1 件在办" in line.content.decode()


# Limitation, routes and the sheet, while it is typed


def preview(window, **fields):
    return window.post(reverse("cases:intake-preview"), filled(**fields)).content.decode()


def test_the_limitation_date_stands_there_at_once_with_its_article(window):
    page = preview(window, left_on="2026-01-05", **claim())

    assert "2027-01-05 周二" in page
    assert "第二十七条" in page
    assert "来访咨询不当然中断仲裁时效" in page


def test_a_missing_date_asks_for_it_and_a_worker_still_employed_has_no_limitation_for_pay(window):
    assert "请核实离职日期" in preview(window, **claim())
    assert "不受一年时效限制" in preview(window, employment="employed", **claim())


@pytest.fixture
def joint_centre(city):
    return place("joint_centre", city.centre, "农民工欠薪案件联合速调中心（演示）", "速调中心", "示速")


def test_the_recommended_way_comes_first_with_its_reason_and_follows_the_facts(window, joint_centre):
    page = preview(window, tags=["migrant_worker"], **claim())

    assert 'value="quick_centre" checked' in page
    assert "农民工追讨劳动报酬" in page
    page = preview(window, tags=["migrant_worker"], roads=["court"], **claim())
    assert "quick_centre" not in page


def test_a_way_that_was_chosen_stays_chosen_while_a_proposed_one_gives_place(window, joint_centre):
    chosen = preview(
        window, tags=["migrant_worker"], route="arbitration", route_proposed="quick_centre", **claim()
    )
    proposed = preview(
        window,
        tags=["migrant_worker"],
        route="station_mediation",
        route_proposed="station_mediation",
        **claim(),
    )

    assert 'value="arbitration" checked' in chosen
    assert 'value="quick_centre" checked' in proposed


def test_the_number_is_checked_while_it_is_typed(window):
    assert "1979-03 男" in preview(window, id_number=ID)
    assert "校验不通过" in preview(window, id_number="370211197903152713")


def test_a_preview_writes_nothing(window):
    preview(window, id_number=ID, employer="青岛示固劳务有限公司（演示）", **claim())

    assert not Person.objects.exists()
    assert not Employer.objects.exists()
    assert not Case.objects.exists()


def test_half_a_card_has_no_mistakes(window):
    assert "ua-errline" not in preview(window, name="", who="138")


# Consent


def test_a_signature_is_bound_to_the_text_that_was_shown(send, city):
    said = {
        "consent_privacy": "on",
        "consent_address": "on",
        "service_address": "海棠路18号",
        "electronic_service": "on",
    }
    shown = sheet(
        ["privacy", "service_address"],
        station=city.haitang,
        name="刘长顺",
        address="海棠路18号",
        electronic=True,
    )

    send(**said, signature_strokes=STROKES, signed_hash=intake.digest(shown))

    given = Consent.objects.order_by("kind")
    assert [(one.kind, one.way, one.text_hash) for one in given] == [
        ("privacy", "screen", intake.digest(shown)),
        ("service_address", "screen", intake.digest(shown)),
    ]
    assert (given[1].service_address, given[1].electronic, given[1].strokes) == ("海棠路18号", True, STROKES)


def test_a_text_changed_after_the_signature_is_signed_again(send, city):
    shown = sheet(["privacy"], station=city.haitang, name="刘长顺")

    answer = send(
        consent_privacy="on", consent_address="on", service_address="海棠路18号", signature_strokes=STROKES,
        signed_hash=intake.digest(shown),
    )  # fmt: skip

    assert answer.status_code == 422
    assert "签名后文本有变动" in answer.content.decode()


def test_who_calls_consents_orally_and_who_cannot_read_by_fingerprint_with_a_witness(send):
    send(channel="phone", consent_privacy="on", consent_way="oral")
    send(
        key="k2",
        is_another="on",
        consent_privacy="on",
        consent_way="fingerprint",
        witness="孙倩",
        cannot_read="on",
    )

    oral, fingerprint = Consent.objects.order_by("pk")
    assert (oral.way, oral.strokes) == ("oral", "")
    assert (fingerprint.witness, "已向我宣读" in fingerprint.text) == ("孙倩", True)


# Draft


def test_what_is_typed_is_kept_encrypted_and_stands_there_again(window, city):
    saved = window.post(reverse("cases:intake-draft"), filled(name="刘长顺", advice="保存考勤", **claim()))

    assert saved.status_code == 204
    row = Draft.objects.get(user=city.zhou)
    assert "13876454417" in row.content
    assert "13876454417" not in Draft.objects.values_list("content", flat=True)[0].stored
    page = window.get(reverse("cases:intake")).content.decode()
    assert "保存考勤" in page
    assert "6800.00" in page
    assert "ua-errline" not in page


def test_the_draft_of_one_clerk_is_not_another_s(window, city, client):
    window.post(reverse("cases:intake-draft"), filled(advice="保存考勤"))
    client.force_login(city.lin)

    assert "保存考勤" not in client.get(reverse("cases:intake")).content.decode()


def test_a_registered_card_leaves_no_draft_and_an_unwanted_one_is_thrown_away(send, window):
    window.post(reverse("cases:intake-draft"), filled())
    send()
    assert not Draft.objects.exists()

    window.post(reverse("cases:intake-draft"), filled())
    window.post(reverse("cases:intake"), filled(to="discard"))
    assert not Draft.objects.exists()


# Without JavaScript


def test_without_scripts_the_buttons_of_the_form_find_take_and_add_a_row(window, send, city):
    known(city)

    found = send(to="find", advice="保存考勤").content.decode()
    assert "刘*顺" in found
    assert "保存考勤" in found
    taken = send(take=Person.objects.get().pk, advice="保存考勤").content.decode()
    assert 'value="370****2714"' in taken
    assert 'name="claims-2-item"' in send(to="row").content.decode()
    assert not Case.objects.exists()


# Receipt


def test_the_receipt_is_printable_at_once_and_ordered_as_a_paper(send, window):
    send(left_on="2026-01-05", employer="青岛示固劳务有限公司（演示）", advice="保存考勤", **claim())
    case = Case.objects.get()

    page = window.get(reverse("cases:receipt", args=[case.pk])).content.decode()
    assert f"{case.receipt_code[:4]}-" in page
    printed = window.get(reverse("cases:receipt-sheet", args=[case.pk])).content.decode()

    for said in (
        "接待回执",
        "刘长顺",
        "4417",
        "27,200.00",
        "2027-01-05",
        "来访咨询不当然中断仲裁时效",
        "身份未核验",
    ):
        assert said in printed
    assert "13876454417" not in printed
    assert "个人信息处理告知书未签署；送达地址未确认，电子送达未约定" in printed
    assert "输入证件号或者手机号的后四位" in printed
    paper = Paper.objects.get(case=case, kind="visit_receipt")
    assert paper.job is not None
    assert window.get(reverse("cases:receipt-pdf", args=[case.pk])).status_code == 404


def test_the_receipt_says_what_to_bring_and_bears_the_signature_given_on_screen(send, window, city):
    shown = sheet(["privacy"], station=city.haitang, name="刘长顺")
    send(
        consent_privacy="on", signature_strokes=STROKES, signed_hash=intake.digest(shown),
        bring="身份证、工资流水，考勤记录", **claim(),
    )  # fmt: skip
    case = Case.objects.get()

    printed = window.get(reverse("cases:receipt-sheet", args=[case.pk])).content.decode()

    assert "下次请带" in printed
    assert "身份证、工资流水、考勤记录" in printed
    assert printed.count('<svg xmlns="http://www.w3.org/2000/svg" class="ink"') == 1


def test_the_receipt_says_when_acceptance_is_decided(send, window):
    send(to="case", **claim())
    case = Case.objects.get()

    printed = window.get(reverse("cases:receipt-sheet", args=[case.pk])).content.decode()

    assert case.deadlines.get(code="MED-01").due_on.isoformat() in printed


def test_another_station_sees_no_receipt(send, client, city):
    send()
    client.force_login(city.tang)

    for name in ("receipt", "receipt-sheet", "receipt-pdf"):
        assert client.get(reverse(f"cases:{name}", args=[Case.objects.get().pk])).status_code == 404


# Who


@pytest.mark.parametrize("name", ["qian", "gao", "he", "deng"])
def test_who_does_not_stand_at_a_window_registers_nothing(client, city, name):
    client.force_login(getattr(city, name))

    assert client.get(reverse("cases:intake")).status_code == 403
    assert client.post(reverse("cases:intake"), filled()).status_code == 403
    assert client.post(reverse("cases:intake-find"), {"who": "13876454417"}).status_code in (200, 403)
    assert not Case.objects.exists()


def test_the_card_costs_a_fixed_number_of_statements(window, django_assert_max_num_queries):
    window.get(reverse("cases:intake"))

    with django_assert_max_num_queries(9):
        window.get(reverse("cases:intake"))
    with django_assert_max_num_queries(10):
        preview(window, left_on="2026-01-05", employer="甲（演示）", **claim())


@pytest.mark.parametrize("who", ["刘长顺 13876454417", "刘长顺，138 7645 4417", "刘长顺13876454417"])
def test_a_name_and_a_phone_typed_together_are_told_apart(send, who):
    send(who=who, name="")

    person = Case.objects.get().parties.get().person
    assert (person.name, person.phone) == ("刘长顺", "13876454417")
