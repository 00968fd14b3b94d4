"""The parameters that the security administrator sets, with their bounds: log-in, tokens, group visits, the
statistical year."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stations.models import ADMINISTRATORS, Setting


@dataclass(frozen=True)
class Number:
    """A parameter that is a whole number from `least` to `most`; the bounds keep what docs promise."""

    label: str
    unit: str
    default: int
    least: int
    most: int


NUMBERS = {
    "idle_minutes": Number(_("Log out after so long without activity"), _("minutes"), 30, 5, 30),
    "session_hours": Number(_("Log out in any case after"), _("hours"), 12, 1, 12),
    "link_hours": Number(_("A one-time link works for"), _("hours"), 72, 1, 168),
    "token_days": Number(_("A token of the API works for at most"), _("days"), 365, 1, 366),
    "year_begins": Number(_("The statistical year begins in month"), _("of the calendar year"), 1, 1, 12),
    "group_report": Number(_("A group visit is reported to the dispatcher from"), _("persons"), 30, 2, 1000),
    "group_major": Number(_("A major labour dispute begins with"), _("persons"), 100, 10, 10000),
}
SECOND_FACTOR_ROLES = "second_factor_roles"
ALWAYS = frozenset(role.value for role in ADMINISTRATORS)  # need a second factor whatever is set


def number(name: str) -> int:
    """The value in force: what was set, else the default."""
    stored = Setting.objects.filter(name=name).values_list("value", flat=True).first()
    return NUMBERS[name].default if stored is None else stored


def second_factor_roles() -> frozenset[str]:
    """Roles whose holders must have a second factor: those the federation names, and the administrators."""
    named = Setting.objects.filter(name=SECOND_FACTOR_ROLES).values_list("value", flat=True).first() or []
    return frozenset(named) | ALWAYS
