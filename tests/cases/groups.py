"""Groups as several tests begin with them."""

from datetime import date, timedelta
from decimal import Decimal

from cases.actions import ledger, party
from cases.actions.enquiry import ClaimLine
from cases.models import Case, Claim
from tests.people import MONDAY, a_paper, an_assigned_case, morning, worker

NAMES = ("王桂芳", "何福来", "何福来")


def a_paid_group(city, *, due: date = MONDAY + timedelta(days=10), every: int = 30, alone: int = 0) -> Case:
    """Four workers, two of one name; an agreement of `MONDAY` owes each 1,000 yuan, half on the day `due`. `alone`:
    the last one is paid so many days after the others."""
    case = an_assigned_case(city)
    for number, name in enumerate(NAMES):
        person = worker(name, phone_last4=f"441{number}")
        line = ClaimLine("wage_arrears", amount=Decimal(1000))
        party.add_person(
            case, person, role="applicant", claims=[line], union_member=False, by=city.zhou, on=MONDAY,
            at=morning(MONDAY),
        )  # fmt: skip
    for move in ("take", "agree"):
        case.move(move, by=city.lin, at=morning(MONDAY))
    for number, one in enumerate(case.parties.filter(role="applicant").select_related("person")):
        one.person.id_number = f"37021119850306{number:03d}X"
        one.person.address, one.person.phone = "海棠路18号（演示）", f"1387645{number:04d}"
        one.person.save()
    payer = case.parties.get(role="respondent")
    payer.employer.address, payer.employer.legal_representative = "长江路100号（演示）", "钱广业"
    payer.employer.save()
    crew = list(case.parties.filter(role="applicant").order_by("pk"))
    days = (due, due + timedelta(days=every))
    plan = [ledger.Payment(one, payer, day, Decimal(500)) for one in crew[:-1] for day in days]
    plan += [ledger.Payment(crew[-1], payer, day + timedelta(days=alone), Decimal(500)) for day in days]
    granted = {Claim.objects.get(party=one): Decimal(1000) for one in crew}
    return ledger.settle(
        case, paper=a_paper(city, case), granted=granted, payments=plan, effective_on=MONDAY, by=city.sun,
        at=morning(MONDAY),
    )  # fmt: skip
