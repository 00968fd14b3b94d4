"""定稿 → 签署 → 用印: what stops each step, and what the seal starts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from cases.models import Deadline, Evidence, Instalment, Paper
from mediation.actions import agreement
from mediation.actions.agreement import NotReady
from mediation.models import Signature
from record.refusals import Refused
from tests.mediation.stories import (
    SOON,
    STROKES,
    a_draft,
    a_mediation,
    a_scan,
    employer_of,
    finalised,
    really_print,
    sign_all,
    worker_of,
)
from tests.people import MONDAY, morning


def refused(draft, by):
    with pytest.raises(NotReady) as refusal:
        agreement.finalise(draft, by=by, on=MONDAY, at=morning(MONDAY))
    assert not Paper.objects.exists()
    return refusal.value


def test_the_number_comes_with_the_frozen_text(city):
    draft = finalised(city, printed_now=False)

    assert draft.paper.number == "海棠示调字〔2026〕第1号"
    assert draft.paper.state == "finalising"
    assert (draft.case.state, draft.case.next_action) == ("agreed", "sign")
    assert "壹万伍仟陆佰元整" in draft.paper.text


def test_every_reason_is_said_at_once(city):
    running = a_mediation(city)
    person = worker_of(running.case).person
    person.verified_on, person.id_number = None, ""
    person.save()
    draft = a_draft(running, by=city.lin, amount=Decimal("9000.00"))
    draft.instalments.update(amount=Decimal("8000.00"))

    stops = refused(draft, city.lin).stops

    assert [stop.code for stop in stops] == [
        "agreement.sums", "agreement.low_total", "agreement.identity", "paper.refused",
    ]  # fmt: skip


def test_a_boss_of_a_crew_signs_by_his_identity_number(city):
    running = a_mediation(city)
    boss = employer_of(running.case).employer
    boss.kind, boss.credit_code, boss.legal_representative = "individual", "", ""
    boss.save()
    draft = a_draft(running, by=city.lin)
    assert [stop.code for stop in refused(draft, city.lin).stops] == ["paper.refused"]

    boss.id_number = "370211197903152714"
    boss.save()
    draft.refresh_from_db()
    paper = agreement.finalise(draft, by=city.lin, on=MONDAY, at=morning(MONDAY))

    assert "370211197903152714" in paper.text


def test_an_explained_low_total_may_stand(city):
    draft = finalised(city, amount=Decimal("9000.00"), low_total_reason="急用钱，本人自愿", printed_now=False)

    assert draft.state == "finalised"


@pytest.mark.parametrize("phrase", ["双方互不追究", "乙方再无任何争议", "甲方放弃其他一切请求"])
def test_a_blanket_waiver_is_stopped(city, phrase):
    draft = a_draft(a_mediation(city), by=city.lin, clauses=phrase)

    assert "paper.refused" in [stop.code for stop in refused(draft, city.lin).stops]


def test_a_one_off_settlement_lists_what_the_worker_confirmed(city):
    running = a_mediation(city)
    draft = a_draft(running, by=city.lin, clauses="双方再无其他争议", covers=["wage_arrears"])
    assert "agreement.covers" in [stop.code for stop in refused(draft, city.lin).stops]

    draft = a_draft(
        running, by=city.lin, clauses="双方再无其他争议", covers=["wage_arrears"], covers_confirmed=True
    )

    assert agreement.finalise(draft, by=city.lin, on=MONDAY, at=morning(MONDAY)).number


def test_a_character_without_a_glyph_is_found_before_printing(city):
    draft = a_draft(a_mediation(city), by=city.lin, clauses="由\U000326ff先生转达")

    assert "paper.glyph_missing" in [stop.code for stop in refused(draft, city.lin).stops]


def test_nobody_signs_before_the_print(city):
    draft = finalised(city, printed_now=False)

    with pytest.raises(Refused) as refusal:
        sign(draft, city, worker_of(draft.case), "hand")

    assert refusal.value.code == "sign.not_printed"


def sign(draft, city, party, way, on=MONDAY, **how):
    return agreement.sign(draft, party=party, way=way, signed_on=on, by=city.lin, at=morning(on), **how)


def test_a_fingerprint_names_its_witness(city):
    draft = finalised(city)
    worker = worker_of(draft.case)
    worker.cannot_read = True
    worker.save()

    for way, how, code in (
        ("fingerprint", {}, "sign.witness"),
        ("hand", {}, "sign.read_aloud"),
    ):
        with pytest.raises(Refused) as refusal:
            sign(draft, city, worker, way, **how)
        assert refusal.value.code == code

    assert sign(draft, city, worker, "fingerprint", witness="孙静").text_hash == draft.paper.text_hash


def test_strokes_belong_to_the_text_that_was_on_the_screen(city):
    draft = finalised(city)
    worker = worker_of(draft.case)

    with pytest.raises(Refused) as refusal:
        sign(draft, city, worker, "screen", strokes=STROKES, text_hash="0" * 64)
    assert refusal.value.code == "sign.other_text"

    signature = sign(draft, city, worker, "screen", strokes=STROKES, text_hash=draft.paper.text_hash)

    assert signature.strokes == STROKES


def test_a_company_signs_with_its_seal_or_by_an_agent_with_authority(city):
    draft = finalised(city)
    firm = employer_of(draft.case)
    with pytest.raises(Refused) as refusal:
        sign(draft, city, firm, "hand")
    assert refusal.value.code == "sign.company"
    with pytest.raises(Refused) as refusal:
        sign(draft, city, firm, "hand", capacity=Signature.Capacity.AGENT)
    assert refusal.value.code == "sign.authority"

    authority = Evidence.objects.create(
        case=draft.case, party=firm, kind="authority", title="授权委托书", file=a_scan(city.lin),
        received_on=MONDAY, by=city.lin,
    )  # fmt: skip
    sign(draft, city, firm, "hand", capacity="agent", authority=authority, name="陈强")

    assert agreement.unsigned(draft) == ["刘长顺", "林秀云"]


def test_nobody_signs_twice_nor_in_the_future_nor_before_the_text_stood(city):
    draft = finalised(city)
    worker = worker_of(draft.case)
    for on, code in ((MONDAY - timedelta(days=1), "sign.too_early"), (date(2026, 3, 9), "sign.too_late")):
        with pytest.raises(Refused) as refusal:
            agreement.sign(draft, party=worker, way="hand", signed_on=on, by=city.lin, at=morning(MONDAY))
        assert refusal.value.code == code
    sign(draft, city, worker, "hand")

    with pytest.raises(Refused) as refusal:
        sign(draft, city, worker, "hand")

    assert refusal.value.code == "sign.twice"


def seal(draft, by, on=MONDAY, original=None):
    return agreement.seal(draft, original=original, by=by, on=on, at=morning(on))


def test_sealing_needs_every_signature_a_second_person_and_the_scan(city):
    draft = finalised(city)
    with pytest.raises(Refused) as refusal:
        seal(draft, city.sun)
    assert refusal.value.code == "seal.unsigned"
    sign_all(draft, by=city.lin)

    for by, original, code in (
        (city.lin, a_scan(city.lin), "seal.second_person"),
        (city.sun, None, "seal.scan"),
    ):
        with pytest.raises(Refused) as refusal:
            seal(draft, by, original=original)
        assert refusal.value.code == code
    draft.refresh_from_db()
    assert draft.state == "finalised"


def test_the_seal_starts_the_clocks_from_the_latest_day(city):
    draft = finalised(city)
    sign_all(draft, by=city.lin, on=date(2026, 3, 4))

    case = seal(draft, city.sun, on=date(2026, 3, 5), original=a_scan(city.sun))

    draft.refresh_from_db()
    assert draft.effective_on == date(2026, 3, 5)
    assert (case.state, case.handled_on, case.end_reason) == ("performing", date(2026, 3, 5), "agreement")
    clocks = dict(case.deadlines.filter(state="running").values_list("code", "nominal_on"))
    assert clocks["REV-01"] == date(2026, 3, 20)
    assert clocks["JC-01"] == date(2026, 4, 4)
    assert clocks["INSTALMENT"] == SOON
    assert case.deadlines.get(code="ENF-01").state == Deadline.State.CONDITIONAL
    assert Instalment.objects.get().amount == Decimal("15600.00")
    assert (draft.mediation.ended_on, draft.mediation.end_reason) == (date(2026, 3, 5), "agreement")
    assert city.lin.notices.filter(kind="agreement.effective", channel="app").count() == 1


def test_an_entrusted_case_opens_neither_review_nor_confirmation(city):
    draft = finalised(city)
    draft.case.mediation_source = "arb_entrust"
    draft.case.save()
    sign_all(draft, by=city.lin)

    case = seal(draft, city.sun, original=a_scan(city.sun))

    assert not case.deadlines.filter(code__in=["REV-01", "JC-01"]).exists()


def test_a_void_agreement_keeps_its_number_with_the_reason_and_a_second_person_gives_it_up(city):
    draft = finalised(city)
    with pytest.raises(Refused) as refusal:
        agreement.void(draft, reason="金额写错", by=city.lin, at=morning(MONDAY))
    assert refusal.value.code == "void.second_person"
    draft.refresh_from_db()

    agreement.void(draft, reason="金额写错", by=city.sun, at=morning(MONDAY))

    paper = Paper.objects.get()
    assert (paper.state, paper.number, paper.void_reason) == ("void", "海棠示调字〔2026〕第1号", "金额写错")
    assert paper.voided_by == city.sun
    assert draft.case.state == "in_mediation"
    again = a_draft(draft.mediation, by=city.lin)
    assert agreement.finalise(again, by=city.lin, on=MONDAY, at=morning(MONDAY)).number.endswith("第2号")


@pytest.mark.parametrize("voided_by", ["lin", None])
def test_the_database_refuses_a_void_paper_without_a_second_person(city, voided_by):
    paper = finalised(city).paper
    who = getattr(city, voided_by) if voided_by else None

    with pytest.raises(IntegrityError):
        Paper.objects.filter(pk=paper.pk).update(
            state="void", void_reason="金额写错", voided_by=who, version=paper.version + 1
        )


def test_the_drain_prints_the_agreement_and_the_sealed_copy_of_one_signed_on_screen(city):
    draft = finalised(city, printed_now=False)
    really_print()
    paper = Paper.objects.get()
    assert (paper.state, paper.file.read()[:5]) == ("ready", b"%PDF-")
    draft.refresh_from_db()
    authority = Evidence.objects.create(
        case=draft.case, party=employer_of(draft.case), kind="authority", title="授权委托书",
        file=a_scan(city.lin), received_on=MONDAY, by=city.lin,
    )  # fmt: skip
    screen = {"strokes": STROKES, "text_hash": paper.text_hash}
    sign(draft, city, worker_of(draft.case), "screen", **screen)
    sign(draft, city, employer_of(draft.case), "screen", capacity="agent", authority=authority, **screen)
    sign(draft, city, None, "screen", capacity="mediator", mediator=city.lin, **screen)

    seal(draft, city.sun)
    really_print()

    paper.refresh_from_db()
    assert paper.state == "sealed"
    assert paper.original.read()[:5] == b"%PDF-"
    assert paper.original.sha256 != paper.file.sha256


def test_a_payment_to_a_crew_is_shared_to_the_fen():
    from cases.models import Claim, Party

    firm = Party(pk=9, name="示固劳务")
    owed = ("1000.01", "999.99", "333.33")
    granted = {
        Claim(pk=place, party=Party(pk=place, name=str(place))): Decimal(amount)
        for place, amount in enumerate(owed, 1)
    }
    parts = [
        agreement.Part(firm, SOON, Decimal("1000.00")),
        agreement.Part(firm, SOON + timedelta(days=30), Decimal("1333.33")),
    ]

    plans = agreement.shared(parts, granted)

    assert [sum(plan.amount for plan in plans if plan.party.pk == place) for place in (1, 2, 3)] == [
        Decimal(amount) for amount in owed
    ]
    assert sum(plan.amount for plan in plans if plan.due_on == SOON) == Decimal("1000.00")
