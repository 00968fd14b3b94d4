"""One payment for many workers: how it is shared, and the shares before they are booked."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cases.actions import ledger
from cases.allocation import by_plan, by_proportion
from cases.columns import amount_of, plain
from cases.forms.acts import day_field, refuse_future
from cases.forms.ledger import kept
from cases.models import Case, LedgerEntry, Party
from cases.roster import MOST_ROWS
from record import tables
from record.refusals import Refused

RULES = (
    ("plan", _("By the plan: what is due first is paid first")),
    ("proportion", _("In proportion to what each has outstanding")),
    ("list", _("As a list says: name, last four, amount")),
)
HOW = (
    (LedgerEntry.Manner.TRANSFER, _("To the workers’ own accounts, by bank")),
    (LedgerEntry.Manner.ENFORCEMENT, _("Paid out by the court")),
    (LedgerEntry.Manner.GUARANTEE, _("Paid from the wage guarantee deposit")),
    (LedgerEntry.Manner.FUND, _("Advanced by the emergency fund")),
)
FOUR = re.compile(r"\d{3}[\dXx]")


class LumpForm(forms.Form):
    """What came, from whom, and by which rule it is shared. `shares` of a valid form: party → yuan."""

    rule = forms.ChoiceField(
        label=_("How it is shared"), choices=RULES, widget=forms.RadioSelect, initial="plan"
    )
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=14, decimal_places=2, min_value=Decimal("0.01"), required=False
    )
    text = forms.CharField(
        label=_("List from the bank or the payer"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A row for each worker: name, last four of phone, document or account (where two have one name), "
                    "amount."),
    )  # fmt: skip
    occurred_on = day_field(_("Day"))
    manner = forms.ChoiceField(label=_("How"), choices=HOW)
    payer = forms.ModelChoiceField(
        label=_("Paid by"), queryset=None, required=False, empty_label=_("as agreed")
    )
    SPANS = {"amount": 3, "occurred_on": 3, "manner": 3, "payer": 3}

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.open = ledger.open_instalments(case)
        workers = case.parties.filter(pk__in={one.party_id for one in self.open}).select_related("person")
        self.workers = {party.pk: party for party in workers}
        self.owed: dict[int, Decimal] = {}
        for one in self.open:
            self.owed[one.party_id] = self.owed.get(one.party_id, Decimal(0)) + one.amount - one.covered
        self.shares: dict[Party, Decimal] = {}
        self.fields["payer"].queryset = case.parties.exclude(role="applicant").filter(left_case_on=None)
        self.fields["occurred_on"].initial = timezone.localdate()

    def clean_occurred_on(self):
        return refuse_future(self.cleaned_data["occurred_on"])

    def clean(self):
        typed = super().clean()
        if self.errors:
            return typed
        try:
            shares = self._from_list(typed) if typed["rule"] == "list" else self._by_rule(typed)
        except Refused as refused:
            self.add_error("text" if typed["rule"] == "list" else "amount", str(refused))
            return typed
        self.shares = {self.workers[pk]: amount for pk, amount in shares.items()}
        return typed

    def _by_rule(self, typed):
        amount, owed = typed.get("amount"), sum(self.owed.values(), Decimal(0))
        if not amount:
            raise Refused("lump.amount", _("Enter what came."))
        if amount > owed:
            raise Refused(
                "lump.too_much",
                _(
                    "¥%(owed)s are outstanding on this case; ¥%(amount)s is more than that. Share what is owed here, and "
                    "book the other ¥%(rest)s by hand in the case's ledger, as money beyond the agreement."
                ),
                rest=f"{amount - owed:,.2f}", owed=f"{owed:,.2f}", amount=f"{amount:,.2f}",
            )  # fmt: skip
        if typed["rule"] == "plan":
            return by_plan(
                amount, [(one.due_on, one.party_id, one.amount - one.covered) for one in self.open]
            )
        return {key: one for key, one in by_proportion(amount, self.owed).items() if one}

    def _from_list(self, typed):
        """Every row of the list meets one worker by name, and by the last four where two have that name."""
        if not typed["text"].strip():
            raise Refused("lump.list", _("Paste the list."))
        shares: dict[int, Decimal] = {}
        wrong = []
        for number, row in enumerate(tables.from_text(typed["text"], rows=MOST_ROWS, columns=10), 1):
            cells = [cell for cell in row if cell]
            if not cells or (number == 1 and amount_of(cells[-1]) is None):
                continue  # blank, or the names of the columns
            try:
                party, amount = self._meet(cells)
            except Refused as refused:
                wrong.append(now("Row %(row)d: %(said)s") % {"row": number, "said": str(refused)})
                continue
            shares[party.pk] = shares.get(party.pk, Decimal(0)) + amount
        for line in wrong:
            self.add_error("text", line)
        if wrong:
            return {}
        total = sum(shares.values(), Decimal(0))
        if not total:
            raise Refused("lump.list", _("Paste the list."))
        if typed.get("amount") and typed["amount"] != total:
            raise Refused(
                "lump.sum", _("The shares add up to ¥%(total)s, but ¥%(said)s came."), total=f"{total:,.2f}",
                said=f"{typed['amount']:,.2f}",
            )  # fmt: skip
        return shares

    def _meet(self, cells):
        amount = amount_of(cells[-1])
        if not amount:
            raise Refused("lump.row_amount", _("the last cell is no amount"))
        four = next((cell.strip()[-4:] for cell in cells[1:-1] if FOUR.fullmatch(cell.strip()[-4:])), "")
        names = {plain(cell) for cell in cells[:-1]}
        alike = [party for party in self.workers.values() if plain(party.name) in names]
        if four and len(alike) > 1:
            alike = [party for party in alike if four.upper() in _fours(party)]
        if not alike:
            raise Refused("lump.nobody", _("nobody of that name has money outstanding"))
        if len(alike) > 1:
            raise Refused("lump.several", _("several workers have this name; add the last four"))
        return alike[0], amount


def _fours(party):
    person = party.person
    return {person.phone_last4, person.id_last4, person.bank_last4}


class LumpEntryForm(LumpForm):
    """The same for a program, which books what the rule gives, with its proof."""

    upload = forms.FileField(label=_("Proof"), required=False)
    evidence = forms.ModelChoiceField(label=_("or evidence on file"), queryset=None, required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["evidence"].queryset = case.evidence.filter(withdrawn_on=None)

    def clean_upload(self):
        return kept(self.cleaned_data["upload"])

    def clean(self):
        typed = super().clean()
        if not (typed.get("upload") or typed.get("evidence")) and "upload" not in self.errors:
            self.add_error("upload", now("Attach the bank slip; it serves all of them."))
        return typed


class SharesForm(forms.Form):
    """The shares as they are to be booked, each open to correction, with the one proof for all of them."""

    upload = forms.FileField(label=_("Proof"), required=False)
    evidence = forms.ModelChoiceField(
        label=_("or evidence on file"), queryset=None, required=False, empty_label=_("none")
    )

    def __init__(self, *args, lump: LumpForm, **kwargs):
        super().__init__(*args, **kwargs)
        self.lump = lump
        self.fields["evidence"].queryset = lump.case.evidence.filter(withdrawn_on=None)
        for pk, party in lump.workers.items():
            self.fields[f"share-{pk}"] = forms.DecimalField(
                label=party.name, max_digits=14, decimal_places=2, min_value=0, required=False,
                initial=lump.shares.get(party), max_value=lump.owed[pk],
                error_messages={"max_value": now(
                    "More than is outstanding: book this worker's payment by hand in the ledger."
                )},
            )  # fmt: skip

    @property
    def rows(self):
        """(worker, outstanding, his field) of everybody who has money outstanding."""
        return [(party, self.lump.owed[pk], self[f"share-{pk}"]) for pk, party in self.lump.workers.items()]

    def clean_upload(self):
        return kept(self.cleaned_data["upload"])

    def clean(self):
        typed = super().clean()
        total = sum((typed.get(f"share-{pk}") or Decimal(0) for pk in self.lump.workers), Decimal(0))
        said = self.lump.cleaned_data.get("amount")
        if not self.errors and said and said != total:
            raise ValidationError(
                now("The shares add up to ¥%(total)s, but ¥%(said)s came."),
                params={"total": f"{total:,.2f}", "said": f"{said:,.2f}"}, code="sum",
            )  # fmt: skip
        if not self.errors and not total:
            raise ValidationError(now("Nobody gets anything."), code="nothing")
        if not (typed.get("upload") or typed.get("evidence")) and "upload" not in self.errors:
            self.add_error("upload", now("Attach the bank slip; it serves all of them."))
        return typed

    def shares(self) -> dict[Party, Decimal]:
        """Who gets what, without those who get nothing."""
        given = {party: self.cleaned_data.get(f"share-{pk}") for pk, party in self.lump.workers.items()}
        return {party: amount for party, amount in given.items() if amount}
