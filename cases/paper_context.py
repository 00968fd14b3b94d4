"""From rows to what the papers of a case are printed from, in Chinese (contracts: `cases.papers`)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from cases.models import Case, Deadline
from law.rules import rule

# What a dispute is called on a paper, by what it is about (cases.models.case.Matter).
CAUSES = {
    "pay": "追索劳动报酬", "termination": "解除、终止劳动合同及经济补偿", "injury": "工伤待遇",
    "relation": "确认劳动关系及双倍工资", "insurance": "社会保险", "other": "劳动争议",
}  # fmt: skip


def yuan(amount: Decimal) -> str:
    """An amount as papers want it: two places, no separators."""
    return f"{amount:.2f}"


def common(case: Case, mediation, on: date) -> dict:
    """What every notice names: who issues it, both sides, the cause, whom to ask. `mediation` may be None."""
    body = mediation.body if mediation else case.mediation_body
    station = case.organisation
    contact = {"address": station.address, "phone": station.phone}
    if mediation:
        contact["person"] = mediation.mediator.full_name
    return {
        "issuer": body.name if body else station.name,
        "demo": settings.DEMO,
        "applicant": case.worker_label,
        "respondent": case.employer_label,
        "cause": CAUSES.get(case.matter, CAUSES["other"]),
        "issued_on": on.isoformat(),
        "contact": {name: value for name, value in contact.items() if value},
    }


@translation.override("zh-hans")
def rejection(case: Case, *, ground: str, reason: str, refused_on: date | None, on: date) -> dict:
    """The contract `cases.papers.notices.RejectionNotice` beside `common`: `ground` of cases.words.GROUNDS;
    `refused_on`: the day the other side refused, which interrupts the limitation of a labour dispute."""
    refused = ground == "other_side_refuses"
    return {
        "received_on": iso(case.applied_on or case.received_on),
        "ground": ground,
        "reason": reason,
        "article": rule("MED-01b", on).source.strip(),
        **(interruption(case, refused_on) if refused else {}),
        "remedies": remedies(case),
    }


@translation.override("zh-hans")
def rejection_notice(case: Case, *, ground: str, reason: str, refused_on: date | None, on: date) -> dict:
    """The whole notice of non-acceptance to the applicant, issued on `on`."""
    context = {
        **common(case, None, on),
        **rejection(case, ground=ground, reason=reason, refused_on=refused_on, on=on),
        "addressee": case.worker_label,
    }
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def interruption(case: Case, on: date | None) -> dict:
    """A refusal or a failure restarts the arbitration limitation, which only a labour dispute has."""
    if case.dispute_kind != "labour":
        return {"dispute": "service"}
    return {"interrupted_on": iso(on), "limitation": limitation_of(case)}


def limitation_of(case: Case) -> dict | None:
    """The arbitration limitation that runs, with its article; nothing where none does."""
    row = case.deadlines.filter(state=Deadline.State.RUNNING, code__in=("ARB-01", "ARB-02")).first()
    if row is None:
        return None
    return {
        "last_day": row.nominal_on.isoformat(),
        "article": row.citation.strip("《》").replace("》", ""),
        "provisional": row.is_provisional,
    }


def remedies(case: Case) -> list[dict]:
    """What the worker may do next, and where."""
    if case.dispute_kind == "labour":
        return [
            {
                "act": "申请劳动仲裁",
                "body": "有管辖权的劳动人事争议仲裁委员会",
                "article": "劳动争议调解仲裁法第五条",
            }
        ]
    return [{"act": "提起诉讼", "body": "有管辖权的人民法院", "article": "民事诉讼法第一百二十二条"}]


def iso(day: date | None) -> str:
    """A day as contracts want it."""
    return day.isoformat() if day else ""


def chinese_day(day: date) -> str:
    """2026年3月2日, as GB/T 9704 writes it."""
    return f"{day.year}年{day.month}月{day.day}日"
