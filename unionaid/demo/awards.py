"""What arbitration decided in some of the matters that the demo city follows, recorded through the real verbs."""

from datetime import date, timedelta
from decimal import Decimal

from cases.actions import evidence, ledger, suit
from cases.models import Case, Claim, Evidence, State
from record.uploads import Accepted
from unionaid.demo.network import City, moment
from unionaid.demo.plans import FEN

COMMISSION, COURT = "示范区劳动人事争议仲裁委员会（演示）", "示范区人民法院（演示）"
IN_FORCE = 8  # of the stations' matters: their workers wait for the money now
SUED_UPON = ("employer", "worker", "employer", "worker", "employer")  # by whom, and followed on
GRANTED = Decimal("0.8")  # of what was claimed
LENGTH = timedelta(days=50)  # from the end of our mediation to the service of the award


def award_some(city: City, as_of: date) -> None:
    """The oldest matters followed at stations have awards in force, of which every fourth was not final; of some
    others, of the quick centre too, the awards were taken to court within eight days."""
    followed = Case.objects.filter(state=State.FOLLOWED, awards=None, handled_on__lte=as_of - LENGTH - LENGTH)
    at_stations = followed.filter(organisation__in=city.stations).order_by("handled_on", "pk")
    at_quick = followed.filter(organisation=city.places["quick"]).order_by("-handled_on", "pk")
    cases = list(at_stations)
    for number, case in enumerate(cases[:IN_FORCE], 1):
        _in_force(case, number, as_of, is_final=number % 4 > 0)
    others = [*cases[IN_FORCE : IN_FORCE + 3], *at_quick[:2]]
    for number, (case, side) in enumerate(zip(others, SUED_UPON, strict=False), IN_FORCE + 1):
        _sued_upon(case, number, side)


def _in_force(case, number, as_of, *, is_final):
    """Made so lately that the money is not due yet."""
    served = as_of - timedelta(days=8 if is_final else 28)
    effective = served - timedelta(days=2) if is_final else as_of - timedelta(days=4)
    claim = Claim.objects.select_related("party").get(party__case=case)
    amount = (claim.amount * GRANTED).quantize(FEN)
    payer = case.parties.get(role="respondent")
    by, at = case.handler, moment(max(served, effective) + timedelta(days=1), 10)
    named = _number(number, served)
    ledger.award(
        case, kind="award", body=COMMISSION, number=named, is_final=is_final, served_on=served,
        effective_on=effective, granted={claim: amount},
        payments=[ledger.Payment(claim.party, payer, as_of + timedelta(days=3 + number), amount)],
        evidence=_scan(case, named, by=by, at=at), by=by, at=at,
    )  # fmt: skip


def _sued_upon(case, number, side):
    served = case.handled_on + LENGTH
    on = served + timedelta(days=8)
    by, at = case.handler, moment(on, 15)
    decided = suit.Decided(COMMISSION, _number(number, served), side == "worker", served)
    suit.sue(
        case, decided, side=side, workers=list(case.parties.filter(role="applicant")), court=COURT,
        evidence=_scan(case, "起诉状", by=by, at=at), by=by, on=on, at=at,
    )  # fmt: skip


def _number(number, day):
    return f"示劳人仲案〔{day.year}〕第{400 + number}号"


def _scan(case, title, *, by, at):
    text = f"{title}（演示）\n当事人：{case.worker_label}、{case.employer_label}\n"
    upload = Accepted(f"{title}（演示）.txt", "text/plain", text.encode())
    on = at.date()
    return evidence.add(
        case, upload=upload, kind=Evidence.Kind.LETTER, title=title, received_on=on, by=by, on=on, at=at
    )
