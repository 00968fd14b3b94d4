"""What the API shows of a case and of what hangs on it. Document numbers and phones are never among it."""

from rest_framework import serializers

from cases.disclosure import SECTIONS
from cases.models import (
    AidApplication,
    Approval,
    Calculation,
    CallBack,
    Case,
    Claim,
    Contact,
    Deadline,
    Evidence,
    Instalment,
    LawyerHours,
    LedgerEntry,
    LimitationEvent,
    Paper,
    Party,
    Referral,
    Triage,
)
from law.entitlements import language
from record.api import Row
from record.models import Event


def named(source: str, **options) -> serializers.CharField:
    """The name of a row that may not be there."""
    return serializers.CharField(source=source, read_only=True, allow_null=True, default=None, **options)


class CaseRow(Row):
    """One case as lists show it: names of the sides, no document numbers or phones."""

    station = serializers.CharField(source="organisation.short_name", read_only=True)
    handler = named("handler.full_name")

    class Meta:
        model = Case
        fields = (
            "id", "number", "receipt_code", "state", "version", "station", "handler", "channel", "matter",
            "dispute_kind", "aid_form", "worker_label", "employer_label", "head_count", "received_on",
            "applied_on", "accepted_on", "handled_on", "handled_outcome", "closed_on", "close_reason",
            "claimed_total", "agreed_total", "received_total", "next_action", "next_action_on", "next_due_on",
            "next_due_code", "next_is_changed",
        )  # fmt: skip
        read_only_fields = fields


class CaseFile(CaseRow):
    """One case with what is known of it, and the moves that are open from its state."""

    moves = serializers.SerializerMethodField(
        help_text="Moves open from the present state, whoever may make them."
    )

    class Meta(CaseRow.Meta):
        fields = (
            *CaseRow.Meta.fields, "summary", "facts", "category", "employment", "left_on", "knew_on",
            "channel_reference", "site", "leaving_on", "project", "advice", "handling", "mediation_body",
            "mediation_source", "end_reason", "effective_on", "enforceable_on", "inspection_warning_given",
            "priority_acceptance", "priority_assignment", "priority_handling", "is_heated",
            "do_not_contact_employer", "moves",
        )  # fmt: skip
        read_only_fields = fields

    def get_moves(self, case) -> list[str]:
        return case.open_moves()


class ClaimRow(Row):
    class Meta:
        model = Claim
        fields = (
            "id", "version", "item", "quantity", "unit", "unit_price", "amount", "entitlement", "agreed_amount",
            "period_from", "period_to", "note", "withdrawn_on",
        )  # fmt: skip
        read_only_fields = fields


class PartyRow(Row):
    """A side of the case, with its claims. `person` and `employer` are ids of the registers."""

    claims = ClaimRow(many=True, read_only=True)

    class Meta:
        model = Party
        fields = (
            "id", "version", "role", "name", "person", "employer", "tags", "job", "hired_on", "union_member",
            "ground", "agent_name", "agent_authority", "agent_evidence", "is_representative", "represents_scope",
            "cannot_read", "left_case_on", "claims",
        )  # fmt: skip
        read_only_fields = fields


class DeadlineRow(Row):
    class Meta:
        model = Deadline
        fields = (
            "id", "code", "trigger", "trigger_on", "nominal_on", "due_on", "is_provisional", "calendar_version",
            "citation", "quote", "mark", "state", "ended_on", "ending", "replaces", "override_reason",
        )  # fmt: skip
        read_only_fields = fields


class LimitationRow(Row):
    by = named("by.full_name")

    class Meta:
        model = LimitationEvent
        fields = ("id", "kind", "on", "until", "is_certain", "evidence", "note", "by", "recorded_at")
        read_only_fields = fields


class ApprovalRow(Row):
    """What was put to a second person: acceptance, closing, or another date for a clock."""

    asked_by = named("asked_by.full_name")
    decided_by = named("decided_by.full_name")

    class Meta:
        model = Approval
        fields = (
            "id", "kind", "deadline", "proposal", "asked_by", "asked_at", "decision", "reason", "decided_by",
            "decided_at",
        )  # fmt: skip
        read_only_fields = fields


class EventRow(Row):
    by = named("by.full_name")

    class Meta:
        model = Event
        fields = ("id", "subject_type", "subject_id", "kind", "before", "after", "params", "by", "at")
        read_only_fields = fields


class ContactRow(Row):
    by = named("by.full_name")

    class Meta:
        model = Contact
        fields = ("id", "way", "side", "party", "outcome", "text", "on", "at", "by")
        read_only_fields = fields


class CallBackRow(Row):
    class Meta:
        model = CallBack
        fields = ("id", "kind", "party", "due_on", "done_on", "reached", "satisfaction", "note")
        read_only_fields = fields


class EvidenceRow(Row):
    """A piece of evidence; its bytes are read at `cases/{id}/evidence/{evidence}/`."""

    name = serializers.CharField(source="file.name", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    original_seen_by = named("original_seen_by.full_name")

    class Meta:
        model = Evidence
        fields = (
            "id", "kind", "title", "party", "source", "received_on", "original_seen_by", "original_seen_on",
            "withdrawn_on", "withdrawn_reason", "name", "media_type", "size", "sha256",
        )  # fmt: skip
        read_only_fields = fields


class PaperRow(Row):
    """A numbered paper. `has_file`: it is printed; `has_original`: the signed and sealed one is there."""

    finalised_by = named("finalised_by.full_name")
    sealed_by = named("sealed_by.full_name")
    has_file = serializers.SerializerMethodField()
    has_original = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = (
            "id", "version", "case", "kind", "state", "number", "text_hash", "finalised_on", "finalised_by",
            "sealed_on", "sealed_by", "void_reason", "has_file", "has_original",
        )  # fmt: skip
        read_only_fields = fields

    def get_has_file(self, paper) -> bool:
        return paper.file_id is not None

    def get_has_original(self, paper) -> bool:
        return paper.original_id is not None


class EntryRow(Row):
    worker = serializers.CharField(source="party.name", read_only=True)

    class Meta:
        model = LedgerEntry
        fields = (
            "id", "kind", "amount", "occurred_on", "recorded_at", "worker", "party", "claim", "instalment",
            "manner", "payer", "collector", "evidence", "on_the_spot", "reverses", "reason",
        )  # fmt: skip
        read_only_fields = fields


class InstalmentRow(Row):
    """One promised payment, with what came in for it, what another still holds and what the worker gave up.

    `accelerates`: by the agreement it falls due with the worker's first one that is late."""

    worker = serializers.CharField(source="party.name", read_only=True)
    paid = serializers.DecimalField(14, 2, read_only=True)
    held = serializers.DecimalField(14, 2, read_only=True)
    waived = serializers.DecimalField(14, 2, read_only=True)

    class Meta:
        model = Instalment
        fields = (
            "id", "case", "sequence", "party", "worker", "payer", "due_on", "amount", "manner", "dropped_on",
            "accelerates", "paid", "held", "waived",
        )  # fmt: skip
        read_only_fields = fields


class CalculationRow(Row):
    """One calculation as it was kept. `statement` is what the calculator said, in the caller's language."""

    worker = serializers.CharField(source="party.name", read_only=True)
    statement = serializers.SerializerMethodField()
    redone_by = serializers.SerializerMethodField(help_text="The later one that takes its place.")
    claims = serializers.SerializerMethodField(help_text="Claim lines that were made of it.")

    class Meta:
        model = Calculation
        fields = (
            "id", "party", "worker", "name", "inputs", "statement", "lines", "total", "rules", "redoes",
            "redone_by", "claims", "on",
        )  # fmt: skip
        read_only_fields = fields

    def get_statement(self, row) -> dict:
        return row.statements[language()]

    def get_redone_by(self, row) -> int | None:
        later = getattr(row, "redone_by", None)
        return later and later.pk

    def get_claims(self, row) -> list[int]:
        return [made.claim_id for made in row.claimed.all()]


class TriageRow(Row):
    """A decision on the way to go; `is_otherwise`: none of the recommended ones, for the reason `why`."""

    by = named("by.full_name")

    class Meta:
        model = Triage
        fields = (
            "id", "answers", "recommended", "chosen", "is_otherwise", "why", "explanation", "warned", "by", "on",
        )  # fmt: skip
        read_only_fields = fields


class ReferralRow(Row):
    sender = serializers.CharField(source="sender.short_name", read_only=True)
    receiver = serializers.CharField(source="receiver.short_name", read_only=True)

    class Meta:
        model = Referral
        fields = (
            "id", "case", "kind", "direction", "state", "version", "sender", "receiver", "sections", "request",
            "our_number", "their_number", "rule", "since_on", "answered_on", "return_reason", "result",
            "result_text", "reported_on", "letter", "reply",
        )  # fmt: skip
        read_only_fields = fields


class DisclosedLine(serializers.Serializer):
    section = serializers.ChoiceField(list(SECTIONS))
    label = serializers.CharField()
    value = serializers.CharField()


class ReferralFile(ReferralRow):
    """A referral with what was disclosed with it, and the answers the caller may give now."""

    due_on = serializers.DateField(allow_null=True, help_text="The day by which the receiver answers.")
    disclosed = DisclosedLine(many=True)
    evidence = EvidenceRow(many=True)
    papers = PaperRow(many=True)
    answers = serializers.ListField(child=serializers.ChoiceField(["accept", "return", "report"]))

    class Meta(ReferralRow.Meta):
        fields = (*ReferralRow.Meta.fields, "due_on", "disclosed", "evidence", "papers", "answers")
        read_only_fields = fields


class HoursRow(Row):
    class Meta:
        model = LawyerHours
        fields = ("on", "hours", "what")
        read_only_fields = fields


class AidRow(Row):
    """An application for a lawyer, from the worker's request to the result."""

    worker = serializers.CharField(source="party.name", read_only=True)
    lawyer = named("lawyer.full_name")
    hours = HoursRow(many=True, read_only=True)

    class Meta:
        model = AidApplication
        fields = (
            "id", "case", "version", "state", "number", "form", "party", "worker", "reason", "means_exempt",
            "applied_on", "review_opinion", "reviewed_on", "approval_opinion", "approved_on", "refusal_reason",
            "lawyer", "commissioned_on", "accept_by", "undertaken_on", "decline_reason", "concluded_on",
            "result", "result_text", "letter", "hours",
        )  # fmt: skip
        read_only_fields = fields
