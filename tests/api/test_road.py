"""The main road by programs alone: from the enquiry to the wages received, each with a token of his own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, CloseReason, Paper
from tests.api.programs import Program, pdf
from tests.login import log_in
from tests.mediation.stories import take_print

WAGES = {"item": "wage_arrears", "quantity": "3", "unit": "month", "unit_price": "5200.00"}


@pytest.fixture
def programs(city):
    return {name: Program(city.people[name], issued_by=city.luo) for name in ("zhou", "lin", "sun", "zheng")}


def test_a_case_goes_from_the_enquiry_to_the_wages_received(city, programs):
    zhou, lin, sun, zheng = (programs[name] for name in ("zhou", "lin", "sun", "zheng"))
    today = timezone.localdate()
    worker = {
        "name": "刘长顺", "phone": "13876454417", "id_number": "370211198503060014",
        "tags": ["migrant_worker"], "claims": [WAGES],
    }  # fmt: skip

    # the window: an enquiry, made a case, its file completed
    case = zhou.do(
        "cases/", workers=[worker], employer="青岛示固劳务有限公司（演示）", summary="拖欠三个月工资",
        employment="left", left_on=str(today - timedelta(days=60)),
    )  # fmt: skip
    at = f"cases/{case}/"
    zhou.do(f"{at}promote/", inspection_warning_given=True)
    person, employer = zhou.read(f"{at}parties/")
    seen = zhou.read(f"people/{person['person']}/")
    zhou.do(
        f"people/{seen['id']}/correct/", version=seen["version"], seen_original=True, home_place="河南周口",
        bank_name="示范银行", bank_account="6222020200112233445",
    )  # fmt: skip
    firm = zhou.read(f"employers/{employer['employer']}/")
    zhou.do(
        f"employers/{firm['id']}/correct/", version=firm["version"], credit_code="91370211MA3DEM7X11",
        legal_representative="钱广业", industry="建筑业", ownership="私营", unionised=False,
    )  # fmt: skip
    zhou.do(f"{at}parties/{person['id']}/", version=person["version"], union_member=True)
    zhou.do(f"{at}evidence/", upload=pdf("工资条.pdf"), kind="other", title="工资条", received_on=str(today))

    # a second person accepts, the dispatcher assigns, the mediator takes it
    lin.do(f"{at}request-acceptance/", body=city.haitang_body.pk, source="application")
    sun.do(f"{at}accept/", on=str(today))
    zheng.do(f"{at}assign/", mediator=str(city.lin.pk))
    lin.do(f"{at}mediation/take/", tie="无利害关系")
    guests = [str(person["id"]), str(employer["id"])]
    session = lin.do(
        f"{at}mediation/sessions/", on=str(today + timedelta(days=1)), start="09:00", minutes=60,
        mode="on_site", room="一号室", guests=guests,
    )  # fmt: skip
    (arranged,) = lin.read(f"{at}mediation/sessions/")
    lin.do(f"{at}mediation/sessions/{session}/minutes/", speaker="申请人", text="要求支付三个月工资。")
    lin.do(f"{at}mediation/sessions/{session}/confide/", side="respondent", text="最低可付一万四")
    lin.do(
        f"{at}mediation/sessions/{session}/hold/", result="双方到场",
        guests=[{"id": one["id"], "present": True} for one in arranged["attendances"]],
    )  # fmt: skip
    (claim,) = lin.read(f"{at}parties/")[0]["claims"]
    lin.do(
        f"{at}mediation/offers/",
        offers=[{"claim": claim["id"], "side": side, "amount": "15600"} for side in ("applicant", "respondent")],
    )  # fmt: skip

    # the agreement: drafted, finalised, printed, signed by each, sealed by a second person in a session
    lin.do(
        f"{at}mediation/agreement/", granted=[{"claim": claim["id"], "amount": "15600"}],
        payments=[{"due_on": str(today + timedelta(days=8)), "amount": "15600", "payer": employer["id"]}],
    )  # fmt: skip
    assert lin.read(f"{at}mediation/agreement/")["stops"] == []
    paper = lin.do(f"{at}mediation/agreement/finalise/")
    take_print(Paper.objects.get(pk=paper), by=city.lin)
    signed = {"signed_on": str(today), "text_hash": lin.read(f"{at}mediation/agreement/")["text_hash"]}
    lin.do(f"{at}mediation/agreement/sign/", party=person["id"], way="hand", **signed)
    lin.do(f"{at}mediation/agreement/sign/", party=employer["id"], way="seal", **signed)
    lin.do(f"{at}mediation/agreement/sign/", way="hand", **signed)
    assert sun.post(f"{at}mediation/agreement/seal/", sealed_on=str(today), scan=pdf()).status_code == 403
    sealed = log_in(Client(), city.sun).post(
        f"/api/v1/{at}mediation/agreement/seal/", {"sealed_on": str(today), "scan": pdf()},
        headers={"Idempotency-Key": "seal-1"},
    )  # fmt: skip
    assert sealed.status_code == 201, sealed.content.decode()
    assert lin.get(f"{at}papers/{paper}/").content == b"%PDF-1.7 print"

    # the money arrives, the worker confirms, a second person closes
    entry = lin.do(
        f"{at}ledger/", party=person["id"], amount="15600.00", occurred_on=str(today), what="transfer",
        upload=pdf("转账.pdf"),
    )  # fmt: skip
    lin.do(f"{at}ledger/{entry}/confirm/", received=True, way="phone")
    lin.do(f"{at}request-closing/", reason=CloseReason.PERFORMED.value)
    sun.do(f"{at}close/")

    told = zhou.read(at)
    assert (told["state"], told["received_total"], told["moves"]) == ("closed", "15600.00", ["reopen"])
    assert Case.objects.get(pk=case).outstanding == 0
    everything = b"".join(
        lin.get(f"{at}{path}").content
        for path in ("mediation/", "mediation/sessions/", "events/", f"mediation/sessions/{session}/minutes/")
    )
    assert "要求支付".encode() in everything
    assert "最低可付".encode() not in everything
