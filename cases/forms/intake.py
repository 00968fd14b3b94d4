"""The walk-in card as a form: quick to type, forgiving to read, and everything typed survives a refusal."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.enquiry import ClaimLine, Road
from cases.actions.intake import Card, Given, OtherSide, Visitor, digest
from cases.actions.triage import Decision
from cases.forms.days import DayField
from cases.forms.triage import check_why
from cases.models import (
    Campaign,
    Channel,
    Claim,
    ClaimItem,
    Consent,
    DisputeKind,
    EarlierRoad,
    Employment,
    Risk,
    WorkerTag,
)
from cases.outlook import child, unpaid
from cases.words import HANDLINGS, ROUTES
from law.forms.triage import TriageForm
from law.rules.identity import normalise
from law.rules.triage import Answer, Finding
from law.triage import reasons
from parties.actions.employers import read_credit_code
from parties.actions.persons import read_citizen_id
from parties.masks import mask_name, mask_number, mask_text
from parties.models import Employer, IdKind, Person, Project
from parties.names import pictures
from parties.phones import read_phone
from parties.scope import employers_visible_to, people_visible_to, projects_visible_to
from parties.search import COMPLETE
from record.refusals import Refused
from record.uploads import UploadRefused, examine
from stations.models import User

MOST_CLAIMS = 30

# The items in the order of how often they are asked for at a window, and the unit each is counted in.
ITEM_UNITS = {
    ClaimItem.WAGE_ARREARS: "month", ClaimItem.OVERTIME: "day", ClaimItem.LABOUR_FEE: "day",
    ClaimItem.SEVERANCE: "month", ClaimItem.UNLAWFUL: "month", ClaimItem.DOUBLE_WAGE: "month",
    ClaimItem.LEAVE_PAY: "day", ClaimItem.NOTICE_PAY: "month", ClaimItem.INJURY: "sum",
    ClaimItem.INSURANCE: "month", ClaimItem.HOUSING: "month", ClaimItem.RELATION: "sum",
    ClaimItem.MIN_WAGE: "month", ClaimItem.HEAT: "month", ClaimItem.SURCHARGE: "sum",
    ClaimItem.PROBATION: "month", ClaimItem.NON_COMPETE: "month", ClaimItem.INTEREST: "sum",
    ClaimItem.CERTIFICATE: "sum", ClaimItem.REINSTATEMENT: "sum", ClaimItem.DEPOSIT: "sum",
    ClaimItem.OTHER: "sum",
}  # fmt: skip

DETAILS = (
    "channel", "channel_reference", "dispute_kind", "left_on", "knew_on", "do_not_contact_employer",
    "leaving_on", "inspection_warning_given", "route", "priority_acceptance", "priority_assignment",
    "priority_handling", "bring", "campaign",
)  # fmt: skip
# What the interview asks and the card does not.
ASKED_BESIDE = ("wants", "other_side", "amount_certain", "unpaid_months", "unpaid_amount", "ordered")
NAME_AND_NUMBER = re.compile(r"(?P<name>[^\W\d](?:[^\d]*[^\W\d])?)[\s,，、:：]*(?P<number>\d[\dXx\s-]{9,})")
CITIZEN_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")


class NumberField(forms.DecimalField):
    """A number with full-width digits, thousands separators or a ¥ in it. `look` is the unit's."""

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[,\s¥元]", "", unicodedata.normalize("NFKC", value))
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal"}


def number(**options) -> NumberField:
    return NumberField(min_value=0, widget=forms.TextInput, **options)


class ClaimForm(forms.Form):
    """One claim line: an item, and quantity × unit price."""

    item = forms.ChoiceField(label=_("Claim"), required=False)
    quantity = number(label=_("Quantity"), max_digits=10, decimal_places=2, required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=Claim.Unit, required=False)
    unit_price = number(label=_("Unit price (yuan)"), max_digits=14, decimal_places=2, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "—"), *((item.value, item.label) for item in ITEM_UNITS)]

    def clean(self):
        typed = super().clean()
        item, price = typed.get("item"), typed.get("unit_price")
        if price and not item and "item" not in self.errors:
            self.add_error("item", _("Say what the amount is claimed for."))
        if price is not None and typed.get("quantity") is None and "quantity" not in self.errors:
            typed["quantity"] = Decimal(1)
        if item and not typed.get("unit"):
            typed["unit"] = ITEM_UNITS[item]
        return typed

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("item") and not self.cleaned_data.get("unit_price")


class BaseClaimFormSet(forms.BaseFormSet):
    @property
    def lines(self) -> list[dict]:
        """The lines that say something, once the formset is valid."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and not form.is_blank]


ClaimFormSet = forms.formset_factory(
    ClaimForm, formset=BaseClaimFormSet, extra=1, max_num=MOST_CLAIMS, validate_max=True
)

WAYS = (Consent.Way.SCREEN, Consent.Way.PAPER, Consent.Way.ORAL, Consent.Way.FINGERPRINT)


@dataclass(frozen=True)
class Reach:
    """The rows that `user` may take at the moment `at`: people, employers, construction projects, campaigns
    under way."""

    user: User
    at: datetime

    @property
    def people(self) -> QuerySet[Person]:
        return people_visible_to(self.user, self.at)

    @property
    def employers(self) -> QuerySet[Employer]:
        return employers_visible_to(self.user, self.at).filter(merged_into=None)

    @property
    def projects(self) -> QuerySet[Project]:
        return projects_visible_to(self.user, self.at)

    @property
    def campaigns(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.user, timezone.localdate(self.at)).filter(state="open")


# The fields that hold a row taken from a register, and where in `Reach` it has to be.
TAKEN = {
    "person": "people", "employer_row": "employers", "contractor_row": "employers", "project_row": "projects",
}  # fmt: skip


class IntakeForm(forms.Form):
    """The walk-in card but for its claims. Only a name is asked for; everything else helps.

    `who` is the finder: a phone, a document number or a name. `person`, `employer_row`, `project_row` and
    `contractor_row` are rows taken from the registers. Masked values that come back as they were shown
    are no change (`changed`).
    """

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, initial=Channel.WINDOW)
    channel_reference = forms.CharField(label=_("Number of the order or call"), max_length=60, required=False)

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Special campaign"), required=False, empty_label=_("no campaign")
    )

    who = forms.CharField(label=_("Phone / document number / name"), max_length=60, required=False)
    person = forms.ModelChoiceField(Person.objects.none(), required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_another = forms.BooleanField(label=_("Another person: register anew"), required=False)
    name = forms.CharField(label=_("Full name"), max_length=60, required=False)
    second_contact = forms.CharField(label=_("Second contact / phone"), max_length=60, required=False)
    id_kind = forms.ChoiceField(label=_("Identity document"), choices=IdKind, initial=IdKind.CITIZEN)
    id_number = forms.CharField(label=_("Identity number"), max_length=30, required=False)
    seen_original = forms.BooleanField(label=_("Original checked"), required=False)
    address = forms.CharField(label=_("Home address"), max_length=200, required=False)
    home_place = forms.CharField(label=_("Home place"), max_length=60, required=False)
    speaks = forms.CharField(label=_("Language or dialect"), max_length=40, required=False)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=60, required=False)
    job = forms.CharField(label=_("Job"), max_length=60, required=False)
    hired_on = DayField(label=_("Hired on"), required=False)
    tags = forms.MultipleChoiceField(
        label=_("Worker groups (any number)"), choices=WorkerTag, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    leaving_on = DayField(label=_("Leaves town soon, on"), required=False, ahead=True)
    cannot_read = forms.BooleanField(label=_("Cannot read, was read to"), required=False)

    employer = forms.CharField(
        label=_("Part of the name, or the credit code"), max_length=120, required=False
    )
    employer_row = forms.ModelChoiceField(Employer.objects.none(), required=False, widget=forms.HiddenInput)
    employer_kind = forms.ChoiceField(label=_("Kind"), choices=Employer.EmployerKind, initial="company")
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=24, required=False)
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=60, required=False)
    employer_contact = forms.CharField(label=_("Contact person"), max_length=60, required=False)
    employer_phone = forms.CharField(label=_("Contact’s phone"), max_length=30, required=False)
    do_not_contact_employer = forms.BooleanField(label=_("Do not contact the employer yet"), required=False)
    project = forms.CharField(label=_("Construction project"), max_length=120, required=False)
    project_row = forms.ModelChoiceField(Project.objects.none(), required=False, widget=forms.HiddenInput)
    contractor = forms.CharField(label=_("General contractor"), max_length=120, required=False)
    contractor_row = forms.ModelChoiceField(Employer.objects.none(), required=False, widget=forms.HiddenInput)
    employment = forms.ChoiceField(
        label=_("Employment"), required=False, widget=forms.RadioSelect,
        choices=[(Employment.EMPLOYED, _("Employed")), (Employment.LEFT, _("Left"))],
    )  # fmt: skip
    left_on = DayField(label=_("Left on"), required=False)
    knew_on = DayField(label=_("Knew of it on"), required=False)

    dispute_kind = forms.ChoiceField(
        label=_("Kind of dispute"), widget=forms.RadioSelect, initial=DisputeKind.LABOUR,
        choices=[(DisputeKind.LABOUR, _("Labour")), (DisputeKind.LABOUR_SERVICE, _("Labour-service"))],
    )  # fmt: skip
    wage_note = forms.BooleanField(label=_("Holds a wage note"), required=False)
    summary = forms.CharField(label=_("The matter in one sentence"), max_length=300, required=False)

    roads = forms.MultipleChoiceField(
        label=_("Went elsewhere before"), choices=EarlierRoad.Body, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    inspection_warning_given = forms.BooleanField(
        label=_("Told: after choosing mediation, inspection may decline (Regulation art. 21)"), required=False
    )

    advice = forms.CharField(
        label=_("Advice given"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    handling = forms.ChoiceField(
        label=_("How it was handled"), choices=list(HANDLINGS.items()), required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    return_on = DayField(label=_("Comes again on"), required=False, ahead=True)
    bring = forms.CharField(
        label=_("To bring next time"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("identity card, contract, wage statements, attendance")}),
    )  # fmt: skip

    route = forms.ChoiceField(
        label=_("Route"), choices=list(ROUTES.items()), required=False, widget=forms.RadioSelect
    )
    route_why = forms.ChoiceField(label=_("Why another way"), required=False)
    route_explanation = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    priority_acceptance = forms.BooleanField(label=_("Accept first"), required=False)
    priority_assignment = forms.BooleanField(label=_("Assign first"), required=False)
    priority_handling = forms.BooleanField(label=_("Handle first"), required=False)

    consent_privacy = forms.BooleanField(label=_("Personal-information notice"), required=False)
    consent_address = forms.BooleanField(label=_("Service address confirmed"), required=False)
    service_address = forms.CharField(label=_("Service address"), max_length=200, required=False)
    electronic_service = forms.BooleanField(label=_("Agrees to service by text message"), required=False)
    consent_way = forms.ChoiceField(
        label=_("How it was given"), choices=[(way.value, way.label) for way in WAYS], initial="screen"
    )
    witness = forms.CharField(label=_("Witness"), max_length=60, required=False)
    signature_strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)
    signed_hash = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, today: date, reach: Reach):
        super().__init__(data)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today
        self.today = today
        self.reach = reach
        self.decision: Decision | None = None
        for name, rows in TAKEN.items():
            if self.data.get(name):
                self.fields[name].queryset = getattr(reach, rows)
        self.fields["campaign"].queryset = reach.campaigns
        self.fields["route_why"].choices = [("", "—"), *reasons()]
        self.beside = TriageForm(data, today=today, prefix="ask", only=ASKED_BESIDE)
        for body in EarlierRoad.Body:
            self._add_road_fields(body)

    def _add_road_fields(self, body):
        names = {"body": body.label}
        fields = {
            "number": forms.CharField(label=_("Their number"), max_length=60, required=False),
            "on": DayField(label=_("Day"), required=False),
            "result": forms.CharField(label=_("Result"), max_length=120, required=False),
        }
        fields["on"].today = self.today
        for name, field in fields.items():
            field.widget.attrs["aria-label"] = f"{names['body']} · {field.label}"
            self.fields[f"road_{body}_{name}"] = field

    def road_rows(self):
        """(code, name, [number, day, result]) of each body one may have been to, for the template."""
        for body in EarlierRoad.Body:
            yield body.value, body.label, [self[f"road_{body}_{name}"] for name in ("number", "on", "result")]

    @property
    def units(self):
        """The usual unit of each item, for the script of the page."""
        return json.dumps({item.value: unit for item, unit in ITEM_UNITS.items()})

    @property
    def marks(self):
        """The three priority marks."""
        return [self[f"priority_{name}"] for name in ("acceptance", "assignment", "handling")]

    # Reading what was typed

    def clean(self):
        typed = super().clean()
        self.changed = {}
        self._read_who(typed)
        self._read_person(typed)
        self._read_employer(typed)
        self._read_rest(typed)
        return typed

    def _read_who(self, typed):
        """The finder holds a phone, a document number, a name, or a name and a number; it fills what is empty."""
        who, person = (typed.get("who") or "").strip(), typed.get("person")
        if not who or (person and who in (mask_number(person.phone), person.name, mask_name(person.name))):
            return
        if CITIZEN_NUMBER.fullmatch(normalise(who)):
            if not typed.get("id_number"):
                typed["id_number"], typed["id_kind"] = who, IdKind.CITIZEN
            return
        both = NAME_AND_NUMBER.fullmatch(who)
        if both:
            typed["name"], typed["who"] = typed.get("name") or both["name"], both["number"]
            self._read_who(typed)
            return
        if any(sign.isalpha() for sign in who):
            typed["name"] = typed.get("name") or who
            return
        self._read("who", "phone", read_phone, who)

    def _read_person(self, typed):
        person, name = typed.get("person"), " ".join((typed.get("name") or "").split())
        if not name and "name" not in self.errors:
            self.add_error("name", _("Enter the worker’s name."))
        self.changed["name"] = name
        number = typed.get("id_number") or ""
        if not (person and number == mask_number(person.id_number)):
            self.changed["id_kind"] = typed.get("id_kind") or IdKind.CITIZEN
            if number and self.changed["id_kind"] == IdKind.CITIZEN:
                self._read("id_number", "id_number", lambda text: _citizen(text, self.today), number)
            else:
                self.changed["id_number"] = number
        for field in ("second_contact", "address"):
            value = typed.get(field) or ""
            if not (person and value == mask_text(getattr(person, field))):
                self.changed[field] = value
        self.changed |= {field: typed.get(field) or "" for field in ("home_place", "speaks")}

    def _read(self, field, into, read, text):
        """Put what `read` makes of `text` into the changes; a refusal stands at the field."""
        try:
            self.changed[into] = read(text)
        except Refused as refused:
            self.add_error(field, str(refused))

    def _read_employer(self, typed):
        self.firm = {}
        for text, row in (
            ("employer", "employer_row"),
            ("contractor", "contractor_row"),
            ("project", "project_row"),
        ):
            typed[text] = " ".join((typed.get(text) or "").split())
            if typed.get(row) and typed[row].name != typed[text]:
                typed[row] = None
        self._known_employer(typed)
        if typed["employer"] and not typed.get("employer_row"):
            self.firm = {
                "name": typed["employer"],
                "kind": typed.get("employer_kind") or Employer.EmployerKind.COMPANY,
                "legal_representative": typed.get("legal_representative") or "",
                "contact_name": typed.get("employer_contact") or "",
            }
            self._firm("credit_code", "credit_code", read_credit_code, typed)
            self._firm("employer_phone", "contact_phone", read_phone, typed)

    def _known_employer(self, typed):
        """A code or an exact name that is in the register already stands for its row."""
        for text, row in (("employer", "employer_row"), ("contractor", "contractor_row")):
            if not typed[text] or typed.get(row):
                continue
            known = self.reach.employers
            if CREDIT_CODE.fullmatch(normalise(typed[text])):
                typed[row] = known.filter(credit_code=normalise(typed[text])).first()
                if typed[row] is None:
                    self.add_error(
                        text,
                        _(
                            "This credit code is not registered yet: enter the name, "
                            "and the code under “more”."
                        ),
                    )
            else:
                typed[row] = known.filter(name=typed[text]).order_by("pk").first()

    def _firm(self, field, into, read, typed):
        try:
            self.firm[into] = read(typed.get(field) or "")
        except Refused as refused:
            self.add_error(field, str(refused))

    def _read_rest(self, typed):
        if typed.get("left_on") and not typed.get("employment"):
            typed["employment"] = Employment.LEFT
        for field in ("left_on", "knew_on"):
            if typed.get(field) and typed[field] > self.today:
                self.add_error(field, _("This day has not come yet."))
        if (
            typed.get("handling") == "appointment"
            and not typed.get("return_on")
            and "return_on" not in self.errors
        ):
            self.add_error("return_on", _("Say when the worker comes again."))
        if typed.get("consent_address") and not (typed.get("service_address") or typed.get("address")):
            self.add_error("service_address", _("Enter the service address that was confirmed."))
        if (
            self.consents_given(typed)
            and typed.get("consent_way") == Consent.Way.FINGERPRINT
            and not typed.get("witness")
        ):
            self.add_error("witness", _("A fingerprint needs the name of a witness."))

    @staticmethod
    def consents_given(typed) -> list[str]:
        """The kinds of consent that are ticked."""
        ticked = (
            ("consent_privacy", Consent.Kind.PRIVACY),
            ("consent_address", Consent.Kind.SERVICE_ADDRESS),
        )
        return [kind for field, kind in ticked if typed.get(field)]

    def signs(self, sheet: str) -> None:
        """Check that a signature on screen was given to `sheet`, the text as it stands now."""
        typed = self.cleaned_data
        if not self.consents_given(typed) or typed.get("consent_way") != Consent.Way.SCREEN:
            return
        if not typed.get("signature_strokes"):
            self.add_error("signature_strokes", _("Nothing was signed yet: sign, or choose another way."))
        elif typed.get("signed_hash") != digest(sheet):
            self.add_error(
                "signature_strokes", _("The text was changed after the signature: please sign again.")
            )

    def card(self, claims: list[dict], sheet: str) -> Card:
        """What the verb takes, of a valid form and the lines of its claims."""
        typed = self.cleaned_data
        return Card(
            visitor=Visitor(
                person=typed["person"],
                version=typed.get("version") or 0,
                fields=self.changed,
                seen_original=typed["seen_original"],
                tags=typed["tags"],
                job=typed["job"],
                hired_on=typed["hired_on"],
                cannot_read=typed["cannot_read"],
                interpreter=typed["interpreter"],
            ),
            other_side=OtherSide(
                employer=typed["employer_row"],
                fields=self.firm,
                project=typed["project_row"],
                project_name=typed["project"],
                contractor=typed["contractor_row"],
                contractor_name=typed["contractor"],
            ),
            claims=[claim_line(line) for line in claims],
            roads=[self._road(body) for body in typed["roads"]],
            details={name: typed[name] for name in DETAILS}
            | {
                "employment": typed["employment"] or Employment.UNCLEAR,
                "summary": typed["summary"] or in_one_sentence(claims),
            },
            advice=typed["advice"],
            handling=typed["handling"],
            return_on=typed["return_on"],
            consents=[self._given(kind, sheet) for kind in self.consents_given(typed)],
            decision=self.decision,
        )

    def _road(self, body):
        typed = {name: self.cleaned_data[f"road_{body}_{name}"] for name in ("number", "on", "result")}
        return Road(body=body, **typed)

    def _given(self, kind, sheet):
        typed = self.cleaned_data
        on_screen = typed["consent_way"] == Consent.Way.SCREEN
        address = typed["service_address"] or typed["address"]
        return Given(
            kind=kind,
            way=typed["consent_way"],
            text=sheet,
            strokes=typed["signature_strokes"] if on_screen else "",
            service_address=address if kind == Consent.Kind.SERVICE_ADDRESS else "",
            electronic=typed["electronic_service"] and kind == Consent.Kind.SERVICE_ADDRESS,
            witness=typed["witness"],
        )

    def told(self, claims: list[dict]) -> dict[str, Answer]:
        """The answers to the interview, of a form that may still have errors."""
        typed = self.cleaned_data
        read_id = self.changed.get("id_number") if self.changed.get("id_kind") == IdKind.CITIZEN else None
        person = typed.get("person")
        born_on = read_citizen_id(read_id, on=self.today).born_on if read_id else person and person.born_on
        lines = [line for line in claims if line.get("item")]
        sums = [{**line, "amount": claim_line(line).total} for line in lines]
        known: dict[str, Answer] = {
            "dispute_kind": typed.get("dispute_kind") or DisputeKind.LABOUR.value,
            "items": frozenset(line["item"] for line in lines),
            "tags": frozenset(typed.get("tags") or []) | child([born_on], on=self.today),
            "earlier_roads": frozenset(typed.get("roads") or []),
            "construction": bool(typed.get("project") or typed.get("contractor")),
            "wage_note": bool(typed.get("wage_note")),
            "employment": typed.get("employment") or Employment.UNCLEAR.value,
            **unpaid(sums),
        }
        known |= {key: typed[key] for key in ("left_on", "knew_on") if typed.get(key)}
        self.beside.is_valid()
        return known | self.beside.answers

    def decides(self, found: Finding) -> None:
        """Check the way taken against what the interview found; `decision` is what is kept of it."""
        typed, chosen = self.cleaned_data, self.cleaned_data.get("route")
        if not chosen:
            return
        route = next((one for one in found.routes if one.code == chosen), None)
        if route is None:
            self.add_error("route", _("This way is not open on these answers."))
            return
        check_why(self, route.recommended, "route_why", "route_explanation")
        self.decision = Decision(
            found.answers,
            chosen,
            typed.get("route_why", ""),
            typed.get("route_explanation", "").strip(),
            bool(typed.get("inspection_warning_given")),
        )


def _citizen(text, today):
    return read_citizen_id(text, on=today).number


def claim_line(line: dict) -> ClaimLine:
    """A line of the form as the verb takes it."""
    return ClaimLine(
        item=line["item"],
        quantity=line["quantity"] if line["quantity"] is not None else Decimal(1),
        unit=line["unit"],
        unit_price=line["unit_price"] or Decimal(0),
    )


def in_one_sentence(claims: list[dict]) -> str:
    """The claims as the summary of a matter that nobody summed up: “拖欠工资；加班费”."""
    return "；".join(dict.fromkeys(str(ClaimItem(line["item"]).label) for line in claims))


def taken(data, person: Person, *, tags=()):
    """`data` of a card with `person` of the register taken over, masked so that the screen stays decent."""
    data = data.copy()
    if not COMPLETE.fullmatch(normalise(data.get("who", ""))):
        data["who"] = mask_number(person.phone) or person.name
    data["person"], data["version"] = str(person.pk), str(person.version)
    data["name"] = person.name
    data["id_kind"], data["id_number"] = person.id_kind, mask_number(person.id_number)
    for field in ("second_contact", "address"):
        data[field] = mask_text(getattr(person, field))
    for field in ("home_place", "speaks"):
        data[field] = getattr(person, field)
    if tags and not data.getlist("tags"):
        data.setlist("tags", list(tags))
    data.pop("is_another", None)
    return data


class GroupForm(forms.Form):
    """A group at the window, in a minute: who speaks for it, how many, where, how much."""

    name = forms.CharField(label=_("Spokesperson"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=30)
    head_count = forms.IntegerField(label=_("People concerned"), min_value=2, max_value=100_000)
    estimate = number(label=_("Amount, as they say"), max_digits=14, decimal_places=2, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=120, required=False)
    employer_row = forms.ModelChoiceField(Employer.objects.none(), required=False, widget=forms.HiddenInput)
    project = forms.CharField(label=_("Construction project"), max_length=120, required=False)
    project_row = forms.ModelChoiceField(Project.objects.none(), required=False, widget=forms.HiddenInput)
    site = forms.CharField(label=_("Site"), max_length=200, required=False)
    summary = forms.CharField(label=_("The matter in one sentence"), max_length=300)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, initial=Channel.WINDOW)
    risk = forms.ChoiceField(
        label=_("Mood"), choices=Risk, required=False, widget=forms.RadioSelect, initial=Risk.CALM
    )
    is_heated = forms.BooleanField(label=_("Heated behaviour"), required=False)
    sign_in = forms.FileField(label=_("Photo of the sign-in sheet"), required=False)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Special campaign"), required=False, empty_label=_("no campaign")
    )

    def __init__(self, *args, reach: Reach, **kwargs):
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["campaign"].queryset = reach.campaigns
        self.fields["employer_row"].queryset, self.fields["project_row"].queryset = (
            reach.employers,
            reach.projects,
        )
        self.fields["head_count"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
        self.photo = None

    def clean_name(self):
        if found := pictures(self.cleaned_data["name"]):
            raise forms.ValidationError(
                _("%(signs)s is no part of a name; write it as the identity document does."),
                params={"signs": found},
            )
        return self.cleaned_data["name"]

    def clean_phone(self):
        try:
            return read_phone(self.cleaned_data["phone"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_sign_in(self):
        """The photo as it may be kept."""
        if self.cleaned_data["sign_in"]:
            try:
                self.photo = examine(self.cleaned_data["sign_in"])
            except UploadRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return self.cleaned_data["sign_in"]

    def clean(self):
        typed = super().clean()
        for text, row in (("employer", "employer_row"), ("project", "project_row")):
            if typed.get(row) and typed[row].name != typed.get(text):
                typed[row] = None
        if typed.get("employer") and not typed.get("employer_row"):
            typed["employer_row"] = self.reach.employers.filter(name=typed["employer"]).order_by("pk").first()
        if self.errors and self.photo:  # a browser does not send a file a second time by itself
            self.add_error("sign_in", _("Choose the photo again: something else had to be corrected first."))
        return typed

    def card(self) -> Card:
        """What the verb takes, of a valid form."""
        typed = self.cleaned_data
        details = {name: typed[name] for name in ("head_count", "estimate", "site", "summary", "channel")}
        details |= {"risk": typed["risk"], "is_heated": typed["is_heated"], "campaign": typed["campaign"]}
        return Card(
            visitor=Visitor(
                person=None,
                fields={"name": typed["name"], "phone": typed["phone"]},
                is_representative=True,
            ),
            other_side=OtherSide(
                employer=typed["employer_row"],
                fields={"name": typed["employer"]} if typed["employer"] else {},
                project=typed["project_row"],
                project_name=typed["project"],
                site=typed["site"],
            ),
            details=details,
        )


class AdviceForm(forms.Form):
    """The answer to an enquiry that was left open."""

    SPANS = {"advice": 12, "handling": 12}

    advice = forms.CharField(
        label=_("Advice given"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    handling = forms.ChoiceField(
        label=_("How it was handled"), choices=list(HANDLINGS.items()), widget=forms.RadioSelect
    )


class PromoteForm(forms.Form):
    """Whether the worker was told of what mediation means for labour inspection; asked where he claims pay."""

    inspection_warning_given = forms.BooleanField(
        label=_("Told: after choosing mediation, inspection may decline (Regulation art. 21)"), required=False
    )
