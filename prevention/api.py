"""一函两书 for programs: /api/v1/letters/. Signing off and voiding need the person's session and stay in the pages."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.views.fetch import case_or_404
from parties.views.employers import employer_or_404
from prevention import forms
from prevention.actions import letter as verbs
from prevention.models import Letter
from prevention.views.letters import ACTS, FORMS, carry, letter_or_404
from record.api import Row, as_read, at, page, reads, write, writes
from record.asked import asks, filled
from stations.roles import demand
from stations.scope import home


class LetterRow(Row):
    drafted_by = serializers.CharField()
    signed_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Letter
        fields = (
            "id", "kind", "state", "version", "number", "unit", "issuer", "employer", "receiver", "case", "follows",
            "subject", "drafted_by", "drafted_on", "signed_by", "issued_on", "served_on", "reply_on", "reply_due_on",
            "reply_is_provisional", "rule", "answered_on", "objects_to_it", "concluded_on",
        )  # fmt: skip


class WholeLetter(LetterRow):
    class Meta(LetterRow.Meta):
        fields = (
            *LetterRow.Meta.fields, "facts", "negotiation", "basis", "measures", "feedback_by", "returned_for", "text_hash",
            "answer", "conclusion", "void_reason",
        )  # fmt: skip


class NewLetter(asks(forms.WordsForm, "letter")):
    """A draft about a registered employer; `follows`: the letter before it on the ladder."""

    kind = serializers.ChoiceField(Letter.Kind.choices)
    employer = serializers.IntegerField()
    case = serializers.IntegerField(required=False, allow_null=True)
    follows = serializers.IntegerField(required=False, allow_null=True)


@reads("letters", LetterRow, paged=True)
@writes("letter_draft", NewLetter)
@api_view(["GET", "POST"])
def letters(request):
    """The supervision letters of the caller's units."""
    today = timezone.localdate()
    if request.method == "GET":
        demand(request.user, "page.letters")
        rows = Letter.objects.visible_to(request.user, today)
        return page(request, rows.select_related("drafted_by", "signed_by"), LetterRow)
    demand(request.user, "letter.draft")
    asked = NewLetter(data=request.data)
    asked.is_valid(raise_exception=True)
    typed = asked.validated_data
    about = employer_or_404(request, typed["employer"], "employer.open")
    case = case_or_404(request, typed["case"]) if typed.get("case") else None
    follows = letter_or_404(request, typed["follows"]) if typed.get("follows") else None
    form = filled(request, forms.WordsForm, kind=typed["kind"])

    def do():
        made = verbs.draft(
            about, kind=typed["kind"], unit=home(request.user, today), case=case, follows=follows, **form.words(),
            by=request.user, on=today, at=timezone.now(),
        )  # fmt: skip
        return at("api-letter", made, made.pk)

    return write(request, do)


@reads("letter", WholeLetter)
@api_view(["GET"])
def letter(request, pk):
    """One letter with its words, dates and outcome."""
    return Response(WholeLetter(letter_or_404(request, pk)).data)


def _step(name, says):
    """The endpoint of one move of a letter: what the page's form asks for, through the same verb."""

    @writes(f"letter_{name}", FORMS[name], says=says, files="upload" in FORMS[name].base_fields)
    @api_view(["POST"])
    def step(request, pk):
        found = letter_or_404(request, pk)
        demand(request.user, ACTS[name])
        form = filled(request, FORMS[name])

        def do():
            carry(as_read(found, request), name, form, by=request.user)
            return at("api-letter", found, found.pk)

        return write(request, do)

    return step


STEPS = {
    "submit": "Give a complete draft to the head of the federation.",
    "serve": "Record that the letter was served; the period for the answer begins.",
    "answer": "Record the written answer.",
    "mend": "Record that what the letter asked for was done.",
    "give_up": "Record that it was refused or not done.",
    "drop": "Give up a letter that has no number yet.",
}

urlpatterns = [
    path("letters/", letters, name="api-letters"),
    path("letters/<int:pk>/", letter, name="api-letter"),
    *(
        path(
            f"letters/<int:pk>/{name.replace('_', '-')}/",
            _step(name, says),
            name=f"api-letter-{name.replace('_', '-')}",
        )
        for name, says in STEPS.items()
    ),
]
