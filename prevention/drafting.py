"""What a new letter begins with: the facts as the cases and the letter before it tell them. All of it is changed freely."""

from decimal import Decimal
from typing import Any

from django.utils import translation

from cases.models import Case, Matter
from cases.models.case import BEFORE_HANDLED, State
from parties.models import Employer
from prevention.models import Letter
from stations.models import User

# What a letter about such a matter leans on; the drafter changes it. FROM-MEMORY of the statutes as they stand in 2026:
# a union lawyer looks at them before the first letter leaves (domain H).
BASIS = {
    Matter.PAY: "《中华人民共和国劳动法》第五十条\n《中华人民共和国劳动合同法》第三十条",
    Matter.TERMINATION: "《中华人民共和国劳动合同法》第四十六条、第四十七条",
    Matter.RELATION: "《中华人民共和国劳动合同法》第十条、第八十二条",
    Matter.INSURANCE: "《中华人民共和国社会保险法》第五十八条、第六十条",
    Matter.INJURY: "《工伤保险条例》第十七条",
}
UNION_LAW = "《中华人民共和国工会法》第二十三条"  # the union asks for correction; the employer looks into it and answers

TO_EMPLOYER = "核实上述情况，依法纠正\n与职工或者其代表协商，拿出解决办法\n将处理情况书面告知我会"
TO_AUTHORITY = "对该单位的上述行为依法调查\n责令该单位限期改正；拒不改正的，依法处理\n将处理结果函告我会"


@translation.override("zh-hans")
def proposal(
    kind: str, employer: Employer, *, user: User, case: Case | None = None, follows: Letter | None = None
) -> dict[str, Any]:
    """Field by field what the form of a new letter shows first. `case` narrows the facts to one case; `follows`
    is the letter before it, whose words are taken over. No worker is named."""
    if follows is not None:
        return _after(follows, kind)
    cases = [case] if case else list(_cases(employer, user))
    matters = list(dict.fromkeys(one.matter for one in cases))
    words = "、".join(str(Matter(one).label) for one in matters) or "劳动用工"
    return {
        "subject": f"{words}问题"[:60],
        "facts": _facts(cases, words),
        "basis": "\n".join([*(BASIS[one] for one in matters if one in BASIS), UNION_LAW]),
        "measures": TO_EMPLOYER,
    }


def _cases(employer, user):
    """The open cases against the employer that `user` sees."""
    return (
        Case.objects.visible_to(user)
        .filter(state__in=[*BEFORE_HANDLED, State.DEFAULTED], parties__in=employer.parties.filter(left_case_on=None))
        .distinct()
        .order_by("received_on", "pk")
    )  # fmt: skip


def _facts(cases, words):
    if not cases:
        return ""
    heads = sum(one.head_count for one in cases)
    first, last = cases[0].received_on, cases[-1].received_on
    span = f"{_day(first)}" if first == last else f"{_day(first)}至{_day(last)}"
    amount = sum((one.outstanding if one.granted_total else one.claimed_total for one in cases), Decimal(0))
    asked = f"，未到账金额合计{amount:.2f}元" if amount else ""
    return f"{span}，{heads}名职工向工会反映你单位存在{words}问题{asked}。"


def _after(before, kind):
    """The words of the letter before, and how it went."""
    said = (
        f"{_day(before.served_on)}已向你单位送达{before.get_kind_display()}（{before.number}），"
        if before.served_on
        else ""
    )
    about = {"subject": before.subject, "basis": before.basis}
    if kind == Letter.Kind.SUGGESTION:
        outcome = f"该单位答复：{before.answer}" if before.answer else "该单位未在期限内书面答复"
        facts = before.facts.replace("你单位", "该单位")
        return {**about, "facts": facts, "negotiation": outcome, "measures": TO_AUTHORITY}
    answered = f"你单位答复：{before.answer}" if before.answer else "你单位未在期限内答复，也未纠正。"
    return {
        **about, "facts": before.facts, "measures": before.measures,
        "negotiation": said + answered if said else "",
    }  # fmt: skip


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
