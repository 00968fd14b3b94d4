"""Representation by a lawyer, from the worker's application to the result."""

from decimal import Decimal

from cases.actions import aid
from tests.faults.scenes.scene import AT, NOW, Act, again, scene
from tests.mediation import stories
from tests.people import an_accepted_case

ASKED = {"form": "arbitration", "reason": "请求代理仲裁", "means_exempt": "农民工追索劳动报酬"}


def wanting(city):
    """(case, its worker), whom the lawyer can reach."""
    case = stories.verified(an_accepted_case(city))
    party = stories.worker_of(case)
    party.person.phone, party.person.address = "13800004417", "海棠路18号（演示）"
    party.person.save()
    return case, party


def applied(city):
    case, party = wanting(city)
    return aid.apply(case, party=party, by=city.zhou, **ASKED, **NOW)


def reviewed(city):
    return aid.review(applied(city), opinion="符合条件", by=city.zheng, **NOW)


def approved(city):
    return aid.approve(reviewed(city), opinion="同意", by=city.qian, **NOW)


def commissioned(city):
    return again(aid.commission(approved(city), lawyer=city.he, by=city.zheng, **NOW))


def undertaken(city):
    return again(aid.undertake(commissioned(city), by=city.he, **NOW))


@scene(aid.apply)
def apply(city):
    case, party = wanting(city)
    return Act(city.zhou, [case], {"party": party, **ASKED, **NOW})


@scene(aid.review)
def review(city):
    return Act(city.zheng, [applied(city)], {"opinion": "符合条件", **NOW})


@scene(aid.approve)
def approve(city):
    return Act(city.qian, [reviewed(city)], {"opinion": "同意", **NOW})


@scene(aid.refuse)
def refuse(city):
    return Act(city.qian, [reviewed(city)], {"reason": "不属援助范围", **AT})


@scene(aid.commission)
def commission(city):
    return Act(city.zheng, [approved(city)], {"lawyer": city.he, **NOW})


@scene(aid.undertake)
def undertake(city):
    return Act(city.he, [commissioned(city)], NOW)


@scene(aid.decline)
def decline(city):
    return Act(city.he, [commissioned(city)], {"reason": "与单位有顾问关系", **NOW})


@scene(aid.report_hours)
def report_hours(city):
    return Act(city.he, [undertaken(city)], {"hours": Decimal("2.5"), "what": "会见受援人", **NOW})


@scene(aid.conclude)
def conclude(city):
    return Act(city.he, [undertaken(city)], {"result": "aid_granted_won", "text": "裁决支持全部请求", **NOW})


@scene(aid.end)
def end(city):
    return Act(city.zheng, [undertaken(city)], {"reason": "受援人自行和解", **NOW})
