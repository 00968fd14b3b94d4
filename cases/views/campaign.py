"""专项行动 of a case: its label."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import campaign as verbs
from cases.forms.campaign import LabelForm
from cases.views.acts import act
from cases.views.fetch import case_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def label(request, pk):
    """Give the case the label of a campaign, or take it away."""
    case = case_or_404(request, pk, "case.edit")
    form = LabelForm(request.POST or None, case=case)

    def do():
        verbs.label(
            case, form.cleaned_data["campaign"], version=case.version, by=request.user, at=timezone.now()
        )

    return act(request, case, form, do, title=_("Special campaign"), button=_("Save"))
