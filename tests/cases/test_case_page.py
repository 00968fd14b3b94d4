"""The page of a case: what it shows to whom, and that it asks the database a fixed number of times."""

import pytest
from django.urls import reverse

from cases.actions import access, clocks, contact
from tests.login import log_in
from tests.people import MONDAY, a_case, an_accepted_case, an_assigned_case, an_enquiry, morning

PANELS = ("parties", "evidence", "deadlines", "approvals", "log")


def page(client, person, case, **query):
    log_in(client, person)
    return client.get(reverse("cases:detail", args=[case.pk]), query)


def panel(client, person, case, name, **options):
    log_in(client, person)
    return client.get(reverse("cases:panel", args=[case.pk, name]), **options)


@pytest.mark.parametrize("make", [an_enquiry, a_case, an_accepted_case, an_assigned_case])
def test_a_case_opens_in_every_state_it_begins_with(client, city, make):
    case = make(city)

    assert str(case) in page(client, city.lin, case).content.decode()
    for name in PANELS:
        answer = panel(client, city.lin, case, name)
        assert answer.status_code == 200, name
        assert "<html" in answer.content.decode()


@pytest.mark.parametrize("name", PANELS)
def test_a_tab_is_fetched_without_the_frame(client, city, name):
    answer = panel(client, city.lin, a_case(city), name, HTTP_HX_REQUEST="true").content.decode()

    assert answer.lstrip().startswith('<div id="ua-case">')
    assert 'aria-current="page"' in answer


def test_a_panel_that_does_not_exist_is_not_found(client, city):
    assert panel(client, city.lin, a_case(city), "nonsense").status_code == 404


def test_the_head_names_both_sides_the_money_and_the_next_date(client, city):
    case = a_case(city)

    shown = page(client, city.lin, case).content.decode()

    assert "刘长顺" in shown
    assert "青岛示固劳务有限公司" in shown
    assert "¥15,600.00" in shown
    assert "《企业劳动争议协商调解规定》第二十二条" in shown


def test_what_happened_stands_in_the_timeline_and_in_the_log(client, city):
    case = an_assigned_case(city)
    contact.record_contact(
        case, way="call_out", side="worker", outcome="no_answer", text="下午再打", by=city.lin, on=MONDAY,
        at=morning(MONDAY),
    )  # fmt: skip

    shown = page(client, city.lin, case).content.decode()
    log = panel(client, city.lin, case, "log").content.decode()

    assert "下午再打" in shown
    for words in ("下午再打", "林秀云", "周敏"):
        assert words in log


def test_a_date_by_a_rule_nobody_read_in_the_statute_says_so(client, city):
    case = an_assigned_case(city)
    clocks.start(case, "MED-10", since=MONDAY, trigger="accepted")

    assert "凭记忆，未核对" in panel(client, city.lin, case, "deadlines").content.decode()


def test_the_log_can_be_narrowed(client, city):
    case = an_assigned_case(city)
    log_in(client, city.lin)
    address = reverse("cases:panel", args=[case.pk, "log"])

    contacts = client.get(address, {"kind": "contacts"}).content.decode()
    acts = client.get(address, {"kind": "acts"}).content.decode()

    assert "海棠" not in contacts.split('id="ua-case"')[1]
    assert "海棠街道劳动争议调解委员会" in acts


def test_a_partner_sees_what_was_disclosed_and_nothing_else(client, city):
    case = a_case(city)
    access.disclose(case, city.arbitration, sections=["parties"], origin="referral:1", at=morning(MONDAY))

    shown = page(client, city.gao, case).content.decode()

    assert "刘长顺" in shown
    assert "15,600" not in shown
    assert "拖欠三个月工资" not in shown
    assert panel(client, city.gao, case, "parties").status_code == 200
    assert panel(client, city.gao, case, "log").status_code == 403


def test_strangers_get_404_on_the_page_and_every_panel(client, city):
    case = a_case(city)

    for stranger in (city.wei, city.xu, city.luo, city.deng):
        assert page(client, stranger, case).status_code == 404
        for name in PANELS:
            assert panel(client, stranger, case, name).status_code == 404


def test_the_case_page_asks_the_database_a_fixed_number_of_times(client, city, django_assert_num_queries):
    case = an_assigned_case(city)
    page(client, city.lin, case)

    with django_assert_num_queries(13):
        page_again = client.get(reverse("cases:detail", args=[case.pk]))

    assert page_again.status_code == 200
