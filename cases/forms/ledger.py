"""The forms of the ledger: one row for whatever happened to money, and what is asked about one entry."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import ledger
from cases.actions.suit import Decided
from cases.forms.acts import OnForm, ReasonForm, day_field, refuse_future, wide
from cases.models import Award, Case, Claim, Evidence, Party, ReceiptConfirmation, Suit
from record.uploads import Accepted, UploadRefused, examine

WHAT = (
    ("transfer", _("Transfer to the worker's own account")),
    ("cash", _("Cash against the worker's own receipt")),
    ("enforcement", _("Paid out by the court")),
    ("guarantee", _("Paid from the wage guarantee deposit")),
    ("fund", _("Advanced by the emergency fund")),
    ("held", _("Collected by another, not yet with the worker")),
    ("waived", _("Given up by the worker")),
)
BEYOND = [("", _("Nothing is beyond it")), *((kind.value, kind.label) for kind in ledger.BEYOND)]
FILED_AS = {
    "transfer": Evidence.Kind.BANK_SLIP,
    "cash": Evidence.Kind.CASH_RECEIPT,
    "enforcement": Evidence.Kind.LETTER,
    "guarantee": Evidence.Kind.BANK_SLIP,
    "fund": Evidence.Kind.BANK_SLIP,
    "held": Evidence.Kind.AUTHORITY,
    "waived": Evidence.Kind.SIGNED_PAPER,
}


def kept(upload) -> Accepted | None:
    """The file as it may be kept, None where there is none; why it may not is said at the field."""
    if not upload:
        return None
    try:
        return examine(upload)
    except UploadRefused as refused:
        raise ValidationError(str(refused), code=refused.code) from refused


class EntryForm(forms.Form):
    """A payment in one row, with its proof beside it."""

    party = forms.ModelChoiceField(label=_("Worker"), queryset=None, empty_label=None)
    instalment = forms.ModelChoiceField(
        label=_("Instalment"), queryset=None, required=False, empty_label=_("oldest first")
    )
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
    occurred_on = day_field(_("Day"))
    what = forms.ChoiceField(label=_("How"), choices=WHAT)
    payer = forms.ModelChoiceField(
        label=_("Paid by"), queryset=None, required=False, empty_label=_("as agreed")
    )
    upload = forms.FileField(label=_("Proof"), required=False)
    evidence = forms.ModelChoiceField(
        label=_("or evidence on file"), queryset=None, required=False, empty_label=_("none")
    )
    confirmed = forms.BooleanField(label=_("The worker confirmed it by phone"), required=False)
    on_the_spot = forms.BooleanField(label=_("Paid on the spot"), required=False)
    witnesses = forms.CharField(
        label=_("Two witnesses of cash"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("names, one beside the other")}),
    )  # fmt: skip
    collector = forms.CharField(label=_("Who collected it"), max_length=60, required=False)
    beyond = forms.ChoiceField(
        label=_("What is paid beyond all that is owed"), choices=BEYOND, required=False
    )
    beyond_reason = forms.CharField(label=_("What for, in a word"), max_length=200, required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        workers = case.parties.filter(role="applicant", left_case_on=None)
        self.fields["party"].queryset = workers
        self.fields["payer"].queryset = case.parties.exclude(role="applicant").filter(left_case_on=None)
        self.fields["evidence"].queryset = case.evidence.filter(withdrawn_on=None)
        self.fields["occurred_on"].initial = timezone.localdate()
        open_now = [one.pk for one in ledger.open_instalments(case)]
        choices = self.fields["instalment"]
        choices.queryset = case.instalments.filter(pk__in=open_now).select_related("party")
        several = workers.count() > 1
        choices.label_from_instance = lambda one: (
            _("No. %(n)s %(name)s") % {"n": one.sequence, "name": one.party.name}
            if several
            else _("No. %(n)s") % {"n": one.sequence}
        )

    def clean_occurred_on(self):
        return refuse_future(self.cleaned_data["occurred_on"])

    def clean_upload(self):
        return kept(self.cleaned_data["upload"])

    def clean(self):
        found = super().clean()
        proof = found.get("upload") or found.get("evidence")
        if found.get("what") in ("held", "waived") and not proof and "upload" not in self.errors:
            self.add_error("upload", _("Attach the signed paper: the authority, or the worker's statement."))
        if found.get("what") == "held" and not found.get("collector"):
            self.add_error("collector", _("Name who collected the money."))
        if found.get("beyond") and found.get("what") in ("held", "waived"):
            self.add_error("beyond", _("Only a payment to the worker himself can be beyond what is owed."))
        if found.get("beyond") and not found.get("beyond_reason") and "beyond_reason" not in self.errors:
            self.add_error("beyond_reason", _("Say in a word what this money is for."))
        return found


class HandOverForm(OnForm):
    way = forms.ChoiceField(
        label=_("How the worker confirmed"), choices=ReceiptConfirmation.Way.choices, widget=forms.RadioSelect
    )
    on = day_field(_("He has it since"))


class ReceiptWordForm(forms.Form):
    """The worker's own word on a receipt."""

    received = forms.TypedChoiceField(
        label=_("What the worker says"), widget=forms.RadioSelect,
        choices=[("yes", _("I have the money")), ("no", _("I do not have it"))],
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    way = forms.ChoiceField(label=_("How"), choices=ReceiptConfirmation.Way.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ResumeForm(OnForm, ReasonForm):
    promised = forms.BooleanField(
        label=_("The other side agreed to perform: this interrupts the limitation"), required=False
    )
    field_order = ("reason", "promised", "on")


class CashReceiptForm(forms.Form):
    """What the 收条 needs before the worker signs it."""

    party = forms.ModelChoiceField(label=_("Worker"), queryset=None, empty_label=None)
    instalment = forms.ModelChoiceField(label=_("Instalment"), queryset=None, required=False)
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
    place = forms.CharField(label=_("Place"), max_length=120)
    first_witness = forms.CharField(label=_("First witness"), max_length=60)
    first_id = forms.CharField(label=_("Identity number"), max_length=20)
    second_witness = forms.CharField(label=_("Second witness"), max_length=60)
    second_id = forms.CharField(label=_("Identity number"), max_length=20)
    photographed = forms.BooleanField(label=_("The handing over is photographed"))
    SPANS = {
        "party": 6, "instalment": 6, "amount": 6, "place": 6, "first_witness": 6, "first_id": 6,
        "second_witness": 6, "second_id": 6,
    }  # fmt: skip

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.filter(role="applicant", left_case_on=None)
        choices = self.fields["instalment"]
        choices.queryset = case.instalments.filter(dropped_on=None).select_related("party")
        choices.label_from_instance = lambda one: _("No. %(n)s %(name)s") % {
            "n": one.sequence, "name": one.party.name,
        }  # fmt: skip
        self.fields["place"].initial = case.organisation.address


class SeekForm(OnForm):
    """Application for review or confirmation that both sides filed together, without a letter of ours."""

    route = forms.ChoiceField(label=_("Way"), widget=forms.RadioSelect)
    body = forms.CharField(label=_("Applied to"), max_length=80)
    on = day_field(_("Applied on"))
    joint = forms.BooleanField(label=_("Both sides applied together"))
    field_order = ("route", "body", "on", "joint")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        rows = case.deadlines.filter(code__in=WAYS, state="running")
        self.fields["route"].choices = [
            (row.code, _("%(way)s, by %(day)s (%(article)s)") % {
                "way": WAYS[row.code], "day": row.due_on.isoformat(), "article": row.citation,
            })
            for row in rows
        ]  # fmt: skip


WAYS = {"REV-01": _("Review by arbitration"), "JC-01": _("Judicial confirmation")}


class EnforceableForm(OnForm):
    number = forms.CharField(label=_("Number of the document"), max_length=60)
    on = day_field(_("In force since"))
    upload = forms.FileField(label=_("Scan of the document"))
    field_order = ("number", "on", "upload")

    clean_upload = EntryForm.clean_upload


class AwardForm(OnForm):
    """What was granted on each claim, and one day by which one payer owes it. Empty claims were not granted."""

    kind = forms.ChoiceField(label=_("Document"), choices=Award.AwardKind.choices)
    body = forms.CharField(label=_("Issued by"), max_length=80)
    number = forms.CharField(label=_("Number of the document"), max_length=60)
    on = day_field(_("In force since"))
    is_final = forms.BooleanField(label=_("Final award (art. 47)"), required=False)
    served_on = day_field(_("Award served on the last party"), required=False)
    payer = forms.ModelChoiceField(label=_("Payer"), queryset=None, empty_label=None)
    due_on = day_field(_("To be paid by"))
    upload = forms.FileField(label=_("Scan of the document"))
    more = forms.BooleanField(
        label=_("More was granted than claimed; I compared it with the document"), required=False
    )
    SPANS = {
        "kind": 4,
        "body": 8,
        "number": 6,
        "is_final": 6,
        "served_on": 6,
        "on": 6,
        "payer": 6,
        "due_on": 6,
    }
    field_order = (*SPANS,)

    clean_upload = EntryForm.clean_upload

    def clean_served_on(self):
        return refuse_future(self.cleaned_data["served_on"])

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["payer"].queryset = case.parties.filter(left_case_on=None).exclude(role="applicant")
        claims = Claim.objects.filter(party__case=case, party__left_case_on=None, withdrawn_on=None)
        self.claims = list(claims.select_related("party"))
        for claim in self.claims:
            field = forms.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
            field.label = f"{claim.party.name} · {claim.get_item_display()}"
            field.help_text = _("claimed %(amount)s") % {"amount": f"¥{claim.amount:,.2f}"}
            field.span = 6
            self.fields[f"claim-{claim.pk}"] = field
        self.more = self.fields.pop("more")

    def clean(self):
        typed = super().clean()
        self._ask_about_more(typed)
        is_award = typed.get("kind") == Award.AwardKind.AWARD
        if is_award and not typed.get("served_on") and "served_on" not in self.errors:
            self.add_error(
                "served_on",
                ValidationError(
                    _("Say on which day the award was served on the last of the parties."), code="served"
                ),
            )
        if typed.get("is_final") and not is_award:
            self.add_error(
                "is_final", ValidationError(_("Only an arbitral award is final in this sense."), code="final")
            )
        if not any(typed.get(f"claim-{claim.pk}") for claim in self.claims):
            raise ValidationError(_("Enter what was granted on at least one claim."), code="empty")
        if typed.get("on") and typed.get("due_on") and typed["due_on"] < typed["on"]:
            self.add_error(
                "due_on", ValidationError(_("This day lies before the document took effect."), code="order")
            )
        return typed

    def _ask_about_more(self, typed):
        """More than was claimed is rare and mostly a slip of the keyboard: it is asked for, once it was typed."""
        beyond = [one for one in self.claims if (typed.get(f"claim-{one.pk}") or 0) > one.amount]
        if not beyond:
            return
        self.fields["more"] = self.more
        if self.data.get("more") not in ("on", "true", "True", True):
            self.add_error(
                "more",
                ValidationError(_("Compare the amount with the document, then say so here."), code="more"),
            )

    def granted(self) -> dict[Claim, Decimal]:
        given = {claim: self.cleaned_data.get(f"claim-{claim.pk}") for claim in self.claims}
        return {claim: amount for claim, amount in given.items() if amount}

    def payments(self) -> list[ledger.Payment]:
        """One for each worker, all due on the same day."""
        owed: dict = {}
        for claim, amount in self.granted().items():
            owed[claim.party] = owed.get(claim.party, Decimal(0)) + amount
        typed = self.cleaned_data
        return [
            ledger.Payment(party, typed["payer"], typed["due_on"], amount) for party, amount in owed.items()
        ]


class SuitForm(OnForm):
    """The award, as it is on record already or typed now, and who took it to court. Of a group, whom it concerns."""

    body = forms.CharField(label=_("Award issued by"), max_length=80)
    number = forms.CharField(label=_("Number of the award"), max_length=60)
    is_final = forms.BooleanField(label=_("Final award (art. 47)"), required=False)
    side = forms.ChoiceField(label=_("Who sued"), choices=Suit.Side.choices, widget=forms.RadioSelect)
    served_on = day_field(_("Award received by that side on"))
    on = day_field(_("Sued on"))
    court = forms.CharField(label=_("Court"), max_length=80)
    workers = forms.ModelMultipleChoiceField(
        label=_("Workers whom the suit concerns"), queryset=Party.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nobody ticked: all of them."),
    )  # fmt: skip
    upload = forms.FileField(label=_("Scan of the notice or claim"))
    SPANS = {"body": 6, "number": 6, "is_final": 6, "side": 6, "served_on": 6, "on": 6, "court": 12}
    field_order = ("body", "number", "is_final", "side", "served_on", "on", "court", "workers", "upload")

    clean_upload = EntryForm.clean_upload
    clean_served_on = AwardForm.clean_served_on

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.all = case.parties.filter(role="applicant", left_case_on=None).order_by("pk")
        self.fields["workers"].queryset = self.all
        if len(self.all) < 2:
            del self.fields["workers"]
        known = case.awards.filter(kind=Award.AwardKind.AWARD, replaced_on=None).first()
        if known:
            self.initial |= {"body": known.body, "number": known.number, "is_final": known.is_final}

    def clean(self):
        typed = super().clean()
        served_on, on = typed.get("served_on"), typed.get("on")
        if served_on and on and on < served_on:
            self.add_error(
                "on", ValidationError(_("This day lies before the award was received."), code="order")
            )
        return typed

    def decided(self) -> Decided:
        typed = self.cleaned_data
        return Decided(typed["body"], typed["number"], typed["is_final"], typed["served_on"])

    def concerned(self) -> list[Party]:
        return list(self.cleaned_data.get("workers") or self.all)


class RefusedForm(OnForm):
    reason = forms.CharField(label=_("Reason given"), max_length=300, widget=wide())
    on = day_field(_("Refused on"))
    field_order = ("reason", "on")
