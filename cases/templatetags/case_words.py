"""Tags for pages that show cases: `{% load case_words %}`."""

from django import template

from cases import words
from cases.models import State

register = template.Library()

STATES = dict(State.choices)


@register.inclusion_tag("ui/state.html")
def case_state(value):
    """The badge of a state of the case, from its code: icon and word in its colour."""
    kind, icon = words.STATE_LOOKS[value]
    return {"kind": kind, "word": STATES[value], "icon": icon}


@register.filter
def rule_name(code):
    """What a clock is about: `{{ row.next_due_code|rule_name }}`."""
    return words.rule_name(code) if code else ""


@register.filter
def route_word(code):
    """A way to go in words."""
    return words.route_word(code)


@register.filter
def why_word(code):
    """Why another way was taken, in words."""
    return words.why_word(code)


@register.filter
def next_action(text):
    """The next action in words, from its code or as it was typed."""
    return words.next_action(text)


@register.filter
def missing(codes):
    """What a file lacks, from its codes: a list of phrases."""
    return [words.MISSING[code] for code in codes]
