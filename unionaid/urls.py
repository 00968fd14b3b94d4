from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from unionaid import apidocs, health, look, pieces

handler403 = "stations.access.refused"
handler500 = "unionaid.outage.failed"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("look/language/", look.language, name="language"),
    path("look/theme/", look.theme, name="theme"),
    path("ui/", pieces.pieces, name="pieces"),
    path("accounts/", include("stations.urls.account")),
    path("api/v1/", include("law.api")),
    path("api/v1/", include("stations.api.network")),
    path("api/v1/", include("stations.api.people")),
    path("api/v1/", include("stations.api.audit")),
    path("api/v1/", include("parties.api")),
    path("api/v1/", include("cases.api")),
    path("api/v1/", include("mediation.api")),
    path("api/v1/", include("prevention.api")),
    path("api/v1/", include("reports.api")),
    path("api/v1/", include("desk.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/", apidocs.page, name="api-docs"),
    path("", include("desk.urls")),
    path("", include("portal.urls")),
    path("", include("reports.urls")),
    path("", include("mediation.urls")),
    path("", include("prevention.urls")),
    path("", include("cases.urls")),
    path("", include("parties.urls")),
    path("", include("law.urls")),
    path("", include("stations.urls")),
]
