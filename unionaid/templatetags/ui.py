"""Template tags of the shared pieces, loaded in every template. What they draw stands in docs/ui.md."""

import copy
import re
import uuid
from datetime import datetime
from decimal import Decimal
from functools import cache

from django import forms, template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import is_aware, localdate, localtime
from django.utils.translation import gettext_lazy, ngettext, pgettext

from law.templatetags.law_dates import legal_date, relative

register = template.Library()

LINES = mark_safe('fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"')
SOON = 3  # days before a date at which it counts as near
STATE_ICONS = {
    "new": "sparkles",
    "hand": "progress",
    "wait": "hourglass",
    "soon": "clock-exclamation",
    "over": "alert-circle",
    "done": "circle-check",
}


@cache
def drawing(name: str, folder: str) -> str:
    """The inner lines of an icon of @tabler/icons. Raises FileNotFoundError for a name that is not there."""
    path = settings.BASE_DIR / "node_modules/@tabler/icons/icons" / folder / f"{name}.svg"
    text = path.read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S).group(1)
    return re.sub(r"\s*\n\s*", "", inner).strip()


@register.simple_tag
def icon(name, size=18, label="", filled=False):
    """An inline drawing, hidden from screen readers unless it has a `label`. Sizes: 12 14 16 18 20 24."""
    inner = mark_safe(drawing(name, "filled" if filled else "outline"))  # noqa: S308  a file of ours
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    paint = mark_safe('fill="currentColor"') if filled else LINES
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="{}" height="{}" {} {}>{}</svg>',
        size, size, size, paint, spoken, inner,
    )  # fmt: skip


@register.simple_tag
def state(kind, word, icon_name=""):
    """A state: icon and word in the colour of its kind (new, hand, wait, soon, over, done)."""
    return format_html(
        '<span class="ua-st ua-st-{}">{}{}</span>', kind, icon(icon_name or STATE_ICONS[kind], 14), word
    )


# Dates


@register.simple_tag
def day(value, with_weekday=True):
    """A date as everywhere: 2026-11-21 周六. A dash for None."""
    if value is None:
        return mark_safe('<span class="ua-muted">—</span>')
    iso = value.isoformat()
    return format_html(
        '<time class="ua-date" datetime="{}">{}</time>', iso, legal_date(value) if with_weekday else iso
    )


def distance(value, today, kind):
    """How far `value` is from `today`: (over, soon or plain; the words). 逾期 is for money only."""
    left = (value - today).days
    look = "over" if left < 0 else "soon" if left <= SOON else "plain"
    if left < 0 and kind == "money":
        words = ngettext("%(days)d day unpaid", "%(days)d days unpaid", -left)
        return look, words % {"days": -left}
    return look, relative(value, today)


@register.simple_tag(takes_context=True)
def rel(context, value, kind="case", today=None):
    """Only the words beside a date: 还有 3 天, 超期 2 天; with kind="money" 逾期 2 天."""
    look, words = distance(value, today or context["today"], kind)
    return format_html('<span class="ua-rel ua-rel-{}">{}</span>', look, words)


@register.simple_tag(takes_context=True)
def due(context, value, kind="case", today=None):
    """A date with the words beside it. Nothing for None."""
    if value is None:
        return mark_safe('<span class="ua-muted">—</span>')
    return format_html('<span class="ua-legal">{} {}</span>', day(value), rel(context, value, kind, today))


@register.filter
def moment(value, form="short"):
    """A moment in Shanghai: 11-20 10:42 of this year, 2025-11-20 10:42 of another; with "day" the year
    always stands, with "full" the seconds too."""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    if form == "short" and value.year == localdate().year:
        return date_format(value, "m-d H:i", use_l10n=False)
    return date_format(value, "Y-m-d H:i:s" if form == "full" else "Y-m-d H:i", use_l10n=False)


# Figures


@register.filter
def share(part, whole):
    """`part` of `whole` as 80.8%, or — where there is no whole."""
    return f"{Decimal(part) * 100 / Decimal(whole):.1f}%" if whole else "—"


@register.filter
def thousands(n):
    """A number as it is read on a wall: 5,893; its places as they are; nothing as —."""
    return "—" if n is None else f"{n:,}"


# Forms


LOOKS = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "chips"),
    (forms.RadioSelect, "chips"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "text"),
    (forms.FileInput, "file"),
    (forms.DateTimeInput, "moment"),
    (forms.DateInput, "date"),
    (forms.TimeInput, "time"),
)


@register.simple_tag
def look_of(field, wanted=""):
    """Which control draws a bound field: what the page or the widget's `data-look` says, or its kind."""
    widget = field.field.widget
    if wanted or "data-look" in widget.attrs:
        return wanted or widget.attrs["data-look"]
    for kind, word in LOOKS:
        if isinstance(widget, kind):
            return word
    if isinstance(field.field, forms.DecimalField) and field.field.decimal_places == 2:
        return "money"
    return "line"


# what each look adds to a control: the kind of input, how its value is written, attributes
INPUTS = {"date": "text", "moment": "datetime-local", "time": "time", "money": "text"}
FORMATS = {"date": "%Y-%m-%d", "moment": "%Y-%m-%dT%H:%M", "time": "%H:%M"}
NATIVE = {
    "select": {"class": "form-select"},
    "check": {"class": "form-check-input"},
    "date": {
        "class": "form-control",
        "data-date": "",
        "inputmode": "numeric",
        "placeholder": gettext_lazy("year-month-day"),
    },
    "money": {"class": "form-control ua-n", "data-money": "", "inputmode": "decimal"},
}


@register.simple_tag
def control(field, wanted="", **attrs):
    """Only the control of a bound field, with our classes; data_sum="x" becomes the attribute data-sum."""
    kind = look_of(field, wanted)
    native = dict(NATIVE.get(kind, {"class": "form-control"}))
    widget = copy.copy(field.field.widget)
    own = widget.attrs
    if kind in INPUTS:
        widget.input_type = INPUTS[kind]
    if kind in FORMATS:
        widget.format = FORMATS[kind]  # a native input takes ISO only, whatever the language writes
    if "class" in own:
        native["class"] = f"{native['class']} {own['class']}"
    if "type" in attrs:
        widget.input_type = attrs.pop("type")  # as an attribute it would stand beside the widget's own
    native |= {name.replace("_", "-"): text for name, text in attrs.items()}
    if kind not in ("check", "chips", "file"):
        native.setdefault("autocomplete", own.get("autocomplete", "off"))
    return field.as_widget(widget=widget, attrs=native)


@register.inclusion_tag("ui/field.html")
def field(bound, span=12, **options):
    """A whole field: label, control, help, error, over `span` of the twelve columns of .ua-fields.

    Options: label, help, look, after (a unit behind the control), hide_label, required=False (no mark).
    """
    return {"field": bound, "span": span, **options}


@register.simple_tag
def new_key():
    """An idempotency key nobody has used."""
    return uuid.uuid4().hex


@register.simple_tag
def colon():
    """The colon of the language, for a label before a value."""
    return pgettext("between a label and its value", ": ")
