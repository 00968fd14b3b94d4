"""What a paper must be given before it can be finalised, and what stops it."""

from copy import deepcopy

import pytest
from django.utils import translation

from cases import papers
from cases.models import Paper

from .examples import EXAMPLES, group_agreement, sealed, single_agreement


def without(context, path):
    """The context with one field taken out: lines.0.basis."""
    changed = deepcopy(context)
    *way, last = path.split(".")
    at = changed
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    del at[last]
    return changed


def with_value(context, path, value):
    changed = deepcopy(context)
    *way, last = path.split(".")
    at = changed
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[int(last) if last.isdigit() else last] = value
    return changed


def codes(kind, context):
    return [problem.code for problem in papers.check(kind, context)]


@pytest.mark.parametrize("kind", papers.PAPERS)
def test_a_filled_paper_has_no_problem(kind):
    assert papers.check(kind, EXAMPLES[kind]()) == []


@pytest.mark.parametrize("kind", papers.PAPERS)
def test_an_empty_paper_names_what_is_missing_in_words(kind):
    problems = papers.check(kind, {})

    assert problems
    assert {problem.code for problem in problems} == {"missing"}
    assert all("没有填写" in papers.words(problem) for problem in problems)


def test_every_kind_of_paper_that_is_kept_has_its_contract():
    assert {kind.value for kind in Paper.Kind} == set(papers.PAPERS)


@pytest.mark.parametrize(
    "field",
    [
        "workers.0.name",
        "workers.0.id_number",
        "respondents.0.name",
        "respondents.0.credit_code",
        "requests",
        "lines",
        "instalments.0.due_on",
        "instalments.0.amount",
        "manner",
        "mediators",
        "issuer",
        "workers.0.account_last4",
    ],
)
def test_an_agreement_needs_everything_the_provisions_ask_for(field):
    problems = papers.check("mediation_agreement", without(single_agreement(), field))

    path = ".".join(str(int(step) + 1) if step.isdigit() else step for step in field.split("."))
    assert ("missing", {"field": path}) in problems


def test_blanks_are_not_an_answer():
    assert codes("mediation_agreement", with_value(single_agreement(), "requests", "  \n")) == ["missing"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("applied_on", "2026-02-30"),
        ("applied_on", "2026年2月8日"),
        ("lines.0.agreed", "21,450.00"),
        ("lines.0.agreed", "-1.00"),
        ("lines.0.agreed", "21450"),
        ("workers.0.account_last4", "12345"),
        ("proof.text_hash", "abc"),
        ("proof.verify_url", "javascript:alert(1)"),
    ],
)
def test_a_value_in_the_wrong_form_is_refused(field, value):
    assert "format" in codes("mediation_agreement", with_value(single_agreement(), field, value))


def test_a_field_outside_the_contract_is_refused_so_caucus_notes_are_never_printed():
    minutes = EXAMPLES["mediation_minutes"]() | {"caucus": "底线是八万"}

    assert papers.check("mediation_minutes", minutes) == [("unknown", {"field": "caucus"})]


def test_a_referral_letter_has_no_place_for_more_than_the_disclosed_fields():
    letter = EXAMPLES["referral_letter"]() | {"worker_id_number": "370211198503060317"}

    assert codes("referral_letter", letter) == ["unknown"]


def test_instalments_that_do_not_add_up_are_refused():
    agreement = with_value(single_agreement(), "instalments.1.amount", "11450.01")

    (problem,) = papers.check("mediation_agreement", agreement)

    assert papers.words(problem) == "各请求项目合计21,450.00元，分期合计21,450.01元，两者不一致。"


def test_the_amounts_of_the_workers_must_add_up_to_the_claim_lines():
    agreement = group_agreement()
    agreement["workers"][7]["amount"] = "1.00"

    assert codes("mediation_agreement", agreement) == ["workers_differ", "shares_differ"]


def test_a_company_that_signs_by_an_agent_needs_special_authority_and_its_licence():
    agreement = single_agreement()
    agreement["respondents"][0] |= {"signs_by": "special_authority", "agent": "吴敏"}

    (problem,) = papers.check("mediation_agreement", agreement)

    assert problem.code == "no_authority"
    assert "示范海晟装饰工程有限公司" in papers.words(problem)


def test_a_company_does_not_sign_in_person():
    assert codes(
        "mediation_agreement", with_value(single_agreement(), "respondents.0.signs_by", "in_person")
    ) == ["no_authority"]


def test_an_instalment_names_a_payer_who_is_on_the_agreement():
    agreement = with_value(single_agreement(), "instalments.0.payer", "payer:1")

    assert codes("mediation_agreement", agreement) == ["no_such_payer"]


@pytest.mark.parametrize("words", ["双方互不追究", "甲方放弃其他一切请求", "双方再无任何争议"])
def test_a_blanket_waiver_is_stopped(words):
    agreement = with_value(single_agreement(), "obligations", [words])

    assert codes("mediation_agreement", agreement) == ["blanket_waiver"]


def test_a_one_off_settlement_passes_once_its_items_are_listed_and_confirmed():
    agreement = with_value(single_agreement(), "obligations", ["双方再无其他争议"])
    agreement["one_off"] = {"covered": ["2026年7月至9月工资"], "confirmed_on": "2026-11-24"}

    assert papers.check("mediation_agreement", agreement) == []


def test_a_labour_service_dispute_is_not_sent_to_arbitration_review():
    agreement = with_value(single_agreement(), "dispute", "service")

    (problem,) = papers.check("mediation_agreement", agreement)

    assert papers.words(problem) == "劳务合同纠纷不经仲裁，请删去仲裁审查。"


def test_ten_workers_elect_representatives():
    agreement = without(group_agreement(10), "representatives")

    assert ("missing", {"field": "representatives"}) in papers.check("mediation_agreement", agreement)


def test_a_failed_mediation_names_the_interruption_and_the_new_limitation_day():
    notice = without(EXAMPLES["mediation_termination"](), "limitation")

    assert papers.check("mediation_termination", notice) == [("missing", {"field": "limitation"})]


def test_cash_needs_two_witnesses_and_a_photo():
    receipt = EXAMPLES["cash_receipt"]()
    receipt["witnesses"].pop()
    receipt["photographed"] = False

    assert codes("cash_receipt", receipt) == ["two_witnesses", "no_photo"]


def test_aid_in_arbitration_is_granted_only_after_the_vice_chair():
    assert papers.check("aid_approval", without(EXAMPLES["aid_approval"](), "approval")) == [
        ("missing", {"field": "approval"})
    ]


def test_a_problem_is_worded_in_the_language_of_the_reader():
    (problem,) = papers.check("mediation_agreement", without(single_agreement(), "workers.0.name"))

    assert papers.words(problem) == "甲方 1 · 姓名或者名称：没有填写。"
    with translation.override("en"):
        assert papers.words(problem) == "workers 1 · name: not filled in."


def test_the_print_and_the_sealed_copy_have_one_text():
    agreement = group_agreement()
    before = {name: value for name, value in agreement.items() if name != "proof"}

    hashes = {
        papers.text_hash("mediation_agreement", each) for each in (before, agreement, sealed(agreement))
    }

    assert len(hashes) == 1


def test_a_change_of_one_fen_changes_the_hash():
    agreement = single_agreement()
    changed = deepcopy(agreement)
    changed["lines"][0]["claimed"] = "21450.01"

    assert papers.text_hash("mediation_agreement", agreement) != papers.text_hash(
        "mediation_agreement", changed
    )


def test_the_frozen_text_reads_as_the_paper_does():
    text = papers.text("mediation_agreement", single_agreement())

    assert "合计\t人民币（大写）贰万壹仟肆佰伍拾元整\t21,450.00\t21,450.00" in text
    assert "调解协议不能直接申请强制执行" in text
    assert "演示样张" not in text
    assert single_agreement()["proof"]["text_hash"][:8] not in text


@pytest.mark.parametrize("kind", papers.PAPERS)
def test_what_a_stranger_typed_stays_text(kind):
    typed = "<script>alert(1)</script><img src=file:///etc/passwd>"
    context = EXAMPLES[kind]() | {"issuer": typed}

    assert typed in papers.text(kind, context)
