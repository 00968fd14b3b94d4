"""The door of every page under a case."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from cases.actions import access, assignment
from cases.views.fetch import case_or_404, shows
from tests.people import MONDAY, a_case, morning


def ask(user, method="get"):
    request = getattr(RequestFactory(), method)("/")
    request.user = user
    return request


def test_the_station_and_those_above_work_on_its_case(city):
    case = a_case(city)

    for person in (city.zhou, city.zheng, city.qian):
        assert case_or_404(ask(person, "post"), case.pk).level == "own"


def test_another_station_cannot_tell_the_case_exists(city):
    case = a_case(city)

    for stranger in (city.wei, city.gao, city.deng, city.luo):
        with pytest.raises(Http404):
            case_or_404(ask(stranger), case.pk)


def test_inside_the_scope_the_wrong_role_is_refused(city):
    case = a_case(city)

    with pytest.raises(PermissionDenied):
        case_or_404(ask(city.zhou), case.pk, "case.assign")
    assert case_or_404(ask(city.zheng), case.pk, "case.assign") == case


def test_the_sender_of_a_transferred_case_reads_it_and_writes_nothing(city):
    case = a_case(city)
    assignment.transfer(
        case, to=city.liulin, reason="公司在柳林", by=city.zheng, on=MONDAY, at=morning(MONDAY)
    )

    assert case_or_404(ask(city.zhou), case.pk).level == "read"
    with pytest.raises(PermissionDenied):
        case_or_404(ask(city.zhou, "post"), case.pk)
    assert case_or_404(ask(city.tang, "post"), case.pk).level == "own"


def test_a_partner_opens_only_what_was_disclosed_to_it(city):
    case = a_case(city)
    access.disclose(case, city.arbitration, sections=["parties"], origin="referral:1", at=morning(MONDAY))

    with pytest.raises(PermissionDenied):
        case_or_404(ask(city.gao), case.pk)
    with pytest.raises(PermissionDenied):
        case_or_404(ask(city.gao), case.pk, disclosed="evidence")
    seen = case_or_404(ask(city.gao), case.pk, disclosed="parties")
    assert (seen.level, shows(seen, "parties"), shows(seen, "evidence")) == ("partner", True, False)
    assert shows(case_or_404(ask(city.zhou), case.pk), "evidence")


def test_a_grant_that_was_withdrawn_closes_the_case_again(city):
    case = a_case(city)
    access.disclose(case, city.arbitration, sections=["parties"], origin="referral:1", at=morning(MONDAY))
    access.withdraw(case, origin="referral:1", at=morning(MONDAY))

    with pytest.raises(Http404):
        case_or_404(ask(city.gao), case.pk, disclosed=True)
