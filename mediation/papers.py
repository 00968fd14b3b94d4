"""From rows to what a paper of the mediation is printed from (contracts: `cases.papers`)."""

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone, translation

from cases.models import Case, Claim, ClaimItem, Deadline, Evidence, Party, PartyRole
from cases.models.case import FAILURES
from cases.paper_context import common, interruption, iso, rejection, remedies, yuan
from law.days import table
from law.rules import PERIODS, agreement_clocks, recourse, rule, windows_after
from mediation.models import Agreement, Mediation

ROUTES = {"REV-01": "arbitration_review", "JC-01": "judicial_confirmation"}
JOINT = {"review": "arbitration_review", "confirmation": "judicial_confirmation"}  # Agreement.Route


@translation.override("zh-hans")
def agreement_context(agreement: Agreement, *, on: date) -> dict:
    """The contract `cases.papers.agreement.Agreement` filled from the draft, finalised on the day `on`.

    In Chinese, whatever language its drafter reads.
    """
    case = agreement.case
    workers, respondents, payers = sides(agreement)
    outsiders = _outsiders(agreement)
    lines = list(agreement.lines.select_related("claim__party"))
    payments = _payments(agreement)
    context = {
        "issuer": agreement.mediation.body.name,
        "demo": settings.DEMO,
        "dispute": "labour" if case.dispute_kind == "labour" else "service",
        "workers": [_worker(party, lines, payments, alone=len(workers) == 1) for party in workers],
        "respondents": [_obligor(party) for party in respondents],
        "payers": [_obligor(party) for party in payers],
        "outsiders": [{"name": party.name} for party in outsiders],
        "applied_on": case.applied_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat(),
        "mediators": [agreement.mediation.mediator.full_name],
        "requests": asked([line.claim for line in lines]),
        "facts": agreement.facts or case.facts or case.summary,
        "lines": _lines(lines),
        "instalments": [
            {
                "due_on": due_on.isoformat(),
                "amount": yuan(sum(shares.values(), Decimal(0))),
                "payer": _payer(payer, {"respondent": respondents, "payer": payers, "outsider": outsiders}),
            }
            for (due_on, payer), shares in payments.items()
        ],
        "manner": _manner(agreement),
        "routes": _routes(agreement, on=on),
        "recourse": _recourse(agreement, lines),
        "read_aloud": _read_aloud(agreement, workers),
        "interpreter": _interpreter(workers),
        "confidential": False,
    }
    if agreement.acceleration and len(payments) > 1:  # of a single payment nothing is left to fall due
        context["acceleration"] = {"grace_days": 0}
    obligations = [*_cash_among_transfers(agreement), *agreement.clauses.splitlines()]
    context["obligations"] = [line.strip() for line in obligations if line.strip()]
    joint = next((route for route in context["routes"] if route["kind"] == JOINT.get(agreement.route)), None)
    if joint:
        context["joint_application"] = {"kind": joint["kind"], "by": joint["last_day"]}
        context["spare_copies"] = 1
    if agreement.covers and agreement.covers_confirmed:
        covered = [str(dict(ClaimItem.choices).get(item, item)) for item in agreement.covers]
        context["one_off"] = {"covered": covered, "confirmed_on": on.isoformat()}
    representatives = [party.name for party in workers if party.is_representative]
    if representatives:
        context["representatives"] = representatives
    return {name: value for name, value in context.items() if value not in (None, "", [])}


# What is asked where it is no payment; every other item is money the employer pays.
ACTS_ASKED = {
    "social_insurance_makeup": "补缴社会保险费",
    "housing_fund": "补缴住房公积金",
    "separation_certificate": "出具离职证明并转移档案",
    "reinstatement": "继续履行劳动合同",
    "labour_relation_confirmation": "确认劳动关系",
    "deposit_return": "返还押金或者证件",
}
PAID = {"wage_arrears": "拖欠的工资", "min_wage_shortfall": "低于最低工资的差额", "other": "其他款项"}


def asked(claims: Iterable[Claim]) -> str:
    """What the workers ask of the other side, item by item, in the words of a paper; without amounts."""
    named = {claim.item: str(claim.get_item_display()) for claim in claims}
    money = [
        PAID.get(item) or word.partition("（")[0] for item, word in named.items() if item not in ACTS_ASKED
    ]
    acts = [ACTS_ASKED[item] for item in named if item in ACTS_ASKED]
    return "，".join(["支付" + "、".join(money), *acts] if money else acts)


def _manner(agreement):
    """How most of it is paid: in cash only when every instalment is."""
    manners = [plan.manner for plan in agreement.instalments.all()]
    if manners and all(manner == "cash" for manner in manners):
        return "cash"
    return "wage_account" if "wage_account" in manners else "transfer"


def _cash_among_transfers(agreement):
    """Instalments handed over in cash beside others that are transferred, as a clause of their own."""
    if _manner(agreement) == "cash":
        return []
    return [
        f"其中{plan.due_on.year}年{plan.due_on.month}月{plan.due_on.day}日应付的{plan.amount:,.2f}元以现金"
        f"当面交给{plan.party.name}本人，由本人出具收条，两名见证人签名"
        for plan in agreement.instalments.select_related("party")
        if plan.manner == "cash"
    ]


def drawn_signatures(agreement: Agreement) -> dict:
    """The signatures given on screen as the sealed copy draws them, keyed by who signs (worker:1 …). For
    a group its first elected representative also signs on the face of the agreement."""
    named = zip(("worker", "respondent", "payer"), sides(agreement), strict=True)
    keys = {party.pk: f"{role}:{place}" for role, side in named for place, party in enumerate(side, 1)}
    drawn = {
        keys.get(signature.party_id, "mediator:1"): {
            "name": signature.name,
            "signed_on": signature.signed_on.isoformat(),
            "strokes": json.loads(signature.strokes),
        }
        for signature in agreement.signatures.all()
        if signature.strokes
    }
    workers = sides(agreement)[0]
    elected = [keys[party.pk] for party in workers if party.is_representative] or [keys[workers[0].pk]]
    signed = [drawn[key] for key in elected if key in drawn]
    if signed and len(workers) > 1:
        drawn["representative:1"] = signed[0]
    return drawn


def sides(agreement):
    """The workers, the respondents, and the payers for them who owe an instalment, each in a fixed order."""
    parties = list(
        Party.objects.filter(case=agreement.case, left_case_on=None)
        .select_related("person", "employer")
        .order_by("pk")
    )
    paying = {plan.payer_id for plan in agreement.instalments.all()}
    return (
        [party for party in parties if party.role == PartyRole.APPLICANT],
        [party for party in parties if party.role == PartyRole.RESPONDENT],
        [
            party
            for party in parties
            if party.role not in (PartyRole.APPLICANT, PartyRole.RESPONDENT)
            and party.pk in paying
            and party.pk not in agreement.outsiders
        ],
    )


def _outsiders(agreement):
    """Whoever is expected to pay and does not sign: marked in the draft, or 代付方 without an instalment."""
    paying = {plan.payer_id for plan in agreement.instalments.all()}
    parties = Party.objects.filter(case=agreement.case, left_case_on=None, role=PartyRole.PAYER)
    return [one for one in parties.order_by("pk") if one.pk in agreement.outsiders or one.pk not in paying]


RECOURSE = {
    "payment_order": "持本协议依法向人民法院申请支付令（劳动争议调解仲裁法第十六条）",
    "suit": "就本协议直接向人民法院提起诉讼",
    "arbitration": "就本协议依法申请仲裁",
}


def _recourse(agreement, lines):
    items = [line.claim.item for line in lines]
    codes = recourse(agreement.mediation.body.kind, agreement.case.dispute_kind, items)
    return [RECOURSE[code] for code in codes]


def _read_aloud(agreement, workers):
    if not any(party.cannot_read for party in workers) or not agreement.read_witness:
        return None
    return {"by": agreement.mediation.mediator.full_name, "witness": agreement.read_witness}


def _interpreter(workers):
    """Who put the text into the worker's own language; the first where there are several."""
    helped = next((party for party in workers if party.interpreter), None)
    if helped is None:
        return None
    return {"name": helped.interpreter, "language": helped.person.speaks or "其使用的语言"}


def _payments(agreement):
    """{(due day, id of the payer): {id of the worker: amount}} in the order of the days: what a group is
    paid by one payer on one day is one instalment."""
    payments = {}
    for plan in agreement.instalments.all():
        shares = payments.setdefault((plan.due_on, plan.payer_id), {})
        shares[plan.party_id] = shares.get(plan.party_id, Decimal(0)) + plan.amount
    return payments


def _worker(party, lines, payments, *, alone):
    """A worker as 甲方; among several, also his shares of each claim item and of each instalment."""
    person = party.person
    mine = {item: Decimal(0) for item in _items(lines)}
    for line in lines:
        if line.claim.party_id == party.pk:
            mine[line.claim.item] += line.amount
    found = {
        "name": party.name,
        "id_number": person.id_number,
        "sex": person.get_sex_display() if person.sex else "",
        "address": person.address,
        "phone": person.phone,
        "trade": party.job,
        "agent": party.agent_name,
        "amount": yuan(sum(mine.values(), Decimal(0))),
        "account_bank": person.bank_name,
        "account_last4": person.bank_last4,
    }
    if not alone:
        found["basis"] = _claimed([line.claim for line in lines if line.claim.party_id == party.pk])
        found["amounts"] = [yuan(amount) for amount in mine.values()]
        found["instalments"] = [yuan(shares.get(party.pk, Decimal(0))) for shares in payments.values()]
    return {name: value for name, value in found.items() if value}


def _items(lines):
    """The claim items in the order in which they stand in the table of the agreement."""
    return list(dict.fromkeys(line.claim.item for line in lines))


def _obligor(party):
    employer = party.employer
    by_agent = party.agent_name and party.agent_authority == "special"
    found = {
        "name": party.name,
        "kind": "person" if party.person_id or employer.kind == "individual" else "company",
        "signs_by": "special_authority" if by_agent else "seal",
        "credit_code": employer.credit_code if employer else "",
        "legal_representative": employer.legal_representative if employer else "",
        "address": employer.address if employer else party.person.address,
        "agent": party.agent_name,
        "licence_copy": Evidence.objects.filter(case=party.case_id, kind="authority", party=party).exists(),
        "standing": party.ground,
    }
    if found["kind"] == "person":
        found["signs_by"] = "special_authority" if by_agent else "in_person"
        found["id_number"] = (party.person or employer).id_number
    return {name: value for name, value in found.items() if value != ""}


def _lines(lines):
    """One row for each claim item, summed over the workers of a group."""
    rows = []
    for item in _items(lines):
        same = [line for line in lines if line.claim.item == item]
        bases = list(dict.fromkeys(_basis(line.claim) for line in same))
        rows.append(
            {
                "item": same[0].claim.get_item_display(),
                "basis": bases[0] if len(bases) == 1 else "逐人见附件一",
                "claimed": yuan(sum((line.claim.amount for line in same), Decimal(0))),
                "agreed": yuan(sum((line.amount for line in same), Decimal(0))),
                "heads": len({line.claim.party_id for line in same}),
            }
        )
    return rows


def _claimed(claims):
    """What a worker asked for and on what, beside what he is granted: the two are not one sum."""
    if not claims:
        return ""
    total, first = sum(claim.amount for claim in claims), re.sub(r" |元$", "", _basis(claims[0]))
    if len(claims) > 1:  # one line of the annex holds no more
        return f"请求共{total:,.2f}" if first == "—" else f"请求{first}等{len(claims)}项"
    return f"请求{total:,.2f}" if first == "—" else f"请求{total:,.2f}：{first}"


def _basis(claim):
    if claim.unit == "sum" or not claim.unit_price:
        return claim.note or "—"
    quantity = f"{claim.quantity:f}".rstrip("0").rstrip(".")
    unit = "个月" if claim.unit == "month" else claim.get_unit_display()
    return f"{quantity}{unit} × {claim.unit_price:,.2f} 元"


def _payer(payer, sides):
    """The party with this id as the contract names it: respondent:1, payer:1, outsider:1, counted from 1."""
    for role, listed in sides.items():
        for place, party in enumerate(listed, 1):
            if party.pk == payer:
                return f"{role}:{place}"
    return ""


def _routes(agreement, *, on):
    body = agreement.mediation.body
    items = [line.claim.item for line in agreement.lines.all()]
    codes = agreement_clocks(body.kind, agreement.case.dispute_kind, items, source=agreement.mediation.source)
    return [
        {
            "kind": ROUTES[found.code],
            "body": "有管辖权的劳动人事争议仲裁委员会" if found.code == "REV-01" else "有管辖权的人民法院",
            "days": found.n,
            "article": found.citation,
            "last_day": found.nominal.isoformat(),
            "if_effective_on": on.isoformat(),
        }
        for found in windows_after(on, days=table(), codes=codes)
    ]


# The other papers of a mediation


@translation.override("zh-hans")
def paper_context(kind: str, case: Case, mediation: Mediation | None, typed: dict, *, on: date) -> dict:
    """The context of one of the notices, the summons, the minutes or the consent, issued on the day `on`.

    `typed` is what its form asked for (mediation.forms.papers). What is not on file stays out, and
    `cases.papers.check` names it.
    """
    context = {**common(case, mediation, on), **BUILDERS[kind](case, mediation, typed, on)}
    if "addressee" in typed:
        context["addressee"] = typed["addressee"]
    if kind == "special_report":
        for name in ("applicant", "respondent", "cause"):
            context.pop(name)
    if kind in ("mediation_minutes", "extension_consent"):
        for name in ("addressee", "issued_on", "contact"):
            context.pop(name, None)
    if kind == "mediation_minutes":
        for name in ("applicant", "respondent"):
            context.pop(name)
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def _acceptance(case, mediation, typed, on):
    return {
        "case_number": case.number,
        "received_on": iso(case.applied_on),
        "accepted_on": iso(case.accepted_on),
        "mediators": _mediators(case, mediation),
        "clock": _clock(case),
        "next": "首次调解另行通知时间、地点",
    }


def _rejection(case, mediation, typed, on):
    return rejection(
        case, ground=typed["ground"], reason=typed["reason"], refused_on=typed["refused_on"], on=on
    )


def _summons(case, mediation, typed, on):
    session = typed["session"]
    place = " ".join(filter(None, (session.station.address or session.station.name, session.room)))
    return {
        "case_number": case.number,
        "starts_at": _moment(session.starts_at),
        "place": place,
        "mode": session.mode,
        "mediators": _mediators(case, mediation),
        "bring": _lines_of(typed["bring"]),
    }


def _claims(case):
    return Claim.objects.filter(party__case=case, party__left_case_on=None, withdrawn_on=None).order_by("pk")


def _inquiry(case, mediation, typed, on):
    return {
        "requests": asked(_claims(case)) or case.summary,
        "reply_by": iso(typed["reply_by"]),
        "attempt": (mediation.attempts.count() if mediation else 0) + 1,
        "delivered_by": typed["delivered_by"],
        "mediators": _mediators(case, mediation),
    }


def _extension(case, mediation, typed, on):
    return {
        "case_number": case.number,
        "accepted_on": iso(case.accepted_on),
        "clock": _clock(case),
        "new_last_day": iso(typed["new_last_day"]),
        "reason": typed["reason"],
    }


def _minutes(case, mediation, typed, on):
    """Only the minutes: what was said in confidence lies in a table this never reads."""
    session = typed["session"]
    guests = list(session.attendances.select_related("party").exclude(present=False))
    disclosures = [one.tie for one in mediation.disclosures.all() if one.tie]
    context = {
        "case_number": case.number,
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "place": " ".join(filter(None, (session.station.short_name, session.room))),
        "mode": session.mode,
        "mediators": [session.mediator.full_name],
        "recorder": (session.recorder or session.mediator).full_name,
        "participants": [_participant(guest) for guest in guests],
        "disclosure": "；".join(disclosures) or "与双方没有亲属关系或者利害关系",
        "recusal": typed["recusal"],
        "statements": [{"speaker": line.speaker, "text": line.text} for line in session.lines.all()],
        "undisputed": _lines_of(typed["undisputed"]),
        "issues": _lines_of(typed["issues"]),
        "result": typed["result"],
        "read_back": typed["read_back"],
        "interpreter": session.interpreter,
    }
    if session.mode == "phone":
        context["calls"] = [
            {"name": guest.name, "at": _moment(guest.consented_at), "agreed": True,
             "signature_by": session.signing_plan}
            for guest in guests if guest.consented_at
        ]  # fmt: skip
    return context


def _participant(guest):
    checked = "已核对身份证件原件" if guest.identity_checked else "未核对"
    standing = guest.party.get_role_display() if guest.party else guest.capacity or "其他参加人"
    return {"name": guest.name, "standing": str(standing), "identity": checked}


def _termination(case, mediation, typed, on):
    failed = case.end_reason in FAILURES
    return {
        "case_number": case.number,
        "accepted_on": iso(case.accepted_on),
        "ended_on": iso(mediation.ended_on if mediation else case.handled_on),
        "ground": case.end_reason,
        "explanation": typed["explanation"],
        "agreement_number": _agreement_number(case) if case.end_reason == "agreement" else "",
        **(interruption(case, case.handled_on) if failed else {}),
        "remedies": remedies(case),
        "undisputed": _lines_of(typed["undisputed"]),
    }


def _agreement_number(case):
    found = Agreement.objects.filter(case=case, state="effective").select_related("paper").first()
    return found.paper.number if found else ""


@translation.override("zh-hans")
def report_draft(case: Case, mediation: Mediation | None) -> dict[str, str]:
    """What the file already knows for a special report, as the sentences somebody goes on from."""
    asking = f"{_firm(case)}职工{case.head_count}人到{case.received_station.name}反映：{case.summary}"
    situation = f"{case.received_on:%Y年%-m月%-d日}，{asking}"
    done = [f"{case.received_on:%-m月%-d日}登记"]
    if case.accepted_on:
        done.append(f"{case.accepted_on:%-m月%-d日}受理")
    if mediation:
        done.append(f"由{mediation.mediator.full_name}主持调解")
    sent = case.referrals.filter(direction="out").select_related("receiver").order_by("pk")
    done += [f"{one.since_on:%-m月%-d日}移送{one.receiver.name}" for one in sent]
    demands = asked(_claims(case))
    return {
        "situation": situation,
        "causes": f"职工请求{demands}" if demands else "",
        "scene": "来访职工情绪激动" if case.is_heated else "",
        "taken": "，".join(done),
        "risk": {"tense": "现场气氛紧张，需持续关注", "acute": "有激化可能，需及时处置"}.get(case.risk, ""),
    }


def _firm(case):
    """The employer with trade and ownership, as far as they are known."""
    party = (
        case.parties.filter(role=PartyRole.RESPONDENT, employer__isnull=False)
        .select_related("employer")
        .first()
    )
    if party is None:
        return case.employer_label
    known = [str(word) for word in (party.employer.industry_word, party.employer.ownership_word) if word]
    return party.name + (f"（{'，'.join(known)}）" if known else "")


def _special(case, mediation, typed, on):
    return {
        "case_number": case.number,
        "employer": case.employer_label,
        "heads": case.head_count,
        "claimed": yuan(case.claimed_total) if case.claimed_total else "",
        **typed,
    }


BUILDERS = {
    "special_report": _special,
    "acceptance_notice": _acceptance,
    "rejection_notice": _rejection,
    "mediation_summons": _summons,
    "consent_inquiry": _inquiry,
    "extension_consent": _extension,
    "mediation_minutes": _minutes,
    "mediation_termination": _termination,
}


def _clock(case):
    """The period that runs, as its rule says it; the right to arbitrate (MED-03) where no rule names one."""
    running = case.deadlines.filter(state=Deadline.State.RUNNING, code__in=(*PERIODS, "MED-03"))
    row = min(running, key=lambda one: (one.code == "MED-03", one.nominal_on), default=None)
    if row is None:
        return ""
    statute = rule(row.code, row.trigger_on, region=case.organisation.region)
    return {
        "days": statute.n,
        "unit": "个工作日" if statute.unit == "wd" else "日",
        "last_day": row.nominal_on.isoformat(),
        "article": row.citation.strip("《》").replace("》", ""),
        **({"provisional": True} if row.is_provisional else {}),
    }


def _mediators(case, mediation):
    if mediation:
        return [mediation.mediator.full_name]
    return [case.handler.full_name] if case.handler else []


def _lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
