"""Forms drawn by our own templates: `{{ form.amount.as_field_group }}` is templates/ui/field.html."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"
