from django.urls import include, path

from unionaid import health, look, pieces

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("look/language/", look.language, name="language"),
    path("look/theme/", look.theme, name="theme"),
    path("ui/", pieces.pieces, name="pieces"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("law.api")),
    path("", include("desk.urls")),
    path("", include("portal.urls")),
    path("", include("reports.urls")),
    path("", include("mediation.urls")),
    path("", include("cases.urls")),
    path("", include("parties.urls")),
    path("", include("law.urls")),
    path("", include("stations.urls")),
]
