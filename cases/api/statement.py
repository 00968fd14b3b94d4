"""Bank statements across the cases: what their lines mean, and booking them with one slip."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.api.rows import EntryRow
from cases.forms.statement import StatementEntryForm
from cases.models import BankStatement, Case
from cases.views.statement import book, statement_or_404
from record.api import READ_FAULTS, at, reads, write, writes
from record.asked import filled
from stations.roles import demand


class LeftOut(serializers.Serializer):
    row = serializers.IntegerField()
    why = serializers.CharField()


class StatementRow(serializers.ModelSerializer):
    """A statement that was taken: the entries it booked, of cases the caller sees, and the lines left out."""

    name = serializers.CharField(source="file.name", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    left_out = LeftOut(many=True)
    entries = EntryRow(many=True)

    class Meta:
        model = BankStatement
        fields = ("id", "name", "sha256", "taken_on", "left_out", "entries")
        read_only_fields = fields


@writes(
    "ledger_take_statement", StatementEntryForm, files=True,
    says="Book a bank statement: `text` or the multipart `file` (XLSX, CSV), and `slip`, the proof that serves all "
    "lines. Lines that are sure are booked; of others those that `picks` names as row:option, blanks between them, "
    "where an option is the id of a worker and of an instalment (0: oldest first), as 12:345-0. Everything or "
    "nothing.",
)  # fmt: skip
@api_view(["POST"])
def take(request):
    demand(request.user, "ledger.record")
    form = filled(request, StatementEntryForm, user=request.user, at=timezone.now())

    def do():
        made = book(form, form.cleaned_data["slip"], by=request.user)
        return at("api-statement-taken", made, made.pk)

    return write(request, do)


@reads("ledger_statement", {200: StatementRow, **READ_FAULTS})
@api_view(["GET"])
def taken(request, pk):
    """What was booked of a statement, and what was left out for which reason."""
    demand(request.user, "page.ledger")
    found = statement_or_404(request.user, pk)
    lines = found.lines.filter(entry__case__in=Case.objects.visible_to(request.user))
    found.entries = [line.entry for line in lines.select_related("entry__party")]
    return Response(StatementRow(found).data)


urlpatterns = [
    path("ledger/statements/", take, name="api-statement"),
    path("ledger/statements/<int:pk>/", taken, name="api-statement-taken"),
]
