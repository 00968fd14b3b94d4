"""The agreement as it is typed: what each claim is granted, the payments, the terms; rounds of offers."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cases.forms.days import DayField
from cases.models import ClaimItem, Instalment, Party, PartyRole
from mediation.actions.agreement import FEN, Part
from mediation.models import Agreement
from mediation.plan import by_rule, read_shares
from mediation.table import SIDES, Line
from parties.models import ChainLink
from record.refusals import Refused

FIGURE = re.compile(
    r"\d+(\.\d)?"
)  # 60 or 7.5, which may mean per cent as well as yuan; 60.00 and 60元 do not
OFFERED = (ChainLink.LinkRole.GENERAL_CONTRACTOR, ChainLink.LinkRole.OWNER)


class MoneyField(forms.DecimalField):
    """Yuan, not negative. Commas, full-width digits and 元 are understood."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).translate({ord(sign): None for sign in ",¥元 "})
        return super().to_python(value)


class OfferForm(forms.Form):
    """A new round: for each claim what each side would take or give. Empty cells were not spoken of.

    `all-SIDE` is one word for everybody: 60% of each claim, or one figure; what stands in a cell goes before it.
    """

    def __init__(self, *args, lines: list[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for side in SIDES:
            self.fields[f"all-{side}"] = forms.CharField(max_length=20, required=False)
        for line in lines:
            for side in SIDES:
                self.fields[f"{side}-{line.claim.pk}"] = MoneyField(required=False)

    def rows(self):
        return [(line, [self[f"{side}-{line.claim.pk}"] for side in SIDES]) for line in self.lines]

    def for_all(self):
        """The cells of the row that speaks for everybody."""
        return [self[f"all-{side}"] for side in SIDES]

    def clean(self):
        typed = super().clean()
        for side in SIDES:
            if said := typed.get(f"all-{side}", "").strip():
                self._fill(side, said)
        return typed

    def _fill(self, side, said):
        """Put the one word into every empty cell of its side; it may not go beyond any claim."""
        said = unicodedata.normalize("NFKC", said)
        part = said.rstrip("%")
        try:
            found = MoneyField().clean(part)
        except forms.ValidationError:
            found = None
        if found is None:
            self.add_error(f"all-{side}", _("Write per cent (60%) or one figure for everybody (5000)."))
            return
        if part != said and found > 100:
            self.add_error(f"all-{side}", _("More than 100%: nobody is offered more than he claims."))
            return
        if part == said and 0 < found <= 100 and FIGURE.fullmatch(part):
            words = {"share": f"{found:f}%", "yuan": f"{found:.2f}"}
            self.add_error(
                f"all-{side}",
                now("%(share)s of each claim, or %(yuan)s yuan for each? Write %(share)s or %(yuan)s.")
                % words,
            )
            return
        beyond = []
        for line in self.lines:
            name, claimed = f"{side}-{line.claim.pk}", line.claim.amount
            amount = (claimed * found / 100).quantize(FEN, ROUND_DOWN) if part != said else found
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.cleaned_data[name] = amount
                if amount > claimed:
                    beyond.append(line.claim.party.name)
        if beyond:
            names = "、".join(dict.fromkeys(beyond))
            self.add_error(f"all-{side}", now("More than is claimed by %(names)s.") % {"names": names})

    def amounts(self) -> dict[tuple[int, str], Decimal]:
        typed = self.cleaned_data
        return {
            (line.claim.pk, side): typed[f"{side}-{line.claim.pk}"]
            for line in self.lines
            for side in SIDES
            if typed[f"{side}-{line.claim.pk}"] is not None
        }


class PartForm(forms.Form):
    """One payment: for a group the sum of its members, shared by what each is granted, or of one `worker` alone."""

    due_on = forms.DateField()
    amount = MoneyField()
    manner = forms.ChoiceField(
        choices=[one for one in Instalment.Manner.choices if one[0] != "other"], initial="transfer"
    )
    payer = forms.ChoiceField()
    worker = forms.ChoiceField(required=False)

    def __init__(self, *args, payers, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(party.pk): party for party in workers}
        self.fields["worker"].choices = _for_whom(self.workers)
        self.payers = {key_of(party): party for party in payers}
        self.fields["payer"].choices = [(key, party.name) for key, party in self.payers.items()]
        self.fields["payer"].initial = next(iter(self.payers), None)

        self.empty_permitted = True

    def has_changed(self):
        """A row counts once its day or amount was typed, also where it is the stored one again."""
        return any(self.data.get(self.add_prefix(name)) for name in ("due_on", "amount"))

    @property
    def is_taken_out(self):
        """The page empties a row that is taken out, its choices too."""
        return self.is_bound and not self.has_changed() and not self.data.get(self.add_prefix("payer"))

    def part(self) -> Part:
        typed = self.cleaned_data
        return Part(
            self.payers[typed["payer"]], typed["due_on"], typed["amount"], typed["manner"],
            worker=self.workers.get(typed["worker"]),
        )  # fmt: skip


class AgreementForm(forms.ModelForm):
    """The terms. `grants` are one field for each claim, `parts` the payments (a formset beside)."""

    covers = forms.MultipleChoiceField(
        label=_("Settled for good"), required=False, widget=forms.CheckboxSelectMultiple
    )
    covers_confirmed = forms.BooleanField(
        label=_("The worker confirmed these items one by one"), required=False
    )
    outsiders = forms.TypedMultipleChoiceField(
        label=_("Expected to pay without signing: the agreement says that it does not bind them"),
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    acceleration = forms.BooleanField(
        label=_("When one instalment is late, the rest falls due"), required=False, initial=True
    )

    class Meta:
        model = Agreement
        fields = [
            "facts",
            "clauses",
            "covers",
            "covers_confirmed",
            "low_total_reason",
            "outsiders",
            "read_witness",
            "acceleration",
            "route",
        ]
        labels = {
            "facts": _("Facts the sides agree on"),
            "clauses": _("Other terms, one on each line"),
            "low_total_reason": _("Why the worker accepts less"),
            "read_witness": _("Witness of the reading aloud"),
            "route": _("Joint application after it takes effect"),
        }
        widgets = {
            "facts": forms.Textarea(attrs={"rows": 2}),
            "clauses": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, lines: list[Line], routes, payers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["outsiders"].choices = [
            (one.pk, one.name) for one in payers if one.role == PartyRole.PAYER and one.pk
        ]
        items = dict.fromkeys(line.claim.item for line in lines)
        self.fields["covers"].choices = [(item, dict(ClaimItem.choices)[item]) for item in items]
        self.fields["route"].choices = [
            choice for choice in Agreement.Route.choices if not choice[0] or choice[0] in routes
        ]
        granted = {}
        if self.instance.pk:
            granted = dict(self.instance.lines.values_list("claim_id", "amount"))
        for line in lines:
            self.fields[f"grant-{line.claim.pk}"] = MoneyField(
                required=False, initial=granted.get(line.claim.pk, line.proposal)
            )

    def rows(self):
        return [(line, self[f"grant-{line.claim.pk}"]) for line in self.lines]

    def granted(self):
        return {line.claim: self.cleaned_data[f"grant-{line.claim.pk}"] or Decimal(0) for line in self.lines}

    def terms(self):
        names = self.Meta.fields
        return {name: self.cleaned_data[name] for name in names}


YEARS_AHEAD = 10


class RuleForm(forms.Form):
    """Payments by a rule: to everybody or one worker, how many or which per cent, from which day, how many months
    apart."""

    # it stands inside the form of the agreement, which is kept without it
    use_required_attribute = False

    shares = forms.CharField(max_length=200)
    first = DayField(ahead=True)
    months = forms.IntegerField(min_value=1, max_value=12, initial=1)
    worker = forms.ChoiceField(required=False)

    def __init__(self, *args, workers=(), **kwargs):
        super().__init__(*args, prefix="rule", **kwargs)
        self.fields["worker"].choices = _for_whom({str(party.pk): party for party in workers})
        self.fields["first"].today = timezone.localdate()

    def clean_shares(self):
        try:
            return read_shares(self.cleaned_data["shares"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def clean_first(self):
        first = self.cleaned_data["first"]
        if first.year > self.fields["first"].today.year + YEARS_AHEAD:
            raise forms.ValidationError(_("The first payment lies too far ahead."), code="far")
        return first

    def payments(self, total: Decimal) -> list[tuple[date, Decimal]]:
        typed = self.cleaned_data
        return by_rule(total, typed["shares"], first=typed["first"], months=typed["months"])


def _for_whom(workers):
    return [("", _("everybody, by what each is granted")), *((key, one.name) for key, one in workers.items())]


PartFormSet = forms.formset_factory(PartForm, extra=0, max_num=60)


def workers_of(case) -> list[Party]:
    """Whom an agreement of the case may pay."""
    return list(case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).order_by("pk"))


def payers_of(case):
    """Who may pay: the respondents, whoever signs as 代付方, and other employers of the case; then the general
    contractor and the owner of its project, who join as 代付方 once they are chosen (no row of theirs yet)."""
    parties = case.parties.filter(left_case_on=None).exclude(role=PartyRole.APPLICANT)
    found = list(parties.select_related("employer", "person"))
    if not case.project_id:
        return found
    links = case.project.links.filter(role__in=OFFERED).exclude(
        employer__in=[one.employer_id for one in found]
    )
    return found + [
        Party(
            case=case, role=PartyRole.PAYER, employer=link.employer, name=link.employer.name,
            ground=link.ground or str(link.get_role_display()),
        )
        for link in links.select_related("employer")
    ]  # fmt: skip


def key_of(payer: Party) -> str:
    """What stands for a payer in the form: the id of the party, or the employer who is none yet."""
    return str(payer.pk or f"employer-{payer.employer_id}")


def parts_of(agreement: Agreement | None, *, today: date) -> list[dict]:
    """The payments of a draft as rows of the form; one empty row when there is none yet."""
    found: dict[tuple, Decimal] = {}
    for plan in agreement.instalments.all() if agreement else ():
        key = (plan.due_on, plan.payer_id, plan.manner, plan.party_id if plan.is_own else "")
        found[key] = found.get(key, Decimal(0)) + plan.amount
    return [
        {"due_on": due_on, "payer": str(payer), "manner": manner, "worker": str(worker), "amount": amount}
        for (due_on, payer, manner, worker), amount in found.items()
    ]
