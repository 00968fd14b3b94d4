"""How every page writes a day, a distance in days and an amount of money."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from law.rules.money import round_half_up_to_fen

register = template.Library()

WAN = Decimal(10_000)
MILLION = Decimal(1_000_000)
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@register.simple_tag
def legal_date(day: date | None) -> str:
    """`2026-11-21 周六`. A datetime is shown as its day in Asia/Shanghai; nothing as a dash."""
    if day is None or day == "":
        return "—"
    day = _day(day)
    return f"{day.isoformat()} {WEEKDAYS[day.weekday()]}"


@register.filter
def relative(day: date | None, today: date) -> str:
    """Distance of `day` from `today`: `还有 3 天`, `今天`, `超期 2 天`."""
    if day is None or day == "":
        return ""
    left = (_day(day) - _day(today)).days
    if left > 0:
        return ngettext("in %(days)d day", "in %(days)d days", left) % {"days": left}
    if left < 0:
        return ngettext("%(days)d day over", "%(days)d days over", -left) % {"days": -left}
    return _("today")


@register.filter
def yuan(amount: Decimal | int | str | None) -> str:
    """`¥1,234.50`; a negative amount has its sign before the ¥."""
    exact = _amount(amount)
    if exact is None:
        return "—"
    return f"{'-' if exact < 0 else ''}¥{abs(round_half_up_to_fen(exact)):,.2f}"


@register.filter
def wan(amount: Decimal | int | str | None) -> str:
    """An amount of yuan in units of ten thousand with two places, without the unit: `1,852.00`."""
    exact = _amount(amount)
    return "—" if exact is None else f"{round_half_up_to_fen(exact / WAN):,.2f}"


@register.filter
def large(amount: Decimal | int | str | None) -> str:
    """A sum as it is read at a glance, without its unit: `412.64` (万元); in English `¥4.13` (million), `¥412,640`."""
    exact = _amount(amount)
    if exact is None:
        return "—"
    if _in_chinese():
        return wan(exact)
    sign, size = "-" if exact < 0 else "", abs(exact)
    return f"{sign}¥{size / MILLION:,.2f}" if size >= MILLION else f"{sign}¥{size:,.0f}"


@register.filter
def large_unit(amount: Decimal | int | str | None) -> str:
    """The unit that belongs to `large`."""
    exact = _amount(amount)
    if exact is None:
        return ""
    if _in_chinese():
        return _("ten thousand yuan")
    return "million" if abs(exact) >= MILLION else ""


def _in_chinese():
    return (get_language() or "").startswith("zh")


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _amount(value: Decimal | int | str | None) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(formats.sanitize_separators(value) if isinstance(value, str) else value)
    except InvalidOperation as unreadable:
        raise ValueError(f"{value!r} is not an amount of money") from unreadable
