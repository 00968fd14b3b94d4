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

# Sections of GB/T 4754-2017 and the kinds of ownership of the sheets: stored as the sheets name them.
INDUSTRIES = (
    "农、林、牧、渔业", "采矿业", "制造业", "电力、热力、燃气及水生产和供应业", "建筑业", "批发和零售业",
    "交通运输、仓储和邮政业", "住宿和餐饮业", "信息传输、软件和信息技术服务业", "金融业", "房地产业",
    "租赁和商务服务业", "科学研究和技术服务业", "水利、环境和公共设施管理业", "居民服务、修理和其他服务业",
    "教育", "卫生和社会工作", "文化、体育和娱乐业", "公共管理、社会保障和社会组织", "国际组织",
)  # fmt: skip
OWNERSHIPS = (
    "国有", "集体", "私营", "港澳台商投资", "外商投资", "个体工商户", "机关事业单位", "社会组织", "其他",
)  # fmt: skip
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
    return forms.ChoiceField(choices=[("", "—"), *((word, word) for word in known)])
