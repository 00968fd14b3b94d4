"""The registers for programs: finding and opening people, employers and projects, entering new ones,
looking at what is masked. Correcting and merging touches cases and stands in cases.api.registers.

A search is a POST, so that no name stands in an address or a log; it needs only the right to read.
"""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response

from parties.actions import employers as employer_verbs
from parties.actions import persons
from parties.conflicts import check
from parties.forms import LinkForm, ProjectForm
from parties.masks import mask_number
from parties.models import ChainLink, Employer, IdKind, Merge, Person, Project
from parties.phones import read_phone
from parties.scope import employers_visible_to, people_visible_to
from parties.search import find_employers, find_people, find_projects
from parties.views.conflicts import holders
from parties.views.employers import MASKS as EMPLOYER_MASKS
from parties.views.employers import employer_or_404, project_or_404
from parties.views.people import MASKS, person_or_404
from record.api import READ_FAULTS, Row, as_read, at, by_now, by_today, reads, write, writes
from record.asked import filled
from record.refusals import Refused
from stations.api import ReadsByPost, SteppedUp
from stations.models import Role
from stations.roles import demand

SHOWN = 30


class Searched(serializers.Serializer):
    q = serializers.CharField(
        max_length=120,
        help_text="People: two characters of the name, pinyin initials, last four, a complete phone or number. "
        "Employers: a fragment of a name, initials, a complete credit code.",
    )


class SeenRow(serializers.Serializer):
    """How often it occurs everywhere: cases in all, cases in hand, at how many stations."""

    visits = serializers.IntegerField()
    open = serializers.IntegerField()
    stations = serializers.IntegerField()


class PersonCardRow(serializers.Serializer):
    """A person as found: masked. `in_scope`: the caller may open it; else by a complete number and a purpose."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    phone = serializers.CharField()
    id_last4 = serializers.CharField()
    verified = serializers.BooleanField()
    by = serializers.CharField(help_text="What matched: name, last_four, phone or document.")
    in_scope = serializers.BooleanField()
    seen = SeenRow()


class EmployerCardRow(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    kind = serializers.CharField()
    credit_code = serializers.CharField(help_text="Shortened.")
    dissolved = serializers.BooleanField()
    seen = SeenRow()


class ProjectCardRow(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    site = serializers.CharField()
    general_contractor = serializers.CharField(allow_null=True)


class MergeRow(Row):
    """Another row that is this one by now."""

    gone = serializers.SerializerMethodField()

    class Meta:
        model = Merge
        fields = ("id", "gone", "reason", "at")
        read_only_fields = fields

    def get_gone(self, merge) -> str:
        return (merge.gone_person or merge.gone_employer).name


class PersonRow(Row):
    """A person of the register; what is personal is masked."""

    masked = serializers.SerializerMethodField(help_text="Field → masked value, for those that are known.")
    merges = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = (
            "id", "version", "name", "sex", "born_on", "id_kind", "home_place", "bank_name", "speaks",
            "verified_on", "merged_into", "masked", "merges",
        )  # fmt: skip
        read_only_fields = fields

    def get_masked(self, person) -> dict[str, str]:
        return {name: mask(getattr(person, name)) for name, mask in MASKS.items() if getattr(person, name)}

    @extend_schema_field(MergeRow(many=True))
    def get_merges(self, person):
        rows = Merge.objects.filter(kept_person=person, undone_at=None).select_related("gone_person")
        return MergeRow(rows, many=True).data


class EmployerRow(Row):
    contact_phone = serializers.SerializerMethodField(help_text="Masked.")
    id_number = serializers.SerializerMethodField(help_text="Of an individual who hired the crew. Masked.")
    merges = serializers.SerializerMethodField()

    class Meta:
        model = Employer
        fields = (
            "id", "version", "kind", "name", "former_names", "credit_code", "id_number",
            "legal_representative", "contact_name", "contact_phone", "address", "industry", "ownership",
            "unionised", "dissolved_on", "merged_into", "merges",
        )  # fmt: skip
        read_only_fields = fields

    def get_contact_phone(self, employer) -> str:
        return mask_number(employer.contact_phone)

    def get_id_number(self, employer) -> str:
        return mask_number(employer.id_number)

    @extend_schema_field(MergeRow(many=True))
    def get_merges(self, employer):
        rows = Merge.objects.filter(kept_employer=employer, undone_at=None).select_related("gone_employer")
        return MergeRow(rows, many=True).data


class LinkRow(Row):
    employer_name = serializers.CharField(source="employer.name", read_only=True)

    class Meta:
        model = ChainLink
        fields = (
            "id", "role", "employer", "employer_name", "contact_name", "labour_officer", "has_wage_account",
            "has_deposit", "ground",
        )  # fmt: skip
        read_only_fields = fields


class ProjectRow(Row):
    """A construction project with its chain."""

    links = LinkRow(many=True, read_only=True)

    class Meta:
        model = Project
        fields = ("id", "version", "name", "site", "started_on", "links")
        read_only_fields = fields


# Finding


def _search(name, row, needs, find):
    @extend_schema(operation_id=name, request=Searched, responses={200: row(many=True), **READ_FAULTS})
    @api_view(["POST"])
    @permission_classes([ReadsByPost])
    def view(request):
        demand(request.user, needs)
        asked = Searched(data=request.data)
        asked.is_valid(raise_exception=True)
        found = find(asked.validated_data["q"], request)
        return Response(row(found, many=True).data)

    view.__doc__ = find.__doc__
    return view


def _people(text, request):
    """People that fit, masked. Names, initials and last four find only those with a case in scope."""
    return find_people(text, user=request.user, at=by_now(request)["at"], limit=SHOWN)


def _employers(text, request):
    """Employers that fit a present or former name, initials, or the complete credit code."""
    return find_employers(text, user=request.user, at=by_now(request)["at"], limit=SHOWN)


def _projects(text, request):
    """Construction projects by a fragment of name or site."""
    names = ("id", "name", "site", "general_contractor")
    return [dict(zip(names, row, strict=True)) for row in find_projects(text, limit=SHOWN)]


# People


class Identified(serializers.Serializer):
    """Phone and document number, read as the verb will read them, so that a fault is said at its field."""

    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    id_number = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")

    def validate_phone(self, text):
        return _at_field(read_phone, text)

    def validate(self, said):
        if said["id_number"] and said.get("id_kind", IdKind.CITIZEN) == IdKind.CITIZEN:
            try:
                persons.read_citizen_id(said["id_number"], on=timezone.localdate())
            except Refused as refused:
                fault = {"id_number": [str(refused)]}
                raise serializers.ValidationError(fault, code=refused.code) from refused
        return said


def _at_field(read, text):
    try:
        return read(text)
    except Refused as refused:
        raise serializers.ValidationError(str(refused), code=refused.code) from refused


class NewPerson(Identified):
    second_contact = serializers.CharField(max_length=60, required=False)
    id_kind = serializers.ChoiceField(IdKind.choices, default=IdKind.CITIZEN)
    seen_original = serializers.BooleanField(required=False, default=False)
    address = serializers.CharField(max_length=200, required=False)
    home_place = serializers.CharField(max_length=60, required=False)
    speaks = serializers.CharField(max_length=40, required=False)
    bank_name = serializers.CharField(max_length=60, required=False)
    bank_account = serializers.CharField(max_length=40, required=False)


@writes("people_record", NewPerson)
@api_view(["POST"])
def record_person(request):
    """Enter a person. A known document number is refused (409): open that person instead. The row is
    within the caller's reach once it stands in a case of his."""
    demand(request.user, "person.edit")
    asked = NewPerson(data=request.data)
    asked.is_valid(raise_exception=True)

    def do():
        made = persons.record_person(**asked.validated_data, **by_today(request))
        return at("api-person", made, made.pk)

    return write(request, do)


@reads("people_read", PersonRow)
@api_view(["GET"])
def person(request, pk):
    """One person within the caller's reach; personal fields are masked."""
    return Response(PersonRow(person_or_404(request, pk, "person.open")).data)


class Opening(serializers.Serializer):
    number = serializers.CharField(max_length=40, help_text="The complete phone or document number.")
    purpose = serializers.CharField(min_length=2, max_length=200)


@writes("people_open", Opening)
@api_view(["POST"])
def open_person(request, pk):
    """Open somebody found by a complete number, for the rest of the day, for a purpose that is kept."""
    demand(request.user, "person.open")
    asked = Opening(data=request.data)
    asked.is_valid(raise_exception=True)
    said = asked.validated_data

    def do():
        try:
            persons.open_found(pk, numbers=[said["number"]], purpose=said["purpose"], **by_now(request))
        except Refused as unknown:
            raise Http404 from unknown
        return at("api-person", pk, pk)

    return write(request, do)


class Unmasking(serializers.Serializer):
    field = serializers.ChoiceField(list(MASKS))
    purpose = serializers.CharField(min_length=2, max_length=200)


class Unmasked(serializers.Serializer):
    value = serializers.CharField(allow_blank=True)


SHOWS = {200: Unmasked, **READ_FAULTS}


@extend_schema(operation_id="people_unmask", request=Unmasking, responses=SHOWS)
@api_view(["POST"])
@permission_classes([SteppedUp])
def unmask_person(request, pk):
    """The full value of one field, for a purpose that is kept. Never by token."""
    found = person_or_404(request, pk, "person.unmask")
    asked = Unmasking(data=request.data)
    asked.is_valid(raise_exception=True)
    said = asked.validated_data
    value = persons.unmask(found, said["field"], purpose=said["purpose"], **by_now(request))
    return Response({"value": value})


# Employers


class NewEmployer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(Employer.EmployerKind.choices, required=False)
    credit_code = serializers.CharField(max_length=18, required=False, allow_blank=True, default="")
    id_number = serializers.CharField(
        max_length=30, required=False, allow_blank=True, default="",
        help_text="Of an individual who hired the crew (`kind: individual`).",
    )  # fmt: skip
    legal_representative = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    industry = serializers.CharField(max_length=40, required=False, allow_blank=True)
    ownership = serializers.CharField(max_length=40, required=False, allow_blank=True)

    def validate_contact_phone(self, text):
        return _at_field(read_phone, text)

    def validate_credit_code(self, text):
        return _at_field(employer_verbs.read_credit_code, text)


@writes("employers_record", NewEmployer)
@api_view(["POST"])
def record_employer(request):
    """Enter an employer, contractor, or individual who hired a crew. A known credit code is refused (409)."""
    demand(request.user, "employer.edit")
    asked = NewEmployer(data=request.data)
    asked.is_valid(raise_exception=True)

    def do():
        made = employer_verbs.record_employer(**asked.validated_data, **by_now(request))
        return at("api-employer", made, made.pk)

    return write(request, do)


@reads("employers_read", EmployerRow)
@api_view(["GET"])
def employer(request, pk):
    """One employer; the phone of the contact person is masked."""
    return Response(EmployerRow(employer_or_404(request, pk, "employer.open")).data)


class EmployerUnmasking(Unmasking):
    field = serializers.ChoiceField(choices=list(EMPLOYER_MASKS), default="contact_phone")


@extend_schema(operation_id="employers_unmask", request=EmployerUnmasking, responses=SHOWS)
@api_view(["POST"])
@permission_classes([SteppedUp])
def unmask_employer(request, pk):
    """The full value of one field, for a purpose that is kept. Never by token."""
    found = employer_or_404(request, pk, "person.unmask")
    asked = EmployerUnmasking(data=request.data)
    asked.is_valid(raise_exception=True)
    said = asked.validated_data
    value = employer_verbs.unmask_employer(found, said["field"], purpose=said["purpose"], **by_now(request))
    return Response({"value": value})


# Projects


@writes("projects_record", ProjectForm)
@api_view(["POST"])
def record_project(request):
    """Enter a construction project; its chain is added link by link."""
    demand(request.user, "employer.edit")
    typed = filled(request, ProjectForm).cleaned_data

    def do():
        made = employer_verbs.record_project(**typed, **by_now(request))
        return at("api-project", made, made.pk)

    return write(request, do)


@reads("projects_read", ProjectRow)
@api_view(["GET"])
def project(request, pk):
    """A construction project with its chain from the owner to the crew boss."""
    demand(request.user, "employer.open")
    return Response(ProjectRow(project_or_404(request, pk)).data)


@writes("projects_correct", ProjectForm)
@api_view(["POST"])
def correct_project(request, pk):
    """Correct name, site or start. Fields left out stay; send the `version` that was read."""
    demand(request.user, "employer.edit")
    row = project_or_404(request, pk)
    typed = filled(request, ProjectForm, changes=True, instance=project_or_404(request, pk)).cleaned_data
    as_read(row, request)

    def do():
        employer_verbs.edit_project(row, version=row.version, **by_now(request), **typed)
        return at("api-project", row, row.pk)

    return write(request, do)


@writes("projects_add_link", LinkForm)
@api_view(["POST"])
def add_link(request, pk):
    """Put an employer into the chain, or correct its link: `employer` of the register, or one by name."""
    demand(request.user, "employer.edit")
    row, now = project_or_404(request, pk), by_now(request)
    reach = employers_visible_to(request.user, now["at"]).filter(merged_into=None)
    form = filled(request, LinkForm, employers=reach)
    typed = form.cleaned_data

    def do():
        employer = typed["employer"] or employer_verbs.record_employer(name=typed["employer_name"], **now)
        link = employer_verbs.add_link(row, role=typed["role"], employer=employer, **now, **form.known())
        employer_verbs.edit_link(link, **now, **form.known())
        return at("api-project", link, row.pk)

    return write(request, do)


# Conflicts of interest


class ConflictsAsked(serializers.Serializer):
    """Ids of people and employers of the registers, and of log-ins."""

    people = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=100)
    employers = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=100)
    lawyer = serializers.IntegerField(required=False, allow_null=True, default=None)
    mediator = serializers.IntegerField(required=False, allow_null=True, default=None)


class FindingRow(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField(source="__str__")
    bars = serializers.BooleanField(help_text="The person must not take the case.")


class KnownRow(serializers.Serializer):
    """Where one of them occurs: cases in scope by id, the others as a number."""

    name = serializers.CharField()
    kind = serializers.CharField()
    cases = serializers.SerializerMethodField()
    hidden = serializers.IntegerField()

    def get_cases(self, known) -> list[int]:
        return [case.pk for case in known.seen]


class Conflicts(serializers.Serializer):
    bars = serializers.BooleanField()
    findings = FindingRow(many=True)
    known = KnownRow(many=True)


@extend_schema(
    operation_id="conflicts_check", request=ConflictsAsked, responses={200: Conflicts, **READ_FAULTS}
)
@api_view(["POST"])
@permission_classes([ReadsByPost])
def conflicts(request):
    """Ties between people, employers, a lawyer and a mediator, each within the caller's reach."""
    demand(request.user, "employer.open")
    asked = ConflictsAsked(data=request.data)
    asked.is_valid(raise_exception=True)
    said, now = asked.validated_data, by_now(request)["at"]
    found = check(
        people=list(people_visible_to(request.user, now).filter(pk__in=said["people"])),
        employers=list(employers_visible_to(request.user, now).filter(pk__in=said["employers"])),
        lawyer=holders(Role.LAWYER, now).filter(pk=said["lawyer"]).first(),
        mediator=holders(Role.MEDIATOR, now).filter(pk=said["mediator"]).first(),
        user=request.user, at=now,
    )  # fmt: skip
    return Response(Conflicts(found).data)


urlpatterns = [
    path("people/", record_person, name="api-people"),
    path(
        "people/find/", _search("people_find", PersonCardRow, "person.find", _people), name="api-people-find"
    ),
    path("people/<int:pk>/", person, name="api-person"),
    path("people/<int:pk>/open/", open_person, name="api-person-open"),
    path("people/<int:pk>/unmask/", unmask_person, name="api-person-unmask"),
    path("employers/", record_employer, name="api-employers"),
    path(
        "employers/find/", _search("employers_find", EmployerCardRow, "employer.find", _employers),
        name="api-employers-find",
    ),
    path("employers/<int:pk>/", employer, name="api-employer"),
    path("employers/<int:pk>/unmask/", unmask_employer, name="api-employer-unmask"),
    path("projects/", record_project, name="api-projects"),
    path(
        "projects/find/", _search("projects_find", ProjectCardRow, "employer.find", _projects),
        name="api-projects-find",
    ),
    path("projects/<int:pk>/", project, name="api-project"),
    path("projects/<int:pk>/correct/", correct_project, name="api-project-correct"),
    path("projects/<int:pk>/links/", add_link, name="api-project-links"),
    path("conflicts/", conflicts, name="api-conflicts"),
]  # fmt: skip
