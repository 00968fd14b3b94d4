"""The ledger: claimed, agreed, received, held, waived, reversed; confirmation and default."""

from datetime import timedelta
from decimal import Decimal

from cases.actions import calculation, closing, confirmation, ledger, ledger_print, pack, statement, suit
from cases.models import Claim, LedgerEntry
from cases.pack import CONDITIONS
from cases.statement import read
from mediation.actions import mediation
from parties.models import Employer, Person
from record.uploads import Accepted
from tests.faults.scenes.scene import AT, NOW, Act, again, scene
from tests.mediation import stories
from tests.people import MONDAY, a_case, a_paper, a_performing_case, a_scan, an_assigned_case, morning

LATE = MONDAY + timedelta(days=20)
THEN = {"on": LATE, "at": morning(LATE)}
BY_BANK = {"manner": "transfer", "confirmed": "phone"}
PAID = {"occurred_on": MONDAY, "amount": Decimal("8000.00")}


def a_line(city):
    """A claim that nothing was booked for yet."""
    party = stories.worker_of(a_case(city))
    return Claim.objects.create(party=party, item="overtime_pay", amount=Decimal(900))


@scene(ledger.claim_all)
def claim_all(city):
    line = a_line(city)
    return Act(city.zhou, [line.party.case, [line]], NOW)


@scene(ledger.carry_claims)
def carry_claims(city):
    """The claim of one case is booked in another one, as a split does after it moved the worker."""
    case, part = a_case(city), a_case(city)
    claims = list(stories.worker_of(case).claims.all())
    return Act(city.lin, [case, part, claims], NOW)


@scene(ledger.claim_again)
def claim_again(city):
    return Act(city.zhou, [stories.worker_of(a_case(city)).claims.get()], NOW)


@scene(ledger.unclaim)
def unclaim(city):
    return Act(city.zhou, [stories.worker_of(a_case(city)).claims.get()], NOW)


@scene(ledger.settle)
def settle(city):
    case = an_assigned_case(city)
    for move in ("take", "agree"):
        case.move(move, by=city.lin, **AT)
    party, payer = case.parties.order_by("pk")
    payment = ledger.Payment(party, payer, LATE, Decimal("15600.00"))
    terms = {"granted": {party.claims.get(): payment.amount}, "payments": [payment], "effective_on": MONDAY}
    return Act(city.sun, [case], {"paper": a_paper(city, case), **terms, **AT})


def owed(city, **details):
    """(performing case, its worker) after the agreement took effect."""
    case = a_performing_case(city, **details)
    return case, stories.worker_of(case)


@scene(pack.prepare)
def prepare(city):
    """A default: the application for a payment order is numbered and its print ordered."""
    case, party = owed(city)
    known = {"address": "海棠路18号（演示）", "phone": "13876454417", "id_number": "370211198503060012"}
    for name, value in known.items():
        setattr(party.person, name, value)
    party.person.save()
    Employer.objects.update(address="长江路100号（演示）", legal_representative="钱广业")
    terms = {"addressed_to": "示范区人民法院（演示）", "facts": ["到期未付"], "accelerated": False}
    return Act(city.lin, [case, "payment_order_claim"], {**terms, "conditions": list(CONDITIONS), **THEN})


@scene(ledger.receive_lump)
def receive_lump(city):
    case, party = owed(city)
    slip = a_scan(case, by=city.lin)
    shares = {party: Decimal("9000.00")}
    return Act(
        city.lin,
        [case],
        {"shares": shares, "occurred_on": MONDAY, "manner": "transfer", "evidence": slip, **AT},
    )


@scene(statement.take)
def take_a_statement(city):
    """One line that fills an instalment, and one that is left out."""
    _case, party = owed(city)
    Person.objects.filter(pk=party.person_id).update(bank_last4="4412")
    day = MONDAY.isoformat()
    table = [["户名", "账号", "金额", "日期"], [party.name, "4412", "8000", day], ["张三", "", "1", day]]
    found = statement.propose(read(table, day=MONDAY, today=MONDAY).lines, user=city.lin, at=morning(MONDAY))
    slip = Accepted("流水.pdf", "application/pdf", b"%PDF-1.7 demo")
    return Act(
        city.lin,
        [{one.line.number: one.sure for one in found if one.sure}, found],
        {"slip": slip, "manner": "transfer", "organisation": city.haitang, **NOW},
    )


@scene(ledger.receive)
def receive(city):
    case, party = owed(city)
    return Act(city.lin, [case], {"party": party, **BY_BANK, **PAID, **AT})


@scene(ledger.receive)
def receive_the_last(city):
    """The one that makes the case performed in full."""
    case, party = owed(city, payments=(("8000.00", 10),))
    return Act(city.lin, [case], {"party": party, **BY_BANK, **PAID, **AT})


@scene(ledger.receive_in_order)
def receive_in_order(city):
    case, party = owed(city)
    paid = {**PAID, "amount": Decimal("9000.00")}
    return Act(city.lin, [case], {"party": party, **BY_BANK, **paid, **AT})


@scene(ledger.receive_beyond)
def receive_beyond(city):
    """What is owed, which makes the case performed in full, and late interest on top."""
    case, party = owed(city)
    paid = {**PAID, "amount": Decimal("15900.00"), "beyond": "interest", "reason": "逾期利息"}
    return Act(city.lin, [case], {"party": party, **BY_BANK, **paid, **AT})


def kept_by_another(city):
    case, party = owed(city)
    authority = a_scan(case, kind="authority", party=party)
    how = {"collector": "王班长", "evidence": authority}
    return Act(city.lin, [case], {"party": party, **how, **PAID, **AT})


@scene(ledger.hold)
def hold(city):
    return kept_by_another(city)


@scene(ledger.hand_over)
def hand_over(city):
    kept = kept_by_another(city)
    entry = ledger.hold(*kept.given, by=kept.by, **kept.facts)
    return Act(city.lin, [entry], {"way": "phone", "occurred_on": MONDAY, **AT})


def booked(city, **details):
    case, party = owed(city, **details)
    entry = ledger.receive(case, party=party, by=city.lin, **BY_BANK, **PAID, **AT)
    return entry if isinstance(entry, LedgerEntry) else entry[0]


@scene(ledger.confirm_by_worker)
def confirm_by_worker(city):
    return Act(None, [booked(city)], {"received": False, **NOW})  # who booked it had called him


@scene(ledger.confirm)
def confirm_receipt(city):
    return Act(city.lin, [booked(city)], {"received": True, "way": "phone", **NOW})


@scene(ledger.confirm)
def deny_receipt(city):
    return Act(city.lin, [booked(city)], {"received": False, "way": "phone", **NOW})


@scene(ledger.waive)
def waive(city):
    case, party = owed(city)
    signed = a_scan(case, kind="signed_paper", party=party)
    return Act(city.lin, [case], {"party": party, "evidence": signed, **PAID, **AT})


@scene(ledger.reverse)
def reverse(city):
    """Of the payment that had made the case performed in full."""
    return Act(city.sun, [booked(city, payments=(("8000.00", 10),))], {"reason": "金额记错", **NOW})


@scene(ledger.default)
def default(city):
    return Act(city.lin, [owed(city)[0]], THEN)


@scene(ledger.resume)
def resume(city):
    case = ledger.default(owed(city)[0], by=city.lin, **THEN)
    return Act(city.lin, [case], {"reason": "单位承诺月底付清", "promised": True, **THEN})


@scene(ledger.print_receipt)
def print_receipt(city):
    case = stories.verified(owed(city)[0])
    cash = {
        "party": stories.worker_of(case), "amount": Decimal("8000.00"), "instalment": case.instalments.first(),
        "place": "海棠街道站", "witnesses": [("周立", "370211198503060012"), ("林晓", "370211198503060020")],
        "photographed": True,
    }  # fmt: skip
    return Act(city.lin, [case], cash | NOW)


def sought(city):
    route = {"route": "JC-01", "body": "示范区人民法院（演示）"}
    return confirmation.seek(owed(city)[0], by=city.lin, **route, **NOW)


@scene(confirmation.seek)
def seek_confirmation(city):
    return Act(city.lin, [owed(city)[0]], {"route": "JC-01", "body": "示范区人民法院（演示）", **NOW})


@scene(confirmation.confirm)
def confirm_agreement(city):
    return Act(city.lin, [sought(city)], {"number": "（2026）演示司确1号", **NOW})


@scene(confirmation.refuse)
def refuse_confirmation(city):
    return Act(city.lin, [sought(city)], {"reason": "双方未共同申请", **NOW})


@scene(ledger.award)
def award(city):
    """No agreement came of the mediation; arbitration decided."""
    running = stories.a_mediation(city)
    mediation.end(running, reason="too_far_apart", explanation="差距过大", by=city.lin, **NOW)
    case = closing.follow(again(running.case), where="区仲裁委", by=city.lin, **NOW)
    worker, firm = case.parties.order_by("pk")
    amount = Decimal("12000.00")
    document = {"kind": "award", "body": "区仲裁委", "number": "示劳人仲案〔2026〕31号", "is_final": True}
    terms = {
        "granted": {worker.claims.get(): amount}, "served_on": MONDAY, "effective_on": MONDAY,
        "payments": [ledger.Payment(worker, firm, LATE, amount)], "evidence": a_scan(case, kind="letter"),
    }  # fmt: skip
    return Act(city.lin, [case], {**document, **terms, **AT})


@scene(suit.sue)
def sue_upon_the_award(city):
    """A final award stands; the worker is not content with it."""
    asked = award(city)
    (case,) = asked.given
    ledger.award(case, by=asked.by, **asked.facts)
    decided = suit.Decided("区仲裁委", asked.facts["number"], True, MONDAY)
    said = {
        "side": "worker",
        "workers": [case.parties.get(role="applicant")],
        "court": "示范区人民法院（演示）",
    }
    return Act(city.lin, [again(case), decided], {**said, "evidence": a_scan(case, kind="letter"), **NOW})


@scene(ledger_print.issue)
def print_the_ledger(city):
    case, _party = owed(city)
    return Act(city.lin, [case], NOW)


SEVERANCE = {
    "start": "2019-03-01", "last_day": "2026-08-31", "avg12": "8000.00", "min_wage": "2740.00",
    "avg_wage": "12434.00",
}  # fmt: skip


def calculated(city, **changed):
    worker = stories.worker_of(a_case(city))
    return calculation.calculate(worker, name="severance", inputs=SEVERANCE | changed, by=city.zhou, **NOW)


@scene(calculation.calculate)
def calculate(city):
    worker = stories.worker_of(a_case(city))
    return Act(city.zhou, [worker], {"name": "severance", "inputs": SEVERANCE, **NOW})


@scene(calculation.calculate)
def calculate_again(city):
    worker = calculated(city).party
    return Act(city.zhou, [worker], {"name": "severance", "inputs": SEVERANCE | {"avg12": "8500.00"}, **NOW})


@scene(calculation.claim)
def claim_a_calculation(city):
    return Act(city.zhou, [calculated(city)], NOW)


@scene(calculation.print_annex)
def print_a_calculation(city):
    row = calculated(city)
    return Act(city.zhou, [row.party.case, row], NOW)
