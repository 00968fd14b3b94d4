"""Which way is taken after the interview, and why another than the recommended one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.triage import Decision
from cases.words import ROUTE_ICONS, ROUTES
from law.rules.triage import Finding
from law.triage import reasons


class DecisionForm(forms.Form):
    """The way taken, judged against what the interview found. `proposed` is the way that stood first when the
    page was drawn: if it is what was sent, it gives place to the present first."""

    chosen = forms.CharField(label=_("Route"), required=False, max_length=20)
    proposed = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("Why another way"), required=False)
    explanation = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    warned = forms.BooleanField(
        label=_("Told: after choosing mediation, inspection may decline (Regulation art. 21)"), required=False
    )

    def __init__(self, data=None, *, finding: Finding, was_warned: bool = False, **options):
        super().__init__(data, initial={"warned": was_warned}, **options)
        self.finding = finding
        self.was_warned = was_warned
        self.fields["why"].choices = [("", "—"), *reasons()]

    @property
    def marked(self) -> str:
        """The way that is marked on the page."""
        offered = {route.code for route in self.finding.routes}
        sent, proposed = self.data.get("chosen", ""), self.data.get("proposed", "")
        return sent if sent in offered and sent != proposed else self.finding.recommended.code

    def clean(self):
        typed = super().clean()
        routes = {route.code: route for route in self.finding.routes}
        route = routes.get(typed.get("chosen"))
        if route is None:
            self.add_error("chosen", _("This way is not open on these answers."))
            return typed
        check_why(self, route.recommended, "why", "explanation")
        if route.cautions and not (typed.get("warned") or self.was_warned):
            self.add_error("warned", _("Tell the worker before the mediation, and tick that you did."))
        return typed

    def decision(self) -> Decision:
        """What the verb takes, of a valid form."""
        typed = self.cleaned_data
        return Decision(
            self.finding.answers, typed["chosen"], typed["why"], typed["explanation"].strip(), typed["warned"]
        )

    def rows(self, ways):
        """(way, its word and icon, marked) of each way that is open, for the template."""
        marked = self.marked
        return [
            {**way, "word": ROUTES[code], "icon": ROUTE_ICONS[code], "marked": code == marked}
            for way in ways
            for code in (way["route"].code,)
        ]


def check_why(form: forms.Form, is_recommended: bool, why: str, explanation: str) -> None:
    """Another way than the recommended ones needs a reason, and “other” an explanation; said at the fields."""
    typed = form.cleaned_data
    if is_recommended:
        return
    if not typed.get(why):
        form.add_error(why, _("Another way than the recommended one: say why."))
    elif typed[why] == "other" and not typed.get(explanation, "").strip():
        form.add_error(explanation, _("Explain the other reason in a few words."))
