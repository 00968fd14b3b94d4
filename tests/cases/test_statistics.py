"""What the sheets need is complete before 办结: asked for, filled in beside the act, nothing typed lost."""

import uuid

import pytest
from django.urls import reverse

from cases.actions import closing, statistics, withdrawal
from cases.models import Case
from mediation.actions import agreement, mediation
from parties.models import Employer, Person
from tests.mediation.stories import a_mediation, finalised, sign_all
from tests.mediation.stories import a_scan as scan_of
from tests.people import MONDAY, a_case, morning

NOW = {"on": MONDAY, "at": morning(MONDAY)}


def unknown(case):
    """Nobody asked anything yet."""
    Person.objects.update(sex="", born_on=None, home_place="")
    Employer.objects.update(industry="", ownership="", unionised=None)
    case.parties.update(union_member=None)
    return Case.objects.get(pk=case.pk)


def test_everything_the_sheets_count_by_is_named(city):
    case = unknown(a_case(city))

    worker, firm = statistics.gaps(case)

    assert list(worker.fields) == ["sex", "born_on", "union_member", "home_place"]
    assert list(firm.fields) == ["industry", "ownership", "unionised"]


def test_an_individual_who_hired_a_crew_has_no_industry(city):
    case = a_case(city)
    Employer.objects.update(kind="individual", industry="", ownership="", unionised=None)

    assert statistics.gaps(case) == []


def test_a_withdrawal_waits_for_them(city):
    case = unknown(a_case(city))

    with pytest.raises(statistics.StatisticsMissing):
        withdrawal.withdraw(case, settled=False, reason="撤回", by=city.zhou, **NOW)

    assert Case.objects.get(pk=case.pk).state == "applied"


def test_the_end_of_a_mediation_waits_for_them(city):
    running = a_mediation(city)
    unknown(running.case)

    with pytest.raises(statistics.StatisticsMissing):
        mediation.end(running, reason="too_far_apart", explanation="", by=city.lin, **NOW)

    running.refresh_from_db()
    assert running.ended_on is None


def test_the_seal_waits_for_them(city):
    draft = finalised(city)
    sign_all(draft, by=city.lin)
    unknown(draft.case)

    with pytest.raises(statistics.StatisticsMissing):
        agreement.seal(draft, original=scan_of(city.sun), by=city.sun, **NOW)

    draft.refresh_from_db()
    assert draft.state == "finalised"


def test_closing_a_refused_application_asks_for_them_too(city):
    case = unknown(a_case(city))

    assert "statistics" in closing.missing_for_closing(case)


def test_the_page_says_what_is_missing_keeps_what_was_typed_and_leads_there(client, city):
    case = unknown(a_case(city))
    client.force_login(city.zhou)
    address = reverse("cases:withdraw", args=[case.pk])
    typed = {"settled": "no", "reason": "不想打官司了", "on": MONDAY, "version": case.version}

    refused = client.post(address, typed | {"key": uuid.uuid4().hex})
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "刘长顺（性别、出生日期、是否会员、籍贯）" in page
    assert "不想打官司了" in page
    assert f'href="{reverse("cases:statistics", args=[case.pk])}" target="_blank"' in page

    worker, firm = case.parties.order_by("pk")
    filled = client.post(
        reverse("cases:statistics", args=[case.pk]),
        {
            "key": uuid.uuid4().hex, f"{worker.pk}-sex": "male", f"{worker.pk}-born_on": "1985-03-06",
            f"{worker.pk}-union_member": "no", f"{worker.pk}-home_place": "山东沂水",
            f"{firm.pk}-industry": "建筑业", f"{firm.pk}-ownership": "私营", f"{firm.pk}-unionised": "yes",
        },
    )  # fmt: skip
    assert filled.status_code == 302
    assert statistics.gaps(case) == []

    done = client.post(address, typed | {"key": uuid.uuid4().hex, "version": Case.objects.get().version})
    assert done.status_code == 302
    assert Case.objects.get().state == "withdrawn"


def test_what_somebody_else_filled_in_meanwhile_stays(city):
    case = a_case(city)
    worker = case.parties.get(role="applicant")

    statistics.fill(case, {worker.pk: {"home_place": "别处"}}, by=city.zhou, **NOW)

    worker.person.refresh_from_db()
    assert worker.person.home_place == "山东沂水"
