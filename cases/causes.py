"""Where a date comes from, in words: what `templates/ui/cause.html` shows of a clock."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.actions.clocks import EXTENDED
from cases.models import Deadline
from cases.words import TRIGGERS, rule_name
from law.answers import MARKS
from law.rules import Rule, RuleRefused, rule
from law.rules.words import say
from law.templatetags.law_words import length, period

UNREAD = set(MARKS) - {"VERIFIED"}  # what was not read in the statute says so wherever it is shown


def cause(deadline: Deadline, *, change: bool = False) -> dict:
    """The words behind the date of `deadline`. `change`: with the way to propose another date.

    What was told stands on the row (citation, quote, days, table); only the words around it, in the
    reader's language, are looked up in the version of the rule that was in force on the trigger.
    """
    statute = _statute(deadline)
    chinese = (get_language() or "").startswith("zh")
    return {
        "name": rule_name(deadline.code),
        "citation": deadline.citation if chinese or statute is None else statute.source_en,
        "quote": deadline.quote,
        "mark": str(MARKS[deadline.mark]) if deadline.mark in UNREAD else "",
        "trigger": str(TRIGGERS.get(deadline.trigger, deadline.trigger)),
        "trigger_on": deadline.trigger_on,
        "trigger_why": _override(deadline) or _why_from(deadline),
        "period": "" if deadline.trigger == EXTENDED else _period(statute, deadline.agreed),
        "nominal": deadline.nominal_on,
        "rolled": deadline.due_on,
        "rolled_why": _("the last day is a rest day"),
        "table": deadline.calendar_version,
        "provisional": deadline.is_provisional,
        "consequence": (statute.miss_zh if chinese else statute.miss_en) if statute else "",
        "chain": chain(deadline),
        "override": _override(deadline),
        "override_url": _change_url(deadline) if change else "",
    }


def chain(deadline: Deadline) -> list[str]:
    """The steps that lead to a limitation date, each a sentence; empty for every other clock."""
    language = get_language() or "en"
    return [
        say(step["sentence"], {"code": step["code"], **step["params"]}, language) for step in deadline.chain
    ]


def _statute(deadline) -> Rule | None:
    try:
        return rule(deadline.code, deadline.trigger_on, region=deadline.case.organisation.region)
    except RuleRefused:  # an instalment, or a rule of a region that the table has left since
        return None


def _period(statute, agreed):
    if statute is None or not statute.has_period:
        return ""
    return length(agreed, statute.unit) if agreed else period(statute)


def _why_from(deadline):
    if deadline.instalment_id or deadline.trigger == EXTENDED:
        return _("the day itself was agreed")
    return _("that day itself does not count")


def _override(deadline):
    if not deadline.confirmed_by_id:
        return ""
    words = _("Changed on %(day)s: %(reason)s. Proposed by %(proposer)s, confirmed by %(second)s.")
    return words % {
        "day": deadline.override_on.isoformat(),
        "reason": deadline.override_reason,
        "proposer": deadline.proposed_by.full_name,
        "second": deadline.confirmed_by.full_name,
    }


def _change_url(deadline):
    if deadline.state != Deadline.State.RUNNING or deadline.instalment_id:
        return ""
    return reverse("cases:deadline-override", args=[deadline.case_id, deadline.pk])
