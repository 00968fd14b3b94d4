"""Forms drawn by our own templates: `{{ form.amount.as_field_group }}` is templates/ui/field.html."""

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = {BLANK_CHOICE_DASH[0][1]: "—"}  # Django's row of nine hyphens looks like a fault
SELECT = "django/forms/widgets/select.html"


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"

    def render(self, template_name, context, request=None):
        """Django's templates, but for a select: they include two more for each option, a third of the list's time."""
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict) -> SafeString:
    """What Django's template of a select draws, with one dash for nothing chosen."""
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"], flatatt(widget["attrs"]), format_html_join("", "{}", map(_group, widget["optgroups"])),
    )  # fmt: skip


def _group(group):
    name, choices, _place = group
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]), NOTHING.get(one["label"], one["label"])) for one in choices),
    )
    return (format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options,)
