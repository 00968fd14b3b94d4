"""The page's form as what a program may send: the same fields, the same checks, the same words.

    @writes("cases_note", NoteForm)
    @api_view(["POST"])
    def note(request, pk):
        case = case_or_404(request, pk, "case.note")
        typed = filled(request, NoteForm)
        return write(request, lambda: …)

What the page requires, the body must hold: nothing is filled in that a person would have seen before he
sent it. A correction (`changes=True`) may leave fields out, which then stay as they are.
"""

from collections.abc import Iterator
from functools import cache

from django import forms
from rest_framework import serializers

YES_NO = {"yes", "no", ""}
VERSION = "The `version` the record was read at: the act is refused as stale when it has another by now."


class Unfit(Exception):
    """The body passed as JSON, and the form found what is wrong with it."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(form.errors.as_json())
        self.form = form

    def faults(self) -> Iterator[dict]:
        for name, errors in self.form.errors.as_data().items():
            field = "" if name == forms.forms.NON_FIELD_ERRORS else name
            for error in errors:
                for said in error.messages:
                    yield {"field": field, "code": error.code or "invalid", "detail": said}


@cache
def asks(takes: type, name: str = "") -> type[serializers.Serializer]:
    """The serializer of a form: one field for each of its own. A serializer stands for itself."""
    if issubclass(takes, serializers.Serializer):
        return takes
    fields = {one: _field(field) for one, field in takes.base_fields.items()}
    fields.setdefault("version", serializers.IntegerField(required=False, min_value=1, help_text=VERSION))
    title = "".join(word.title() for word in (name or takes.__name__).split("_"))
    doc = "" if takes.__doc__ in (None, forms.Form.__doc__) else takes.__doc__
    return type(f"{title}Asked", (serializers.Serializer,), {**fields, "__doc__": doc or title})


def _field(field) -> serializers.Field:
    """What JSON (or a part of multipart) holds for one field of a form."""
    label = " ".join(str(words) for words in (field.label, field.help_text) if words)
    common = {"required": field.required, "help_text": label}
    nullable = common | {"allow_null": not field.required}
    choices = [value for value, _word in getattr(field, "choices", ()) or ()] if _fixed(field) else []
    if isinstance(field, forms.FileField):
        return serializers.FileField(**nullable)
    if isinstance(field, forms.NullBooleanField) or is_yes_no(field):
        return serializers.BooleanField(**nullable)
    if isinstance(field, forms.BooleanField):
        return serializers.BooleanField(**common)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return serializers.ListField(child=serializers.IntegerField(), max_length=1000, **common)
    if isinstance(field, forms.ModelChoiceField):
        return serializers.IntegerField(**nullable)
    if isinstance(field, forms.MultipleChoiceField):
        child = serializers.ChoiceField(choices) if choices else serializers.CharField(max_length=200)
        return serializers.ListField(child=child, max_length=1000, **common)
    if isinstance(field, forms.ChoiceField):
        if choices:
            return serializers.ChoiceField(choices, allow_blank=not field.required, **nullable)
        return serializers.CharField(max_length=200, allow_blank=not field.required, **nullable)
    return _plain(field, common, nullable)


def _plain(field, common, nullable):
    if isinstance(field, forms.DecimalField):
        return serializers.DecimalField(
            field.max_digits, field.decimal_places, min_value=field.min_value, max_value=field.max_value,
            **nullable,
        )  # fmt: skip
    if isinstance(field, forms.IntegerField):
        return serializers.IntegerField(min_value=field.min_value, max_value=field.max_value, **nullable)
    if isinstance(field, forms.DateTimeField):
        return serializers.DateTimeField(**nullable)
    if isinstance(field, forms.DateField):
        return serializers.DateField(**nullable)
    if isinstance(field, forms.TimeField):
        return serializers.TimeField(**nullable)
    lengths = {"max_length": field.max_length, "min_length": field.min_length}
    return serializers.CharField(allow_blank=not field.required, **lengths, **common)


def _fixed(field) -> bool:
    """Whether the choices are the same for every row; those of a form that fills them in are not."""
    return isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)


def is_yes_no(field) -> bool:
    """Whether the page offers yes and no as words for what JSON says with true and false."""
    values = {str(value) for value, _word in getattr(field, "choices", ())} if _fixed(field) else set()
    return "yes" in values and values <= YES_NO


def filled(request, takes: type[forms.Form], *, changes: bool = False, **about) -> forms.Form:
    """The form `takes(**about)` filled from the body, valid. Raises what becomes 400 with every field."""
    asked = asks(takes)(data=request.data, partial=changes)
    asked.is_valid(raise_exception=True)
    sent = {name: value for name, value in asked.validated_data.items() if name in takes.base_fields}
    if changes:
        blank = takes(None, **about)
        kept = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
        sent = {name: value for name, value in kept.items() if value is not None} | sent
    files = {name: sent.pop(name) for name in list(sent) if name in request.FILES}
    typed = {name: _typed(takes.base_fields.get(name), value) for name, value in sent.items()}
    form = takes(typed, files, **about) if _takes_files(takes) else takes(typed, **about)
    if not form.is_valid():
        raise Unfit(form)
    return form


def _takes_files(takes):
    return any(isinstance(field, forms.FileField) for field in takes.base_fields.values())


def _typed(field, value):
    """A value of the body as the page's widget would send it."""
    if field is not None and is_yes_no(field) and not isinstance(value, str):
        values = {str(one) for one, _word in field.choices}
        return {True: "yes", False: "no" if "no" in values else ""}.get(value, "")
    return "" if value is None else value


def query_of(request, takes: type[forms.Form], **about) -> forms.Form:
    """The filter form of a list, filled from the query and valid. Raises what becomes 400."""
    form = takes(request.query_params, **about)
    if not form.is_valid():
        raise Unfit(form)
    return form
