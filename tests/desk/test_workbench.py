"""The workbench: what each person finds in the morning."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import acceptance, contact, override
from cases.models import Case, Deadline, Draft
from record.models import Notice
from tests.cases.groups import a_paid_group
from tests.login import log_in
from tests.people import a_case, an_assigned_case, an_enquiry, morning

TODAY = date.today()


def home(client, person):
    log_in(client, person)
    return client.get(reverse("desk:home"))


def only_clock(case, nominal, due=None, code="MED-04"):
    case.deadlines.update(state="dropped", ended_on=TODAY)
    return Deadline.objects.create(
        case=case, code=code, trigger="applied", trigger_on=TODAY, nominal_on=nominal, due_on=due or nominal,
        calendar_version="2026", citation="《示例条例》第十二条", mark="VERIFIED",
    )  # fmt: skip


def days(n):
    return timedelta(days=n)


def test_late_and_near_clocks_stand_in_their_stripes_with_number_people_and_ground(client, city):
    case = an_assigned_case(city, on=TODAY)
    only_clock(case, TODAY - days(2))

    answer = home(client, city.lin)

    (line,) = answer.context["late"]
    assert line.number == case.number
    assert "刘长顺" in line.people
    assert line.why == "《示例条例》第十二条"
    assert answer.context["near"] == []
    assert "超期 2 天" in answer.content.decode()


def test_a_date_that_passed_on_a_rest_day_is_near_until_its_rolled_day(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY - days(1), due=TODAY + days(1))

    answer = home(client, city.lin)

    assert answer.context["late"] == []
    assert len(answer.context["near"]) == 1


def test_what_is_due_in_four_days_is_not_of_today(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY + days(4))

    assert home(client, city.lin).context["near"] == []


def test_a_case_without_a_next_action_shows_up_until_one_is_set(client, city):
    case = an_assigned_case(city, on=TODAY)
    Case.objects.filter(pk=case.pk).update(next_action="", next_action_on=None)

    assert [row["number"] for row in home(client, city.lin).context["idle"]] == [case.number]
    case.refresh_from_db()
    contact.set_next_action(
        case, action="call", due_on=TODAY, version=case.version, by=city.lin, at=morning(TODAY)
    )

    assert home(client, city.lin).context["idle"] == []


def test_the_cases_of_a_colleague_are_not_mine(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY)

    answer = home(client, city.sun)

    assert (answer.context["near"], answer.context["mine"]) == ([], [])


def test_cases_nobody_has_yet_concern_everybody_at_the_station(client, city):
    only_clock(a_case(city, on=TODAY), TODAY)

    assert len(home(client, city.sun).context["near"]) == 1
    assert len(home(client, city.wei).context["near"]) == 0


def test_a_leader_sees_what_is_late_below(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY - days(1))

    answer = home(client, city.qian)

    assert len(answer.context["late"]) == 1
    assert reverse("reports:dashboard") in answer.content.decode()


def test_a_case_over_term_is_counted_alike_on_workbench_list_and_dashboard(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY - days(2))
    only_clock(an_assigned_case(city, on=TODAY), TODAY - days(2), code="ARB-01")  # the limitation is no term

    for person in (city.zheng, city.qian):
        assert home(client, person).context["tally"]["over"] == 1
        assert len(client.get(reverse("cases:list"), {"show": "over"}).context["rows"]) == 1
    board = client.get(reverse("reports:dashboard"))
    (cell,) = [cell for cell in board.context["cells"] if cell["code"] == "open"]
    assert cell["overdue"] == 1
    late = f"{reverse('reports:rows', args=['overdue'])}?{cell['query']}"
    assert late.replace("&", "&amp;") in board.content.decode()
    assert len(client.get(late).context["rows"]) == 1


@pytest.mark.parametrize("person", ["qian", "zheng", "zhou", "sun"])
def test_every_button_of_the_day_opens_for_whoever_sees_it(client, city, person):
    for code in ("MED-04", "MED-01", "INSTALMENT", "REV-01", "ARB-01", "LIT-10"):
        only_clock(a_case(city, on=TODAY), TODAY - days(1), code=code)
        only_clock(a_case(city, on=TODAY), TODAY + days(1), code=code)
    case = a_case(city, on=TODAY)
    contact.record_contact(
        case, way="call_in", side="worker", outcome="reached", text="", call_back_on=TODAY, by=city.lin,
        on=TODAY, at=morning(TODAY),
    )  # fmt: skip

    shown = home(client, getattr(city, person)).context

    assert len(shown["late"]) == 6
    for line in [*shown["late"], *shown["near"]]:
        assert client.get(line.url).status_code == 200, (line.act, line.url)
    for row in shown["idle"]:
        assert client.get(row["url"]).status_code == 200


def test_a_clerk_puts_to_approval_what_a_second_person_decides_and_a_leader_opens_the_case(client, city):
    only_clock(a_case(city, on=TODAY), TODAY, code="MED-01")

    assert [line.act for line in home(client, city.zhou).context["near"]] == ["提交受理审批"]
    assert [line.act for line in home(client, city.sun).context["near"]] == ["决定是否受理"]
    only_clock(an_assigned_case(city, on=TODAY), TODAY)
    assert home(client, city.qian).context["near"][-1].act == ""


def test_call_backs_stand_among_the_clocks(client, city):
    case = an_assigned_case(city, on=TODAY)
    contact.record_contact(
        case, way="call_in", side="worker", outcome="reached", text="", call_back_on=TODAY, by=city.lin,
        on=TODAY, at=morning(TODAY),
    )  # fmt: skip

    lines = home(client, city.lin).context["near"]

    assert reverse("cases:call-back", args=[case.pk, case.call_backs.get().pk]) in [
        line.url for line in lines
    ]


def test_the_instalments_and_calls_of_a_group_stand_in_one_line_with_the_workers(client, city):
    today = timezone.localdate()
    case = a_paid_group(city, due=today - days(2))

    page = home(client, city.lin)
    lines = [(line.what, line.url) for line in page.context["late"]]
    assert ("4 名职工的分期款，¥2,000.00", reverse("cases:default", args=[case.pk])) in lines
    assert ("回访 4 人", reverse("cases:calls", args=[case.pk])) in lines
    assert len(lines) == page.context["tally"]["late"]


def test_what_waits_for_a_second_person_waits_for_those_who_may_and_did_not_ask(client, city):
    case = a_case(city, on=TODAY)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.lin, at=morning(TODAY)
    )

    assert case.number in [row.number for row in home(client, city.sun).context["waiting"]]
    assert home(client, city.lin).context["waiting"] == []
    assert home(client, city.zhou).context["waiting"] == []
    assert home(client, city.wei).context["waiting"] == []


def test_a_proposed_date_waits_for_a_second_person(client, city):
    case = an_assigned_case(city, on=TODAY)
    row = only_clock(case, TODAY + days(9))
    override.propose(row, new_on=TODAY + days(12), reason="双方同意", by=city.lin, at=morning(TODAY))

    (waits,) = home(client, city.sun).context["waiting"]

    assert waits.url == reverse("cases:panel", args=[case.pk, "deadlines"])


def test_an_assigned_case_waits_for_its_mediator(client, city):
    case = an_assigned_case(city, on=TODAY)

    assert case.number in [row.number for row in home(client, city.lin).context["waiting"]]


def test_the_clerk_finds_the_visits_of_the_day(client, city):
    an_enquiry(city, on=TODAY)

    assert len(home(client, city.zhou).context["enquiries"]) == 1
    assert len(home(client, city.tang).context["enquiries"]) == 0


def test_a_partner_finds_what_was_referred_and_administrators_their_network(client, city):
    partner = home(client, city.gao)

    assert partner.status_code == 200
    assert "desk/partner.html" in [template.name for template in partner.templates]
    assert home(client, city.he).status_code == 200
    for person in (city.luo, city.fan, city.cai):
        assert home(client, person).url == reverse("stations:network")


def test_the_quick_box_begins_the_card_without_a_name_in_the_address(client, city):
    client.force_login(city.zhou)

    answer = client.post(
        reverse("desk:walk-in"), {"who": "刘长顺", "summary": "欠三个月工资", "channel": "phone"}
    )

    assert answer.url == reverse("cases:intake")
    assert "欠三个月工资" in client.get(answer.url).content.decode()


def test_the_quick_box_overwrites_no_card_that_is_half_typed(client, city):
    client.force_login(city.zhou)
    for summary in ("第一位", "第二位"):
        client.post(reverse("desk:walk-in"), {"who": "", "summary": summary, "channel": "window"})

    assert "%E7%AC%AC%E4%B8%80%E4%BD%8D" in Draft.objects.get(user=city.zhou).content


def test_the_workbench_asks_the_database_a_fixed_number_of_times(client, city, django_assert_num_queries):
    only_clock(an_assigned_case(city, on=TODAY), TODAY)
    home(client, city.lin)

    with django_assert_num_queries(17):
        client.get(reverse("desk:home"))


def test_the_rail_counts_what_is_to_do(client, city):
    only_clock(an_assigned_case(city, on=TODAY), TODAY - days(1))
    client.force_login(city.lin)

    shown = client.get(reverse("desk:counters")).content.decode()

    assert 'id="ua-n-desk"' in shown
    assert "ua-rail-n-over" in shown
    assert 'id="ua-n-notices"' in shown


# Notices


def test_notices_are_read_one_by_one_or_all_at_once(client, city):
    an_assigned_case(city, on=TODAY)
    client.force_login(city.lin)
    notice = Notice.objects.get(recipient=city.lin, channel="app")
    assert notice.subject in client.get(reverse("desk:notices")).content.decode()

    opened = client.post(
        reverse("desk:notices-read"), {"notice": notice.pk, "case": notice.event.filed_under}
    )

    assert opened.url == reverse("cases:detail", args=[notice.event.filed_under])
    assert not Notice.objects.unread(city.lin).exists()


def test_nobody_reads_the_notices_of_others(client, city):
    an_assigned_case(city, on=TODAY)
    notice = Notice.objects.get(recipient=city.lin, channel="app")
    client.force_login(city.sun)

    assert notice.subject not in client.get(reverse("desk:notices")).content.decode()
    client.post(reverse("desk:notices-read"), {"notice": notice.pk})

    assert Notice.objects.unread(city.lin).exists()


# Shifts


def give(client, city, to, **data):
    client.force_login(city.zhou)
    form = client.get(reverse("desk:shift-give")).context["form"]
    data = {"to": to.pk, "matters": list(form.open), "key": uuid.uuid4().hex, "text": "", **data}
    return client.post(reverse("desk:shift-give"), data)


def test_a_shift_is_handed_over_with_its_open_matters_and_accepted_by_name(client, city):
    case = an_enquiry(city, on=TODAY)

    assert give(client, city, city.sun).status_code == 302
    client.force_login(city.sun)
    waiting = client.get(reverse("desk:home")).context["waiting"]
    (address,) = [row.url for row in waiting]
    assert str(case) in client.get(address).content.decode()
    client.post(address, {"key": uuid.uuid4().hex})

    assert client.get(reverse("desk:home")).context["waiting"] == []
    assert Notice.objects.filter(recipient=city.zhou, kind="handover.accepted").exists()


def test_only_the_person_it_was_given_to_accepts_a_shift(client, city):
    an_enquiry(city, on=TODAY)
    give(client, city, city.sun)
    client.force_login(city.sun)
    address = client.get(reverse("desk:home")).context["waiting"][0].url

    client.force_login(city.zhou)
    refused = client.post(address, {"key": uuid.uuid4().hex})
    client.force_login(city.lin)
    foreign = client.get(address)

    assert (refused.status_code, foreign.status_code) == (422, 404)


@pytest.mark.parametrize("person", ["zhou", "sun", "zheng"])
def test_a_shift_is_not_handed_over_empty(client, city, person):
    assert give(client, city, city.sun, matters=[]).status_code == 422
