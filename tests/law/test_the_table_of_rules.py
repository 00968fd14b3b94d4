"""The table itself: every row cited, dated, translated and started by something."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from law.rules import rules, versions
from law.rules.table import MARKS, UNITS, families, regions, sources

OF_THIS_ROAD = [
    *(f"MED-{k}" for k in ("01", "01b", "02", "03", "04", "06", "10")),
    *(f"ARB-{k}" for k in ("01", "02", "03", "06", "21")),
    *(f"LIT-{k}" for k in ("07", "08", "09", "10")),
    *(f"CNT-{k:02}" for k in range(1, 11)),
    *("REV-01", "JC-01", "ENF-01", "INS-01", "AID-01", "SVC-01"),
]
CHINESE = range(0x4E00, 0xA000)


def has_chinese(text):
    return any(ord(sign) in CHINESE for sign in text)


@pytest.mark.parametrize("code", OF_THIS_ROAD)
def test_the_main_road_has_its_rules(code):
    assert versions(code)


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


def test_every_family_has_a_name_and_a_rule():
    assert {family.code for family in families()} == {rule.family for rule in rules()}


def test_working_days_hours_and_conventions_do_not_roll_and_the_others_do():
    for rule in rules():
        if rule.has_period and rule.n != 0:
            natural = rule.unit in ("nd", "month", "year")
            assert bool(rule.roll) == (natural and rule.mark != "CONVENTION" and rule.n > 0), rule.code


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
