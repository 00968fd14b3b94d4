"""What a paper of the mediation asks for besides the facts on file. Its answers become Chinese text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import PartyRole
from cases.words import GROUNDS
from mediation.papers import report_draft

LINES = forms.Textarea(attrs={"rows": 3})


class PaperForm(forms.Form):
    """`addressee`: who receives this copy."""

    addressee = forms.ChoiceField(label=_("Addressee"))
    first = PartyRole.APPLICANT

    def __init__(self, *args, case, mediation, today, session=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.mediation = case, mediation
        parties = sorted(case.parties.filter(left_case_on=None), key=lambda one: one.role != self.first)
        self.fields["addressee"].choices = [(one.name, one.name) for one in parties]
        if "session" in self.fields:
            held = list(mediation.sessions.exclude(state="cancelled")) if mediation else []
            self.sessions = {str(one.sequence): one for one in held}
            self.fields["session"].choices = [
                (key, f"{one.sequence} · {one.starts_at:%Y-%m-%d}") for key, one in self.sessions.items()
            ]
            self.fields["session"].initial = session or (list(self.sessions)[-1] if held else None)

    def clean_session(self):
        return self.sessions[self.cleaned_data["session"]]


class AcceptanceForm(PaperForm):
    pass


class RejectionForm(PaperForm):
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"),
        widget=forms.RadioSelect,
        choices=list(GROUNDS.items()),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=LINES)
    refused_on = forms.DateField(label=_("Day of the refusal"), required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("ground") == "other_side_refuses" and not typed.get("refused_on"):
            self.add_error("refused_on", _("Enter the day the other side refused."))
        return typed


class SummonsForm(PaperForm):
    session = forms.ChoiceField(label=_("Session"))
    bring = forms.CharField(
        label=_("What to bring, one on each line"), widget=LINES, initial="身份证件\n授权委托书\n有关证据原件"
    )


class InquiryForm(PaperForm):
    first = PartyRole.RESPONDENT
    reply_by = forms.DateField(label=_("Reply by"))
    delivered_by = forms.CharField(label=_("How it is delivered"), max_length=60, initial="邮政特快专递")


class ExtensionForm(PaperForm):
    new_last_day = forms.DateField(label=_("New last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=LINES)


class MinutesForm(PaperForm):
    session = forms.ChoiceField(label=_("Session"))
    recusal = forms.CharField(label=_("Answer about recusal"), max_length=120, initial="双方均表示不要求更换")
    undisputed = forms.CharField(label=_("Undisputed facts, one on each line"), widget=LINES, required=False)
    issues = forms.CharField(label=_("Points in dispute, one on each line"), widget=LINES, required=False)
    result = forms.CharField(label=_("Result"), max_length=300, widget=LINES)
    read_back = forms.ChoiceField(
        label=_("Read back"),
        choices=[("read", _("Read by the parties")), ("read_aloud", _("Read aloud to them"))],
        widget=forms.RadioSelect,
        initial="read",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["addressee"]


class TerminationForm(PaperForm):
    explanation = forms.CharField(label=_("Explanation"), max_length=500, widget=LINES, required=False)
    undisputed = forms.CharField(label=_("Undisputed facts, one on each line"), widget=LINES, required=False)


class SpecialForm(forms.Form):
    """重大劳动纠纷信息专报: begins with what the file knows, and every sentence can be changed."""

    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[
            ("first", _("First report")),
            ("further", _("Further report")),
            ("final", _("Final report")),
        ],
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False,
        choices=[("", _("Usual")), ("urgent", _("Urgent")), ("most_urgent", _("Most urgent"))],
    )  # fmt: skip
    receiver = forms.CharField(label=_("Reported to"), max_length=60)
    signer = forms.CharField(label=_("Signed off by"), max_length=30)
    situation = forms.CharField(label=_("The situation"), max_length=800, widget=LINES)
    causes = forms.CharField(label=_("Causes and main demands"), max_length=800, widget=LINES)
    scene = forms.CharField(
        label=_("On the spot: gathering, stoppage, blocking, extreme words, online"),
        max_length=800,
        widget=LINES,
    )
    taken = forms.CharField(label=_("Measures taken"), max_length=800, widget=LINES)
    risk = forms.CharField(label=_("Judgement of the risk"), max_length=800, widget=LINES)
    proposal = forms.CharField(label=_("Proposed next steps"), max_length=800, widget=LINES)

    def __init__(self, *args, case, mediation, today, session=None, **kwargs):
        super().__init__(*args, initial=report_draft(case, mediation), **kwargs)


FORMS = {
    "special_report": SpecialForm,
    "acceptance_notice": AcceptanceForm,
    "rejection_notice": RejectionForm,
    "mediation_summons": SummonsForm,
    "consent_inquiry": InquiryForm,
    "extension_consent": ExtensionForm,
    "mediation_minutes": MinutesForm,
    "mediation_termination": TerminationForm,
}
