"""Cases handed to another body and received from one."""

from decimal import Decimal

from cases.actions import enquiry, referral
from tests.faults.scenes.scene import NOW, Act, again, scene
from tests.people import MONDAY, a_case, an_accepted_case, employer, worker

FROM_COURT = {"kind": "court_entrust", "their_number": "（2026）演示诉前调1号", "request": "请调解"}


def to_arbitration(city):
    return {
        "kind": "to_arbitration", "receiver": city.arbitration, "sections": ["summary", "parties", "claims"],
        "request": "请依法受理", "basis": "consent", "consented_on": MONDAY,
    }  # fmt: skip


def sent(city):
    return referral.send(an_accepted_case(city), by=city.zheng, **to_arbitration(city), **NOW)


def accepted(city):
    return again(referral.accept(sent(city), number="仲2026-7", by=city.gao, **NOW))


def received(city):
    return referral.receive(a_case(city), sender=city.court, by=city.zhou, **FROM_COURT, **NOW)


def taken_from_court(city):
    return again(referral.accept(received(city), by=city.lin, **NOW))


@scene(referral.send)
def send(city):
    return Act(city.zheng, [an_accepted_case(city)], to_arbitration(city) | NOW)


@scene(referral.entrust)
def entrust(city):
    claims = [enquiry.ClaimLine("wage_arrears", amount=Decimal(5200))]
    matter = enquiry.Matter(
        workers=[enquiry.Worker(worker(), claims=claims)], employers=[employer()],
        details={"summary": "法院委托", "left_on": MONDAY},
    )  # fmt: skip
    where = {"sender": city.court, "station": city.haitang, "application_on": MONDAY}
    return Act(city.zhou, [matter], {**FROM_COURT, **where, **NOW})


@scene(referral.receive)
def receive(city):
    return Act(city.zhou, [a_case(city)], {**FROM_COURT, "sender": city.court, **NOW})


@scene(referral.accept)
def accept(city):
    return Act(city.gao, [sent(city)], {"number": "仲2026-7", **NOW})


@scene(referral.accept)
def accept_what_the_court_sent(city):
    return Act(city.lin, [received(city)], NOW)


@scene(referral.accept)
def accept_at_another_station(city):
    case = an_accepted_case(city)
    to_station = {**to_arbitration(city), "kind": "to_station", "receiver": city.liulin}
    return Act(city.wei, [referral.send(case, by=city.zheng, **to_station, **NOW)], NOW)


@scene(referral.ask_other_side)
def ask_other_side(city):
    return Act(city.lin, [taken_from_court(city)], {"agrees": True, **NOW})


@scene(referral.give_back)
def give_back(city):
    return Act(city.gao, [sent(city)], {"reason": "材料不全", **NOW})


@scene(referral.report)
def report(city):
    return Act(city.gao, [accepted(city)], {"result": "decided", "text": "已裁决", **NOW})


@scene(referral.report)
def report_at_once(city):
    """Acceptance and result in one."""
    return Act(city.gao, [sent(city)], {"result": "decided", "text": "已裁决", **NOW})


@scene(referral.reply)
def reply(city):
    said = {"answer": "refused", "reason": "单位不同意调解", "undisputed": []}
    return Act(city.lin, [taken_from_court(city)], said | NOW)


@scene(referral.recall)
def recall(city):
    return Act(city.zheng, [sent(city)], {"reason": "本人撤回", **NOW})
