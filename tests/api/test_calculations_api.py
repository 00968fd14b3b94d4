"""Programs calculate for a worker of a case, claim it, calculate again, print it; and book what was awarded."""

from decimal import Decimal

import pytest

from cases.actions import closing
from cases.models import Award, Calculation, Case, LedgerEntry
from mediation.actions import mediation
from tests.api.programs import Program, pdf
from tests.mediation.stories import a_mediation
from tests.people import MONDAY, a_case, morning

SEVERANCE = {
    "start": "2019-03-01", "last_day": "2026-08-31", "avg12": "8000.00", "min_wage": "2740.00",
    "avg_wage": "12434.00",
}  # fmt: skip


@pytest.fixture
def zhou(city):
    return Program(city.zhou, issued_by=city.luo)


def test_a_calculation_is_kept_claimed_redone_and_printed(city, zhou):
    case = a_case(city)
    at = f"cases/{case.pk}/calculations/"
    worker = case.parties.get(role="applicant")

    old = zhou.do(at, party=worker.pk, name="severance", inputs=SEVERANCE)
    zhou.do(f"{at}{old}/claim/")
    new = zhou.do(at, party=worker.pk, name="severance", inputs=SEVERANCE | {"avg12": "9000.00"})
    assert zhou.post(f"{at}{old}/claim/").json()["code"] == "calculation.redone"
    zhou.do(f"{at}{new}/claim/")
    zhou.do(f"{at}{new}/annex/")

    later, earlier = zhou.read(at)
    assert (later["id"], later["redoes"], later["total"], earlier["redone_by"]) == (new, old, "72000.00", new)
    assert later["claims"] == earlier["claims"]
    assert zhou.read(f"{at}{new}/")["statement"]["lines"][0]["label"] == "经济补偿（N）"
    (claim,) = [
        one for one in zhou.read(f"cases/{case.pk}/parties/")[0]["claims"] if one["item"] == "severance_n"
    ]
    assert (claim["amount"], claim["entitlement"]) == ("72000.00", "72000.00")
    assert case.papers.filter(kind="entitlement_annex").count() == 1


def test_several_calculations_become_claims_at_once_or_none_does(city, zhou):
    case = a_case(city)
    at, worker = f"cases/{case.pk}/calculations/", case.parties.get(role="applicant")
    old = zhou.do(at, party=worker.pk, name="severance", inputs=SEVERANCE)
    new = zhou.do(at, party=worker.pk, name="severance", inputs=SEVERANCE | {"avg12": "9000.00"})
    heat = zhou.do(at, party=worker.pk, name="heat_allowance", inputs={"rate_month": "300", "months": "2"})

    assert zhou.post(f"{at}claim/", calculations=[heat, old]).json()["code"] == "calculation.redone"
    assert zhou.post(f"{at}claim/", calculations=[]).status_code == 400
    unknown = zhou.post(f"{at}claim/", calculations=[heat, 999999])
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "calculations")
    assert not worker.claims.filter(item="heat_allowance").exists()

    zhou.do(f"{at}claim/", calculations=[heat, new])

    made = worker.claims.filter(entitlement__isnull=False).values_list("item", "amount")
    assert set(made) == {("heat_allowance", 600), ("severance_n", 72000)}


def test_what_cannot_be_calculated_is_named_with_what_is_missing(city, zhou):
    case = a_case(city)
    at, worker = f"cases/{case.pk}/calculations/", case.parties.get(role="applicant").pk

    bad = zhou.post(at, party=worker, name="severance", inputs=SEVERANCE | {"avg12": "-1"})
    lacking = {name: value for name, value in SEVERANCE.items() if name != "min_wage"}
    missing = zhou.post(at, party=worker, name="severance", inputs=lacking)

    assert (bad.status_code, bad.json()["code"], bad.json()["errors"][0]["field"]) == (
        422, "invalid_inputs", "avg12",
    )  # fmt: skip
    assert (missing.status_code, missing.json()["missing"]) == (422, ["min_wage"])
    assert zhou.post(at, party=0, name="severance", inputs=SEVERANCE).status_code == 404
    assert not Calculation.objects.exists()


def test_an_award_is_booked_with_its_scan(city, zhou):
    running = a_mediation(city)
    mediation.end(running, reason="too_far_apart", explanation="", by=city.lin, on=MONDAY, at=morning(MONDAY))
    case = Case.objects.get(pk=running.case_id)
    closing.follow(case, where="区仲裁委", by=city.lin, on=MONDAY, at=morning(MONDAY))
    worker, firm = case.parties.order_by("pk")
    lin, day = Program(city.lin, issued_by=city.luo), MONDAY.isoformat()
    told = {
        "kind": "award", "body": "区仲裁委", "number": "示劳人仲案〔2026〕31号", "on": day, "due_on": day,
        "payer": firm.pk, "is_final": True, "served_on": day,
    }  # fmt: skip

    stranger = {"granted[0]claim": 0, "granted[0]amount": "9000.00"}
    assert lin.post(f"cases/{case.pk}/award/", **told, **stranger, upload=pdf()).status_code == 400
    grant = {"granted[0]claim": worker.claims.get().pk, "granted[0]amount": "9000.00"}
    lin.do(f"cases/{case.pk}/award/", **told, **grant, upload=pdf())

    assert Award.objects.get(case=case).evidence.file.name == "scan.pdf"
    assert LedgerEntry.objects.get(case=case, kind="awarded").amount == Decimal("9000.00")
    assert Case.objects.get(pk=case.pk).enforceable_on == MONDAY

    suit = {"side": "worker", "is_final": True, "served_on": day, "on": day, "court": "区法院"}
    lin.do(f"cases/{case.pk}/sue/", body="区仲裁委", number=told["number"], **suit, upload=pdf())

    assert Award.objects.get(case=case).suits.get().court == "区法院"
    assert Case.objects.get(pk=case.pk).state == "followed"
