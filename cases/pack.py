"""违约工具包: money did not come, so which way to go and the papers for it, filled in from the case and its ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from cases import ways
from cases.actions import ledger
from cases.models import Award, Case, Claim, Evidence, Paper, Party, PartyRole
from cases.paper_context import CAUSES, chinese_day, yuan
from law.rules import rule
from law.rules.money import in_capitals
from record.models import Event
from stations.models import Kind, Organisation

PAPER_OF = {
    "payment_order": Paper.Kind.PAYMENT_ORDER, "arbitration": Paper.Kind.ARBITRATION,
    "suit_on_agreement": Paper.Kind.CIVIL, "court": Paper.Kind.CIVIL, "inspection": Paper.Kind.INSPECTION,
}  # fmt: skip
# To whom each is addressed: the partner body of that kind, or whoever has jurisdiction.
ADDRESSED = {
    Paper.Kind.PAYMENT_ORDER: (Kind.COURT, "有管辖权的基层人民法院"),
    Paper.Kind.ENFORCEMENT: (Kind.COURT, "有管辖权的人民法院"),
    Paper.Kind.ARBITRATION: (Kind.ARBITRATION, "有管辖权的劳动人事争议仲裁委员会"),
    Paper.Kind.CIVIL: (Kind.COURT, "有管辖权的人民法院"),
    Paper.Kind.INSPECTION: (Kind.HR_BUREAU, "有管辖权的人力资源和社会保障局"),
}
# Rules of law whose article each paper rests on (law.rules), beside that of the route itself.
BASIS = {
    Paper.Kind.PAYMENT_ORDER: ("PO-02",), Paper.Kind.ENFORCEMENT: ("ENF-01",),
    Paper.Kind.ARBITRATION: ("ARB-06",), Paper.Kind.CIVIL: ("LIT-01",), Paper.Kind.INSPECTION: ("INS-01",),
}  # fmt: skip
# What a payment order presupposes (MSF 225, MSJ 427), as the worker declares it.
CONDITIONS = (
    "所请求的款项已经到期且数额确定", "申请人没有对待给付义务", "申请人与被申请人之间没有其他债务纠纷",
    "被申请人在中华人民共和国境内，支付令能够送达", "没有向人民法院申请诉前保全",
)  # fmt: skip
ASKS = {
    Paper.Kind.PAYMENT_ORDER: ("请求向{them}发出支付令，督促其向{us}支付{what}共计人民币{sum}元（大写：{capitals}）",
                               "申请费用由{them}负担"),
    Paper.Kind.ENFORCEMENT: ("请求强制执行{title}，责令{them}向{us}支付{what}共计人民币{sum}元（大写：{capitals}）",
                             "责令{them}支付迟延履行期间的债务利息"),
    Paper.Kind.ARBITRATION: ("请求裁决{them}向{us}支付{what}共计人民币{sum}元（大写：{capitals}）",),
    Paper.Kind.CIVIL: ("请求判令{them}向{us}支付{what}共计人民币{sum}元（大写：{capitals}）", "诉讼费用由{them}负担"),
    Paper.Kind.INSPECTION: ("请求责令{them}限期向{us}支付{what}共计人民币{sum}元（大写：{capitals}）",),
}  # fmt: skip


# What the two sides are called where the paper is filed.
SIDES = {Paper.Kind.CIVIL: ("原告", "被告"), Paper.Kind.INSPECTION: ("投诉人", "被投诉人")}
OTHERWISE = ("申请人", "被申请人")


NEEDED_OF_A_WORKER = ("sex", "born_on", "id_number", "address", "phone")
NEEDED_OF_A_COMPANY = ("address", "legal_representative")


@dataclass(frozen=True)
class Offered:
    """A paper that can be prepared now; `advised`: it opens the way that is recommended when the other side is
    silent, which is what a default mostly means. `why` and `source` are the chooser's."""

    kind: str
    label: str
    why: str
    source: str
    advised: bool


def is_open(case: Case, today: date) -> bool:
    """Whether money that was promised is late, or the way after a mediation without agreement is open."""
    if case.state in ways.AFTER:
        return True
    return case.state in ledger.PAYABLE and any(one.due_on < today for one in ledger.open_instalments(case))


def offered(case: Case, *, on: date) -> list[Offered]:
    """The papers that lead somewhere on the day `on`, the advised one first."""
    found: dict[str, Offered] = {}
    if case.enforceable_on:
        article = rule("ENF-01", on).source
        found[Paper.Kind.ENFORCEMENT] = Offered(
            Paper.Kind.ENFORCEMENT, _label(Paper.Kind.ENFORCEMENT), "", article, True
        )
    facts = ways.facts_of(case, effective_on=case.effective_on)
    for advised, route in ways.routes(facts, on=on):
        kind = PAPER_OF.get(route.code)
        if kind and kind not in found:
            way = ways.worded(route)
            found[kind] = Offered(
                kind, _label(kind), way.text, way.source, advised and not case.enforceable_on
            )
    return sorted(found.values(), key=lambda one: not one.advised)


def _label(kind):
    return str(Paper.Kind(kind).label)


@dataclass(frozen=True)
class Gap:
    """What the papers need of a party and the register lacks: names of fields, in words, and the row they belong to."""

    party: Party
    lacks: list[str]
    row: tuple[str, int]


def gaps(case: Case, *, on: date) -> list[Gap]:
    """Whose addresses and numbers are missing for the papers, before one of them is tried."""
    workers = dict.fromkeys(party for party, *_rest in _owed(case, on, accelerated=True))
    found = [(party, party.person, NEEDED_OF_A_WORKER, "person") for party in workers]
    for party in _opponents(case):
        if party.employer and party.employer.kind != "individual":
            found.append((party, party.employer, NEEDED_OF_A_COMPANY, "employer"))
        else:
            row = party.person or party.employer
            found.append((party, row, ("address",), "person" if party.person else "employer"))
    lacking = [
        (party, [str(row._meta.get_field(name).verbose_name) for name in names if not getattr(row, name)], kind, row)
        for party, row, names, kind in found
    ]  # fmt: skip
    return [Gap(party, lacks, (kind, row.pk)) for party, lacks, kind, row in lacking if lacks]


@translation.override("zh-hans")
def addressee(case: Case, kind: str) -> str:
    """The partner body of the right kind in the district, else whoever has jurisdiction."""
    body, otherwise = ADDRESSED[Paper.Kind(kind)]
    known = Organisation.objects.filter(kind=body, suspended_on=None).order_by("pk").first()
    return known.name if known else otherwise


@translation.override("zh-hans")
def story(case: Case, *, on: date) -> list[str]:
    """What happened, as far as the case knows it, a paragraph each; the worker corrects and completes it."""
    cause = CAUSES.get(case.matter, CAUSES["other"])
    told = [f"申请人与被申请人因{cause}发生争议。{case.facts or case.summary}".strip("。")]
    agreement = case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed").order_by("-pk").first()
    if case.effective_on and case.mediation_body:
        named = f"达成《调解协议书》（{agreement.number}）" if agreement else "达成调解协议"
        told.append(
            f"{chinese_day(case.effective_on)}，双方经{case.mediation_body.name}调解{named}，被申请人应当支付"
            f"{case.agreed_total:,.2f}元"
        )
    elif case.handled_on and case.end_reason:
        told.append(f"{chinese_day(case.handled_on)}，经调解未达成协议")
    late = sum((left for _party, _label, _one, left in _owed(case, on, accelerated=False)), Decimal(0))
    if case.granted_total:
        told.append(
            f"截至{chinese_day(on)}，申请人实际收到{case.received_total:,.2f}元，到期未付{late:,.2f}元"
        )
    return told


@translation.override("zh-hans")
def context(
    case: Case, kind: str, *, addressed_to: str, facts: list[str], accelerated: bool, conditions: list[str],
    by: str, on: date,
) -> dict:  # fmt: skip
    """The contract `cases.papers.pleadings.Pleading`; `by` is who helped. `accelerated`: what is not due yet is
    asked as well, whatever the agreement says."""
    rows = _owed(case, on, accelerated=accelerated)
    total = sum((left for _party, _label, _one, left in rows), Decimal(0))
    workers = list(dict.fromkeys(party for party, *_rest in rows))
    award = case.awards.filter(replaced_on=None).first()
    title = f"{Award.AwardKind(award.kind).label}（{award.number}）" if award else _confirmed(case)
    us, them = SIDES.get(Paper.Kind(kind), OTHERWISE)
    asked = {
        "what": _what(case),
        "sum": f"{total:,.2f}",
        "capitals": in_capitals(total) if total else "",
        "title": title,
        "us": us,
        "them": them,
    }
    made = {
        "us": us,
        "them": them,
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "addressed_to": addressed_to,
        "applicants": [_applicant(party.person) for party in workers],
        "representatives": [party.name for party in workers if party.is_representative],
        "opponents": [_opponent(party) for party in _opponents(case)],
        "requests": [sentence.format(**asked) for sentence in ASKS[Paper.Kind(kind)]],
        "facts": facts,
        "basis": _basis(case, kind, on),
        "evidence": _evidence(case),
        "owed": [_row(party, label, one, left, on) for party, label, one, left in rows],
        "total": yuan(total),
        "as_of": on.isoformat(),
        "title": title if kind == Paper.Kind.ENFORCEMENT else "",
        "conditions": conditions if kind == Paper.Kind.PAYMENT_ORDER else [],
        "copies": max(1, len(_opponents(case))),
        "issued_on": on.isoformat(),
    }
    return {name: value for name, value in made.items() if value not in ("", [], None)}


def _owed(case, on, *, accelerated):
    """(worker, what, instalment or claim, lacking) of everything asked for: promised money that is late, with
    `accelerated` all that is outstanding, or, where nothing was promised, the claims themselves."""
    standing = ledger.open_instalments(case)
    if standing or case.granted_total:
        asked = standing if accelerated else [one.instalment for one in ledger.late_of(standing, on)]
        return [(one.party, f"第{one.sequence}期", one, one.amount - one.covered) for one in asked]
    claims = Claim.objects.filter(party__case=case, party__left_case_on=None, withdrawn_on=None, amount__gt=0)
    return [
        (claim.party, str(claim.get_item_display()), claim, claim.amount)
        for claim in claims.select_related("party__person").order_by("party", "pk")
    ]


def _row(party, label, one, left, on):
    found = {
        "worker": party.name,
        "item": label,
        "due": yuan(one.amount),
        "received": yuan(one.amount - left),
        "left": yuan(left),
    }
    if due_on := getattr(one, "due_on", None):
        found["due_on"] = due_on.isoformat()
        if due_on < on:
            found["days_late"] = (on - due_on).days
    return found


def _what(case):
    items = Claim.objects.filter(party__case=case, withdrawn_on=None).order_by("pk")
    named = dict.fromkeys(str(claim.get_item_display()) for claim in items)
    return "、".join(named)


def _confirmed(case):
    """The document by which the agreement became enforceable, by the number that was recorded with it; without
    one the paper lacks its title and is refused."""
    told = Event.objects.about(case).filter(kind="confirm").order_by("-pk").first()
    return f"生效法律文书（{told.params['number']}）" if told else ""


def _applicant(person):
    found = {
        "name": person.name, "sex": person.get_sex_display() if person.sex else "",
        "born_on": person.born_on.isoformat() if person.born_on else "", "id_number": person.id_number,
        "address": person.address, "phone": person.phone,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _opponents(case):
    """The employer, and a payer who signed for him."""
    roles = (PartyRole.RESPONDENT, PartyRole.CO_PARTY, PartyRole.PAYER)
    return list(
        case.parties.filter(role__in=roles, left_case_on=None)
        .select_related("person", "employer")
        .order_by("pk")
    )


def _opponent(party):
    employer, person = party.employer, party.person
    found = {
        "name": party.name,
        "kind": "person" if person or employer.kind == "individual" else "company",
        "address": employer.address if employer else person.address,
        "credit_code": employer.credit_code if employer else "",
        "legal_representative": employer.legal_representative if employer else "",
        "phone": employer.contact_phone if employer else person.phone,
        "id_number": (person or employer).id_number,
        "standing": party.ground,
    }
    return {name: value for name, value in found.items() if value}


def _basis(case, kind, on):
    facts = ways.facts_of(case, effective_on=case.effective_on)
    found = [
        ways.worded(route).source
        for _advised, route in ways.routes(facts, on=on)
        if PAPER_OF.get(route.code) == kind
    ]
    found += [rule(code, on).source for code in BASIS[Paper.Kind(kind)]]
    return list(dict.fromkeys(filter(None, (source.strip() for source in found))))


def _evidence(case):
    rows = case.evidence.filter(withdrawn_on=None).exclude(kind=Evidence.Kind.IDENTITY)
    found = [
        {
            "name": piece.title,
            "source": piece.source or ("已核对原件" if piece.original_seen_on else "申请人提供"),
        }
        for piece in rows
    ]
    sealed = case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed").order_by("-pk").first()
    if sealed:
        found.insert(0, {"name": f"调解协议书（{sealed.number}）", "source": "调解组织存卷"})
    return found or [{"name": "申请人陈述", "source": "申请人"}]
