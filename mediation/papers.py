"""From rows to what a paper of the mediation is printed from (contracts: `cases.papers`)."""

import json
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from cases.models import ClaimItem, Evidence, Party, PartyRole
from law.days import table
from law.rules import agreement_clocks, windows_after
from mediation.models import Agreement

ROUTES = {"REV-01": "arbitration_review", "JC-01": "judicial_confirmation"}
JOINT = {"review": "arbitration_review", "confirmation": "judicial_confirmation"}  # Agreement.Route


def yuan(amount: Decimal) -> str:
    """An amount as papers want it: two places, no separators."""
    return f"{amount:.2f}"


@translation.override("zh-hans")
def agreement_context(agreement: Agreement, *, on: date) -> dict:
    """The contract `cases.papers.agreement.Agreement` filled from the draft, finalised on the day `on`.

    In Chinese, whatever language its drafter reads.
    """
    case = agreement.case
    workers, respondents, payers = _sides(agreement)
    lines = list(agreement.lines.select_related("claim__party"))
    payments = _payments(agreement)
    context = {
        "issuer": agreement.mediation.body.name,
        "demo": settings.DEMO,
        "dispute": "labour" if case.dispute_kind == "labour" else "service",
        "workers": [_worker(party, lines, payments, alone=len(workers) == 1) for party in workers],
        "respondents": [_obligor(party) for party in respondents],
        "payers": [_obligor(party) for party in payers],
        "applied_on": case.applied_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat(),
        "mediators": [agreement.mediation.mediator.full_name],
        "requests": case.summary,
        "facts": agreement.facts or case.facts or case.summary,
        "lines": _lines(lines),
        "instalments": [
            {
                "due_on": due_on.isoformat(),
                "amount": yuan(sum(shares.values(), Decimal(0))),
                "payer": _payer(payer, respondents, payers),
            }
            for (due_on, payer), shares in payments.items()
        ],
        "manner": _manner(agreement),
        "routes": _routes(agreement, on=on),
        "confidential": False,
    }
    if agreement.acceleration:
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
    sides = zip(("worker", "respondent", "payer"), _sides(agreement), strict=True)
    keys = {party.pk: f"{role}:{place}" for role, side in sides for place, party in enumerate(side, 1)}
    drawn = {
        keys.get(signature.party_id, "mediator:1"): {
            "name": signature.name,
            "signed_on": signature.signed_on.isoformat(),
            "strokes": json.loads(signature.strokes),
        }
        for signature in agreement.signatures.all()
        if signature.strokes
    }
    workers = _sides(agreement)[0]
    elected = [keys[party.pk] for party in workers if party.is_representative] or [keys[workers[0].pk]]
    signed = [drawn[key] for key in elected if key in drawn]
    if signed and len(workers) > 1:
        drawn["representative:1"] = signed[0]
    return drawn


def _sides(agreement):
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
        [party for party in parties if party.role == PartyRole.PAYER and party.pk in paying],
    )


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
        "amount": yuan(sum(mine.values(), Decimal(0))),
        "account_bank": person.bank_name,
        "account_last4": person.bank_last4,
    }
    if not alone:
        found["basis"] = next((_basis(line.claim) for line in lines if line.claim.party_id == party.pk), "")
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
        found["id_number"] = party.person.id_number if party.person_id else ""
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


def _basis(claim):
    if claim.unit == "sum" or not claim.unit_price:
        return claim.note or "—"
    quantity = f"{claim.quantity:f}".rstrip("0").rstrip(".")
    return f"{quantity}{claim.get_unit_display()} × {claim.unit_price:,.2f} 元"


def _payer(payer, respondents, payers):
    """The party with this id as the contract names it: respondent:1, payer:1, counted from 1."""
    for role, listed in (("respondent", respondents), ("payer", payers)):
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
