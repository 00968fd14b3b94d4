"""Rules and the sentences of their results, in the language of the reader."""

from django import template
from django.utils.translation import get_language, gettext, ngettext, pgettext

from law.answers import MARKS
from law.rules import Rule, versions
from law.rules.days import HolidayYear
from law.rules.table import Family, Region, Unit, cited, regions
from law.rules.ways import Said
from law.rules.words import article as article_of
from law.rules.words import say as say_sentence

register = template.Library()


def chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def column(rule: Rule, name: str) -> str:
    """A column that stands in both languages: `name`, `trigger`, `actor`, `miss`, `extension`, `when` …"""
    return getattr(rule, f"{name}_{'zh' if chinese() else 'en'}")


@register.filter
def source(rule: Rule) -> str:
    """The citation: Chinese as printed, English built from the title and the article."""
    return cited(rule.source, rule.source_key, get_language() or "zh-hans")


@register.filter
def notice(year: HolidayYear) -> str:
    """The notice a year of the calendar was read from; in words of the reader where it was not read."""
    return year.notice if chinese() or not year.notice_en else year.notice_en


@register.filter
def period(rule: Rule) -> str:
    """`15 个自然日`, `向前 5 个工作日`, or a dash."""
    if rule.n is None:
        return "—"
    if rule.n == 0:
        return gettext("at once") if rule.unit == "hour" else gettext("the same day")
    if rule.n_max is not None:
        return gettext("%(least)d to %(most)d persons") % {"least": rule.n, "most": rule.n_max}
    words = length(abs(rule.n), rule.unit)
    return gettext("%(period)s before") % {"period": words} if rule.n < 0 else words


def length(n: int, unit: Unit) -> str:
    """`15 个自然日`: so much of a unit that can be counted."""
    return {
        "nd": ngettext("%(n)d natural day", "%(n)d natural days", n),
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
        "year": ngettext("%(n)d year", "%(n)d years", n),
        "hour": ngettext("%(n)d hour", "%(n)d hours", n),
        "persons": ngettext("%(n)d person", "%(n)d persons", n),
    }[unit] % {"n": n}


@register.filter
def counting(rule: Rule) -> list[tuple[str, str]]:
    """How the period of a rule is counted, sentence by sentence, each with the counting rule behind it."""
    if rule.variants:
        return [(gettext("Each variant has a period of its own."), "")]
    if rule.unit == "persons":
        return [(gettext("A head-count: no date is counted."), "")]
    if not rule.has_period:
        return [(gettext("A duty without a number: no date is counted."), "")]
    if rule.n == 0 and not rule.roll:
        return [(gettext("It takes place with the fact itself; no day is counted."), "")]
    return [*_how_days_count(rule), *_where_it_ends(rule)]


def _how_days_count(rule):
    by_the_arbitration_rules = "BAGZ" in rule.source_key and rule.unit in ("nd", "wd")
    ground = "CNT-07" if by_the_arbitration_rules else ""
    if rule.n < 0:
        yield gettext("Counted backwards; the day of the fact does not count."), "CNT-01"
        yield gettext("The latest day and the conservative day, one unit earlier, are both given."), ""
    elif rule.unit == "hour":
        yield gettext("Hours run from the clock time of the fact, through nights and rest days."), ""
    elif rule.n:
        yield gettext("The day of the fact does not count; the first day is the day after."), "CNT-01"
    if rule.unit == "wd":
        yield gettext("Only working days count, make-up working days among them."), ground
    elif rule.unit == "nd" and rule.n:
        yield gettext("Every day counts, rest days too."), ground
    elif rule.unit in ("month", "year"):
        yield (
            gettext("It ends on the corresponding day, or the month's last day where there is none."),
            "CNT-05",
        )


def _where_it_ends(rule):
    if rule.roll == "back":
        yield gettext("A last day on a rest day moves to the working day before."), ""
    elif rule.roll:
        yield (
            gettext("A last day on a rest day moves to the next working day; a make-up day stays."),
            "CNT-02",
        )
        yield gettext("Warnings count from the nominal day, never from the day it moved to."), ""
    elif rule.unit in ("nd", "month", "year"):
        yield gettext("The last day does not move."), ""


@register.filter
def reminded(rule: Rule) -> str:
    """When people are reminded of a rule's date: the policy of this house."""
    before = ", ".join(str(days) for days in rule.warn)
    text = gettext(
        "%(before)s days before the nominal day, on the day, and when it went by (dispatcher); after "
        "%(escalate)d more working days the leader."
    ) % {"before": before, "escalate": rule.escalate}
    return f"{text} {gettext('Rest days too.') if rule.warn_any_day else gettext('On working days only.')}"


@register.filter
def children(rule: Rule) -> list[Rule]:
    """The variants of a rule, in their order."""
    return [versions(code)[-1] for code in rule.variants]


@register.filter
def signed(number: int) -> str:
    """A difference with its sign: `+2`, `−1`."""
    return f"+{number}" if number > 0 else f"−{-number}"


@register.filter
def mark(rule: Rule) -> str:
    """How the rule was checked."""
    return str(MARKS[rule.mark])


@register.filter
def place(rule: Rule) -> str:
    """The region of a rule in words."""
    if not rule.region:
        return pgettext("region of a rule", "whole country")
    return named(regions()[rule.region])


@register.filter
def named(one: Region | Family) -> str:
    """The name of a region or of a family of rules."""
    return one.zh if chinese() else one.en


@register.simple_tag
def say(key, params=None) -> str:
    """A sentence of `sentences.toml`: `{% say step.sentence step.params %}`, `{% say route.code %}`."""
    if isinstance(key, Said):
        key, params = key.key, key.params
    return say_sentence(key, params or {}, get_language() or "zh-hans")


@register.simple_tag
def article(key) -> str:
    """The article behind a sentence; empty where there is none."""
    return article_of(key.key if isinstance(key, Said) else key, get_language() or "zh-hans")
