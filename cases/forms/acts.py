"""The forms of the acts on a case. What an act needs besides is checked by its verb."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.acceptance import missing_for_acceptance
from cases.conflicts import ties
from cases.models import Case, Contact, LimitationEvent, State
from cases.models.case import AidForm, Category, Channel, CloseReason, DisputeKind, Employment
from cases.words import GROUNDS, NEXT_ACTIONS, SOURCES
from stations.models import NETWORK_KINDS, MediationBody, Organisation, Role
from stations.scope import line_of, serving


def wide(rows=3, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def day_field(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput, **options)


def refuse_future(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValidationError(_("This day is still to come."), code="future")
    return day


def refuse_past(day: date) -> None:
    """A validator of days by which something is still to be done."""
    if day < timezone.localdate():
        raise ValidationError(_("This day has passed already."), code="past")


class OnForm(forms.Form):
    """The day an act took place, today unless it is written down later; never before the case began."""

    on = day_field(_("Day"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        on = refuse_future(self.cleaned_data["on"])
        begun = self.case.applied_on or self.case.received_on
        if on < begun:
            raise ValidationError(
                _("This day lies before the case began (%(day)s)."), code="before", params={"day": begun}
            )
        return on


class ReasonForm(forms.Form):
    """An act that says why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=wide(autofocus=True))


class ConfirmForm(forms.Form):
    """An act that asks nothing more."""


class RequestAcceptanceForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Mediation body"), queryset=None)
    source = forms.ChoiceField(label=_("How the case came"), choices=list(SOURCES.items()))
    inspection_warning_given = forms.BooleanField(
        label=_("Told: after choosing mediation, inspection may decline (Regulation art. 21)"), required=False
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        if "inspection_warning" not in missing_for_acceptance(case):
            del self.fields["inspection_warning_given"]
        here = MediationBody.objects.filter(organisation_id__in=line_of(case.organisation), until=None)
        self.fields["body"].queryset = here
        self.fields["body"].initial = (
            case.mediation_body or here.filter(organisation=case.organisation).first()
        )
        self.fields["source"].initial = case.mediation_source or "application"


class AcceptForm(OnForm):
    on = day_field(_("Accepted on"))


class RejectForm(OnForm):
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"), widget=forms.RadioSelect, choices=list(GROUNDS.items())
    )
    reason = forms.CharField(label=_("Reason, as the notice says it"), max_length=300, widget=wide())
    refused_on = day_field(
        _("Day the other side refused: it interrupts the limitation (MED-06)"), required=False
    )
    on = day_field(_("Decided on"))

    def clean_refused_on(self):
        return refuse_future(self.cleaned_data["refused_on"])

    def clean(self):
        typed = super().clean()
        if typed.get("ground") == "other_side_refuses" and not typed.get("refused_on"):
            self.add_error(
                "refused_on", ValidationError(_("Enter the day the other side refused."), code="required")
            )
        return typed


class AssignForm(forms.Form):
    mediator = forms.ChoiceField(label=_("Mediator"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.mediators = {str(one.pk): one for one in serving(case.organisation, [Role.MEDIATOR], today)}
        busy = Case.objects.live_by_handler(self.mediators.values())
        self.fields["mediator"].choices = [
            (pk, self._label(case, one, busy.get(one.pk, 0)))
            for pk, one in sorted(self.mediators.items(), key=lambda pair: busy.get(pair[1].pk, 0))
        ]  # who has least in hand is proposed
        if case.handler_id:
            self.fields["mediator"].initial = str(case.handler_id)

    def _label(self, case, mediator, n):
        words = _("%(name)s · %(n)s in hand") % {"name": mediator.full_name, "n": n}
        return " · ".join([words, *(str(finding) for finding in ties(case, mediator=mediator)[:1])])

    def clean_mediator(self):
        return self.mediators[self.cleaned_data["mediator"]]


class TransferForm(ReasonForm):
    to = forms.ModelChoiceField(label=_("Station"), queryset=None)
    field_order = ("to", "reason")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Organisation.objects.filter(
            kind__in=NETWORK_KINDS, suspended_on=None
        ).exclude(pk=case.organisation_id)
        self.fields["to"].label_from_instance = lambda one: one.short_name


class WithdrawForm(OnForm):
    settled = forms.TypedChoiceField(
        label=_("Why"),
        widget=forms.RadioSelect,
        choices=[("yes", _("The parties settled by themselves")), ("no", _("Another reason"))],
        coerce=lambda value: value == "yes",
        initial="no",
    )
    reason = forms.CharField(label=_("In the applicant's words"), max_length=300, widget=wide())
    on = day_field(_("Signed on"))


FITTING = {
    State.ADVISED: (CloseReason.ADVISED, CloseReason.DUPLICATE),
    State.REJECTED: (CloseReason.NOT_ACCEPTED, CloseReason.DUPLICATE),
    State.ENDED: (CloseReason.FAILED_GUIDED, CloseReason.DUPLICATE),
    State.WITHDRAWN: (CloseReason.WITHDRAWN, CloseReason.SETTLED, CloseReason.DUPLICATE),
    State.PERFORMED: (CloseReason.PERFORMED, CloseReason.ENFORCED, CloseReason.WAIVED),
    State.FOLLOWED: (CloseReason.DECIDED, CloseReason.ENFORCED, CloseReason.ENFORCEMENT_PAUSED),
    State.DEFAULTED: (CloseReason.ENFORCEMENT_PAUSED, CloseReason.WAIVED),
}


class RequestClosingForm(forms.Form):
    """Only the reasons that fit where the case stands."""

    reason = forms.ChoiceField(label=_("Reason of closing"), choices=CloseReason.choices)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = FITTING.get(case.state, tuple(CloseReason))
        self.fields["reason"].choices = [(one.value, one.label) for one in fitting]
        if case.state == State.WITHDRAWN and case.handled_outcome == "settled_withdrawn":
            self.fields["reason"].initial = CloseReason.SETTLED


class FollowForm(ReasonForm):
    reason = forms.CharField(label=_("Where, and its number"), max_length=300, widget=wide())


class ContactForm(forms.Form):
    """A call, visit or message; a note has no side and no outcome."""

    way = forms.ChoiceField(
        label=_("How"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Contact.Way.choices if choice[0] != Contact.Way.NOTE],
        initial=Contact.Way.CALL_OUT,
    )
    side = forms.ChoiceField(
        label=_("With whom"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Contact.Side.choices if choice[0]],
        initial=Contact.Side.WORKER,
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Contact.Outcome.choices if choice[0]],
        initial=Contact.Outcome.REACHED,
    )
    text = forms.CharField(label=_("What was said"), max_length=2000, widget=wide(), required=False)
    on = day_field(_("Day"))
    call_back_on = day_field(_("Call back promised for"), required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        return refuse_future(self.cleaned_data["on"])

    def clean_call_back_on(self):
        on = self.cleaned_data["call_back_on"]
        if on and on < timezone.localdate():
            raise ValidationError(_("A call-back is promised for a day to come."), code="past")
        return on


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=2000, widget=wide(4, autofocus=True))


class NextActionForm(forms.Form):
    """What happens next and by when. The usual actions are offered; anything may be typed."""

    action = forms.ChoiceField(
        label=_("Next action"), widget=forms.RadioSelect, choices=[*NEXT_ACTIONS.items(), ("", _("Other"))],
        required=False,
    )  # fmt: skip
    words = forms.CharField(label=_("Other, in a few words"), max_length=120, required=False)
    due_on = day_field(_("By"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        known = case.next_action in NEXT_ACTIONS
        self.initial = {
            "action": case.next_action if known else "",
            "words": "" if known else case.next_action,
            "due_on": case.next_action_on or timezone.localdate(),
            **self.initial,
        }

    def clean_due_on(self):
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."), code="past")
        return self.cleaned_data["due_on"]

    def clean(self):
        found = super().clean()
        found["what"] = found.get("action") or found.get("words", "").strip()
        if not found["what"]:
            self.add_error("words", ValidationError(_("Say what happens next."), code="required"))
        return found


class CallBackForm(forms.Form):
    reached = forms.TypedChoiceField(
        label=_("Was the worker reached?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Reached")), ("no", _("Not reached"))],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied"), widget=forms.RadioSelect, coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(label=_("What was said"), max_length=2000, widget=wide(), required=False)
    again_on = day_field(_("Call again on"), required=False)

    def __init__(self, *args, call_back, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["satisfaction"].choices = call_back.Satisfaction.choices

    def clean(self):
        found = super().clean()
        if found.get("reached") is False and not found.get("again_on") and not found.get("text"):
            self.add_error("text", ValidationError(_("Say when to call again, or why not."), code="required"))
        return found


class OverrideForm(forms.Form):
    new_on = day_field(_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=wide())


class LimitationForm(forms.Form):
    """A fact that interrupts or suspends the limitation; uncertain ones are shown but warnings ignore them."""

    kind = forms.ChoiceField(label=_("What happened"), choices=LimitationEvent.Kind.choices)
    on = day_field(_("Day"))
    until = day_field(
        _("Last day of the suspension"), required=False,
        help_text=_("Only for force majeure or another good cause: the period stands still until then."),
    )  # fmt: skip
    is_certain = forms.BooleanField(label=_("There is evidence of it on file"), required=False)
    evidence = forms.ModelChoiceField(label=_("Evidence"), queryset=None, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = case.evidence.filter(withdrawn_on=None)

    def clean_on(self):
        return refuse_future(self.cleaned_data["on"])

    def clean(self):
        found = super().clean()
        if found.get("evidence"):
            found["is_certain"] = True
        suspends = found.get("kind") == LimitationEvent.Kind.SUSPENSION
        if not suspends:
            found["until"] = None
        elif "until" not in self.errors and not found.get("until"):
            self.add_error("until", _("Say until which day the cause lasted."))
        elif found.get("on") and found.get("until") and found["until"] < found["on"]:
            self.add_error("until", _("The last day lies before the first."))
        return found

    def clean_until(self):
        until = self.cleaned_data["until"]
        return until and refuse_future(until)


class FactsForm(forms.Form):
    """What is known of the case: every field that may be corrected, in one form."""

    summary = forms.CharField(label=_("Facts in a sentence"), max_length=300)
    facts = forms.CharField(label=_("Facts"), widget=wide(5), required=False, max_length=10_000)
    dispute_kind = forms.ChoiceField(label=_("Kind of dispute"), choices=DisputeKind.choices)
    category = forms.ChoiceField(label=_("Statutory category"), choices=Category.choices)
    aid_form = forms.ChoiceField(label=_("Form of aid"), choices=AidForm.choices)
    employment = forms.ChoiceField(label=_("Employment"), choices=Employment.choices)
    left_on = day_field(_("Day of leaving"), required=False)
    knew_on = day_field(_("Day the infringement was known"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    channel_reference = forms.CharField(label=_("Number of the order"), max_length=60, required=False)
    head_count = forms.IntegerField(label=_("Head-count"), min_value=1, max_value=100_000)
    site = forms.CharField(label=_("Site"), max_length=200, required=False)
    leaving_on = day_field(_("Worker leaves the city on"), required=False)
    inspection_warning_given = forms.BooleanField(
        label=_("The worker was told that labour inspection may decline once we mediate"), required=False
    )
    priority_acceptance = forms.BooleanField(label=_("Priority in acceptance"), required=False)
    priority_assignment = forms.BooleanField(label=_("Priority in assignment"), required=False)
    priority_handling = forms.BooleanField(label=_("Priority in handling"), required=False)
    is_heated = forms.BooleanField(label=_("Heated"), required=False)
    do_not_contact_employer = forms.BooleanField(label=_("Do not contact the employer yet"), required=False)

    SPANS = {
        "dispute_kind": 4, "category": 4, "aid_form": 4, "employment": 4, "left_on": 4, "knew_on": 4,
        "channel": 4, "channel_reference": 4, "head_count": 4, "site": 8, "leaving_on": 4,
        "priority_acceptance": 4, "priority_assignment": 4, "priority_handling": 4, "is_heated": 4,
        "do_not_contact_employer": 8,
    }  # fmt: skip

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(case, name) for name in self.fields} | self.initial

    def clean_left_on(self):
        return refuse_future(self.cleaned_data["left_on"])

    def clean_knew_on(self):
        return refuse_future(self.cleaned_data["knew_on"])
