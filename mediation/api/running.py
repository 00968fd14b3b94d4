"""The list of mediations; taking a case, ties, the other side's consent, attempts at it, extension, the end."""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import papers as printing
from cases.models import Case, Evidence
from cases.views.fetch import case_or_404
from mediation.actions import mediation as verbs
from mediation.actions.parting import part_ways
from mediation.api.rows import MediationFile, MediationRow
from mediation.forms import acts as forms
from mediation.forms import papers as paper_forms
from mediation.forms.parting import PartForm
from mediation.models import Mediation
from mediation.papers import paper_context
from mediation.table import gaps
from mediation.views import listing
from mediation.views.act import fetch, mediation_of
from record.api import as_read, at, by_today, page, reads, write, writes
from record.asked import filled
from stations.roles import demand

FILTERS = [
    OpenApiParameter("who", str, enum=["all"], description="Also those of others in scope."),
    OpenApiParameter("stage", str, enum=list(listing.STAGES), description="Else all that run."),
]


@reads("mediations_list", MediationRow, paged=True, parameters=FILTERS)
@api_view(["GET"])
def mediations(request):
    """The caller's mediations, newest first: period, next session, how far apart the sides are."""
    demand(request.user, "page.mediation")
    now, query = timezone.now(), request.query_params
    rows = Mediation.objects.filter(case__in=Case.objects.visible_to(request.user, now))
    if query.get("who") != "all":
        rows = rows.filter(mediator=request.user)
    rows = listing.at_stage(rows, query.get("stage", ""))
    return page(
        request, listing.with_dates(rows, now), MediationRow, about=lambda shown: {"gaps": gaps(shown)}
    )


@reads("mediation_read", MediationFile)
@api_view(["GET"])
def mediation(request, pk):
    """The mediation of a case: ties, attempts, sessions, offers. What was said in confidence is not in it."""
    case = case_or_404(request, pk, "page.cases", disclosed="mediation")
    found = mediation_of(case)
    if found is None:
        raise Http404
    return Response(MediationFile(found).data)


@writes("mediation_take", forms.TakeForm)
@api_view(["POST"])
def take(request, pk):
    """The assigned mediator takes the case and discloses ties to the parties, or that there are none."""
    case = case_or_404(request, pk, "case.take")
    tie = filled(request, forms.TakeForm).cleaned_data["tie"]
    as_read(case, request)
    return write(
        request, lambda: at("api-mediation", verbs.take(case, tie=tie, **by_today(request)), case.pk)
    )


def _act(name, takes, needs, verb, *, names=(), **about):
    """An act on the mediation whose form says all that the verb takes. `names`: (form's, verb's)."""

    @writes(f"mediation_{name}", takes)
    @api_view(["POST"])
    def view(request, pk):
        case, found = fetch(request, pk, needs)
        asked = {key: value(case) for key, value in about.items()}
        typed = filled(request, takes, **asked).cleaned_data
        said = {dict(names).get(key, key): value for key, value in typed.items()}

        def do():
            return at("api-mediation", verb(found, **by_today(request) | said), case.pk)

        return write(request, do)

    view.__doc__ = verb.__doc__
    return view


def _today(_case):
    return timezone.localdate()


def _evidence(case):
    return Evidence.objects.filter(case=case, withdrawn_on=None)


disclose = _act("disclose", forms.DiscloseForm, "mediation.record", verbs.disclose)
recuse = _act("recuse", forms.ReasonForm, "case.hand_back", verbs.recuse, names=(("reason", "tie"),))
consent = _act(
    "consent", forms.ConsentForm, "mediation.record", verbs.employer_consents, today=_today
)  # fmt: skip
attempt = _act(
    "attempt", forms.AttemptForm, "mediation.record", verbs.attempt, today=_today, evidence=_evidence
)
extend = _act("extend", forms.ExtendForm, "mediation.record", verbs.extend)
end = _act("end", forms.EndForm, "mediation.end", verbs.end)


@writes("mediation_part", PartForm)
@api_view(["POST"])
def part(request, pk):
    """Some workers of a group (`row`: ids of parties) leave it for a case of their own and go `way`. The id of the
    answer is the new case's."""
    case = case_or_404(request, pk, "mediation.end")
    typed = filled(request, PartForm, case=case).cleaned_data

    def do():
        made = part_ways(
            case, typed["row"], way=typed["way"], explanation=typed["explanation"], **by_today(request)
        )
        return at("api-case", made, made.pk)

    return write(request, do)


def _paper_view(kind, takes):
    @writes(f"mediation_paper_{kind}", takes)
    @api_view(["POST"])
    def view(request, pk):
        """Number and print a written paper of the mediation. Refused with every reason at once; the id of
        the answer is the paper's."""
        case = case_or_404(request, pk, "case.print")
        found, today = mediation_of(case), timezone.localdate()
        typed = filled(request, takes, case=case, mediation=found, today=today).cleaned_data
        context = paper_context(kind, case, found, typed, on=today)
        body = found.body if found else case.mediation_body
        series = body.series if body else case.organisation.series

        def do():
            made = printing.finalise(case, kind, context, series=series, **by_today(request))
            return at("api-papers", made, case.pk)

        return write(request, do)

    return view


urlpatterns = [
    path("mediations/", mediations, name="api-mediations"),
    path("cases/<int:pk>/mediation/", mediation, name="api-mediation"),
    path("cases/<int:pk>/mediation/take/", take, name="api-mediation-take"),
    path("cases/<int:pk>/mediation/disclose/", disclose, name="api-mediation-disclose"),
    path("cases/<int:pk>/mediation/recuse/", recuse, name="api-mediation-recuse"),
    path("cases/<int:pk>/mediation/consent/", consent, name="api-mediation-consent"),
    path("cases/<int:pk>/mediation/attempt/", attempt, name="api-mediation-attempt"),
    path("cases/<int:pk>/mediation/extend/", extend, name="api-mediation-extend"),
    path("cases/<int:pk>/mediation/part/", part, name="api-mediation-part"),
    path("cases/<int:pk>/mediation/end/", end, name="api-mediation-end"),
    *(
        path(
            f"cases/<int:pk>/mediation/papers/{kind}/", _paper_view(kind, takes),
            name=f"api-mediation-paper-{kind}",
        )
        for kind, takes in paper_forms.FORMS.items()
    ),
]  # fmt: skip
