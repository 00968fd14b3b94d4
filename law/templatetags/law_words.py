"""Rules and the sentences of their results, in the language of the reader."""

from django import template
from django.utils.translation import get_language, gettext, ngettext, pgettext

from law.answers import MARKS
from law.rules import Rule
from law.rules.routes import Said
from law.rules.table import Family, Region, regions
from law.rules.words import say as say_sentence
from law.rules.words import sentences

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
    return rule.source if chinese() else f"{rule.source_en} ({rule.source})"


@register.filter
def period(rule: Rule) -> str:
    """`15 个自然日`, `向前 5 个工作日`, or a dash."""
    if rule.n is None:
        return "—"
    if rule.n == 0:
        return gettext("at once") if rule.unit == "hour" else gettext("the same day")
    if rule.n_max is not None:
        return gettext("%(least)d to %(most)d persons") % {"least": rule.n, "most": rule.n_max}
    n = abs(rule.n)
    words = {
        "nd": ngettext("%(n)d natural day", "%(n)d natural days", n),
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
        "year": ngettext("%(n)d year", "%(n)d years", n),
        "hour": ngettext("%(n)d hour", "%(n)d hours", n),
        "persons": ngettext("%(n)d person", "%(n)d persons", n),
    }[rule.unit] % {"n": n}
    return gettext("%(period)s before") % {"period": words} if rule.n < 0 else words


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
    """The article behind a sentence, in Chinese form; empty where there is none."""
    return sentences()[key.key if isinstance(key, Said) else key].source
