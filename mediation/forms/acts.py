"""What the acts of a mediation ask for."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Evidence
from cases.models.case import EndReason
from mediation.models import Attempt, CaucusNote, Session

LINES = forms.Textarea(attrs={"rows": 2})


class TakeForm(forms.Form):
    """Taking a case says what ties there are, or that there are none; nothing is presumed."""

    ties = forms.ChoiceField(
        label=_("Ties to the parties"),
        choices=[("none", _("No tie to either side.")), ("some", _("There is a tie, as follows"))],
        required=False,
        widget=forms.RadioSelect,
    )
    tie = forms.CharField(
        label=_("The tie"),
        max_length=300,
        required=False,
        help_text=_("Kinship, acquaintance, earlier work for one of them."),
        widget=LINES,
    )

    def clean(self):
        typed = super().clean()
        if typed.get("tie"):
            if typed.get("ties") == "none":
                self.add_error("ties", _("There is no tie, or the one below: choose."))
        elif typed.get("ties") == "none":
            typed["tie"] = str(_("No tie to either side."))
        elif typed.get("ties") == "some":
            self.add_error("tie", _("Say what the tie is."))
        else:
            self.add_error("ties", _("Say whether you have a tie to either side."))
        return typed


class DiscloseForm(forms.Form):
    tie = forms.CharField(label=_("The tie"), max_length=300, widget=LINES)
    parties_agreed = forms.TypedChoiceField(
        label=_("Do both sides keep this mediator?"),
        choices=[("yes", _("Both agree")), ("", _("Not asked yet"))],
        coerce=lambda value: value == "yes" or None,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """An act that only needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=LINES)


class ConsentForm(forms.Form):
    on = forms.DateField(label=_("Day the other side agreed"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self):
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return self.cleaned_data["on"]


class AttemptForm(ConsentForm):
    means = forms.ChoiceField(label=_("Means"), choices=Attempt.Means, widget=forms.RadioSelect)
    result = forms.CharField(label=_("What came of it"), max_length=200, widget=LINES)
    evidence = forms.ModelChoiceField(
        label=_("Proof on file"), queryset=Evidence.objects.none(), required=False
    )
    field_order = ["on", "means", "result", "evidence"]

    def __init__(self, *args, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Day")
        self.fields["evidence"].queryset = evidence


class ExtendForm(forms.Form):
    to = forms.DateField(label=_("New last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=LINES)
    worker_agreed = forms.BooleanField(label=_("The worker agreed in writing"), required=False)
    employer_agreed = forms.BooleanField(label=_("The other side agreed in writing"), required=False)


class EndForm(forms.Form):
    """The eight 调解终结情形 without the agreement, which the seal writes by itself."""

    reason = forms.ChoiceField(
        label=_("Why the mediation ends"),
        choices=[(one.value, one.label) for one in EndReason if one != EndReason.AGREEMENT],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Explanation"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        typed = super().clean()
        if typed.get("reason") == EndReason.OTHER and not typed.get("explanation"):
            self.add_error("explanation", _("Say what made mediation impossible."))
        return typed


class SessionForm(forms.Form):
    """When, where and how the sides meet. Moments are on the clock of Asia/Shanghai."""

    on = forms.DateField(label=_("Day"))
    start = forms.TimeField(label=_("Starts at"), initial="09:00")
    minutes = forms.TypedChoiceField(
        label=_("Length"),
        choices=[(30, _("30 minutes")), (60, _("1 hour")), (90, _("1½ hours")), (120, _("2 hours")),
                 (180, _("3 hours"))],
        coerce=int,
        initial=90,
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("Mode"), choices=Session.Mode, widget=forms.RadioSelect, initial=Session.Mode.ON_SITE
    )
    room = forms.CharField(label=_("Room or place"), max_length=60, required=False)
    guests = forms.MultipleChoiceField(
        label=_("Invited"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = forms.CharField(
        label=_("Other people"), max_length=200, required=False, help_text=_("Names, separated by 、")
    )
    interpreter = forms.CharField(label=_("Interpreter"), max_length=60, required=False)
    signing_plan = forms.CharField(
        label=_("How signatures will be collected"),
        max_length=200,
        required=False,
        help_text=_("Needed for a session by phone or video."),
    )

    def __init__(self, *args, parties, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.fields["guests"].choices = [
            (key, f"{party.get_role_display()} {party.name}") for key, party in self.parties.items()
        ]
        self.fields["guests"].initial = list(self.parties)
        self.fields["on"].initial = today + timedelta(days=1)

    def invited(self) -> list[dict]:
        """Fields of Attendance, one for each guest."""
        chosen = [self.parties[key] for key in self.cleaned_data["guests"]]
        guests = [{"party": one, "name": one.name[:60], "capacity": one.get_role_display()} for one in chosen]
        others = self.cleaned_data["others"].replace(",", "、").replace("，", "、").split("、")
        return [*guests, *({"name": name.strip()} for name in others if name.strip())]


class HoldForm(forms.Form):
    """What came of a session, and of each guest whether he came."""

    result = forms.CharField(label=_("Result"), max_length=300, widget=LINES)

    def __init__(self, *args, seats, by_phone, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats, self.by_phone = list(seats), by_phone
        for seat in self.seats:
            self.fields[f"present-{seat.pk}"] = forms.BooleanField(
                label=_("Came"), required=False, initial=True
            )
            self.fields[f"checked-{seat.pk}"] = forms.BooleanField(
                label=_("Identity checked"), required=False
            )
            if by_phone:
                self.fields[f"called-{seat.pk}"] = forms.RegexField(
                    r"^\d{4}$", label=_("Last four called"), required=False
                )
                self.fields[f"consented-{seat.pk}"] = forms.DateTimeField(
                    label=_("Agreed at"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
                    widget=forms.DateTimeInput,
                )  # fmt: skip

    def rows(self):
        """(seat, its bound fields) for the table."""
        names = ["present", "checked", *(["called", "consented"] if self.by_phone else [])]
        return [(seat, [self[f"{name}-{seat.pk}"] for name in names]) for seat in self.seats]


SIDES = dict(CaucusNote._meta.get_field("side").choices)


class SayForm(forms.Form):
    """A contribution to the minutes, or a note of what one side said in confidence."""

    kind = forms.ChoiceField(choices=[("minutes", _("Minutes")), ("caucus", _("Caucus"))])
    speaker = forms.CharField(max_length=60)
    text = forms.CharField(max_length=4000)
