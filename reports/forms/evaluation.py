"""The form of an evaluation: unit, term, weights, limits and budget."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.evaluation import MEASURES
from reports.forms.sheets import TermForm
from reports.models import Evaluation
from reports.models.evaluation import Rules


class EvaluationForm(TermForm):
    """The stations at and below a unit, in a term that is over. Weights are per cent and come to 100."""

    half = ("organisation", "term", "days_full", "least", *MEASURES)

    days_full = forms.IntegerField(
        label=_("Full points for time up to so many days"), min_value=1, max_value=365
    )
    least = forms.DecimalField(
        label=_("A share of the budget from so many points"), min_value=0, max_value=100, decimal_places=2
    )
    budget = forms.DecimalField(label=_("Award budget (yuan)"), min_value=0, max_digits=14, decimal_places=2)
    completion = forms.IntegerField(label=_("Weight of completion"), min_value=0, max_value=100)
    time = forms.IntegerField(label=_("Weight of time"), min_value=0, max_value=100)
    recovery = forms.IntegerField(label=_("Weight of recovery"), min_value=0, max_value=100)
    satisfaction = forms.IntegerField(label=_("Weight of satisfaction"), min_value=0, max_value=100)
    files = forms.IntegerField(label=_("Weight of complete files"), min_value=0, max_value=100)

    def __init__(self, *args, organisations: list[int], today: date, **kwargs):
        super().__init__(*args, organisations=organisations, today=today, **kwargs)
        self.fields["organisation"].label = _("Stations at and below")
        self.fields["organisation"].help_text = _(
            "A station with fewer than ten cases is listed, not ranked, and has no share."
        )
        last = Evaluation.objects.filter(organisation_id__in=organisations, state="approved").first()
        usual = {code: weight for code, (_name, _text, weight) in MEASURES.items()}
        self.initial = {
            "days_full": 15, "least": Decimal(60), "budget": Decimal(0), **usual,
            **({"days_full": last.days_full, "least": last.least, **last.weights} if last else {}),
            **self.initial,
        }  # fmt: skip

    def clean(self):
        found = super().clean()
        weights = [found.get(code) for code in MEASURES]
        if None not in weights and sum(weights) != 100:
            self.add_error(
                None, _("The weights come to %(sum)s; they have to come to 100.") % {"sum": sum(weights)}
            )
        return found

    def rules(self) -> Rules:
        said = self.cleaned_data
        return Rules(
            {code: said[code] for code in MEASURES}, said["days_full"], said["least"], said["budget"]
        )
