from django.urls import path

from mediation.views import agreement, calendar, listing, papers, parting, room, running, sessions, signing

app_name = "mediation"

urlpatterns = [
    path("mediation/", listing.mediations, name="list"),
    path("mediation/calendar/", calendar.week, name="calendar"),
    path("mediation/<int:pk>/", room.room, name="room"),
    path("mediation/<int:pk>/panel/", room.panel, name="panel"),
    path("mediation/<int:pk>/take/", running.take, name="take"),
    path("mediation/<int:pk>/say/", room.say, name="say"),
    path("mediation/<int:pk>/typed/<str:what>/", room.typed, name="typed"),
    path("mediation/<int:pk>/offers/", agreement.offers, name="offers"),
    path("mediation/<int:pk>/agreement/", agreement.write, name="agreement"),
    path("mediation/<int:pk>/preview/", agreement.preview, name="preview"),
    path("mediation/<int:pk>/sign/", signing.sign, name="sign"),
    path("mediation/<int:pk>/sign-together/", signing.sign_together, name="sign-together"),
    path("mediation/<int:pk>/seal/", signing.seal, name="seal"),
    path("mediation/<int:pk>/void/", signing.void, name="void"),
    path("mediation/<int:pk>/sessions/new/", sessions.schedule, name="schedule"),
    path("mediation/<int:pk>/sessions/<int:session_pk>/hold/", sessions.hold, name="hold"),
    path("mediation/<int:pk>/sessions/<int:session_pk>/cancel/", sessions.cancel, name="cancel"),
    path("mediation/<int:pk>/sessions/<int:session_pk>/session.ics", calendar.ics, name="ics"),
    path("mediation/<int:pk>/attempt/", running.attempt, name="attempt"),
    path("mediation/<int:pk>/consent/", running.consent, name="consent"),
    path("mediation/<int:pk>/disclose/", running.disclose, name="disclose"),
    path("mediation/<int:pk>/recuse/", running.recuse, name="recuse"),
    path("mediation/<int:pk>/extend/", running.extend, name="extend"),
    path("mediation/<int:pk>/part/", parting.part, name="part"),
    path("mediation/<int:pk>/end/", running.end, name="end"),
    path("mediation/<int:pk>/papers/<str:kind>/", papers.issue, name="paper"),
]
