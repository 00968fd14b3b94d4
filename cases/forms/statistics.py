"""The form of what the sheets still lack, one field for each gap."""

from collections import Counter
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


ALL = "all"
MANY = 3  # from so many workers on one word may speak for all of them
FOR_ALL = ("union_member", "home_place")


class StatisticsForm(forms.Form):
    """Fields `<party id>-<name>`. What nobody knows yet may stay empty; it is asked again before 办结.

    `all-<name>` speaks for every worker whose own field is left empty.
    """

    def __init__(self, *args, gaps: Sequence[Gap], **kwargs):
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        asked = Counter(name for gap in gaps for name in gap.fields)
        for name in FOR_ALL:
            if asked[name] >= MANY:
                field = _field(name)
                field.label = _("All the others · %(what)s") % {"what": COUNTED_BY[name]}
                field.required, field.span = False, SPAN
                self.fields[f"{ALL}-{name}"] = field
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
        for gap in self.gaps:
            for name in gap.fields:
                own = self.cleaned_data.get(f"{gap.party.pk}-{name}")
                said = self.cleaned_data.get(f"{ALL}-{name}") if own in (None, "") else own
                found.setdefault(gap.party.pk, {})[name] = own if said in (None, "") else said
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
