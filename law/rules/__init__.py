"""The statute as tables and pure functions. Imports neither Django nor anything else of this house."""

from law.rules.clocks import (
    PERIODS,
    agreement_clocks,
    clock_after_acceptance,
    inbound_clocks,
    letter_clock,
    mediation_clocks,
    narrow_confirmation,
    objection_clock,
    outbound_clock,
    recourse,
    windows_after,
)
from law.rules.counting import Counted, Due, count, due, passage, prolonged
from law.rules.days import DayTable, release_table
from law.rules.table import Rule, RuleRefused, rule, rules, versions

__all__ = [
    "PERIODS",
    "Counted",
    "DayTable",
    "Due",
    "Rule",
    "RuleRefused",
    "agreement_clocks",
    "clock_after_acceptance",
    "count",
    "due",
    "inbound_clocks",
    "letter_clock",
    "mediation_clocks",
    "narrow_confirmation",
    "objection_clock",
    "outbound_clock",
    "passage",
    "prolonged",
    "recourse",
    "release_table",
    "rule",
    "rules",
    "versions",
    "windows_after",
]
