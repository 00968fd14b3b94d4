"""The mediation body, its region and the source of the case choose the rules that run."""

from datetime import date

import pytest

from law.rules import release_table
from law.rules.clocks import (
    agreement_clocks,
    inbound_clocks,
    letter_clock,
    mediation_clocks,
    narrow_confirmation,
    objection_clock,
    outbound_clock,
    windows_after,
)

SHANDONG, SHANGHAI = "370211", "310000"


@pytest.mark.parametrize(
    ("body", "region", "source", "clocks"),
    [
        ("enterprise", SHANGHAI, "", ("MED-02",)),
        ("enterprise", SHANDONG, "", ("MED-04",)),
        ("town", SHANDONG, "", ("MED-04",)),
        ("town", SHANGHAI, "", ()),
        ("peoples", SHANGHAI, "", ("MED-10",)),
        ("town", SHANDONG, "arb_advice", ("MED-04",)),
        ("town", SHANDONG, "arb_entrust", ("ARB-21",)),
        ("court_invited", SHANDONG, "court_pre_delegation", ("LIT-07",)),
        ("court_invited", SHANDONG, "court_entrust", ("LIT-08#2",)),
    ],
)
def test_a_mediation_is_limited_by_the_rule_of_its_body(body, region, source, clocks):
    assert mediation_clocks(body, region, source) == clocks


def test_the_procedure_of_the_suit_picks_the_variant():
    assert mediation_clocks("town", SHANDONG, "court_entrust", procedure="summary") == ("LIT-08#2",)
    assert mediation_clocks("town", SHANDONG, "court_entrust", procedure="ordinary") == ("LIT-08#1",)


def test_a_labour_service_dispute_is_people_s_mediation_everywhere():
    assert mediation_clocks("peoples", SHANDONG, dispute_kind="labour_service") == ("MED-10",)


def test_a_court_s_case_is_confirmed_and_the_other_side_asked():
    assert inbound_clocks("court_pre_delegation") == ("LIT-09", "LIT-10")
    assert inbound_clocks("arb_entrust") == ()


def test_a_partner_answers_by_its_own_rule_or_by_agreement():
    kinds = ("arbitration", "hr_bureau", "justice_bureau", "court", "procuratorate", "law_firm")

    assert [outbound_clock(kind) for kind in kinds] == [
        "ARB-06",
        "INS-01",
        "AID-01",
        "SVC-01",
        "SVC-01",
        "SVC-01",
    ]


def test_a_clue_for_the_procuratorate_has_the_district_s_days_only_where_it_has_a_rule():
    assert outbound_clock("procuratorate", "to_procuratorate", "370000") == "SVC-01"
    assert outbound_clock("procuratorate", "to_procuratorate", "310000") == "SVC-01"
    assert outbound_clock("procuratorate", "to_procuratorate", "310120") == "FX-01"
    assert outbound_clock("court", "to_court", "310120") == "SVC-01"


@pytest.mark.parametrize(
    ("kind", "items", "source", "clocks"),
    [
        ("labour", ["wage_arrears"], "", ("REV-01", "JC-01")),
        ("labour", ["labour_relation_confirmation", "wage_arrears"], "", ("JC-01",)),
        ("labour_service", ["wage_arrears"], "", ("JC-01",)),
        ("labour", ["wage_arrears"], "arb_advice", ("REV-01", "JC-01")),
        ("labour", ["wage_arrears"], "arb_entrust", ()),
        ("labour", ["wage_arrears"], "court_entrust", ()),
    ],
)
def test_an_agreement_opens_only_the_windows_that_are_open_to_it(kind, items, source, clocks):
    assert agreement_clocks("town", kind, items, source=source) == clocks


def test_a_court_may_refuse_what_goes_beyond_payment_or_comes_from_another_body():
    assert narrow_confirmation("peoples", ["wage_arrears"]) is False
    assert narrow_confirmation("town", ["wage_arrears"]) is True
    assert narrow_confirmation("peoples", ["wage_arrears", "reinstatement"]) is True


def test_the_windows_of_an_agreement_are_counted_at_once():
    windows = windows_after(date(2026, 2, 6), days=release_table())

    assert [(window.code, window.nominal, window.rolled) for window in windows] == [
        ("REV-01", date(2026, 2, 21), date(2026, 2, 24)),
        ("JC-01", date(2026, 3, 8), date(2026, 3, 9)),
    ]


@pytest.mark.parametrize(
    ("kind", "region", "code"),
    [
        ("opinion", "370200", "SUP-03"), ("opinion", "330000", "SUP-07"), ("opinion", "440000", "SUP-08"),
        ("opinion", "110000", "SUP-09"), ("reminder", "370200", "SUP-10"), ("suggestion", "370200", ""),
    ],
)  # fmt: skip
def test_the_province_decides_by_when_a_letter_is_answered(kind, region, code):
    assert letter_clock(kind, region) == code


def test_an_employer_of_shandong_may_object_to_an_opinion_elsewhere_no_period_is_known():
    assert [objection_clock("opinion", region) for region in ("370200", "330000")] == ["SUP-04", ""]
    assert objection_clock("reminder", "370200") == ""
