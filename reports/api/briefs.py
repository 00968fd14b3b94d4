"""简报 for programs: /api/v1/briefs/."""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from record.api import FILE, Row, at, by_now, page, reads, write, writes
from record.asked import filled
from record.files import respond
from reports import brief as words
from reports.actions import brief as verbs
from reports.forms.sheets import TermForm
from reports.models import Brief
from reports.views.briefs import brief_or_404
from stations.roles import demand
from stations.scope import organisation_ids


class BriefRow(Row):
    made_by = serializers.CharField()
    number = serializers.CharField()

    class Meta:
        model = Brief
        fields = (
            "id", "organisation", "rhythm", "since", "until", "number", "state", "made_by", "made_at", "reason",
        )  # fmt: skip


class WholeBrief(BriefRow):
    """A brief with its frozen `content` and the `text` to paste."""

    content = serializers.JSONField()
    text = serializers.SerializerMethodField()

    class Meta(BriefRow.Meta):
        fields = (*BriefRow.Meta.fields, "content", "text")

    def get_text(self, brief) -> list[str]:
        return words.paragraphs(brief.organisation.short_name, brief.term, brief.content)


@reads("briefs", BriefRow, paged=True)
@writes(
    "brief_make", TermForm, says="Freeze the figures of a unit for a term that is over, and order the page."
)
@api_view(["GET", "POST"])
def briefs(request):
    """The briefs of the caller's units."""
    today = timezone.localdate()
    demand(request.user, "page.reports")
    if request.method == "GET":
        rows = Brief.objects.visible_to(request.user, today).select_related("made_by", "organisation")
        return page(request, rows, BriefRow)
    demand(request.user, "brief.make")
    form = filled(request, TermForm, organisations=organisation_ids(request.user, today), today=today)

    def do():
        made = verbs.make(form.cleaned_data["organisation"], form.cleaned_data["term"], **by_now(request))
        return at("api-brief", made, made.pk)

    return write(request, do)


@reads("brief", WholeBrief)
@api_view(["GET"])
def brief(request, pk):
    """One brief as it was frozen."""
    return Response(WholeBrief(brief_or_404(request, pk)).data)


@reads("brief_pdf", FILE)
@api_view(["GET"])
def brief_pdf(request, pk):
    """The page as it was printed; 404 until it is."""
    found = brief_or_404(request, pk)
    if found.file is None:
        raise Http404
    return respond(found.file, inline=False)


urlpatterns = [
    path("briefs/", briefs, name="api-briefs"),
    path("briefs/<int:pk>/", brief, name="api-brief"),
    path("briefs/<int:pk>/pdf/", brief_pdf, name="api-brief-pdf"),
]
