"""The form of what the sheets still lack, one field for each gap."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.statistics import Gap
from cases.forms.acts import day_field
from cases.words import COUNTED_BY
from parties.models import Sex
from parties.words import INDUSTRIES, OWNERSHIPS

SPAN = 3


class StatisticsForm(forms.Form):
    """Fields `<party id>-<name>`. What nobody knows yet may stay empty; it is asked again before 办结."""

    def __init__(self, *args, gaps: Sequence[Gap], **kwargs):
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        for gap in gaps:
            for name in gap.fields:
                field = _field(name)
                field.label, field.required, field.span = (
                    f"{gap.party.name} · {COUNTED_BY[name]}",
                    False,
                    SPAN,
                )
                self.fields[f"{gap.party.pk}-{name}"] = field

    def clean(self):
        typed = super().clean()
        for name, value in typed.items():
            if name.endswith("-born_on") and value and not _is_an_age(value, timezone.localdate()):
                self.add_error(name, ValidationError(_("Enter a day of birth."), code="born_on"))
        return typed

    def given(self) -> dict[int, dict]:
        """{id of the party: {field: value}} of what was filled in."""
        found: dict[int, dict] = {}
        for key, value in self.cleaned_data.items():
            party, _dash, name = key.partition("-")
            found.setdefault(int(party), {})[name] = value
        return found


def _is_an_age(born_on: date, today: date) -> bool:
    return 10 < today.year - born_on.year < 110


def _field(name):
    if name in ("union_member", "unionised"):
        return forms.TypedChoiceField(
            choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes", empty_value=None,
        )  # fmt: skip
    if name == "sex":
        return forms.ChoiceField(choices=[("", "—"), *Sex.choices])
    if name == "born_on":
        return day_field("")
    if name == "home_place":
        return forms.CharField(max_length=60)
    known = INDUSTRIES if name == "industry" else OWNERSHIPS
    return forms.ChoiceField(choices=[("", "—"), *known.items()])
