"""What the API shows of a mediation. Notes in confidence have no row here."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import CaseAccess
from mediation.actions import agreement as verbs
from mediation.models import (
    Agreement,
    AgreementLine,
    Attempt,
    Attendance,
    Disclosure,
    Mediation,
    Offer,
    PlannedInstalment,
    Session,
    Signature,
    TranscriptLine,
)
from mediation.papers import agreement_context
from record.api import Fault, Row


class MediationRow(Row):
    """A mediation in the list: its period, its next session, how far apart the sides are."""

    mediator = serializers.CharField(source="mediator.full_name", read_only=True)
    body = serializers.CharField(source="body.name", read_only=True)
    case_number = serializers.CharField(source="case.number", read_only=True, allow_null=True)
    next_session = serializers.DateTimeField(read_only=True, allow_null=True)
    period_until = serializers.DateField(read_only=True, allow_null=True)
    apart = serializers.SerializerMethodField(help_text="Yuan between the last offers of both sides.")

    class Meta:
        model = Mediation
        fields = (
            "id", "case", "case_number", "mediator", "body", "source", "started_on", "ended_on", "end_reason",
            "next_session", "period_until", "apart",
        )  # fmt: skip
        read_only_fields = fields

    def get_apart(self, mediation) -> str | None:
        found = self.context["gaps"].get(mediation.pk)
        return None if found is None else f"{found:.2f}"


class DisclosureRow(Row):
    mediator = serializers.CharField(source="mediator.full_name", read_only=True)

    class Meta:
        model = Disclosure
        fields = ("id", "mediator", "tie", "on", "recused", "parties_agreed")
        read_only_fields = fields


class AttemptRow(Row):
    class Meta:
        model = Attempt
        fields = ("id", "on", "means", "result", "evidence")
        read_only_fields = fields


class AttendanceRow(Row):
    class Meta:
        model = Attendance
        fields = (
            "id", "party", "name", "capacity", "present", "identity_checked", "called_number_last4",
            "consented_at",
        )  # fmt: skip
        read_only_fields = fields


class SessionRow(Row):
    """A session with who was invited."""

    attendances = AttendanceRow(many=True, read_only=True)

    class Meta:
        model = Session
        fields = (
            "id", "sequence", "mode", "room", "starts_at", "ends_at", "state", "interpreter", "signing_plan",
            "result", "attendances",
        )  # fmt: skip
        read_only_fields = fields


class LineRow(Row):
    """One contribution in the minutes."""

    class Meta:
        model = TranscriptLine
        fields = ("id", "speaker", "text", "at")
        read_only_fields = fields


class OfferRow(Row):
    class Meta:
        model = Offer
        fields = ("round", "claim", "side", "amount", "at")
        read_only_fields = fields


class MediationFile(Row):
    """The mediation of a case that runs, or the last one."""

    mediator = serializers.CharField(source="mediator.full_name", read_only=True)
    body = serializers.CharField(source="body.name", read_only=True)
    disclosures = DisclosureRow(many=True, read_only=True)
    attempts = AttemptRow(many=True, read_only=True)
    sessions = SessionRow(many=True, read_only=True)
    offers = serializers.SerializerMethodField()

    class Meta:
        model = Mediation
        fields = (
            "id", "case", "mediator", "body", "source", "started_on", "employer_consented_on", "extended_to",
            "extension_reason", "ended_on", "end_reason", "disclosures", "attempts", "sessions", "offers",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OfferRow(many=True))
    def get_offers(self, mediation):
        if mediation.case.level == CaseAccess.Level.PARTNER:
            return []
        return OfferRow(mediation.offers.all(), many=True).data


class GrantRow(Row):
    class Meta:
        model = AgreementLine
        fields = ("claim", "amount")
        read_only_fields = fields


class PlanRow(Row):
    class Meta:
        model = PlannedInstalment
        fields = ("sequence", "party", "payer", "due_on", "amount", "manner", "is_own")
        read_only_fields = fields


class SignatureRow(Row):
    class Meta:
        model = Signature
        fields = ("id", "party", "name", "capacity", "way", "signed_on", "witness")
        read_only_fields = fields


class AgreementRow(Row):
    """A draft or a finalised agreement: what each claim is granted, the payments, who signed. `text_hash` is
    of the frozen text, to which every signature is bound; `stops` is what a draft still lacks."""

    granted = GrantRow(source="lines", many=True, read_only=True)
    instalments = PlanRow(many=True, read_only=True)
    signatures = SignatureRow(many=True, read_only=True)
    number = serializers.CharField(source="paper.number", default=None, read_only=True, allow_null=True)
    text_hash = serializers.CharField(source="paper.text_hash", default=None, read_only=True, allow_null=True)
    paper_state = serializers.CharField(source="paper.state", default=None, read_only=True, allow_null=True)
    unsigned = serializers.SerializerMethodField()
    stops = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = (
            "id", "version", "state", "facts", "clauses", "covers", "covers_confirmed", "low_total_reason",
            "acceleration", "route", "granted", "instalments", "paper", "paper_state", "number", "text_hash",
            "signatures", "unsigned", "effective_on", "void_reason", "stops",
        )  # fmt: skip
        read_only_fields = fields

    def get_unsigned(self, agreement) -> list[str]:
        return verbs.unsigned(agreement) if agreement.state == "finalised" else []

    @extend_schema_field(Fault(many=True))
    def get_stops(self, agreement):
        if agreement.state != "draft":
            return []
        now = self.context["now"]
        found = verbs.reasons(agreement, agreement_context(agreement, on=timezone.localdate(now)), at=now)
        return [{"field": "", "code": stop.code, "detail": str(stop)} for stop in found]
