"""Acts on a case as they are done on its page: form, key, version, refusal, redirect."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import acceptance, assignment
from cases.models import Approval, Case, Contact, Party
from parties.actions import persons
from record.models import Event, Notice
from tests.people import a_case, an_accepted_case, an_assigned_case, an_enquiry, morning

TODAY = date.today()


def do(client, person, name, case, *, htmx=False, version=None, args=(), **data):
    """POST one act as its form does, with a fresh key and the version that was on screen."""
    client.force_login(person)
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    data = {"key": uuid.uuid4().hex, "version": version or Case.objects.get(pk=case.pk).version, **data}
    return client.post(reverse(f"cases:{name}", args=[case.pk, *args]), data, **headers)


def state(case):
    return Case.objects.get(pk=case.pk).state


ACTS = [
    ("advise", an_enquiry, "zhou", {"advice": "可以申请调解", "handling": "answered"}, "advised"),
    ("promote", an_enquiry, "zhou", {}, "applied"),
    (
        "reject",
        a_case,
        "lin",
        {"ground": "out_of_scope", "reason": "不属于受理范围", "on": TODAY},
        "rejected",
    ),
    ("withdraw", a_case, "zhou", {"settled": "yes", "reason": "公司已付清", "on": TODAY}, "withdrawn"),
    ("decline", an_assigned_case, "lin", {"reason": "与被申请人有亲属关系"}, "accepted"),
    ("hand-back", an_assigned_case, "lin", {"reason": "休产假"}, "accepted"),
]


@pytest.mark.parametrize(("name", "make", "who", "data", "after"), ACTS, ids=[row[0] for row in ACTS])
def test_an_act_moves_the_case_and_leads_back_to_it(client, city, name, make, who, data, after):
    case = make(city, on=TODAY)

    answer = do(client, getattr(city, who), name, case, **data)

    assert answer.status_code == 302
    assert answer.url == reverse("cases:detail", args=[case.pk])
    assert state(case) == after


@pytest.mark.parametrize(("name", "make", "who", "data", "after"), ACTS, ids=[row[0] for row in ACTS])
def test_the_form_says_what_the_act_brings_about(client, city, name, make, who, data, after):
    case = make(city, on=TODAY)
    client.force_login(getattr(city, who))
    address = reverse(f"cases:{name}", args=[case.pk])

    page = client.get(address).content.decode()
    dialog = client.get(address, HTTP_HX_REQUEST="true").content.decode()

    assert "ua-conseq" in page
    assert dialog.lstrip().startswith("<form")
    assert 'name="key"' in dialog


def test_a_double_click_moves_once(client, city):
    case = an_assigned_case(city, on=TODAY)
    data = {"key": "the-same", "version": Case.objects.get(pk=case.pk).version, "reason": "休产假"}
    client.force_login(city.lin)
    address = reverse("cases:hand-back", args=[case.pk])

    first, second = client.post(address, data), client.post(address, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Event.objects.filter(filed_under=case.pk, kind="hand_back").count() == 1


def test_whoever_was_slower_is_told_and_loses_nothing(client, city):
    case = a_case(city, on=TODAY)
    read_at = case.version
    do(client, city.zhou, "facts", case, **facts(case, site="三号工地"))

    answer = do(client, city.lin, "facts", case, version=read_at, **facts(case, site="五号工地"))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "五号工地" in shown
    assert "三号工地" in shown
    assert Case.objects.get(pk=case.pk).site == "三号工地"


def facts(case, **changes):
    known = {
        "summary": case.summary, "dispute_kind": case.dispute_kind, "category": case.category,
        "aid_form": case.aid_form, "employment": case.employment, "left_on": case.left_on or "",
        "channel": case.channel, "head_count": case.head_count, "inspection_warning_given": "on",
    }  # fmt: skip
    return known | changes


def test_a_correction_moves_the_limitation_and_the_list(client, city):
    case = a_case(city, on=TODAY)
    before = case.deadlines.get(code="ARB-02", state="running").nominal_on

    do(client, city.zhou, "facts", case, **facts(case, left_on=TODAY - timedelta(days=10)))

    after = case.deadlines.get(code="ARB-02", state="running").nominal_on
    assert after > before
    event = Event.objects.filter(filed_under=case.pk, kind="edit").latest("id")
    assert set(event.params["changes"]) == {"left_on"}


def test_a_dialog_that_succeeds_reloads_the_case(client, city):
    case = an_assigned_case(city, on=TODAY)

    answer = do(client, city.lin, "decline", case, htmx=True, reason="回避")

    assert answer["HX-Redirect"] == reverse("cases:detail", args=[case.pk])


def test_a_refused_act_keeps_what_was_typed(client, city):
    case = an_assigned_case(city, on=TODAY)

    answer = do(client, city.sun, "decline", case, reason="我来不及")

    assert answer.status_code == 422
    assert "我来不及" in answer.content.decode()
    assert "林秀云" in answer.content.decode()
    assert state(case) == "assigned"


def test_acceptance_takes_two_people_and_a_complete_file(client, city):
    case = a_case(city, on=TODAY)
    asked = do(client, city.lin, "request-acceptance", case, body=city.haitang_body.pk, source="application")
    assert asked.status_code == 302

    by_the_same = do(client, city.lin, "accept", case, on=TODAY)
    assert by_the_same.status_code == 422
    by_another = do(client, city.sun, "accept", case, on=TODAY)

    assert by_another.status_code == 302
    assert state(case) == "accepted"
    assert Notice.objects.filter(recipient=city.lin, kind="case.accepted", channel="app").count() == 1


def test_an_incomplete_file_is_named_in_words(client, city):
    case = a_case(city, on=TODAY, inspection_warning_given=False)

    answer = do(client, city.lin, "request-acceptance", case, body=city.haitang_body.pk, source="application")

    assert answer.status_code == 422
    assert "告知" in answer.content.decode()


def test_the_panel_and_the_dialog_name_the_same_gaps_and_the_dialog_fills_the_told_one(client, city):
    case = a_case(city, on=TODAY, inspection_warning_given=False)
    client.force_login(city.lin)

    assert "尚缺 1 项" in client.get(reverse("cases:panel", args=[case.pk, "approvals"])).content.decode()
    dialog = client.get(reverse("cases:request-acceptance", args=[case.pk])).content.decode()
    assert "尚缺：已告知监察" in dialog
    do(
        client, city.lin, "request-acceptance", case, body=city.haitang_body.pk, source="application",
        inspection_warning_given="on",
    )  # fmt: skip

    assert Case.objects.get(pk=case.pk).inspection_warning_given
    assert Approval.objects.filter(case=case, decision="").exists()


def test_a_file_that_lacks_nothing_but_the_body_is_complete_everywhere(client, city):
    case = a_case(city, on=TODAY)
    client.force_login(city.lin)

    assert "材料齐全" in client.get(reverse("cases:panel", args=[case.pk, "approvals"])).content.decode()
    dialog = client.get(reverse("cases:request-acceptance", args=[case.pk])).content.decode()
    assert "材料齐全" in dialog
    assert "inspection_warning_given" not in dialog


def test_what_was_asked_falls_away_when_the_case_goes_another_way(client, city):
    case = a_case(city, on=TODAY)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.lin, at=morning(TODAY)
    )

    do(client, city.zhou, "withdraw", case, settled="no", reason="不想打了", on=TODAY)

    assert Approval.objects.get(case=case).decision == "lapsed"


def test_a_dispatcher_assigns_to_a_mediator_of_the_station(client, city):
    case = an_accepted_case(city, on=TODAY)
    client.force_login(city.zheng)
    form = client.get(reverse("cases:assign", args=[case.pk])).content.decode()
    assert "林秀云" in form
    assert "魏东" not in form

    do(client, city.zheng, "assign", case, mediator=city.lin.pk)

    assert Case.objects.get(pk=case.pk).handler == city.lin


def test_a_declined_case_comes_back_to_the_dispatcher(client, city):
    case = an_assigned_case(city, on=TODAY)

    do(client, city.lin, "decline", case, reason="回避")

    assert Notice.objects.filter(recipient=city.zheng, kind="case.declined", channel="app").exists()


def test_a_transferred_case_tells_the_receiving_side(client, city):
    case = a_case(city, on=TODAY)

    do(client, city.zheng, "transfer", case, to=city.liulin.pk, reason="用人单位在柳林")

    assert Case.objects.get(pk=case.pk).organisation == city.liulin
    assert Notice.objects.filter(recipient=city.wei, kind="case.transferred").exists()


def test_closing_takes_two_people_and_a_call_back_falls_due(client, city):
    case = a_case(city, on=TODAY)
    do(client, city.zhou, "withdraw", case, settled="no", reason="不想打了", on=TODAY)
    do(client, city.lin, "request-closing", case, reason="withdrawn")
    do(client, city.sun, "close", case)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.close_reason) == ("closed", "withdrawn")
    assert case.call_backs.get().kind == "after_closing"


def add_person(client, case, **typed):
    typed |= {"key": uuid.uuid4().hex, "version": Case.objects.get(pk=case.pk).version, "role": "third_party"}
    return client.post(reverse("cases:add-person", args=[case.pk]), typed)


def test_whoever_is_added_is_found_while_typing(client, city):
    case = a_case(city, on=TODAY)
    known = persons.record_person(name="马近水", by=city.zhou, on=TODAY, at=morning(TODAY))
    Party.objects.create(case=a_case(city, on=TODAY), role="third_party", person=known, name=known.name)
    client.force_login(city.zhou)
    form = client.get(reverse("cases:add-person", args=[case.pk])).content.decode()
    assert f'hx-post="{reverse("cases:find-people")}"' in form
    assert form.count('name="person"') == 1

    found = client.post(reverse("cases:find-people"), {"name": "马近"}).content.decode()
    assert f'data-value="{known.pk}"' in found

    assert add_person(client, case, name="马近水", person=known.pk).status_code == 302
    assert case.parties.filter(person=known, role="third_party").exists()


def test_an_employer_is_found_the_same_way(client, city):
    case = a_case(city, on=TODAY)
    client.force_login(city.zhou)
    form = client.get(reverse("cases:add-employer", args=[case.pk])).content.decode()
    assert f'hx-post="{reverse("cases:find-employers")}"' in form


def test_a_person_of_another_station_needs_the_complete_number(client, city):
    case = a_case(city, on=TODAY)
    far = persons.record_person(name="马远山", phone="13876454417", by=city.tang, on=TODAY, at=morning(TODAY))
    client.force_login(city.zhou)

    unknown = add_person(client, case, name="马远山", person=far.pk)
    known = add_person(client, case, name="马远山", person=far.pk, phone="13876454417")

    assert (unknown.status_code, known.status_code) == (422, 302)
    assert case.parties.filter(person=far).count() == 1


def test_a_closed_case_is_reopened_with_a_reason(client, city):
    case = a_case(city, on=TODAY)
    do(client, city.zhou, "withdraw", case, settled="no", reason="不想打了", on=TODAY)
    do(client, city.lin, "request-closing", case, reason="withdrawn")
    do(client, city.sun, "close", case)

    do(client, city.zheng, "reopen", case, reason="又来了")

    assert state(case) == "applied"


def test_a_closed_enquiry_never_was_a_case_and_is_not_reopened(client, city):
    case = an_enquiry(city, on=TODAY)
    do(client, city.zhou, "advise", case, advice="可以申请调解", handling="answered")
    do(client, city.lin, "request-closing", case, reason="advised")
    do(client, city.sun, "close", case)

    answer = do(client, city.zheng, "reopen", case, reason="又来了")

    assert answer.status_code == 422
    assert "请重新登记" in answer.content.decode()
    assert state(case) == "closed"


def test_a_call_is_written_down_with_its_outcome_and_the_promise(client, city):
    case = an_assigned_case(city, on=TODAY)

    do(
        client, city.lin, "contact", case, way="call_out", side="worker", outcome="no_answer", text="没接",
        on=TODAY, call_back_on=TODAY + timedelta(days=2),
    )  # fmt: skip

    assert Contact.objects.filter(case=case, outcome="no_answer", text="没接").exists()
    assert case.call_backs.get(kind="promised").due_on == TODAY + timedelta(days=2)


def test_the_employer_is_not_called_while_the_worker_says_so(client, city):
    case = a_case(city, on=TODAY, do_not_contact_employer=True)

    refused = do(
        client, city.lin, "contact", case, way="call_out", side="employer", outcome="reached", on=TODAY
    )
    assert refused.status_code == 422
    do(client, city.lin, "lift-silence", case)
    allowed = do(
        client, city.lin, "contact", case, way="call_out", side="employer", outcome="reached", on=TODAY
    )

    assert allowed.status_code == 302


def test_a_next_action_is_one_of_the_usual_or_in_words(client, city):
    case = an_assigned_case(city, on=TODAY)

    do(client, city.lin, "next-action", case, action="", words="等公司补交工资表", due_on=TODAY)
    case = Case.objects.get(pk=case.pk)
    assert (case.next_action, case.next_action_on) == ("等公司补交工资表", TODAY)
    do(client, city.lin, "next-action", case, action="schedule", due_on=TODAY + timedelta(days=1))

    assert Case.objects.get(pk=case.pk).next_action == "schedule"


def test_a_call_back_is_made_once(client, city):
    case = an_assigned_case(city, on=TODAY)
    do(
        client, city.lin, "contact", case, way="call_in", side="worker", outcome="reached", on=TODAY,
        call_back_on=TODAY,
    )  # fmt: skip
    owed = case.call_backs.get()

    first = do(client, city.lin, "call-back", case, args=[owed.pk], reached="yes", satisfaction=5)
    second = do(client, city.sun, "call-back", case, args=[owed.pk], reached="yes", satisfaction=1)

    owed.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 422)
    assert (owed.satisfaction, owed.done_by) == (5, city.lin)


def test_the_right_without_the_station_is_404_and_the_station_without_the_right_403(client, city):
    case = an_assigned_case(city, on=TODAY)

    assert do(client, city.wei, "decline", case, reason="回避").status_code == 404
    assert do(client, city.zhou, "assign", case, mediator=city.lin.pk).status_code == 403
    assert state(case) == "assigned"


def test_who_only_reads_cannot_act(client, city):
    case = a_case(city, on=TODAY)
    assignment.transfer(
        case, to=city.liulin, reason="用人单位在柳林", by=city.zheng, on=TODAY, at=timezone.now()
    )

    assert do(client, city.zhou, "note", case, text="还能写吗").status_code == 403
