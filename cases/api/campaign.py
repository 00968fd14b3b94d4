"""专项行动 of a case for programs: its label."""

from django.urls import path
from rest_framework.decorators import api_view

from cases.actions import campaign as verbs
from cases.forms.campaign import LabelForm
from cases.views.fetch import case_or_404
from record.api import as_read, at, by_now, write, writes
from record.asked import filled


@writes("case_campaign", LabelForm, says="Give a case the label of a campaign under way, or none.")
@api_view(["POST"])
def label(request, pk):
    case = case_or_404(request, pk, "case.edit")
    form = filled(request, LabelForm, case=case)

    def do():
        read = as_read(case, request)
        verbs.label(read, form.cleaned_data["campaign"], version=read.version, **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


urlpatterns = [path("cases/<int:pk>/campaign/", label, name="api-case-campaign")]
