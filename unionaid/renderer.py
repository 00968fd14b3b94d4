"""Forms drawn by our own templates: `{{ form.amount.as_field_group }}` is templates/ui/field.html."""

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

NOTHING = {BLANK_CHOICE_DASH[0][1]: "—"}  # Django's row of nine hyphens looks like a fault


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"

    def render(self, template_name, context, request=None):
        """Django's templates, but for selects and inputs: with their includes they are a third of the list's time."""
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def input_line(widget: dict) -> SafeString:
    """What Django's template of an input draws, of whatever type."""
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    attributes = flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def select(widget: dict) -> SafeString:
    """What Django's template of a select draws, with one dash for nothing chosen."""
    groups = mark_safe("".join(_group(name, options) for name, options, _place in widget["optgroups"]))  # noqa: S308  escaped below
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name, choices):
    options = mark_safe("".join(map(_option, choices)))  # noqa: S308  escaped below
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _option(one):
    attributes = flatatt(one["attrs"]) if one["attrs"] else ""
    label = NOTHING.get(one["label"], one["label"])
    return format_html('<option value="{}"{}>{}</option>', one["value"], attributes, label)


DRAWN = {"django/forms/widgets/select.html": select} | {
    f"django/forms/widgets/{kind}.html": input_line
    for kind in ("text", "number", "date", "checkbox", "hidden")
}
