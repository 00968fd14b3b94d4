"""Figures that somebody answers for: sheets from filling in to correction."""

from datetime import date
from decimal import Decimal

from cases.actions import campaign
from reports import terms
from reports.actions import brief, display, evaluation, sheet, subscription
from reports.evaluation import MEASURES
from reports.models.evaluation import Rules
from tests.faults.scenes.scene import AT, Act, scene
from tests.people import an_accepted_case, morning

MARCH = terms.term("month", date(2026, 3, 1), 1)
THEN = {"at": morning(date(2026, 4, 1))}


def a_sheet(city):
    an_accepted_case(city)
    return sheet.make(city.haitang, MARCH, by=city.zhou, **THEN)


def reviewed(city):
    return sheet.review(a_sheet(city), by=city.lin, **THEN)


@scene(sheet.make)
def make_sheet(city):
    an_accepted_case(city)
    return Act(city.zhou, [city.haitang, MARCH], THEN)


@scene(sheet.remake)
def remake_sheet(city):
    made = a_sheet(city)
    an_accepted_case(city, on=date(2026, 3, 9))
    return Act(city.zhou, [made], THEN)


@scene(sheet.review)
def review_sheet(city):
    return Act(city.lin, [a_sheet(city)], THEN)


@scene(sheet.send_back)
def send_sheet_back(city):
    return Act(city.lin, [a_sheet(city)], {"reason": "人数不符", **THEN})


@scene(sheet.sign)
def sign_sheet(city):
    return Act(city.qian, [reviewed(city)], THEN)


@scene(sheet.correct)
def correct_sheet(city):
    signed = sheet.sign(reviewed(city), by=city.qian, **THEN)
    an_accepted_case(city, on=date(2026, 3, 9))
    return Act(city.zhou, [signed], {"code": "accepted", "reason": "补录一件", **THEN})


@scene(brief.make)
def make_brief(city):
    an_accepted_case(city)
    return Act(city.qian, [city.federation, MARCH], THEN)


@scene(brief.withdraw)
def withdraw_brief(city):
    made = brief.make(city.federation, MARCH, by=city.qian, **THEN)
    return Act(city.qian, [made], {"reason": "统计期选错", **THEN})


# Screens


def a_link(city):
    link, _secret = display.make(city.federation, name="大厅屏（演示）", by=city.qian, **AT)
    return link


@scene(display.make)
def make_link(city):
    return Act(city.qian, [city.federation], {"name": "大厅屏（演示）", **AT})


@scene(display.revoke)
def revoke_link(city):
    return Act(city.luo, [a_link(city)], AT)


@scene(display.opened)
def open_link(city):
    return Act(None, [a_link(city)], {"address": "127.0.0.1", **AT})


RULES = Rules({code: weight for code, (_name, _text, weight) in MEASURES.items()}, 15, Decimal(0), Decimal(0))


@scene(evaluation.make)
def make_evaluation(city):
    an_accepted_case(city)
    return Act(city.zheng, [city.federation, MARCH, RULES], THEN)


def an_evaluation(city):
    return evaluation.make(city.federation, MARCH, RULES, by=city.zheng, **THEN)


@scene(evaluation.approve)
def approve_evaluation(city):
    return Act(city.qian, [an_evaluation(city)], THEN)


@scene(evaluation.withdraw)
def withdraw_evaluation(city):
    return Act(city.zheng, [an_evaluation(city)], {"reason": "考核期选错", **THEN})


# Scheduled reports


@scene(subscription.order)
def order_report(city):
    return Act(city.qian, [city.federation, city.qian], {"every": "week", **THEN})


def a_report(city):
    return subscription.order(city.federation, city.qian, every="week", by=city.qian, **THEN)


@scene(subscription.stop)
def stop_report(city):
    return Act(city.qian, [a_report(city)], {"reason": "不再需要", **THEN})


@scene(subscription.resume)
def resume_report(city):
    stopped = subscription.stop(a_report(city), reason="不再需要", by=city.qian, **THEN)
    return Act(city.qian, [stopped], THEN)


@scene(subscription.send)
def send_report(city):
    an_accepted_case(city)
    return Act(None, [a_report(city)], {"at": morning(date(2026, 4, 6))})


# Campaigns

WINTER = {"name": "冬季欠薪专项行动", "since": date(2026, 3, 1), "until": date(2026, 5, 31)}


@scene(campaign.open_campaign)
def open_a_campaign(city):
    return Act(city.qian, [city.federation], {**WINTER, **THEN})


def a_campaign(city):
    return campaign.open_campaign(city.federation, by=city.qian, **WINTER, **THEN)


@scene(campaign.end_campaign)
def end_a_campaign(city):
    return Act(city.qian, [a_campaign(city)], THEN)


@scene(campaign.label)
def label_a_case(city):
    case = an_accepted_case(city)
    return Act(city.zhou, [case, a_campaign(city)], {"version": case.version, **THEN})
