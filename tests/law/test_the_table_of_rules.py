"""The table itself: every row cited, dated, translated and started by something."""

import ast
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from law.rules import rules, versions
from law.rules.table import MARKS, UNITS, families, regions, sources

# The codes of the law reference this table was built from, and the agreements of this house beside them.
OF_LAW = [
    *("NEG-01", "NEG-02", *(f"MED-{k:02}" for k in range(1, 11)), "MED-01b"),
    *(f"REV-{k:02}" for k in range(1, 5)),
    *(*(f"JC-{k:02}" for k in range(1, 6)), "JC-03b"),
    *(*(f"PO-{k:02}" for k in range(1, 9)), "PO-01b"),
    *(f"ENF-{k:02}" for k in range(1, 6)),
    *(f"ARB-{k:02}" for k in range(1, 31)),
    *(f"GRP-{k:02}" for k in range(1, 6)),
    *(f"LIT-{k:02}" for k in range(1, 13)),
    *(*(f"AID-{k:02}" for k in range(1, 7)), *(f"UAID-{k:02}" for k in range(1, 5))),
    *(*(f"SUP-{k:02}" for k in range(1, 14)), "FX-01"),
    *(*(f"INS-{k:02}" for k in range(1, 10)), *(f"NMG-{k:02}" for k in range(1, 5))),
    *(f"INJ-{k:02}" for k in range(1, 12)),
    *(f"CON-{k:02}" for k in range(1, 8)),
    *(f"DAT-{k:02}" for k in range(1, 8)),
]
OF_COUNTING = [f"CNT-{k:02}" for k in range(1, 11)]
OF_THE_HOUSE = ["SVC-01", "SVC-02"]
CODE = re.compile(r"[A-Z]{2,4}-\d\d[a-z]?(#\d)?")
ROOT = Path(__file__).parents[2]
APPS = ("cases", "desk", "law", "mediation", "portal", "reports", "unionaid")
CHINESE = range(0x4E00, 0xA000)


def has_chinese(text):
    return any(ord(sign) in CHINESE for sign in text)


def test_the_table_holds_every_rule_of_the_reference_and_no_other():
    assert len(OF_LAW) == 146
    assert {rule.code for rule in rules() if not rule.parent} == {*OF_LAW, *OF_COUNTING, *OF_THE_HOUSE}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.code}@{rule.in_force_from}")
def test_a_row_is_complete(rule):
    assert rule.trigger
    assert rule.mark in MARKS
    assert rule.unit in UNITS
    assert rule.source
    assert rule.checked
    assert rule.quote or rule.mark in ("FROM-MEMORY", "CONVENTION")
    assert not rule.region or rule.region in regions()
    assert (rule.n is None) == (rule.unit == "none")
    for column in ("name", "trigger", "actor", "miss", "extension", "note", "when"):
        zh, en = getattr(rule, f"{column}_zh"), getattr(rule, f"{column}_en")
        assert bool(zh) == bool(en), column
        assert not has_chinese(en), column
        assert not zh or has_chinese(zh) or zh == en, column
    for key in rule.source_key.split(","):
        title = sources()[key.split()[0]]["title_zh"]
        assert title.replace("《", "〈").replace("》", "〉") in rule.source or title in rule.source


def test_reminders_come_before_the_day_in_falling_order_and_the_limitation_s_on_every_day():
    for rule in rules():
        assert list(rule.warn) == sorted(set(rule.warn), reverse=True), rule.code
        assert all(days > 0 for days in rule.warn), rule.code
        assert rule.escalate > 0, rule.code
        assert rule.warn_any_day == (rule.code in ("ARB-01", "ARB-02")), rule.code


def test_every_family_has_a_name_and_a_rule():
    assert {family.code for family in families()} == {rule.family for rule in rules()}


def test_natural_days_months_and_years_roll_and_agreements_retention_and_backward_counts_do_not():
    for rule in rules():
        if rule.has_period and rule.n != 0:
            natural = rule.unit in ("nd", "month", "year")
            fixed = rule.mark == "CONVENTION" or rule.family == "DAT" or rule.n < 0
            assert bool(rule.roll) == (natural and not fixed), rule.code


def test_a_rule_without_a_number_has_no_period_and_a_rule_with_variants_leaves_it_to_them():
    for rule in rules():
        assert rule.n_max is None or (rule.unit == "persons" and rule.n_max > rule.n), rule.code
        if rule.variants:
            assert not rule.has_period, rule.code
            assert all(versions(child)[0].n is not None for child in rule.variants), rule.code


def test_a_rule_is_started_by_the_code_or_marked_as_started_by_hand():
    written = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value)):
                written.add(node.value)
    interview = (ROOT / "law/rules/triage.toml").read_text(encoding="utf-8")
    written |= {word for word in re.findall(r'"([^"]+)"', interview) if CODE.fullmatch(word)}
    known = {rule.code for rule in rules()}
    families = {code.split("-")[0] for code in known}
    named = {code for code in written if code.split("-")[0] in families}
    assert named <= known
    for rule in rules():
        by_hand = rule.trigger == "manual"
        assert by_hand or {rule.code, rule.parent, *rule.variants} & named, rule.code


@pytest.mark.parametrize("code", sorted({rule.code for rule in rules()}))
def test_versions_of_a_code_neither_overlap_nor_leave_a_gap(code):
    by_region = {}
    for rule in versions(code):
        by_region.setdefault(rule.region, []).append(rule)
    for rows in by_region.values():
        for before, after in pairwise(rows):
            assert before.in_force_until + timedelta(days=1) == after.in_force_from


def test_every_row_was_held_beside_its_statute_within_the_last_year():
    for rule in rules():
        assert timedelta(days=-1) <= date.today() - rule.checked <= timedelta(days=366), rule.code
