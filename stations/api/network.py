"""The network for programs: organisations and mediation bodies. Its acts are those of the three administrators,
who have no tokens: a program reads the network, a person in a session changes it."""

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from record.api import Row, as_read, at, by_now, by_today, page, reads, write, writes
from record.asked import filled
from stations.actions import network
from stations.forms import network as forms
from stations.models import MAX_DEPTH, NETWORK_KINDS, MediationBody, Organisation
from stations.roles import demand
from stations.scope import network_visible_to
from stations.views.network import body_or_404, organisation_or_404, places


class BodyRow(Row):
    """A mediation body 调解组织 with the series that opens the numbers of its papers."""

    class Meta:
        model = MediationBody
        fields = ("id", "kind", "name", "series", "seal_name", "region", "since", "until")
        read_only_fields = fields


class OrganisationRow(Row):
    """A federation, centre, station or point, or a partner body, which stands outside the tree."""

    is_partner = serializers.BooleanField(read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "id", "version", "kind", "parent", "depth", "name", "short_name", "series", "region", "address",
            "phone", "opened_on", "suspended_on", "reply_days", "is_partner",
        )  # fmt: skip
        read_only_fields = fields


class OrganisationFile(OrganisationRow):
    """One organisation with its mediation bodies and the names it bore."""

    mediation_bodies = BodyRow(many=True, read_only=True)
    names = serializers.SerializerMethodField(help_text="First day → name.")

    class Meta(OrganisationRow.Meta):
        fields = (*OrganisationRow.Meta.fields, "mediation_bodies", "names")
        read_only_fields = fields

    def get_names(self, organisation) -> dict[str, str]:
        return {one.since.isoformat(): one.name for one in organisation.names.order_by("since")}


KIND = OpenApiParameter("kind", str, description="One kind of organisation.")
Q_NAME = OpenApiParameter("q", str, description="Part of a name, a short name or a series.")


class Narrowing(serializers.Serializer):
    kind = serializers.ChoiceField(Organisation._meta.get_field("kind").choices, required=False)
    q = serializers.CharField(max_length=80, required=False)


@reads(
    "organisations_list", OrganisationRow, paged=True, parameters=[KIND, Q_NAME],
    says="Organisations of the network and partner bodies that the caller may see.",
)  # fmt: skip
@writes(
    "organisations_open",
    forms.OpenForm,
    says="Open a station, centre or point under `parent`, from the day `opened_on`.",
)
@api_view(["GET", "POST"])
def organisations(request):
    if request.method == "POST":
        demand(request.user, "network.open")
        under = places(request).filter(kind__in=NETWORK_KINDS, depth__lt=MAX_DEPTH)
        return _open(request, filled(request, forms.OpenForm, parents=under).cleaned_data)
    demand(request.user, "page.network")
    asked = Narrowing(data=request.query_params)
    asked.is_valid(raise_exception=True)
    said, rows = asked.validated_data, network_visible_to(request.user, timezone.localdate())
    if "kind" in said:
        rows = rows.filter(kind=said["kind"])
    if "q" in said:
        named = Q(name__icontains=said["q"]) | Q(short_name__icontains=said["q"])
        rows = rows.filter(named | Q(series__icontains=said["q"]))
    return page(request, rows, OrganisationRow)


def _open(request, said):
    def do():
        opened = network.open_organisation(
            parent=said.pop("parent", None), on=said.pop("opened_on"), **said, **by_now(request)
        )
        return at("api-organisation", opened, opened.pk)

    return write(request, do)


@writes("organisations_open_partner", forms.OpenPartnerForm)
@api_view(["POST"])
def open_partner(request):
    """Add a partner body: a court, a commission, a bureau, a law firm."""
    demand(request.user, "network.open")
    return _open(request, filled(request, forms.OpenPartnerForm).cleaned_data)


@reads("organisations_read", OrganisationFile)
@api_view(["GET"])
def organisation(request, pk):
    """One organisation with its mediation bodies and its names over time."""
    found = organisation_or_404(request, pk, "page.network")
    return Response(OrganisationFile(found).data)


@writes("organisations_rename", forms.RenameForm)
@api_view(["POST"])
def rename(request, pk):
    """Another name from `since`; what was said before keeps the old one."""
    found = organisation_or_404(request, pk, "network.rename")
    said = filled(request, forms.RenameForm, today=timezone.localdate()).cleaned_data

    def do():
        network.rename(found, on=said.pop("since"), **said, **by_now(request))
        return at("api-organisation", found, found.pk)

    return write(request, do)


@writes("organisations_amend", forms.AmendForm)
@api_view(["POST"])
def amend(request, pk):
    """Change address, telephone, region, series or answering time. Fields left out stay."""
    found = organisation_or_404(request, pk, "network.amend")
    copy = organisation_or_404(request, pk, "network.amend")  # the form writes on its copy, the verb compares
    form = filled(request, forms.AmendForm, changes=True, instance=copy)
    as_read(found, request)

    def do():
        network.amend(found, version=found.version, **form.changes(), **by_now(request))
        return at("api-organisation", found, found.pk)

    return write(request, do)


@writes("organisations_suspend", forms.ReasonForm)
@api_view(["POST"])
def suspend(request, pk):
    """Posts held there give no rights from today; cases and history stay."""
    found = organisation_or_404(request, pk, "network.suspend")
    said = filled(request, forms.ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-organisation", network.suspend(found, **said, **by_today(request)), pk)
    )


@writes("organisations_resume", forms.ConfirmForm)
@api_view(["POST"])
def resume(request, pk):
    """End the suspension: the posts held there count again."""
    found = organisation_or_404(request, pk, "network.suspend")
    return write(request, lambda: at("api-organisation", network.resume(found, **by_today(request)), pk))


@writes("bodies_add", forms.BodyForm)
@api_view(["POST"])
def add_body(request, pk):
    """Set up a mediation body at the organisation; its series opens the numbers of its papers."""
    found = organisation_or_404(request, pk, "network.body")
    said = filled(request, forms.BodyForm).cleaned_data

    def do():
        made = network.add_mediation_body(found, on=said.pop("since"), **said, **by_now(request))
        return at("api-organisation", made, pk)

    return write(request, do)


@writes("bodies_close", forms.ReasonForm)
@api_view(["POST"])
def close_body(request, pk):
    """The body takes no new cases; what it numbered and sealed stays valid."""
    body = body_or_404(request, pk, "network.body")
    said = filled(request, forms.ReasonForm).cleaned_data

    def do():
        made = network.close_body(body, **said, **by_today(request))
        return at("api-organisation", made, body.organisation_id)

    return write(request, do)


urlpatterns = [
    path("network/organisations/", organisations, name="api-organisations"),
    path("network/partners/", open_partner, name="api-partners"),
    path("network/organisations/<int:pk>/", organisation, name="api-organisation"),
    path("network/organisations/<int:pk>/rename/", rename, name="api-organisation-rename"),
    path("network/organisations/<int:pk>/amend/", amend, name="api-organisation-amend"),
    path("network/organisations/<int:pk>/suspend/", suspend, name="api-organisation-suspend"),
    path("network/organisations/<int:pk>/resume/", resume, name="api-organisation-resume"),
    path("network/organisations/<int:pk>/bodies/", add_body, name="api-bodies"),
    path("network/bodies/<int:pk>/close/", close_body, name="api-body-close"),
]
