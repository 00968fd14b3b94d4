"""Forms of the network pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from record.outbox import ROBOTS
from stations.models import NETWORK_KINDS, PARTNER_KINDS, Kind, MediationBody, Organisation

ROBOT_HELP = _(
    "Address of the group chat's webhook, for example dingtalk://token/ or wecombot://key/. "
    "It is told numbers, amounts and dates, never names."
)
ROBOT_STORED = _("%(robot)s is set; its secret is not shown. Type another address to replace it.")
REGION_HELP = _("Administrative division code; decides which local rules apply.")


class ReasonForm(forms.Form):
    """An act that only asks why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ConfirmForm(forms.Form):
    """An act that asks nothing but whether its consequences are meant."""


def labels(kinds):
    return [(kind.value, kind.label) for kind in Kind if kind in kinds]


class OpenForm(forms.Form):
    """A station, centre or point of the network."""

    half = ("short_name", "series", "region", "opened_on", "address", "phone", "reply_days")

    kind = forms.ChoiceField(label=_("Kind"))
    parent = forms.ModelChoiceField(
        label=_("Stands under"), queryset=Organisation.objects.none(), required=False
    )
    name = forms.CharField(label=_("Official name"), max_length=80)
    short_name = forms.CharField(label=_("Short name"), max_length=30)
    series = forms.CharField(
        label=_("Number series"),
        max_length=20,
        required=False,
        help_text=_("Opens the numbers of its cases."),
    )
    region = forms.CharField(label=_("Region"), max_length=12, initial="370000", help_text=REGION_HELP)
    opened_on = forms.DateField(label=_("Opens on"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = labels(NETWORK_KINDS)
        self.fields["parent"].queryset = parents


class OpenPartnerForm(OpenForm):
    """A body we refer cases to, which stands outside the tree."""

    parent = None
    series = None
    reply_days = forms.IntegerField(
        label=_("Answers within"), min_value=1, max_value=60, initial=3,
        help_text=_("Working days agreed with this partner, where the law sets none."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["kind"].choices = labels(PARTNER_KINDS)


class RenameForm(forms.Form):
    half = ("short_name", "since")
    name = forms.CharField(label=_("New official name"), max_length=80)
    short_name = forms.CharField(label=_("New short name"), max_length=30)
    since = forms.DateField(label=_("Bears it from"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_since(self):
        if self.cleaned_data["since"] > self.today:
            raise forms.ValidationError(_("A name begins today or earlier; rename on the day."))
        return self.cleaned_data["since"]


class AmendForm(forms.ModelForm):
    """The particulars of an organisation; saved by the verb, not by the form."""

    half = ("series", "region", "address", "phone")

    version = forms.IntegerField(widget=forms.HiddenInput)
    new_robot = forms.CharField(label=_("Chat robot"), max_length=300, required=False, widget=forms.TextInput(
        attrs={"autocomplete": "off", "spellcheck": "false"}
    ))  # fmt: skip
    without_robot = forms.BooleanField(label=_("Take the chat robot away"), required=False)

    class Meta:
        model = Organisation
        fields = ["series", "region", "address", "phone", "reply_days"]
        labels = {
            "series": _("Number series"), "region": _("Region"), "address": _("Address"),
            "phone": _("Telephone"), "reply_days": _("Answers within"),
        }  # fmt: skip
        help_texts = {
            "region": REGION_HELP,
            "reply_days": _("Working days agreed with this partner, where the law sets none."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        del self.fields["series" if self.instance.is_partner else "reply_days"]
        stored, field = self.instance.robot, self.fields["new_robot"]
        field.help_text = ROBOT_STORED % {"robot": stored} if stored else ROBOT_HELP
        if not stored:
            del self.fields["without_robot"]

    def clean_new_robot(self):
        address = self.cleaned_data["new_robot"].strip()
        if address and address.partition("://")[0] not in ROBOTS:
            raise forms.ValidationError(
                _("An address of a robot begins with one of: %(known)s."),
                params={"known": ", ".join(f"{known}://" for known in ROBOTS)},
            )
        return address

    def changes(self):
        """What the verb is to change; a robot's address only where a new one was typed or it is to go."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        if self.cleaned_data["new_robot"]:
            said["robot_url"] = self.cleaned_data["new_robot"]
        elif self.cleaned_data.get("without_robot"):
            said["robot_url"] = ""
        return said


class BodyForm(forms.Form):
    """A mediation body 调解组织."""

    half = ("series", "seal_name", "region", "since")

    kind = forms.ChoiceField(label=_("Kind"), choices=MediationBody.BodyKind.choices)
    name = forms.CharField(
        label=_("Official name"), max_length=80, help_text=_("As it stands on the papers.")
    )
    series = forms.CharField(
        label=_("Number series"), max_length=20, help_text=_("青西示调 in 青西示调字〔2026〕第12号")
    )
    seal_name = forms.CharField(label=_("Words of the seal"), max_length=80)
    region = forms.CharField(label=_("Region"), max_length=12, help_text=REGION_HELP)
    since = forms.DateField(label=_("Set up on"))
