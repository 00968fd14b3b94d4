"""The same answer to "by when?" for the page, the API and the command."""

from datetime import date, time
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.days import table
from law.rules import Due, RuleRefused, due

# How a rule was checked, in words; what was not read in the statute is marked wherever it is shown.
MARKS = {
    "VERIFIED": _("Read in the statute"),
    "SECONDARY": _("Read only in a report or copy"),
    "FROM-MEMORY": _("From memory, not read"),
    "CONVENTION": _("Agreed here, not law"),
}

# Every reason of RuleRefused in words; what was asked, what is the case, what would be right.
REFUSALS = {
    "unknown_rule": _("There is no rule %(code)s. The page “Law and dates” lists all of them."),
    "not_in_force": _("Rule %(code)s has no version in force on %(on)s for this region."),
    "needs_variant": _("Rule %(code)s has several periods. Choose one of: %(choices)s."),
    "needs_region": _("Rule %(code)s differs by region. Give one of: %(choices)s."),
    "no_period": _("Rule %(code)s sets no period that could be counted. Rules nearby that do: %(choices)s."),
    "unknown_region": _(
        "%(region)s is no region known here. Give its administrative code, or one of: %(choices)s."
    ),
    "out_of_range": _("Counting rule %(code)s from %(since)s leaves the calendar."),
    "is_law": _("Rule %(code)s is law; its period cannot be agreed otherwise."),
}


# What is typed on the command line and is no day, or no clock time.
UNREADABLE = {
    "DATE": _("There is no day %(text)s. Write it like 2026-01-31."),
    "--time": _("There is no clock time %(text)s. Write it like 09:30."),
}


def worded(refused: RuleRefused) -> str:
    """The refusal as a sentence in the active language."""
    return str(REFUSALS[refused.reason]) % (refused.params | {"choices": ", ".join(refused.choices)})


def refusal(refused: RuleRefused) -> dict[str, Any]:
    """What the API and the command answer: why there is no single answer, and what would have one."""
    return {"code": refused.reason, "detail": worded(refused), "choices": list(refused.choices)}


def answer(code: str, since: date, *, region: str | None = None, clock: time | None = None) -> Due:
    """Count rule `code` from `since` with the calendar of this installation. Raises RuleRefused."""
    return due(code, since, days=table(), region=region, clock=clock)


def as_data(found: Due) -> dict:
    """The answer as plain values, days as ISO strings; words in the active language."""
    english = not (get_language() or "zh").startswith("zh")
    rule = found.rule
    return {
        "rule": found.code,
        "name": rule.name_en if english else rule.name_zh,
        "since": found.trigger_on.isoformat(),
        "trigger": rule.trigger_en if english else rule.trigger_zh,
        "n": found.n,
        "unit": found.unit,
        "nominal": found.nominal.isoformat(),
        "due": found.rolled.isoformat(),
        "conservative": found.conservative and found.conservative.isoformat(),
        "until": found.until and found.until.isoformat(timespec="minutes"),
        "provisional": found.provisional,
        "actor": rule.actor_en if english else rule.actor_zh,
        "consequence": rule.miss_en if english else rule.miss_zh,
        "source": found.citation,
        "quote": found.quote,
        "mark": found.mark,
        "region": rule.region,
        "calendar": found.days_version,
    }
